import { BASE_FEATURES, type BaseFeature } from "../../customers/base-features";
import { type Matrix, matrix } from "../../learning/matrix";
import type { SEGMENTATION_FEATURES } from "../segments/segmentation-features";

/** A rate covers at least this many days, so that a first order yesterday does not look like one every day. */
export const LEAST_RATE_DAYS = 60;

/**
 * The features that models of the base head derive from a caller's. A total grows with the time a customer has been
 * observed; a rate means the same at each cutoff, early or late in the history.
 */
export const BASE_RATES = {
  silence_ratio: "recency_days / (avg_interpurchase_days + 1)",
  spend_rate: `monetary / days since the first order, ${LEAST_RATE_DAYS} at least`,
  order_rate: `frequency / days since the first order, ${LEAST_RATE_DAYS} at least`,
} as const;

export type BaseRate = keyof typeof BASE_RATES;

const at = (name: BaseFeature) => BASE_FEATURES.indexOf(name);
const [RECENCY, FREQUENCY, MONETARY] = [at("recency_days"), at("frequency"), at("monetary")];
const [GAP, SPAN] = [at("avg_interpurchase_days"), at("purchase_span_days")];

/**
 * The rows of `x` (n × 7, the base features, NaN = unknown) followed by the rates: n × 10. Every step is rounded to
 * float32 as in the ONNX files, so that both agree to the bit.
 */
export function withBaseRates(x: Matrix): Matrix {
  const width = BASE_FEATURES.length;
  const out = matrix(x.rows, width + 3);
  const { fround } = Math;
  for (let i = 0; i < x.rows; i++) {
    const from = i * width;
    const to = i * out.columns;
    for (let j = 0; j < width; j++) out.data[to + j] = fround(x.data[from + j]!);
    const given = (column: number) => out.data[to + column]!;
    const days = fround(fround(given(RECENCY) + given(SPAN)) + 1);
    const rateDays = Math.max(LEAST_RATE_DAYS, days);
    out.data[to + width] = fround(given(RECENCY) / fround(given(GAP) + 1));
    out.data[to + width + 1] = fround(given(MONETARY) / rateDays);
    out.data[to + width + 2] = fround(given(FREQUENCY) / rateDays);
  }
  return out;
}

/** What a caller typed in; missing features are unknown. */
export type GivenFeatures = Readonly<
  Partial<Record<BaseFeature, number>> & Record<(typeof SEGMENTATION_FEATURES)[number], number>
>;

/**
 * Fills in what follows from the given base features: the average order, and the days from first to last order and the
 * days between orders from each other.
 */
export function withWhatFollows(given: GivenFeatures): GivenFeatures {
  const { frequency, monetary, avg_interpurchase_days: gap, purchase_span_days: span } = given;
  const gaps = Math.max(0, frequency - 1);
  const spanOf = gaps === 0 ? 0 : gap === undefined ? undefined : gap * gaps;
  const gapOf = gaps === 0 ? 0 : span === undefined ? undefined : span / gaps;
  return {
    avg_basket_value: monetary / Math.max(1, frequency),
    ...(spanOf !== undefined && { purchase_span_days: spanOf }),
    ...(gapOf !== undefined && { avg_interpurchase_days: gapOf }),
    ...given,
  };
}
