import type { Matrix } from "../../learning/matrix";
import { pairwiseSum } from "../../learning/special/pairwise-sum";
import type { LabelledRows } from "../judging/labelled-rows";

/** How expected spend as paid becomes expected spend kept. */
export interface KeptShare {
  /** The share kept of a paid unit of money, all else equal: actual against expected share in the training windows. */
  readonly level: number;
  /**
   * The mean order, in the file's currency: once customers have spent this much, their own returns count as much as the
   * average.
   */
  readonly orderValue: number;
}

/** Features that show how much a customer usually sends back; a head without them only gets the level. */
const SPENT = "monetary";
const RETURNED = "return_rate";

/** Places of `monetary` and `return_rate` among a head's features; null if a caller's description has no returns. */
export function returnColumns(features: readonly string[]): { spent: number; returned: number } | null {
  const [spent, returned] = [features.indexOf(SPENT), features.indexOf(RETURNED)];
  return spent < 0 || returned < 0 ? null : { spent, returned };
}

/** Learns the share from `rows` with `kept`; null if spend is forecast as paid. */
export function fitKeptShare(rows: LabelledRows, features: readonly string[]): KeptShare | null {
  if (!rows.kept) return null;
  const even: KeptShare = { level: 1, orderValue: meanOrder(rows.x, features) };
  const share = keptShares(even, rows.x, features);
  const expected = pairwiseSum(rows.spend.map((value, i) => value * share[i]!));
  return expected > 0 ? { ...even, level: pairwiseSum(rows.kept) / expected } : even;
}

/**
 * The share of expected spend that each row keeps: level · (1 − s ρ / (s + o)), where s is spend so far, ρ the share of
 * it that was sent back and o the mean order, so that one return on one order is no habit yet (a credibility weight,
 * Bühlmann, ASTIN Bulletin 4(3), 1967). 0 for customers who sent everything back, and 1 throughout if spend is forecast
 * as paid.
 */
export function keptShares(
  share: KeptShare | null,
  { data, rows, columns }: Matrix,
  features: readonly string[],
): Float64Array {
  if (!share) return new Float64Array(rows).fill(1);
  const at = returnColumns(features);
  if (!at) return new Float64Array(rows).fill(share.level);
  return Float64Array.from({ length: rows }, (_, i) => {
    const spent = data[i * columns + at.spent]!;
    const returned = data[i * columns + at.returned]!;
    if (returned >= 1) return 0;
    return share.level * (1 - (spent * returned) / (spent + share.orderValue));
  });
}

function meanOrder({ data, columns }: Matrix, features: readonly string[]): number {
  const [spent, orders] = [features.indexOf(SPENT), features.indexOf("frequency")];
  if (spent < 0 || orders < 0) return 0;
  let value = 0;
  let count = 0;
  for (let i = 0; i < data.length; i += columns) {
    value += data[i + spent]!;
    count += data[i + orders]!;
  }
  return count > 0 ? value / count : 0;
}
