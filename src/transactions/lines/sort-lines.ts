import type { OrderLines } from "../transactions";

/**
 * The positions of the lines by customer, then time, then order; ties keep their sequence. A counting sort by customer
 * (0 to `customers` − 1), then a comparison sort of the few lines of each customer whose lines are not in order already.
 */
export function sortedPositions(lines: OrderLines, customers: number): Int32Array {
  const { length, customer, time, order } = lines;
  const starts = new Int32Array(customers + 1);
  const lastTime = new Float64Array(customers).fill(Number.NEGATIVE_INFINITY);
  const lastOrder = new Int32Array(customers).fill(-1);
  const isUnsorted = new Uint8Array(customers);
  for (let i = 0; i < length; i++) {
    const c = customer[i]!;
    starts[c + 1]!++;
    if (time[i]! < lastTime[c]! || (time[i] === lastTime[c] && order[i]! < lastOrder[c]!)) isUnsorted[c] = 1;
    lastTime[c] = time[i]!;
    lastOrder[c] = order[i]!;
  }
  for (let c = 0; c < customers; c++) starts[c + 1]! += starts[c]!;
  const positions = new Int32Array(length);
  const next = starts.slice();
  for (let i = 0; i < length; i++) positions[next[customer[i]!]!++] = i;
  const compare = (a: number, b: number) => time[a]! - time[b]! || order[a]! - order[b]! || a - b;
  for (let c = 0; c < customers; c++)
    if (isUnsorted[c] === 1) positions.subarray(starts[c]!, starts[c + 1]!).sort(compare);
  return positions;
}
