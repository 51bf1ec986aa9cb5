import { type Calendar, PERIOD_DAYS, timeAt } from "./calendar";
import type { GeneratingProcess } from "./process";
import { streamOf } from "./streams";

/** One generated customer: what nobody could read off the file. */
export interface Customer {
  /** 0, 1, … in no order of time. */
  readonly index: number;
  /** As the file writes it. */
  readonly id: number;
  readonly country: string;
  /** λ: orders a day of trading time while the customer is alive. */
  readonly ordersPerDay: number;
  /** μ: the chance a day of leaving. */
  readonly dropoutPerDay: number;
  /** The rate of the gamma distribution of an order's value; the mean order is p over this. */
  readonly valueRate: number;
  /** Days since the start at which the customer leaves for good; may lie beyond the period. */
  readonly leavesAt: number;
  /** Times of the orders in days, rising, at least one, all within the period. */
  readonly orderTimes: readonly number[];
}

/** Online Retail numbers its customers from here. */
const FIRST_ID = 12_346;
/**
 * This share of the customers were there before the file begins: their first order in it comes in the first 30 days.
 */
const EARLY_SHARE = 0.2;
const EARLY_DAYS = 30;

/** Abroad, with the share of all customers up to and including each. The rest, 90 %, live in the United Kingdom. */
const ABROAD: readonly (readonly [string, number])[] = [
  ["Germany", 0.022],
  ["France", 0.042],
  ["EIRE", 0.046],
  ["Spain", 0.053],
  ["Belgium", 0.059],
  ["Switzerland", 0.064],
  ["Portugal", 0.069],
  ["Netherlands", 0.073],
  ["Italy", 0.077],
  ["Finland", 0.08],
  ["Austria", 0.083],
  ["Norway", 0.086],
  ["Channel Islands", 0.089],
  ["Australia", 0.092],
  ["Denmark", 0.094],
  ["Cyprus", 0.096],
  ["Japan", 0.098],
  ["USA", 0.1],
];
export const HOME = "United Kingdom";

/** Customer `index` of the file with this seed: the same each time it is asked for. */
export function drawCustomer(
  seed: number,
  index: number,
  process: GeneratingProcess,
  calendar: Calendar,
): Customer {
  const random = streamOf(seed, "customer", index);
  const place = random.uniform();
  const country = ABROAD.find(([, upTo]) => place < upTo)?.[0] ?? HOME;
  const days = random.uniform() < EARLY_SHARE ? EARLY_DAYS : PERIOD_DAYS;
  let trading = random.uniform() * calendar.elapsed[days]!;
  const ordersPerDay = random.gamma(process.r, 7 * process.alphaWeeks);
  const dropoutPerDay = random.gamma(process.s, 7 * process.betaWeeks);
  const valueRate = random.gamma(process.q, process.v);
  const orderTimes = [timeAt(calendar, trading)];
  const leavesAt = orderTimes[0]! + random.exponential(dropoutPerDay);
  for (;;) {
    trading += random.exponential(ordersPerDay);
    const time = timeAt(calendar, trading);
    // Not `>=`: a rate that underflowed to 0 gives NaN, which is never.
    if (!(time < leavesAt && time < PERIOD_DAYS)) break;
    orderTimes.push(time);
  }
  return {
    index,
    id: FIRST_ID + index,
    country,
    ordersPerDay,
    dropoutPerDay,
    valueRate,
    leavesAt,
    orderTimes,
  };
}
