import type { OrderLines } from "../../transactions/transactions";

/** A product's sales, by product. */
export interface ProductTotals {
  readonly customers: Int32Array;
  readonly orders: Int32Array;
  readonly units: Float64Array;
  readonly revenue: Float64Array;
  /** Sent back or cancelled, an amount of 0 or more. */
  readonly returned: Float64Array;
  /** Of the last order with it, milliseconds since 1970. */
  readonly last: Float64Array;
}

/** Totals of nothing, for so many products. */
export function noTotals(products: number): ProductTotals {
  return {
    customers: new Int32Array(products),
    orders: new Int32Array(products),
    units: new Float64Array(products),
    revenue: new Float64Array(products),
    returned: new Float64Array(products),
    last: new Float64Array(products).fill(Number.NEGATIVE_INFINITY),
  };
}

/**
 * Adds the lines to `totals`: those of all customers or of further ones, sorted by customer, then time, then order.
 * `products` is the number of products.
 */
export function productTotals(
  lines: OrderLines,
  returns: OrderLines,
  products: number,
  totals = noTotals(products),
): ProductTotals {
  const customer = new Int32Array(products).fill(-1);
  const order = new Int32Array(products).fill(-1);
  for (let i = 0; i < lines.length; i++) {
    const id = lines.product[i]!;
    if (id < 0) continue;
    if (customer[id] !== lines.customer[i]) {
      customer[id] = lines.customer[i]!;
      totals.customers[id]!++;
    }
    if (order[id] !== lines.order[i]) {
      order[id] = lines.order[i]!;
      totals.orders[id]!++;
    }
    totals.units[id]! += lines.quantity[i]!;
    totals.revenue[id]! += lines.quantity[i]! * lines.unitPrice[i]!;
    if (lines.time[i]! > totals.last[id]!) totals.last[id] = lines.time[i]!;
  }
  for (let i = 0; i < returns.length; i++)
    if (returns.product[i]! >= 0)
      totals.returned[returns.product[i]!]! -= returns.quantity[i]! * returns.unitPrice[i]!;
  return totals;
}
