/** A range of values from `from` (included) to `to` (excluded). The last bin has no `to` and takes everything above. */
export interface Bin {
  readonly from: number;
  readonly to: number | null;
}

/** Shares of customers in each bin, for a group and for everyone. */
export interface Distribution {
  readonly bins: readonly Bin[];
  /** 0 to 1; all 0 if nobody is chosen. */
  readonly chosen: readonly number[];
  readonly everybody: readonly number[];
}

/**
 * The distribution of `values` (one per customer) over `edges` (rising; the first bin also takes lower values), for the
 * customers whose `group` is `chosen` and for everyone. Leaves out missing values.
 */
export function distribution(
  values: ArrayLike<number>,
  group: ArrayLike<number>,
  chosen: number,
  edges: readonly number[],
): Distribution {
  const counts = new Float64Array(edges.length);
  const all = new Float64Array(edges.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    let bin = 0;
    while (bin + 1 < edges.length && value >= edges[bin + 1]!) bin++;
    all[bin]! += 1;
    if (group[i] === chosen) counts[bin]! += 1;
  }
  return {
    bins: edges.map((from, i) => ({ from, to: edges[i + 1] ?? null })),
    chosen: shares(counts),
    everybody: shares(all),
  };
}

/**
 * Edges for amounts of any size: 0, then steps of 1, 2 or 5 times a power of ten, from about the 5th to the 98th
 * percentile of a thinned sample. Ten bins at most.
 */
export function amountEdges(values: ArrayLike<number>): number[] {
  const step = Math.max(1, Math.floor(values.length / 10_000));
  const sample = new Float64Array(Math.ceil(values.length / step));
  for (let i = 0; i < sample.length; i++) sample[i] = Math.max(0, values[i * step]! || 0);
  sample.sort();
  const at = (share: number) => sample[Math.floor(share * (sample.length - 1))] ?? 0;
  const last = at(0.98);
  const edges = [0];
  for (let edge = oneTwoFive(Math.max(1, at(0.05))); edge < last; edge = nextStep(edge)) edges.push(edge);
  while (edges.length > 10) edges.splice(1, 1);
  return edges;
}

/** Up to `most` rows of `chosen` with the highest `values`, highest first. One pass; missing values come last. */
export function highest(
  values: ArrayLike<number>,
  group: ArrayLike<number>,
  chosen: number,
  most: number,
): number[] {
  const rows: number[] = [];
  const rank = (row: number) => (Number.isNaN(values[row]!) ? -Infinity : values[row]!);
  for (let row = 0; row < values.length; row++) {
    if (group[row] !== chosen) continue;
    if (rows.length === most && !(rank(row) > rank(rows[most - 1]!))) continue;
    let place = rows.length;
    while (place > 0 && rank(rows[place - 1]!) < rank(row)) place--;
    rows.splice(place, 0, row);
    if (rows.length > most) rows.pop();
  }
  return rows;
}

function shares(counts: Float64Array): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Array.from(counts, (count) => (total === 0 ? 0 : count / total));
}

/** The largest of 1, 2, 5 × 10^n that does not exceed `value` ≥ 1. */
function oneTwoFive(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = value / power;
  return power * (factor >= 5 ? 5 : factor >= 2 ? 2 : 1);
}

function nextStep(edge: number): number {
  const power = 10 ** Math.floor(Math.log10(edge) + 1e-9);
  const factor = Math.round(edge / power);
  return power * (factor === 1 ? 2 : factor === 2 ? 5 : 10);
}
