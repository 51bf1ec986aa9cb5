/** Days in which a line counts for `new_product_share`. */
const RECENT_DAYS = 90;

/** What is in a customer's orders: their values, lines and prices, and how much of it is new. */
export const BASKET_FEATURES = {
  last_order_value: "value of the last order",
  max_order_value: "value of the largest order",
  order_value_cv: "standard deviation / mean of the order values; missing with one order",
  avg_line_value: "mean value of an order line",
  avg_unit_price: "spend / units",
  lines_per_order: "order lines / orders",
  new_product_share:
    "share of the last 90 days' order lines that are first purchases of a product; missing without any",
} as const;

type BasketFeature = keyof typeof BASKET_FEATURES;

/** Adds up the baskets of one customer after another: `begin`, then `add` for each purchase in time order, then `write`. */
export class Baskets {
  #units = 0;
  #lines = 0;
  #valueSquares = 0;
  #maxValue = 0;
  #lastValue = 0;
  #recentLines = 0;
  #recentNew = 0;

  begin(): void {
    this.#units = 0;
    this.#lines = 0;
    this.#valueSquares = 0;
    this.#maxValue = 0;
    this.#lastValue = 0;
    this.#recentLines = 0;
    this.#recentNew = 0;
  }

  /**
   * A purchase, `age` days before the cutoff, with `products` that the customer had not bought before; `orders` is 1 where
   * it opens an order, else 0.
   */
  add(age: number, value: number, orders: number, units: number, lines: number, products: number): void {
    this.#units += units;
    this.#lines += lines;
    // An entry that continues an order is taken to continue the newest one.
    const before = orders === 1 ? 0 : this.#lastValue;
    const order = before + value;
    this.#lastValue = order;
    this.#valueSquares += order * order - before * before;
    if (order > this.#maxValue) this.#maxValue = order;
    if (age >= RECENT_DAYS) return;
    this.#recentLines += lines;
    this.#recentNew += products;
  }

  /** `orders` and `spend`: the customer's totals. */
  write(columns: Record<BasketFeature, Float64Array>, row: number, orders: number, spend: number): void {
    const mean = spend / orders;
    const variance = orders > 1 ? (this.#valueSquares - orders * mean * mean) / (orders - 1) : NaN;
    columns.last_order_value[row] = this.#lastValue;
    columns.max_order_value[row] = this.#maxValue;
    columns.order_value_cv[row] = Math.sqrt(Math.max(0, variance)) / mean;
    columns.avg_line_value[row] = spend / this.#lines;
    columns.avg_unit_price[row] = spend / this.#units;
    columns.lines_per_order[row] = this.#lines / orders;
    columns.new_product_share[row] = this.#recentLines > 0 ? this.#recentNew / this.#recentLines : NaN;
  }
}
