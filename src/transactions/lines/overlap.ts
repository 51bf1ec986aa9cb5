import type { LineTables } from "./line-table";

const fewestOrders = 3;
const leastShare = 0.8;

/**
 * Whether lines equal in all but a running row number come from overlapping exports: of the orders with several
 * different lines that repeat one, nearly all repeat every line. Otherwise two equal lines are two items of one basket.
 */
export function isOverlap(tables: LineTables, orders: number): boolean {
  const count = new Int32Array(orders);
  const repeated = new Int32Array(orders);
  for (const { length, order: ids, duplicate } of tables)
    for (let i = 0; i < length; i++) {
      const order = ids[i]!;
      if (order < 0) continue;
      count[order]!++;
      repeated[order]! += duplicate[i]!;
    }
  let told = 0;
  let whole = 0;
  for (let order = 0; order < orders; order++) {
    const different = count[order]! - repeated[order]!;
    if (repeated[order] === 0 || different < 2) continue;
    told++;
    if (repeated[order]! >= different) whole++;
  }
  return areRepeated(whole, told);
}

/** Of `told` orders with several different lines that repeat one, `whole` repeat every line. */
export function areRepeated(whole: number, told: number): boolean {
  return whole >= fewestOrders && whole >= leastShare * told;
}
