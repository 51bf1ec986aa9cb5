/** The window begins as many days before the cutoff. */
const YEAR_DAYS = 365;
/** And ends as many days before it, 90 days later. */
const END_DAYS = 275;

/**
 * The same season last year: the 90 days that followed the cutoff's day a year ago, (cutoff − 365 days, cutoff − 275 days].
 * Known where the file reaches back to the window's beginning, and for the customers who had ordered by its end. Those
 * of them who bought nothing in it have 0; who came later has had no such season yet.
 */
export const SEASON_FEATURES = {
  orders_year_ago_90d:
    "orders in the 90 days that followed the snapshot's day a year ago; missing where the file does not reach back a year and for customers whose first order came after those days",
  spend_year_ago_90d: "spend in those days; missing likewise",
} as const;

type SeasonFeature = keyof typeof SEASON_FEATURES;

/** Adds up last year's season of one customer after another: `begin`, then `add` for each purchase, then `write`. */
export class Season {
  readonly #covered: boolean;
  #orders = 0;
  #spend = 0;

  /** `historyDays`: days from the file's oldest purchase to the cutoff. */
  constructor(historyDays: number) {
    this.#covered = historyDays >= YEAR_DAYS;
  }

  begin(): void {
    this.#orders = 0;
    this.#spend = 0;
  }

  /** A purchase of `value`, `age` days before the cutoff; `orders` is 1 where it opens an order, else 0. */
  add(age: number, value: number, orders: number): void {
    if (age < END_DAYS || age >= YEAR_DAYS) return;
    this.#orders += orders;
    this.#spend += value;
  }

  /** `sinceFirst`: days from the first purchase to the cutoff. */
  write(columns: Record<SeasonFeature, Float64Array>, row: number, sinceFirst: number): void {
    const known = this.#covered && sinceFirst >= END_DAYS;
    columns.orders_year_ago_90d[row] = known ? this.#orders : NaN;
    columns.spend_year_ago_90d[row] = known ? this.#spend : NaN;
  }
}
