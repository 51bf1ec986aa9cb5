/** Time constant of the decayed sums: an order of 60 days ago weighs 1/e, one of 42 days ago a half. */
const DECAY_DAYS = 60;
/** Added to both sides of `rate_ratio`, so that a single order does not make a rate. */
const RATE_PRIOR = 0.3;

/** How much a customer buys in a time: windows that end at the snapshot, their trend, decayed sums, lifelong rates. */
export const RATE_FEATURES = {
  tenure_days: "days from the first order to the snapshot, and one more",
  orders_30d: "orders in the 30 days up to the snapshot",
  orders_90d: "orders in the last 90 days",
  orders_180d: "orders in the last 180 days",
  spend_30d: "spend in the last 30 days",
  spend_90d: "spend in the last 90 days",
  spend_180d: "spend in the last 180 days",
  orders_trend: "log((orders in the last 90 days + 1) / (orders in the 90 days before + 1))",
  spend_trend:
    "log((spend in the last 90 days + the mean order) / (spend in the 90 days before + the mean order))",
  orders_decayed_60d: "sum over the orders of exp(-age in days / 60): an order of 42 days ago counts half",
  spend_decayed_60d: "spend, weighted in the same way",
  rate_ratio:
    "log((orders_decayed_60d + 0.3) / (60 * orders / tenure_days * (1 - exp(-tenure_days / 60)) + 0.3)): the present rate of orders against the lifelong one",
  spend_per_day: "spend / tenure",
  orders_per_day: "orders / tenure",
} as const;

type RateFeature = keyof typeof RATE_FEATURES;

/** Adds up the rates of one customer after another: `begin`, then `add` for each purchase, then `write`. */
export class Rates {
  #orders30 = 0;
  #orders90 = 0;
  #orders180 = 0;
  #spend30 = 0;
  #spend90 = 0;
  #spend180 = 0;
  #ordersBefore = 0;
  #spendBefore = 0;
  #ordersDecayed = 0;
  #spendDecayed = 0;

  begin(): void {
    this.#orders30 = 0;
    this.#orders90 = 0;
    this.#orders180 = 0;
    this.#spend30 = 0;
    this.#spend90 = 0;
    this.#spend180 = 0;
    this.#ordersBefore = 0;
    this.#spendBefore = 0;
    this.#ordersDecayed = 0;
    this.#spendDecayed = 0;
  }

  /** A purchase of `value`, `age` days before the cutoff; `orders` is 1 where it opens an order, else 0. */
  add(age: number, value: number, orders: number): void {
    const weight = Math.exp(-age / DECAY_DAYS);
    this.#ordersDecayed += weight * orders;
    this.#spendDecayed += weight * value;
    if (age >= 180) return;
    this.#orders180 += orders;
    this.#spend180 += value;
    if (age >= 90) {
      this.#ordersBefore += orders;
      this.#spendBefore += value;
      return;
    }
    this.#orders90 += orders;
    this.#spend90 += value;
    if (age >= 30) return;
    this.#orders30 += orders;
    this.#spend30 += value;
  }

  /** `sinceFirst`: days from the first purchase to the cutoff; `orders` and `spend`: the customer's totals. */
  write(
    columns: Record<RateFeature, Float64Array>,
    row: number,
    sinceFirst: number,
    orders: number,
    spend: number,
  ): void {
    const tenure = sinceFirst + 1;
    // What a steady rate would have left after decaying: a new customer is not taken to slow down.
    const lifelong = (orders / tenure) * DECAY_DAYS * (1 - Math.exp(-tenure / DECAY_DAYS));
    columns.tenure_days[row] = tenure;
    columns.orders_30d[row] = this.#orders30;
    columns.orders_90d[row] = this.#orders90;
    columns.orders_180d[row] = this.#orders180;
    columns.spend_30d[row] = this.#spend30;
    columns.spend_90d[row] = this.#spend90;
    columns.spend_180d[row] = this.#spend180;
    columns.orders_trend[row] = Math.log((this.#orders90 + 1) / (this.#ordersBefore + 1));
    const meanOrder = spend / orders;
    columns.spend_trend[row] = Math.log((this.#spend90 + meanOrder) / (this.#spendBefore + meanOrder));
    columns.orders_decayed_60d[row] = this.#ordersDecayed;
    columns.spend_decayed_60d[row] = this.#spendDecayed;
    columns.rate_ratio[row] = Math.log((this.#ordersDecayed + RATE_PRIOR) / (lifelong + RATE_PRIOR));
    columns.spend_per_day[row] = spend / tenure;
    columns.orders_per_day[row] = orders / tenure;
  }
}
