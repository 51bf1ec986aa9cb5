/** A bin with each group's share in it. */
export interface SharedBin {
  readonly label: string;
  readonly shares: readonly number[];
}

/**
 * Labels the bins between `edges` and gives each group's share in them. `counts` has one list per group: the bins'
 * members, then the missing. The bin of missing values is left out if it is empty.
 */
export function sharedBins(
  edges: readonly number[],
  counts: readonly (readonly number[])[],
  format: (value: number) => string,
): SharedBin[] {
  const totals = counts.map((group) => Math.max(1, sum(group)));
  const shares = (b: number) => counts.map((group, g) => (group[b] ?? 0) / totals[g]!);
  const bins = Array.from({ length: edges.length + 1 }, (_, b) => ({
    label: binLabel(edges, b, format),
    shares: shares(b),
  }));
  const missing = edges.length + 1;
  return counts.some((group) => (group[missing] ?? 0) > 0)
    ? [...bins, { label: "missing", shares: shares(missing) }]
    : bins;
}

function binLabel(edges: readonly number[], b: number, format: (value: number) => string): string {
  if (edges.length === 0) return "all";
  if (b === 0) return `≤ ${format(edges[0]!)}`;
  if (b === edges.length) return `> ${format(edges[b - 1]!)}`;
  return `${format(edges[b - 1]!)}–${format(edges[b]!)}`;
}

/**
 * How far apart two groups are over the bins: half the sum of |share − share|, from 0 (alike) to 1 (no bin in common).
 * The total variation distance.
 */
export function apartness(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [Math.max(1, sum(first)), Math.max(1, sum(second))];
  return first.reduce((total, count, i) => total + Math.abs(count / a - (second[i] ?? 0) / b), 0) / 2;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
