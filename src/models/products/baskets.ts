import type { OrderLines } from "../../transactions/transactions";

/**
 * The different products of every order, by customer, then time. Orders of customer `c` are those from
 * `orderStart[c]` up to but not including `orderStart[c + 1]`; products of order `o` those from `productStart[o]` to
 * `productStart[o + 1]`. Lines without a product leave no trace.
 */
export interface Baskets {
  readonly orderStart: Int32Array;
  readonly productStart: Int32Array;
  /** Milliseconds since 1970, by order. */
  readonly time: Float64Array;
  readonly product: Int32Array;
}

/**
 * Collects the baskets from the kept lines, which are sorted by customer, then time, then order. They are in memory that
 * threads share.
 */
export function collectBaskets(lines: OrderLines, customers: number, products: number): Baskets {
  const orderStart = new Int32Array(new SharedArrayBuffer(4 * (customers + 1)));
  const productStart = new Int32Array(new SharedArrayBuffer(4 * (lines.length + 1)));
  const time = new Float64Array(new SharedArrayBuffer(8 * lines.length));
  const product = new Int32Array(new SharedArrayBuffer(4 * lines.length));
  const stamp = new Int32Array(products).fill(-1);
  let orders = 0;
  let kept = 0;
  for (let i = 0; i < lines.length; i++) {
    const customer = lines.customer[i]!;
    if (i === 0 || lines.order[i] !== lines.order[i - 1] || customer !== lines.customer[i - 1]) {
      productStart[orders] = kept;
      time[orders] = lines.time[i]!;
      orders++;
      orderStart[customer + 1] = orders;
    }
    const id = lines.product[i]!;
    if (id < 0 || stamp[id] === orders) continue;
    stamp[id] = orders;
    product[kept++] = id;
  }
  productStart[orders] = kept;
  for (let c = 1; c <= customers; c++) if (orderStart[c] === 0) orderStart[c] = orderStart[c - 1]!;
  return {
    orderStart,
    productStart: productStart.subarray(0, orders + 1),
    time: time.subarray(0, orders),
    product: product.subarray(0, kept),
  };
}
