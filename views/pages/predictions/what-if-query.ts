import { t } from "elysia";
import {
  type FeatureRange,
  featureRanges,
  MOVED_FEATURES,
  type MovedFeature,
  type MovedValues,
  widened,
} from "../../../src/answers/what-if";
import { NotFoundError } from "../../../src/api/errors";
import type { ShownModel } from "../../model-page";

const Text = t.Optional(t.String({ maxLength: 512 }));

/** Texts throughout: a form also sends the fields that were left empty. */
export const WhatIfQuery = t.Object({
  recency_days: Text,
  frequency: Text,
  monetary: Text,
  unique_products: Text,
  avg_interpurchase_days: Text,
  customer: Text,
  model: Text,
});

type WhatIfTexts = Readonly<Partial<Record<keyof typeof WhatIfQuery.properties, string>>>;

/** The customer in question. */
export interface WhatIf {
  readonly moved: MovedValues;
  readonly ranges: Readonly<Record<MovedFeature, FeatureRange>>;
  /** The customer it starts from: the row in the customer table and its values, in whole numbers. */
  readonly start: { readonly id: string; readonly row: number; readonly values: MovedValues } | null;
}

/**
 * The values of the address; those that are not there, or are no numbers, are the customer's, else those of the
 * customer in the middle.
 */
export function readWhatIf(query: WhatIfTexts, shown: ShownModel): WhatIf {
  const start = startOf(query.customer?.trim() ?? "", shown);
  const known = featureRanges(shown.model);
  const each = <T>(of: (name: MovedFeature) => T) =>
    Object.fromEntries(MOVED_FEATURES.map((name) => [name, of(name)])) as Record<MovedFeature, T>;
  const moved = each((name) => given(query[name]) ?? start?.values[name] ?? known[name].middle);
  const ranges = each((name) => widened(known[name], Math.max(moved[name], start?.values[name] ?? 0)));
  return { moved: each((name) => Math.max(ranges[name].least, moved[name])), ranges, start };
}

function startOf(id: string, { model }: ShownModel): WhatIf["start"] {
  if (id === "") return null;
  const row = model.customers.rowOf(id);
  if (row === undefined)
    throw new NotFoundError(
      "There is no such customer. The model knows only customers with an order in the file it was trained on.",
    );
  const values = Object.fromEntries(
    MOVED_FEATURES.map((name) => [name, Math.round(model.customers.cell(name, row) as number)]),
  ) as Record<MovedFeature, number>;
  return { id, row, values };
}

function given(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const value = Number(text);
  return value >= 0 && value <= 1e12 ? Math.round(value) : undefined;
}
