import { csv, dot, type Line, type Order, perLine } from "./shop";

/** The header of a table with nothing unusual but what a test makes of it. */
export const plain = "Customer|Order No|Order Date|SKU|Quantity|Unit Price";

/** Days of the first and the last order. */
export const first = "2026-01-03";
export const last = "2026-06-08";

export const rowOf =
  (date: (at: Date) => string | number, price: (amount: number) => string = dot) =>
  (order: Order, line: Line) => [
    `C${order.customer.id}`,
    500 + order.n,
    date(order.at),
    line.sku,
    line.quantity,
    price(line.price),
  ];

export const withDates = (date: (at: Date) => string | number, delimiter = ",") =>
  csv(plain, perLine(rowOf(date)), delimiter);
