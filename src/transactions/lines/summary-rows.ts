import type { OrderRows } from "./order-rows";
import { kept, verdictOf } from "./verdict";

const notGoods = verdictOf("not_goods");
/** Share by which a sum may miss the amounts it sums. */
const slack = 0.005;

/**
 * Marks rows that sum the items of their order, as eBay writes them: without a product, among rows with one, and worth as much as
 * those together. To be called on resolved amounts, before they are divided. `isUnitPrice`: the price is that of one unit. Returns
 * how many there are.
 */
export function markSummaryRows(rows: OrderRows, orders: number, isUnitPrice: boolean): number {
  if (rows.plan.index.product_id < 0 || rows.plan.index.order_id < 0) return 0;
  const named = Uint8Array.from({ length: rows.products.size }, (_, id) =>
    rows.products.text(id) === "" ? 0 : 1,
  );
  if (named.every((flag) => flag === 1)) return 0;
  const items = new Float64Array(orders);
  const has = new Uint8Array(orders);
  const worth = (q: number, p: number) => (isUnitPrice ? q * p : p);
  for (const { length, order, product, quantity, price } of rows.blocks)
    for (let i = 0; i < length; i++) {
      const id = order[i]!;
      if (id < 0 || named[product[i]!] === 0) continue;
      has[id] = 1;
      items[id]! += worth(quantity[i]!, price[i]!);
    }
  let marked = 0;
  for (const { length, order, product, quantity, price, verdict } of rows.blocks)
    for (let i = 0; i < length; i++) {
      const id = order[i]!;
      if (id < 0 || has[id] === 0 || named[product[i]!] === 1 || verdict[i] !== kept) continue;
      const sums = [price[i]!, worth(quantity[i]!, price[i]!)].some(
        (sum) => Math.abs(sum - items[id]!) <= slack * Math.abs(items[id]!) + 0.011,
      );
      if (!sums && !Number.isNaN(price[i]) && price[i] !== 0) continue;
      verdict[i] = notGoods;
      marked++;
    }
  return marked;
}
