import type { OrderLines, Transactions } from "../transactions/transactions";

/**
 * The purchases of every customer in time order: the order lines with the lines of one order and one moment added up.
 * Nearly every order is one entry; an order with lines at several moments has one entry for each, so that a cutoff in
 * between divides it exactly. Entry `i` of customer `c` has `start[c] ≤ i < start[c + 1]`, times ascending.
 */
export interface Purchases {
  readonly customers: number;
  /** Offsets, `customers + 1` long. */
  readonly start: Int32Array;
  /** Milliseconds since 1970. */
  readonly time: Float64Array;
  /** Σ quantity × unit price of the entry's lines. */
  readonly value: Float64Array;
  readonly units: Float64Array;
  readonly lines: Float64Array;
  /** 1 if the entry opens a new order of this customer, 0 if it continues an earlier one. */
  readonly opensOrder: Uint8Array;
  /** Products of the entry that are new to this customer. */
  readonly newProducts: Float64Array;
  /** Index of the country of the entry's first line; −1 if unknown. */
  readonly country: Int32Array;
}

/** Returns and cancellations of every customer in time order, one entry a line; `value` is positive. */
export interface Returns {
  readonly start: Int32Array;
  readonly time: Float64Array;
  readonly value: Float64Array;
}

/** Adds up the kept lines. One pass over the lines, which are sorted by customer, then time, then order. */
export function collectPurchases({ lines, customers, orders, products }: Transactions): Purchases {
  const entries = countEntries(lines);
  const start = new Int32Array(customers.length + 1);
  const time = new Float64Array(entries);
  const value = new Float64Array(entries);
  const units = new Float64Array(entries);
  const lineCount = new Float64Array(entries);
  const opensOrder = new Uint8Array(entries);
  const newProducts = new Float64Array(entries);
  const country = new Int32Array(entries);
  // The customer (plus one) who last had this order or product: customers are contiguous, so a stamp is a set.
  const orderStamp = new Int32Array(orders.length);
  const productStamp = new Int32Array(products.length);

  let entry = -1;
  for (let i = 0; i < lines.length; i++) {
    const customer = lines.customer[i]!;
    const stamp = customer + 1;
    if (i === 0 || !sameEntry(lines, i - 1, i)) {
      entry++;
      start[stamp] = entry + 1;
      time[entry] = lines.time[i]!;
      country[entry] = lines.country[i]!;
      const order = lines.order[i]!;
      opensOrder[entry] = orderStamp[order] === stamp ? 0 : 1;
      orderStamp[order] = stamp;
    }
    const quantity = lines.quantity[i]!;
    value[entry]! += quantity * lines.unitPrice[i]!;
    units[entry]! += quantity;
    lineCount[entry]!++;
    const product = lines.product[i]!;
    if (product >= 0 && productStamp[product] !== stamp) {
      productStamp[product] = stamp;
      newProducts[entry]!++;
    }
  }
  fillGaps(start);
  return {
    customers: customers.length,
    start,
    time,
    value,
    units,
    lines: lineCount,
    opensOrder,
    newProducts,
    country,
  };
}

/** The returns of every customer. */
export function collectReturns({ returns, customers }: Transactions): Returns {
  const start = new Int32Array(customers.length + 1);
  const value = new Float64Array(returns.length);
  for (let i = 0; i < returns.length; i++) {
    start[returns.customer[i]! + 1] = i + 1;
    value[i] = -returns.quantity[i]! * returns.unitPrice[i]!;
  }
  fillGaps(start);
  return { start, time: returns.time, value };
}

function countEntries(lines: OrderLines): number {
  let entries = 0;
  for (let i = 0; i < lines.length; i++) if (i === 0 || !sameEntry(lines, i - 1, i)) entries++;
  return entries;
}

function sameEntry({ customer, time, order }: OrderLines, i: number, j: number): boolean {
  return customer[i] === customer[j] && time[i] === time[j] && order[i] === order[j];
}

/** A customer without entries starts where the previous one ended. */
function fillGaps(start: Int32Array): void {
  for (let c = 1; c < start.length; c++) if (start[c] === 0) start[c] = start[c - 1]!;
}
