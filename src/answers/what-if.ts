import type { BaseFeature } from "../customers/base-features";
import type { ModelCard } from "../models/model-card";
import { rfmOf } from "../models/segments/rfm-groups";
import { onceAModel } from "./once-a-model";

/** The features that a user can move; the other base features follow. */
export const MOVED_FEATURES = [
  "recency_days",
  "frequency",
  "monetary",
  "unique_products",
  "avg_interpurchase_days",
] as const;

export type MovedFeature = (typeof MOVED_FEATURES)[number];
export type MovedValues = Readonly<Record<MovedFeature, number>>;

/** The range of a feature, in whole numbers. */
export interface FeatureRange {
  readonly least: number;
  readonly most: number;
  /** The median. */
  readonly middle: number;
}

/** From the lowest possible value to the 99th percentile, rounded up to two digits; `values` are finite. */
export function featureRange(name: MovedFeature, values: ArrayLike<number>): FeatureRange {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const least = name === "frequency" || name === "unique_products" ? 1 : 0;
  const most = Math.max(least + 10, roundUp(at(0.99)));
  return { least, most, middle: Math.min(most, Math.max(least, Math.round(at(0.5)))) };
}

/** Each feature's range, computed once per model. */
export const featureRanges = onceAModel(
  ({ customers }) =>
    Object.fromEntries(
      MOVED_FEATURES.map((name) => [name, featureRange(name, customers.numbers(name))]),
    ) as Record<MovedFeature, FeatureRange>,
);

/** The range, widened if necessary to include a value. */
export function widened(range: FeatureRange, value: number): FeatureRange {
  return value <= range.most ? range : { ...range, most: roundUp(value) };
}

/**
 * All base features of someone, from the movable ones: the average order and the time from first to last order follow.
 */
export function baseFeaturesOf(moved: MovedValues): Record<BaseFeature, number> {
  const orders = Math.max(1, moved.frequency);
  const gap = orders > 1 ? moved.avg_interpurchase_days : 0;
  return {
    ...moved,
    avg_interpurchase_days: gap,
    avg_basket_value: moved.monetary / orders,
    purchase_span_days: Math.floor(gap * (orders - 1)),
  };
}

/** 1,234 → 1,300; 87 → 87. */
function roundUp(value: number): number {
  if (value < 100) return Math.ceil(value);
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / step) * step;
}

/** The RFM group of someone like that. */
export function rfmGroupOf({ rfm }: ModelCard, moved: MovedValues): string {
  const edges = (values: readonly number[] | null) => (values ? Float64Array.from(values) : null);
  const { recency_days, frequency, monetary } = rfm.edges;
  return rfmOf(
    { recency: edges(recency_days), frequency: edges(frequency), monetary: edges(monetary) },
    moved,
  ).rfm_group;
}
