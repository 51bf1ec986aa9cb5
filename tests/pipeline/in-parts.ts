import type { TransactionParts } from "../../src/transactions/parts";
import type { OrderLines, Transactions } from "../../src/transactions/transactions";

/** The same data set in so many parts of about as many customers each, in their order. */
export function inParts(whole: Transactions, count: number): TransactionParts {
  const { length } = whole.customers;
  const from = Array.from({ length: count + 1 }, (_, k) => Math.round((k * length) / count));
  return {
    shared: whole,
    customers: Array.from({ length: count }, (_, k) => from[k + 1]! - from[k]!),
    async part(k) {
      if (!(k >= 0 && k < count)) throw new RangeError(`there is no part ${k}`);
      const [first, end] = [from[k]!, from[k + 1]!];
      const orders = new Map<number, number>();
      const own = <T>(list: readonly T[] | null) => list?.slice(first, end) ?? null;
      const lines = ofCustomers(whole.lines, first, end, orders);
      const returns = ofCustomers(whole.returns, first, end, orders);
      const ids = [...orders.keys()];
      return {
        ...whole,
        lines,
        returns,
        customers: whole.customers.slice(first, end),
        customerNames: own(whole.customerNames),
        customerEmails: own(whole.customerEmails),
        orders: { length: ids.length, at: (order) => whole.orders.at(ids[order] ?? -1) },
      };
    },
    async [Symbol.asyncDispose]() {},
  };
}

function ofCustomers(lines: OrderLines, first: number, end: number, orders: Map<number, number>): OrderLines {
  const rows = Int32Array.from(lines.customer.keys()).filter(
    (i) => i < lines.length && lines.customer[i]! >= first && lines.customer[i]! < end,
  );
  const whole = (of: Int32Array) => Int32Array.from(rows, (i) => of[i]!);
  const amounts = (of: Float64Array) => Float64Array.from(rows, (i) => of[i]!);
  const place = (order: number) => {
    if (!orders.has(order)) orders.set(order, orders.size);
    return orders.get(order)!;
  };
  return {
    length: rows.length,
    customer: whole(lines.customer).map((id) => id - first),
    order: whole(lines.order).map(place),
    product: whole(lines.product),
    country: whole(lines.country),
    time: amounts(lines.time),
    quantity: amounts(lines.quantity),
    unitPrice: amounts(lines.unitPrice),
  };
}
