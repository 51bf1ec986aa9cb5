import { descendingOrder } from "./metrics/ranking";

/** A band around a prediction: straight lines between knots, proportional to the prediction beyond the last. */
export interface Bands {
  /** Share of new rows it is meant to contain, 0 to 1. */
  readonly coverage: number;
  /** Predictions at the knots, ascending, > 0. */
  readonly at: Float64Array;
  /** The band's ends at the knots, 0 ≤ low ≤ high; neither decreases. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Least rows of a group: a tenth of them must still be a handful. */
const LEAST_ROWS = 50;
const MOST_GROUPS = 20;

/**
 * Conformal prediction bands for amounts ≥ 0 (split conformal, group by group: Vovk, Gammerman & Shafer, "Algorithmic
 * Learning in a Random World", 2005, section 4.5, with groups by the prediction). `predicted` (n, ≥ 0) must come from
 * fits that had not seen `actual` (n, ≥ 0). Within each of up to 20 groups of similar predictions the band leaves half
 * of 1 − `coverage` out at either end, by order statistics with ranks of n + 1; if the low end is 0, because so many
 * spend nothing, everything left out lies above. If each outcome stands there several times, beside a prediction each,
 * `copies` says how often: it proves no more than once. Null for fewer than 50 outcomes. Throws a RangeError if lengths
 * differ or coverage is not in (0, 1).
 */
export function fitBands(
  predicted: Float64Array,
  actual: Float64Array,
  coverage: number,
  copies = 1,
): Bands | null {
  if (!(coverage > 0 && coverage < 1)) throw new RangeError(`coverage is ${coverage}, not between 0 and 1`);
  const n = predicted.length;
  if (actual.length !== n) throw new RangeError(`${n} predictions of ${actual.length} amounts`);
  const groups = Math.min(MOST_GROUPS, Math.floor(n / (copies * LEAST_ROWS)));
  if (groups === 0) return null;
  const order = descendingOrder(predicted).reverse();
  const at = new Float64Array(groups);
  const low = new Float64Array(groups);
  const high = new Float64Array(groups);
  const tail = (1 - coverage) / 2;
  for (let g = 0; g < groups; g++) {
    const rows = order.subarray(Math.floor((g * n) / groups), Math.floor(((g + 1) * n) / groups));
    const amounts = Float64Array.from(rows, (row) => actual[row]!).sort();
    at[g] = predicted[rows[Math.floor(rows.length / 2)]!]!;
    const lowest = amounts[Math.max(0, Math.floor(tail * (rows.length + copies)) - 1)]!;
    low[g] = Math.max(g > 0 ? low[g - 1]! : 0, lowest);
    const share = low[g]! > 0 ? 1 - tail : coverage;
    high[g] = Math.max(
      g > 0 ? high[g - 1]! : 0,
      amounts[Math.min(rows.length - 1, Math.ceil(share * (rows.length + copies)) - 1)]!,
    );
  }
  return { coverage, at, low, high };
}

/** The band's ends for a prediction; NaN if the prediction is missing. */
export function bandOf({ at, low, high }: Bands, predicted: number): { low: number; high: number } {
  if (Number.isNaN(predicted)) return { low: NaN, high: NaN };
  const last = at.length - 1;
  if (predicted >= at[last]!) {
    const scale = at[last]! > 0 ? predicted / at[last]! : 1;
    return { low: low[last]! * scale, high: high[last]! * scale };
  }
  if (predicted <= at[0]!) return { low: low[0]!, high: high[0]! };
  let right = 1;
  while (at[right]! < predicted) right++;
  const width = at[right]! - at[right - 1]!;
  const share = width > 0 ? (predicted - at[right - 1]!) / width : 1;
  const between = (ends: Float64Array) => ends[right - 1]! + share * (ends[right]! - ends[right - 1]!);
  return { low: between(low), high: between(high) };
}
