import { type Calendar, PERIOD_DAYS } from "./calendar";
import { type Customer, drawCustomer } from "./customer";
import type { GeneratedWorld } from "./plan";

/** What is true of one generated customer, as of the end of the period (2011-12-10T00:00). */
export interface GeneratedTruth {
  readonly customerId: number;
  /** λ: orders a week while alive, the season's average. */
  readonly ordersPerWeek: number;
  /** μ: leaves at this rate, a week. */
  readonly dropoutPerWeek: number;
  /** Expected value of an order, money. */
  readonly meanOrder: number;
  /** Orders in the file, the first included. */
  readonly orders: number;
  /** Days since the start (2010-12-01T00:00) of the first and the last order. */
  readonly firstOrderDay: number;
  readonly lastOrderDay: number;
  readonly alive: boolean;
  /** P(alive | λ, μ, the orders): what somebody would believe who knew the rates but not the state. */
  readonly pAlive: number;
  /** Expected spend in the 90 and 180 days to come, knowing rates, state and season. */
  readonly expectedSpend90: number;
  readonly expectedSpend180: number;
}

/** The truth of the first `customers` customers of a world, one by one. */
export function* truthsOf(world: GeneratedWorld, customers: number): Generator<GeneratedTruth> {
  for (let index = 0; index < customers; index++) {
    yield truthOf(drawCustomer(world.seed, index, world.process, world.calendar), world);
  }
}

function truthOf(customer: Customer, { process, calendar }: GeneratedWorld): GeneratedTruth {
  const { id, ordersPerDay, dropoutPerDay, valueRate, leavesAt, orderTimes } = customer;
  const alive = leavesAt >= PERIOD_DAYS;
  const meanOrder = process.p / valueRate;
  const spend = (days: number) =>
    alive ? meanOrder * ordersPerDay * expectedTrading(calendar, dropoutPerDay, days) : 0;
  const lastOrderDay = orderTimes.at(-1)!;
  return {
    customerId: id,
    ordersPerWeek: 7 * ordersPerDay,
    dropoutPerWeek: 7 * dropoutPerDay,
    meanOrder,
    orders: orderTimes.length,
    firstOrderDay: orderTimes[0]!,
    lastOrderDay,
    alive,
    pAlive: pAliveSince(calendar, ordersPerDay, dropoutPerDay, lastOrderDay),
    expectedSpend90: spend(90),
    expectedSpend180: spend(180),
  };
}

/**
 * Trading time a customer alive at the end of the period is expected to see in the `days` after: Σ weight ∫ e^(−μu) du.
 */
function expectedTrading({ weights }: Calendar, dropoutPerDay: number, days: number): number {
  const stays = Math.exp(-dropoutPerDay);
  const presence = dropoutPerDay > 1e-12 ? -Math.expm1(-dropoutPerDay) / dropoutPerDay : 1;
  let survival = 1;
  let sum = 0;
  for (let day = 0; day < days; day++) {
    sum += weights[PERIOD_DAYS + day]! * survival * presence;
    survival *= stays;
  }
  return sum;
}

/**
 * P(still there at the end, and silent since `last`) over that plus P(left at some time since, silent until then).
 * Within a day the rates are constant, so each day's part of the second is μ/(λw + μ) (1 − e^−(λw + μ)Δ) of what was
 * left before it.
 */
function pAliveSince(
  { weights }: Calendar,
  ordersPerDay: number,
  dropoutPerDay: number,
  last: number,
): number {
  let left = 0;
  let here = 1;
  for (let time = last; time < PERIOD_DAYS; ) {
    const day = Math.floor(time);
    const rate = ordersPerDay * weights[day]! + dropoutPerDay;
    const exposure = rate * (day + 1 - time);
    if (rate > 0) left += here * (dropoutPerDay / rate) * -Math.expm1(-exposure);
    here *= Math.exp(-exposure);
    time = day + 1;
  }
  return here / (here + left);
}

export const TRUTH_HEADER =
  "CustomerID,orders_per_week,dropout_per_week,mean_order,orders,first_order_day,last_order_day,alive,p_alive," +
  "expected_spend_90d,expected_spend_180d\n";

/** A truth as a line of CSV, in the order of `TRUTH_HEADER`; numbers in full. */
export function formatTruth(truth: GeneratedTruth): string {
  return `${[
    truth.customerId,
    truth.ordersPerWeek,
    truth.dropoutPerWeek,
    truth.meanOrder,
    truth.orders,
    truth.firstOrderDay,
    truth.lastOrderDay,
    truth.alive ? 1 : 0,
    truth.pAlive,
    truth.expectedSpend90,
    truth.expectedSpend180,
  ].join(",")}\n`;
}
