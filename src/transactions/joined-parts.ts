import type { TransactionParts } from "./parts";
import type { OrderLines, Transactions } from "./transactions";

/** The whole data set in memory: the customers and lines of all parts, one part after the other. */
export async function joinedParts(parts: TransactionParts): Promise<Transactions> {
  const { length } = parts.customers;
  if (length === 1) return await parts.part(0);
  const all: Transactions[] = [];
  for (let k = 0; k < length; k++) all.push(await parts.part(k));
  const firstCustomer = offsets(all.map(({ customers }) => customers.length));
  const firstOrder = offsets(all.map(({ orders }) => orders.length));
  const lines = (which: "lines" | "returns") =>
    joinedLines(
      all.map((part) => part[which]),
      firstCustomer,
      firstOrder,
    );
  const told = (which: "customerNames" | "customerEmails") =>
    all.some((part) => part[which] !== null)
      ? all.flatMap((part) => part[which] ?? new Array<null>(part.customers.length).fill(null))
      : null;
  return {
    ...parts.shared,
    lines: lines("lines"),
    returns: lines("returns"),
    customers: all.flatMap(({ customers }) => customers),
    customerNames: told("customerNames"),
    customerEmails: told("customerEmails"),
    orders: {
      length: firstOrder.at(-1)! + all.at(-1)!.orders.length,
      at(order) {
        const k = firstOrder.findLastIndex((first) => first <= order);
        return k < 0 ? undefined : all[k]!.orders.at(order - firstOrder[k]!);
      },
    },
  };
}

/** Where each of several lists begins in all of them together. */
function offsets(lengths: readonly number[]): number[] {
  let next = 0;
  return lengths.map((length) => {
    const first = next;
    next += length;
    return first;
  });
}

function joinedLines(
  parts: readonly OrderLines[],
  firstCustomer: readonly number[],
  firstOrder: readonly number[],
): OrderLines {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const at = offsets(parts.map((part) => part.length));
  const whole = (of: (part: OrderLines) => Int32Array, first?: readonly number[]) => {
    const out = new Int32Array(length);
    for (const [k, part] of parts.entries()) {
      const own = of(part).subarray(0, part.length);
      out.set(first ? own.map((id) => id + first[k]!) : own, at[k]);
    }
    return out;
  };
  const amounts = (of: (part: OrderLines) => Float64Array) => {
    const out = new Float64Array(length);
    for (const [k, part] of parts.entries()) out.set(of(part).subarray(0, part.length), at[k]);
    return out;
  };
  return {
    length,
    customer: whole((part) => part.customer, firstCustomer),
    order: whole((part) => part.order, firstOrder),
    product: whole((part) => part.product),
    country: whole((part) => part.country),
    time: amounts((part) => part.time),
    quantity: amounts((part) => part.quantity),
    unitPrice: amounts((part) => part.unitPrice),
  };
}
