/** A bin with the share of each group that lies in it. */
export interface SharedBin {
  readonly label: string;
  readonly shares: readonly number[];
}

/**
 * The bins between `edges` in words with the share of each group in them; `counts` holds the bins' members and then
 * those that are missing, a list a group. A bin that nobody lies in is left out where it is the one of the missing.
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
 * How far two groups lie apart over the bins: half the sum of |share − share|, 0 (alike) to 1 (no bin in common). The
 * total variation distance.
 */
export function apartness(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [Math.max(1, sum(first)), Math.max(1, sum(second))];
  return first.reduce((total, count, i) => total + Math.abs(count / a - (second[i] ?? 0) / b), 0) / 2;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
