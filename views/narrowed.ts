import type { CustomerFilter } from "../src/answers/customer-selection";
import { filteredProductTitle, productsOfModel } from "../src/answers/products";
import { requireSavedSegment } from "../src/api/asked-customers";
import type { ApiContext } from "../src/api/context";
import type { SavedSegmentRow } from "../src/store/saved-segments";
import type { Format } from "./format";
import type { ShownModel } from "./model-page";
import { wordsOfRule } from "./words/rule-words";

/** What a list is narrowed by, as far as its words are not in the filter itself. */
export interface Narrowed {
  /** Of the product that the filter names, if the model knows it. */
  readonly productTitle: string | null;
  readonly saved: SavedSegmentRow | null;
  /** The rule in plain words. */
  readonly rule: string | null;
}

/** Throws a NotFoundError for a saved segment that the tenant does not have. */
export async function narrowedBy(
  context: ApiContext,
  tenant: string,
  { row, model }: Pick<ShownModel, "row" | "model">,
  asked: CustomerFilter,
  format: Format,
): Promise<Narrowed> {
  const { saved, rule } = asked;
  return {
    productTitle: await filteredProductTitle(context, row.artifactPrefix, model, asked),
    saved: saved === undefined ? null : requireSavedSegment(context.store, tenant, saved),
    rule:
      rule === undefined
        ? null
        : wordsOfRule(rule, await productsOfModel(context, row.artifactPrefix, model), format),
  };
}
