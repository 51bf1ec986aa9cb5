import { ownOrders } from "./own-orders";
import { rangesOf } from "./part-ranges";
import type { TransactionParts } from "./parts";
import type { OrderLines, Transactions } from "./transactions";

/** Divides a data set that is in memory, without copying more than a part's ids. `budgetBytes`: see `rangesOf`. */
export function splitTransactions(whole: Transactions, budgetBytes: number): TransactionParts {
  const counts = new Int32Array(whole.customers.length);
  for (const { customer } of [whole.lines, whole.returns])
    for (let i = 0; i < customer.length; i++) counts[customer[i]!]!++;
  const starts = rangesOf(counts, budgetBytes);
  return {
    shared: whole,
    customers: starts.slice(1).map((end, k) => end - starts[k]!),
    async part(index) {
      if (!(index >= 0 && index + 1 < starts.length)) throw new RangeError(`there is no part ${index}`);
      return partOf(whole, starts[index]!, starts[index + 1]!);
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** The customers from `begin` up to `end`, with their lines and orders. */
function partOf(whole: Transactions, begin: number, end: number): Transactions {
  const of = (texts: Transactions["customerNames"]) => texts?.slice(begin, end) ?? null;
  const lines = linesOf(whole.lines, begin, end);
  const returns = linesOf(whole.returns, begin, end);
  const orders = ownOrders([lines, returns]);
  return {
    ...whole,
    lines,
    returns,
    customers: whole.customers.slice(begin, end),
    orders: { length: orders.length, at: (order) => whole.orders.at(orders[order] ?? -1) },
    customerNames: of(whole.customerNames),
    customerEmails: of(whole.customerEmails),
  };
}

/** The lines of these customers, numbered from 0; orders are still those of all. */
function linesOf(lines: OrderLines, begin: number, end: number): OrderLines {
  const from = firstOf(lines.customer, begin);
  const to = firstOf(lines.customer, end);
  return {
    length: to - from,
    customer: lines.customer.slice(from, to).map((customer) => customer - begin),
    order: lines.order.slice(from, to),
    product: lines.product.subarray(from, to),
    country: lines.country.subarray(from, to),
    time: lines.time.subarray(from, to),
    quantity: lines.quantity.subarray(from, to),
    unitPrice: lines.unitPrice.subarray(from, to),
  };
}

/** Where the lines of a customer begin or would begin; lines are sorted by customer. */
function firstOf(customers: Int32Array, customer: number): number {
  let low = 0;
  let high = customers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (customers[middle]! < customer) low = middle + 1;
    else high = middle;
  }
  return low;
}
