/**
 * What a column can stand for, in the order shown. The first eight are what the models are made from; the others say which rows
 * are purchases, whose they are and what was really paid.
 */
export const roles = [
  "customer_id",
  "order_id",
  "order_datetime",
  "product_id",
  "quantity",
  "unit_price",
  "order_total",
  "country",
  /** Amount of a whole line: quantity × unit price, discounts of the line taken off. */
  "line_total",
  /** What became of the order: paid, cancelled, refunded … */
  "status",
  /** When the order was cancelled; blank in orders that stand. */
  "cancelled_at",
  /** What kind of row it is: an item, a refund, a payment, a page view … */
  "row_type",
  /** Money taken off a price or a total, an amount or a share. */
  "discount",
  /** Money given back, an amount ≥ 0. */
  "refund",
  /** Units sent back. */
  "returned_quantity",
  "currency",
  /** What one unit of the row's currency is worth in the shop's. */
  "exchange_rate",
  /** Tells guests apart, and people who have several ids. */
  "email",
  "customer_name",
  "product_name",
  /** Known so that they are never taken for a price or a total. */
  "tax",
  "shipping",
  /** The time of day, where the date is in a column of its own. */
  "order_time",
  /** Which export the row comes from: where an order is in several, the newest counts. */
  "exported_at",
] as const;
export type Role = (typeof roles)[number];

/** The roles that the models are made from. */
export const mainRoles = [
  "customer_id",
  "order_id",
  "order_datetime",
  "product_id",
  "quantity",
  "unit_price",
  "order_total",
  "country",
] as const satisfies readonly Role[];

/** The roles without which nothing is read: who, when, and one that says for how much. */
export const valueRoles = ["unit_price", "line_total", "order_total"] as const satisfies readonly Role[];
