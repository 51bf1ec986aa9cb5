/** The bins that a column is counted in: `edges.length + 1` intervals of values, and one for what is missing. */
interface Bins {
  /** Rising. Bin b holds the values v with edges[b − 1] < v ≤ edges[b]; the last bin all above. */
  readonly edges: Float64Array;
}

/** How far the edges around the only value of a constant column lie from it, relative to its size. */
const CONSTANT_MARGIN = 1e-6;

/**
 * Cuts the known values of `values` (n, NaN = missing) into about `count` bins (≥ 2) of equal size. A value that is a
 * bin's worth of rows by itself, such as the zero of a column of many zeros, gets a bin of its own, and so does every value
 * of a column of at most `count` different ones. A constant column gets bins below, at and above its value. Edges lie
 * midway between neighbouring values. Without a known value there are no edges. Throws a RangeError on a count below 2.
 */
export function equalFrequencyBins(values: Float64Array, count = 10): Bins {
  if (!Number.isInteger(count) || count < 2) throw new RangeError(`${count} bins are not 2 or more`);
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const n = sorted.length;
  if (n === 0) return { edges: new Float64Array(0) };
  if (sorted[0] === sorted[n - 1]) {
    const margin = CONSTANT_MARGIN * Math.max(1, Math.abs(sorted[0]!));
    return { edges: Float64Array.of(sorted[0]! - margin, sorted[0]! + margin) };
  }
  const aBin = atomSize(sorted, count);
  const edges: number[] = [];
  let rowsInBin = 0;
  for (let from = 0, to = 0; from < n; from = to) {
    to = from + 1;
    while (to < n && sorted[to] === sorted[from]) to++;
    const isAtom = to - from >= aBin;
    if (isAtom && rowsInBin > 0) {
      edges.push(midway(sorted[from - 1]!, sorted[from]!));
      rowsInBin = 0;
    }
    rowsInBin += to - from;
    if (to < n && (isAtom || rowsInBin >= aBin)) {
      edges.push(midway(sorted[to - 1]!, sorted[to]!));
      rowsInBin = 0;
    }
  }
  return { edges: Float64Array.from(edges) };
}

/** Rows a bin of `values` (n): `edges.length + 1` counts in the order of the bins, then the missing ones. */
export function countInBins(values: Float64Array, { edges }: Bins): Float64Array {
  const counts = new Float64Array(edges.length + 2);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    counts[Number.isNaN(value) ? edges.length + 1 : binOf(value, edges)]!++;
  }
  return counts;
}

/** Rows of one value that fill a bin: one where there are no more different values than bins. */
function atomSize(sorted: Float64Array, count: number): number {
  let different = 1;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) different++;
  return different <= count ? 1 : sorted.length / count;
}

/** The number of edges below `value`, by bisection. */
function binOf(value: number, edges: Float64Array): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function midway(a: number, b: number): number {
  const middle = a + (b - a) / 2;
  return middle < b ? middle : a;
}
