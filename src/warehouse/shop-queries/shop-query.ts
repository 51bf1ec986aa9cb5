import type { Dialect } from "../engine";

/**
 * A query that knows the tables of a shop system. All give a row per line of an order with the columns `order_id`,
 * `order_datetime` (UTC), `status`, `customer_id` (null for guests), `email`, `country`, `currency`, `product_id`,
 * `product_name`, `quantity` and `line_total_excl_tax`, which is after discounts and without shipping. What was given back
 * is a row of its own with a negative quantity and amount, at its own time, under the order's number and status.
 */
export interface ShopQuery {
  readonly id: string;
  /** The system's own name. */
  readonly name: string;
  /** The SELECT, in the SQL of each kind of database that the system runs on. */
  readonly queries: Readonly<Partial<Record<Dialect, string>>>;
}
