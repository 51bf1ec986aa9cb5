import type { OrderLines } from "./transactions";

/**
 * Numbers the orders of these lines from 0, in place and in their sequence, and returns their numbers until then, which
 * are ≥ 0.
 */
export function ownOrders(tables: readonly Pick<OrderLines, "order">[]): Int32Array {
  const all = new Int32Array(tables.reduce((sum, { order }) => sum + order.length, 0));
  let count = 0;
  for (const { order } of tables)
    for (let i = 0; i < order.length; i++)
      // The lines of an order mostly follow each other.
      if (count === 0 || order[i] !== all[count - 1]) all[count++] = order[i]!;
  const sorted = all.slice(0, count).sort();
  let orders = 0;
  for (let i = 0; i < count; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[orders++] = sorted[i]!;
  const own = sorted.slice(0, orders);
  for (const { order } of tables) {
    let last = -1;
    let number = -1;
    for (let i = 0; i < order.length; i++) {
      if (order[i] !== last) {
        last = order[i]!;
        number = placeOf(own, last);
      }
      order[i] = number;
    }
  }
  return own;
}

function placeOf(sorted: Int32Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
