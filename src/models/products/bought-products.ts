import { DAY_MS } from "../../time";
import type { OrderLines } from "../../transactions/transactions";

/** Every product of every order, by customer, then time; element for element one product of one order. */
export interface BoughtProducts {
  readonly customer: Int32Array;
  readonly product: Int32Array;
  /** As the feature of this name, at the newest order: ⌊(newest + 1 day − time) / 1 day⌋, so 1 in the day up to it. */
  readonly recencyDays: Int32Array;
}

/**
 * Picks them from the lines, which are sorted by customer, then time, then order. A product counts once for each order,
 * at the moment of its last line in it; lines without a product leave no trace. `newest` is the newest order,
 * milliseconds since 1970.
 */
export function boughtProducts(lines: OrderLines, products: number, newest: number): BoughtProducts {
  const bought = {
    customer: new Int32Array(lines.length),
    product: new Int32Array(lines.length),
    recencyDays: new Int32Array(lines.length),
  };
  // By product: the last order with it, and its place among the picked.
  const lastOrder = new Int32Array(products).fill(-1);
  const place = new Int32Array(products);
  let count = 0;
  for (let i = 0; i < lines.length; i++) {
    const product = lines.product[i]!;
    if (product < 0) continue;
    const customer = lines.customer[i]!;
    const isSame = lastOrder[product] === lines.order[i] && bought.customer[place[product]!] === customer;
    if (!isSame) {
      lastOrder[product] = lines.order[i]!;
      place[product] = count;
      bought.customer[count] = customer;
      bought.product[count] = product;
      count++;
    }
    bought.recencyDays[place[product]!] = Math.floor((newest + DAY_MS - lines.time[i]!) / DAY_MS);
  }
  return {
    customer: bought.customer.subarray(0, count),
    product: bought.product.subarray(0, count),
    recencyDays: bought.recencyDays.subarray(0, count),
  };
}
