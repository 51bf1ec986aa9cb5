import type { OrderLines, Transactions } from "../../transactions/transactions";

/** What was left out with some customers. */
export interface LeftOut {
  readonly customers: number;
  /** With purchases. */
  readonly orders: number;
  /** Purchases, and their worth in the report's currency. */
  readonly lines: number;
  readonly revenue: number;
}

/** The part without some of its customers, and what went with them. */
export function withoutCustomers(
  part: Transactions,
  isLeftOut: (customer: number) => boolean,
): { readonly part: Transactions; readonly leftOut: LeftOut } {
  const place = new Int32Array(part.customers.length);
  let kept = 0;
  for (let customer = 0; customer < place.length; customer++)
    place[customer] = isLeftOut(customer) ? -1 : kept++;
  if (kept === place.length) return { part, leftOut: { customers: 0, orders: 0, lines: 0, revenue: 0 } };
  const isKept = (_: unknown, customer: number) => place[customer]! >= 0;
  const lines = linesWithout(part.lines, place);
  const returns = linesWithout(part.returns, place);
  const orders = ownOrders([lines, returns], part.orders.length);
  return {
    part: {
      ...part,
      lines,
      returns,
      customers: part.customers.filter(isKept),
      customerNames: part.customerNames?.filter(isKept) ?? null,
      customerEmails: part.customerEmails?.filter(isKept) ?? null,
      orders: Array.from(orders, (order) => part.orders.at(order) ?? ""),
    },
    leftOut: {
      customers: place.length - kept,
      orders: ordersIn(part.lines) - ordersIn(lines),
      lines: part.lines.length - lines.length,
      revenue: worthOf(part.lines) - worthOf(lines),
    },
  };
}

function ordersIn({ order, length }: OrderLines): number {
  return new Set(order.subarray(0, length)).size;
}

function worthOf({ length, quantity, unitPrice }: OrderLines): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += quantity[i]! * unitPrice[i]!;
  return sum;
}

function linesWithout(lines: OrderLines, place: Int32Array): OrderLines {
  const rows = new Int32Array(lines.length);
  let length = 0;
  for (let i = 0; i < lines.length; i++) if (place[lines.customer[i]!]! >= 0) rows[length++] = i;
  const ids = (of: Int32Array) => Int32Array.from({ length }, (_, i) => of[rows[i]!]!);
  const amounts = (of: Float64Array) => Float64Array.from({ length }, (_, i) => of[rows[i]!]!);
  return {
    length,
    customer: ids(lines.customer).map((customer) => place[customer]!),
    order: ids(lines.order),
    product: ids(lines.product),
    country: ids(lines.country),
    time: amounts(lines.time),
    quantity: amounts(lines.quantity),
    unitPrice: amounts(lines.unitPrice),
  };
}

/** Numbers the orders that still have lines from 0, in place, and returns their earlier numbers. */
function ownOrders(tables: readonly OrderLines[], count: number): number[] {
  const number = new Int32Array(count).fill(-1);
  for (const { order } of tables) for (const one of order) number[one] = 0;
  const orders: number[] = [];
  for (let order = 0; order < count; order++) if (number[order] === 0) number[order] = orders.push(order) - 1;
  for (const { order } of tables) for (let i = 0; i < order.length; i++) order[i] = number[order[i]!]!;
  return orders;
}
