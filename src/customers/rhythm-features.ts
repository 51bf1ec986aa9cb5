import { DAY_MS, HOUR_MS } from "../time";

/** Weight of the newest gap in the exponentially weighted mean of the gaps between orders. */
const EWMA_WEIGHT = 0.4;
/** A month of `active_months_share`. */
const MONTH_DAYS = 30;

/** When a customer orders: the gaps between orders, how late the next one is by them, months, weekdays and hours. */
export const RHYTHM_FEATURES = {
  gap_mean_days: "mean days between one order and the next; missing with one order",
  gap_sd_days:
    "standard deviation of the days between one order and the next; missing with fewer than three orders",
  gap_cv: "gap_sd_days / gap_mean_days: 0 is clockwork, 1 is chance, above 1 comes in bursts",
  gap_ewma_days: "exponentially weighted mean of the gaps, the newest weighing 0.4",
  gap_last_days: "days between the last two orders",
  gap_max_days: "the longest gap between one order and the next; missing with one order",
  recency_over_gap:
    "(days since the last order + 1) / (gap_mean_days + 1): above 1 the customer is late by their own rhythm",
  recency_over_ewma: "(days since the last order + 1) / (gap_ewma_days + 1)",
  recency_over_gap_max:
    "(days since the last order + 1) / (gap_max_days + 1): above 1 the customer has never been away for so long",
  active_months_share:
    "share, 0 to 1, of the 30-day months since the first order in which an order was placed; the months are counted back from the snapshot, the earliest is not a whole one",
  mean_hour: "mean hour of the day of the orders, 0 to 24",
  weekend_share: "share of orders on a Saturday or Sunday",
  weekday_concentration:
    "share of the orders, 0 to 1, on the weekday on which the customer orders most; 1 with one order",
} as const;

type RhythmFeature = keyof typeof RHYTHM_FEATURES;

/** Adds up the rhythm of one customer after another: `begin`, then `add` for each order in time order, then `write`. */
export class Rhythm {
  #orders = 0;
  #previous = 0;
  #gapSum = 0;
  #gapSquares = 0;
  #gapEwma = 0;
  #gapLast = 0;
  #gapMax = 0;
  #months = 0;
  #month = -1;
  #hours = 0;
  readonly #weekdays = new Int32Array(7);
  /** Orders on the weekday that has most. */
  #commonest = 0;

  begin(): void {
    this.#orders = 0;
    this.#gapSum = 0;
    this.#gapSquares = 0;
    this.#gapMax = 0;
    this.#months = 0;
    this.#month = -1;
    this.#hours = 0;
    this.#commonest = 0;
    for (let day = 0; day < 7; day++) this.#weekdays[day] = 0;
  }

  /** An order at `time` (milliseconds since 1970), `age` days before the cutoff. */
  add(time: number, age: number): void {
    if (this.#orders++ > 0) this.#addGap((time - this.#previous) / DAY_MS);
    this.#previous = time;
    const month = Math.floor(age / MONTH_DAYS);
    if (month !== this.#month) this.#months++;
    this.#month = month;
    const day = Math.floor(time / DAY_MS);
    this.#hours += (time - day * DAY_MS) / HOUR_MS;
    const onWeekday = ++this.#weekdays[((day % 7) + 7) % 7]!;
    if (onWeekday > this.#commonest) this.#commonest = onWeekday;
  }

  #addGap(gap: number): void {
    this.#gapEwma = this.#orders === 2 ? gap : EWMA_WEIGHT * gap + (1 - EWMA_WEIGHT) * this.#gapEwma;
    this.#gapSum += gap;
    this.#gapSquares += gap * gap;
    this.#gapLast = gap;
    if (gap > this.#gapMax) this.#gapMax = gap;
  }

  /** `sinceFirst` and `sinceLast`: days from the first and the last purchase to the cutoff. */
  write(
    columns: Record<RhythmFeature, Float64Array>,
    row: number,
    sinceFirst: number,
    sinceLast: number,
  ): void {
    const orders = this.#orders;
    const gaps = orders - 1;
    const known = gaps > 0;
    const mean = known ? this.#gapSum / gaps : NaN;
    const variance = gaps > 1 ? (this.#gapSquares - gaps * mean * mean) / (gaps - 1) : NaN;
    const sd = Math.sqrt(Math.max(0, variance));
    const ewma = known ? this.#gapEwma : NaN;
    const longest = known ? this.#gapMax : NaN;
    columns.gap_mean_days[row] = mean;
    columns.gap_sd_days[row] = sd;
    columns.gap_cv[row] = mean > 0 ? sd / mean : NaN;
    columns.gap_ewma_days[row] = ewma;
    columns.gap_last_days[row] = known ? this.#gapLast : NaN;
    columns.gap_max_days[row] = longest;
    // One day is added on both sides: two orders of one afternoon are a gap of hours, not a rhythm.
    columns.recency_over_gap[row] = (sinceLast + 1) / (mean + 1);
    columns.recency_over_ewma[row] = (sinceLast + 1) / (ewma + 1);
    columns.recency_over_gap_max[row] = (sinceLast + 1) / (longest + 1);
    columns.active_months_share[row] = this.#months / (Math.floor(sinceFirst / MONTH_DAYS) + 1);
    columns.mean_hour[row] = this.#hours / orders;
    const weekdays = this.#weekdays;
    // Day 0 of 1970 was a Thursday: days 2 and 3 of each seven are Saturday and Sunday.
    columns.weekend_share[row] = (weekdays[2]! + weekdays[3]!) / orders;
    columns.weekday_concentration[row] = this.#commonest / orders;
  }
}
