import type { ModelCard } from "../models/model-card";
import type { SegmentSummary } from "../models/segments/segment-summary";
import type { EarlierRealised } from "../pipeline/monitor";
import { type Files, modelCardOf, modelJson } from "./model-files";

/** A model in a list. */
interface ListedModel {
  readonly id: string;
  readonly artifactPrefix: string;
  readonly createdAt: number;
  readonly revision: number;
}

/** The figures of a whole model, from its list of segments. */
export interface SegmentTotals {
  readonly customers: number;
  /** Null if not learned. */
  readonly expectedLeavers: number | null;
  readonly expectedSpend: number | null;
}

interface ListedSegment {
  readonly customers: number;
  readonly churn_rate: number | null;
  readonly avg_future_spend: number | null;
}

/** Totals over a model's segments, from their means and numbers of customers. */
export function segmentTotals(segments: readonly ListedSegment[]): SegmentTotals {
  const sum = (of: (segment: ListedSegment) => number | null) =>
    segments.reduce<number | null>((total, segment) => {
      const mean = of(segment);
      return total === null || mean === null ? null : total + segment.customers * mean;
    }, 0);
  return {
    customers: segments.reduce((total, { customers }) => total + customers, 0),
    expectedLeavers: sum(({ churn_rate }) => churn_rate),
    expectedSpend: sum(({ avg_future_spend }) => avg_future_spend),
  };
}

/** The models after `id` in a list by newest orders: those of older orders. Empty if `id` is not among them. */
export function modelsBefore<Row extends { readonly id: string }>(
  models: readonly Row[],
  id: string,
): readonly Row[] {
  const place = models.findIndex((model) => model.id === id);
  return place < 0 ? [] : models.slice(place + 1);
}

/** An earlier model's view of the shop, as far as it can be compared: over the same days. */
export interface EarlierTotals {
  readonly asOf: string;
  readonly expectedLeavers: number | null;
  readonly expectedSpend: number | null;
}

/** We look through this many models to find one with earlier orders. */
const MOST_LOOKED_AT = 5;

/** The view of the newest model in `before` with earlier orders than this one; null if there is none. */
export async function earlierTotals(
  files: Files,
  before: readonly ListedModel[],
  card: ModelCard,
): Promise<EarlierTotals | null> {
  for (const model of before.slice(0, MOST_LOOKED_AT)) {
    const old = await modelCardOf(files, model);
    if (!old || !(Date.parse(old.as_of) < Date.parse(card.as_of))) continue;
    const { expectedLeavers, expectedSpend } = segmentTotals(old.segmentation.summary);
    const isSame = (part: "churn" | "lifetime_value") => old[part].horizon_days === card[part].horizon_days;
    return {
      asOf: old.as_of,
      expectedLeavers: isSame("churn") ? expectedLeavers : null,
      expectedSpend: isSame("lifetime_value") ? expectedSpend : null,
    };
  }
  return null;
}

/** A segment in one model's view; null if that model had no such segment. */
export interface TrendPoint {
  readonly modelId: string;
  readonly modelName: string;
  readonly asOf: string;
  readonly segment: SegmentSummary | null;
}

/** The segment `id` in each of the models, in order. Leaves out models whose folder is gone. */
export async function segmentTrend(
  files: Files,
  models: readonly (ListedModel & { readonly name: string; readonly segments: readonly unknown[] })[],
  id: number,
): Promise<TrendPoint[]> {
  const points = await Promise.all(
    models.map(async (model) => {
      const card = await modelCardOf(files, model);
      const segment = (model.segments as readonly SegmentSummary[]).find((one) => one.segment === id);
      return card && { modelId: model.id, modelName: model.name, asOf: card.as_of, segment: segment ?? null };
    }),
  );
  return points.filter((point) => point !== null);
}

/** What the first of the `newer` models that looked back at model `id` found. */
export async function outcomeOf<Model extends ListedModel>(
  files: Files,
  newer: readonly Model[],
  id: string,
): Promise<{ readonly by: Model; readonly found: EarlierRealised } | null> {
  for (const by of newer) {
    const realised = await modelJson(files, by, "realised.json");
    const found = realised?.models.find(({ model_id }) => model_id === id);
    if (found) return { by, found };
  }
  return null;
}
