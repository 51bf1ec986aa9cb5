import type { Matrix } from "../learning/matrix";
import { pairwiseSum } from "../learning/special/pairwise-sum";
import type { LabelledRows } from "./labelled-rows";

/** How expected spend as paid becomes expected spend that is kept. */
export interface KeptShare {
  /** What is kept of a paid unit of money, all else equal: the share kept in the training windows against the share expected. */
  readonly level: number;
  /** The mean order, in the file's currency: a customer's own returns count as much as so much of ordinary spend once they have spent that. */
  readonly orderValue: number;
}

/** Features that tell what a customer is used to sending back; a head without them is told the level alone. */
const SPENT = "monetary";
const RETURNED = "return_rate";

/** Places of `monetary` and `return_rate` among a head's features; null where a caller's description has no returns. */
export function returnColumns(features: readonly string[]): { spent: number; returned: number } | null {
  const [spent, returned] = [features.indexOf(SPENT), features.indexOf(RETURNED)];
  return spent < 0 || returned < 0 ? null : { spent, returned };
}

/** Learns the share from `rows` with `kept`; null where spend is told as it is paid. */
export function fitKeptShare(rows: LabelledRows, features: readonly string[]): KeptShare | null {
  if (!rows.kept) return null;
  const even: KeptShare = { level: 1, orderValue: meanOrder(rows.x, features) };
  const share = keptShares(even, rows.x, features);
  const expected = pairwiseSum(rows.spend.map((value, i) => value * share[i]!));
  return expected > 0 ? { ...even, level: pairwiseSum(rows.kept) / expected } : even;
}

/**
 * The share of expected spend that each row keeps: level · (1 − s ρ / (s + o)), where s is spend so far, ρ the share of it that was sent back and o the
 * mean order, so that one return on one order is not taken for a habit (a credibility weight, Bühlmann, ASTIN Bulletin 4(3), 1967). 0 for who sent
 * everything back, and 1 throughout where spend is told as paid.
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
