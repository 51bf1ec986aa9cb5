/** Customers ranked by the expected profit of contacting them, and what contacting the best n of them brings. */
export interface ProfitCurve {
  /** Row indexes, best first, without rows of unknown profit. */
  readonly order: Int32Array;
  /** `cumulative[n]`: expected profit of contacting the n best, n = 0 … all. */
  readonly cumulative: Float64Array;
  /** The n with the highest cumulative profit, the smallest if several; 0 if no one is worth a contact. */
  readonly best: { readonly customers: number; readonly profit: number };
  /** Expected profit a customer of contacting at random: n of them bring n times this. */
  readonly atRandom: number;
}

/** The curve of these profits (NaN if unknown). */
export function profitCurve(profit: Float64Array): ProfitCurve {
  const known = Int32Array.from({ length: profit.length }, (_, row) => row).filter(
    (row) => !Number.isNaN(profit[row]!),
  );
  const order = known.sort((a, b) => profit[b]! - profit[a]! || a - b);
  const cumulative = cumulate(order, profit);
  let customers = 0;
  while (customers < order.length && profit[order[customers]!]! > 0) customers++;
  return {
    order,
    cumulative,
    best: { customers, profit: cumulative[customers]! },
    atRandom: order.length === 0 ? 0 : cumulative[order.length]! / order.length,
  };
}

/** Sums of `profit` over the first n rows of `order`, n = 0 … all. */
export function cumulate(order: Int32Array, profit: Float64Array): Float64Array {
  const out = new Float64Array(order.length + 1);
  for (let i = 0; i < order.length; i++) out[i + 1] = out[i]! + profit[order[i]!]!;
  return out;
}

/** A point of a profit curve for a card or a chart. */
export interface ProfitPoint {
  readonly customers: number;
  readonly profit: number;
  /** Of contacting as many at random. */
  readonly atRandom: number;
}

/** The curve at `steps` even steps and at its best, ascending. */
export function profitPoints(
  curve: Pick<ProfitCurve, "cumulative" | "best" | "atRandom">,
  steps = 20,
): ProfitPoint[] {
  const all = curve.cumulative.length - 1;
  const at = new Set([curve.best.customers]);
  for (let step = 0; step <= steps; step++) at.add(Math.round((step * all) / steps));
  return [...at]
    .sort((a, b) => a - b)
    .map((customers) => ({
      customers,
      profit: curve.cumulative[customers]!,
      atRandom: customers * curve.atRandom,
    }));
}
