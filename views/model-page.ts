import { adviceOf, contactTerms } from "../src/answers/advice";
import { readModelCard } from "../src/answers/model-files";
import type { OpenModel } from "../src/answers/open-model";
import type { ApiContext } from "../src/api/context";
import { NotFoundError } from "../src/api/errors";
import { titleOf } from "../src/jobs/dataset-names";
import type { Advice } from "../src/models/contact/advice";
import type { ModelCard } from "../src/models/model-card";
import type { KnownModel } from "../src/store/models";
import { redirect } from "./page";

/** A model with its tables, open as long as a page is made from it. */
export interface ShownModel {
  readonly row: KnownModel;
  readonly model: OpenModel;
  readonly card: ModelCard;
  /** Whom to contact, on the tenant's terms. */
  readonly advice: Advice;
  /** A column of the customer table, one value a customer. Throws a RangeError for one that the model does not have. */
  numbers(name: string): Float64Array;
  texts(name: string): readonly string[];
}

/**
 * Makes a page from the model `modelId`, or from the tenant's default one; where there is none yet the browser is led
 * to the first upload. Throws a NotFoundError for a model that the tenant does not have.
 */
export async function showModel<T>(
  context: ApiContext,
  { tenant, request }: { readonly tenant: string; readonly request: Request },
  modelId: string | undefined,
  show: (shown: ShownModel) => T | Promise<T>,
): Promise<T | Response> {
  const id = modelId ?? context.store.tenants.defaultModel(tenant);
  if (id === null) return redirect(request, "/app/welcome");
  const row = requireRecord(context, tenant, id);
  const settings = context.store.tenants.settings(tenant);
  return context.models.use(row, (model) => {
    return show({
      row,
      model,
      advice: adviceOf(model, contactTerms(model.card, settings)),
      card: named(model.card, learnedFrom(context, tenant, row)),
      numbers: (name) => model.customers.numbers(name),
      texts: (name) => model.customers.texts(name),
    });
  });
}

/** The tenant's model of this id. Throws the same error for an unknown model and for another tenant's. */
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

/** The names of the files that a model learned from; null where they are not known. */
function learnedFrom({ store }: ApiContext, tenant: string, { files, datasetId }: KnownModel): string | null {
  if (files.length > 0) return titleOf(files.map(({ name }) => name));
  return (datasetId && store.datasets.find(tenant, datasetId)?.fileName) || null;
}

/**
 * The card with the names that the files had when they were uploaded, in place of the ones that they are kept under.
 */
function named(card: ModelCard, fileName: string | null): ModelCard {
  return fileName ? { ...card, data: { ...card.data, file: fileName } } : card;
}
