import { boughtOfModel } from "../../../../src/answers/bought";
import { type Products, productsOfModel } from "../../../../src/answers/products";
import type { ApiContext } from "../../../../src/api/context";
import { formatFor } from "../../../format";
import type { ShownModel } from "../../../model-page";
import type { TenantSettings } from "../../../tenant-settings";
import { attributeSubject } from "./draft";
import type { AttributeKinds } from "./rule-of-draft";
import { type Subject, subjectsOf } from "./subjects";

/** What rules of this model's customers can be made of. */
export interface BuilderParts {
  readonly subjects: readonly Subject[];
  readonly products: Products | null;
  readonly currency: string | null;
  readonly kindOf: AttributeKinds;
}

export async function builderParts(
  context: ApiContext,
  { row, model }: ShownModel,
  settings: TenantSettings,
): Promise<BuilderParts> {
  const products = await productsOfModel(context, row.artifactPrefix, model);
  const bought = products && (await boughtOfModel(context, row.artifactPrefix, model));
  const subjects = subjectsOf(model, formatFor(settings), { products, bought });
  return {
    subjects,
    products,
    currency: settings.currency,
    kindOf: (name) => {
      const kind = subjects.find(({ id }) => id === attributeSubject(name))?.kind ?? null;
      return kind === "bought" ? null : kind;
    },
  };
}
