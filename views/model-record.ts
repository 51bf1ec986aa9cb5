import { readModelCard } from "../src/answers/model-files";
import type { ApiContext } from "../src/api/context";
import { NotFoundError } from "../src/api/errors";
import type { ModelCard } from "../src/models/model-card";
import type { KnownModel } from "../src/store/models";

/** The tenant's model of this id. Throws the same words for one that is not there and for another tenant's. */
export function requireRecord({ store }: Pick<ApiContext, "store">, tenant: string, id: string): KnownModel {
  const row = store.models.find(tenant, id);
  if (!row) throw new NotFoundError("There is no such model. It may have been deleted.");
  return row;
}

/** Its card. Throws where its folder is gone. */
export async function requireCard(context: ApiContext, row: KnownModel): Promise<ModelCard> {
  const card = await readModelCard(context, row);
  if (!card) throw new NotFoundError("The model's folder is gone. Delete the model and train again.");
  return card;
}
