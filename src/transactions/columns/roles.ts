/**
 * What a column can stand for, in display order. The models are built from the first eight; the others say which rows
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
  /** Amount of a whole line: quantity × unit price, after line discounts. */
  "line_total",
  /** What happened to the order: paid, cancelled, refunded … */
  "status",
  /** What became of the payment, if another column than the status says so. */
  "payment_status",
  /** When the order was cancelled; blank if it stands. */
  "cancelled_at",
  /** Whether it was only a trial of the shop. */
  "test_order",
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
  /** Tells guests apart, and people with several ids. */
  "email",
  "customer_name",
  "product_name",
  /** Known so that they are never taken for a price or a total. */
  "tax",
  "shipping",
  /** The time of day, if it has a column of its own. */
  "order_time",
  /** Which export the row comes from: if an order is in several, the newest counts. */
  "exported_at",
] as const;
export type Role = (typeof roles)[number];

/** The roles that the models are built from. */
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

/** The roles without which nothing can be read: who, when, and one for the amount. */
export const valueRoles = ["unit_price", "line_total", "order_total"] as const satisfies readonly Role[];
