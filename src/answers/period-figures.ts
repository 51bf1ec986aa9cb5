import { DAY_MS, dayStart, isoDay } from "../time";
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

/** Days as `2011-12-09`, both included. */
export interface DaySpan {
  readonly from: string;
  readonly to: string;
}

/** A period as a reader chooses it: days of the calendar, or the last so many days, some days `back` from the newest order. */
export type Span = DaySpan | { readonly days: number; readonly back: number };

/** What a period is compared with: as many days just before it, or the same days a year earlier. */
export type Against = "before" | "year";

const YEAR_DAYS = 365;

/** The moments of a span; `asOf` is the newest order's. */
export function periodOf(span: Span, asOf: number): Period {
  if ("days" in span) {
    const to = asOf - span.back * DAY_MS;
    return { from: to - span.days * DAY_MS, to };
  }
  // Moments are whole milliseconds, so this is the whole of the first day and of the last.
  return { from: startOf(span.from) - 1, to: startOf(span.to) + DAY_MS - 1 };
}

/**
 * What a span is compared with; null if the orders do not go back so far: a part of a period would compare badly with a
 * whole one.
 */
export function comparedSpan(span: Span, against: Against, asOf: number, firstOrder: number): Span | null {
  const past = earlier(span, against);
  // The day of the first order counts as whole.
  return periodOf(past, asOf).from >= firstOrder - DAY_MS ? past : null;
}

function earlier(span: Span, against: Against): Span {
  if ("days" in span)
    return { days: span.days, back: span.back + (against === "year" ? YEAR_DAYS : span.days) };
  if (against === "year") return { from: yearBefore(span.from), to: yearBefore(span.to) };
  const [from, to] = [startOf(span.from), startOf(span.to)];
  return { from: isoDay(2 * from - to - DAY_MS), to: isoDay(from - DAY_MS) };
}

/** The same day a year before; for 29 February the 28th. */
function yearBefore(day: string): string {
  const before = String(Number(day.slice(0, 4)) - 1).padStart(4, "0") + day.slice(4);
  return dayStart(before) === null ? before.replace(/29$/, "28") : before;
}

/** The last so many whole days of the calendar, the newest order's being the last. */
export function daysOf(span: Span, asOf: number): DaySpan {
  if (!("days" in span)) return span;
  const to = asOf - span.back * DAY_MS;
  return { from: isoDay(to - (span.days - 1) * DAY_MS), to: isoDay(to) };
}

function startOf(day: string): number {
  const start = dayStart(day);
  if (start === null) throw new RangeError(`${day} is no day`);
  return start;
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
