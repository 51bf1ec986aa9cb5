import type { ModelCard } from "../models/model-card";
import type { SegmentSummary } from "../models/segments/segment-summary";
import type { EarlierRealised } from "../pipeline/monitor";
import { type Files, modelCardOf, modelJson } from "./model-files";

/** A model as it is listed. */
interface ListedModel {
  readonly id: string;
  readonly artifactPrefix: string;
  readonly createdAt: number;
  readonly revision: number;
}

/** What a model's list of segments tells of the model as a whole. */
export interface SegmentTotals {
  readonly customers: number;
  /** Null where not learned. */
  readonly expectedLeavers: number | null;
  readonly expectedSpend: number | null;
}

interface ListedSegment {
  readonly customers: number;
  readonly churn_rate: number | null;
  readonly avg_future_spend: number | null;
}

/** Sums over a model's segments; their means times their customers. */
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

/**
 * The models that were made before `id`, newest first, as the store lists them. Empty for a model that is not among
 * them.
 */
export function modelsBefore<Row extends { readonly id: string }>(
  models: readonly Row[],
  id: string,
): readonly Row[] {
  const place = models.findIndex((model) => model.id === id);
  return place < 0 ? [] : models.slice(place + 1);
}

/** What a model of earlier orders said of the shop, as far as it can be compared: over the same days. */
export interface EarlierTotals {
  readonly asOf: string;
  readonly expectedLeavers: number | null;
  readonly expectedSpend: number | null;
}

/** So many models are looked through for one of earlier orders. */
const MOST_LOOKED_AT = 5;

/** What the newest of the models `before` this one that knew older orders said; null where there is none. */
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

/** A segment as one model saw it; null where that model had no such segment. */
export interface TrendPoint {
  readonly modelId: string;
  readonly modelName: string;
  readonly asOf: string;
  readonly segment: SegmentSummary | null;
}

/** The segment `id` in the models, in their order; those whose folder is gone are left out. */
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

/** What the first of `newer` models that looked back at the model `id` has found out. */
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
