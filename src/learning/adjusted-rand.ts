/**
 * Adjusted Rand index of two labelings of the same n rows (labels 0 and up): 1 if they are the same partition, about 0
 * if they agree by chance, less if even worse (Hubert & Arabie, "Comparing Partitions", Journal of Classification 2(1),
 * 1985, eq. 5). Two labelings that both put all rows together, or all apart, give 1. Throws a RangeError if the lengths
 * differ or are 0, or a label is negative.
 */
export function adjustedRand(a: Int32Array, b: Int32Array): number {
  if (a.length === 0 || a.length !== b.length) {
    throw new RangeError(`labelings of ${a.length} and ${b.length} rows cannot be compared`);
  }
  const inA = clusterSizes(a);
  const inB = clusterSizes(b);
  const inBoth = new Float64Array(inA.length * inB.length);
  for (let i = 0; i < a.length; i++) inBoth[a[i]! * inB.length + b[i]!]!++;
  const together = pairs(inBoth);
  const pairsA = pairs(inA);
  const pairsB = pairs(inB);
  const expected = (pairsA * pairsB) / ((a.length * (a.length - 1)) / 2);
  const most = (pairsA + pairsB) / 2;
  return most === expected || a.length === 1 ? 1 : (together - expected) / (most - expected);
}

function clusterSizes(labels: Int32Array): Float64Array {
  let greatest = 0;
  for (const label of labels) {
    if (label < 0) throw new RangeError(`label ${label} is below 0`);
    if (label > greatest) greatest = label;
  }
  const sizes = new Float64Array(greatest + 1);
  for (const label of labels) sizes[label]!++;
  return sizes;
}

/** Σ of the number of pairs within groups of these sizes. */
function pairs(sizes: Float64Array): number {
  let sum = 0;
  for (const size of sizes) sum += (size * (size - 1)) / 2;
  return sum;
}
