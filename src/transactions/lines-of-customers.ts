import type { OrderLines } from "./transactions";

/** The lines of the customers from `from` up to `to`, without a copy; lines are sorted by customer. */
export function linesOfCustomers(lines: OrderLines, from: number, to: number): OrderLines {
  const first = firstLine(lines, from);
  const end = firstLine(lines, to);
  return {
    length: end - first,
    customer: lines.customer.subarray(first, end),
    order: lines.order.subarray(first, end),
    product: lines.product.subarray(first, end),
    country: lines.country.subarray(first, end),
    time: lines.time.subarray(first, end),
    quantity: lines.quantity.subarray(first, end),
    unitPrice: lines.unitPrice.subarray(first, end),
  };
}

/** The first line of that customer or a later one, by bisection. */
function firstLine({ customer, length }: OrderLines, wanted: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (customer[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
