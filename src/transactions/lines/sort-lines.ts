import type { OrderLines } from "../transactions";

/**
 * The positions of the lines by customer, then time, then order; ties keep their sequence. A counting sort by customer
 * (0 to `customers` − 1), then a comparison sort of each customer's few lines.
 */
export function sortedPositions(lines: OrderLines, customers: number): Int32Array {
  const { length, customer, time, order } = lines;
  const starts = new Int32Array(customers + 1);
  for (let i = 0; i < length; i++) starts[customer[i]! + 1]!++;
  for (let c = 0; c < customers; c++) starts[c + 1]! += starts[c]!;
  const positions = new Int32Array(length);
  const next = starts.slice();
  for (let i = 0; i < length; i++) positions[next[customer[i]!]!++] = i;
  const compare = (a: number, b: number) => time[a]! - time[b]! || order[a]! - order[b]! || a - b;
  for (let c = 0; c < customers; c++) {
    const own = positions.subarray(starts[c]!, starts[c + 1]!);
    if (!isSorted(own, compare)) own.sort(compare);
  }
  return positions;
}

function isSorted(positions: Int32Array, compare: (a: number, b: number) => number): boolean {
  for (let i = 1; i < positions.length; i++) if (compare(positions[i - 1]!, positions[i]!) > 0) return false;
  return true;
}
