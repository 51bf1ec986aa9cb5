import { DAY_MS } from "../time";
import type { Orders } from "./orders";

/** What was sold in a period, before returns. Money in the file's currency. */
export interface PeriodFigures {
  readonly revenue: number;
  readonly orders: number;
  /** Customers with an order. */
  readonly customers: number;
}

/** After `from` and until `to`, milliseconds since 1970. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** What a period is compared with: as many days just before it, or the same days a year earlier. */
export type Against = "before" | "year";

const YEAR_DAYS = 365;

/**
 * The last `days` up to `asOf` and the period that they are compared with; null in its place if the orders do not go
 * back so far: a part of a period would compare badly with a whole one.
 */
export function comparedPeriods(
  asOf: number,
  firstOrder: number,
  days: number,
  against: Against,
): { readonly now: Period; readonly past: Period | null } {
  const now = { from: asOf - days * DAY_MS, to: asOf };
  const back = (against === "year" ? YEAR_DAYS : days) * DAY_MS;
  const past = { from: now.from - back, to: now.to - back };
  // The day of the first order counts as whole.
  return { now, past: past.from >= firstOrder - DAY_MS ? past : null };
}

/** The figures of a period by group; `groups[row]` is a customer's. Groups that bought nothing are left out. */
export function periodFigures(
  orders: Orders,
  groups: ArrayLike<number>,
  { from, to }: Period,
): ReadonlyMap<number, PeriodFigures> {
  const { time, value, isReturn, opensOrder } = orders.entries;
  const found = new Map<number, { -readonly [K in keyof PeriodFigures]: PeriodFigures[K] }>();
  for (let row = 0; row < orders.customers; row++) {
    let [revenue, count, bought] = [0, 0, false];
    for (let i = orders.start[row]!; i < orders.start[row + 1]!; i++) {
      if (!(time[i]! > from && time[i]! <= to) || isReturn[i] === 1) continue;
      bought = true;
      revenue += value[i]!;
      count += opensOrder[i]!;
    }
    if (!bought) continue;
    const sums = found.get(groups[row]!) ?? { revenue: 0, orders: 0, customers: 0 };
    sums.revenue += revenue;
    sums.orders += count;
    sums.customers++;
    found.set(groups[row]!, sums);
  }
  return found;
}
