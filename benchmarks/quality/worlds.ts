import { type Calendar, minuteOf, PERIOD_DAYS } from "../../src/commands/generate/calendar";
import { drawCustomer } from "../../src/commands/generate/customer";
import { worldOf } from "../../src/commands/generate/generate";
import { drawOrderShape } from "../../src/commands/generate/order";
import type { GeneratingProcess } from "../../src/commands/generate/process";
import { type GeneratedTruth, truthsOf } from "../../src/commands/generate/truth";
import type { Purchases } from "../../src/customers/purchases";
import { GammaGamma, ParetoNbd, weeks } from "../../src/learning/btyd";
import type { Shop } from "./trial";

/** Generated customers as the product sees them, and what is true of them as of the end of the year. */
export interface World {
  readonly shop: Shop;
  /** One a customer, in the order of the shop's customers. */
  readonly truths: readonly GeneratedTruth[];
  /**
   * Expected spend in the 90 days to come of one who knows rates and mean order, but not whether the customer has left:
   * the truth less what only an oracle could know.
   */
  readonly likelySpend: Float64Array;
  /**
   * The same from the orders alone, by the true process: E[spend | orders], the best that any method could say on
   * average. (A season is taken into account by counting time in trading days, dropout too: then it is the best but for
   * that.)
   */
  readonly bestSpend: Float64Array;
}

const HORIZON_DAYS = 90;
const FIRST_MOMENT = Date.UTC(2010, 11, 1);

/** `customers` of the generator's year, their orders at the minutes and with the values that its file would have. */
export function makeWorld(
  seed: number,
  customers: number,
  options: { readonly season: boolean; readonly process?: GeneratingProcess },
): World {
  const world = worldOf({ rows: 1, seed, ...options });
  const { process, calendar } = world;
  const truths = [...truthsOf(world, customers)];
  const entries = truths.reduce((sum, { orders }) => sum + orders, 0);
  const purchases: Purchases = {
    customers,
    start: new Int32Array(customers + 1),
    time: new Float64Array(entries),
    value: new Float64Array(entries),
    units: new Float64Array(entries),
    lines: new Float64Array(entries),
    opensOrder: new Uint8Array(entries).fill(1),
    newProducts: new Float64Array(entries),
    country: new Int32Array(entries).fill(-1),
  };
  let entry = 0;
  for (let index = 0; index < customers; index++) {
    const customer = drawCustomer(seed, index, process, calendar);
    customer.orderTimes.forEach((time, ordinal) => {
      const { value, lines } = drawOrderShape(seed, customer, ordinal, process);
      purchases.time[entry] = FIRST_MOMENT + 60_000 * minuteOf(time);
      purchases.value[entry] = value;
      purchases.units[entry] = lines;
      purchases.lines[entry] = lines;
      purchases.newProducts[entry] = lines;
      entry++;
    });
    purchases.start[index + 1] = entry;
  }
  const none = new Float64Array(0);
  return {
    shop: {
      name: "online_retail",
      purchases,
      returns: { start: new Int32Array(customers + 1), time: none, value: none },
    },
    truths,
    likelySpend: Float64Array.from(truths, (truth) => likelySpend(truth, calendar)),
    bestSpend: bestSpend(truths, purchases, process, calendar),
  };
}

function likelySpend(truth: GeneratedTruth, { weights }: Calendar): number {
  let trading = 0;
  for (let day = 0; day < HORIZON_DAYS; day++) {
    trading += weights[PERIOD_DAYS + day]! * Math.exp((-truth.dropoutPerWeek * (day + 0.5)) / 7);
  }
  return truth.pAlive * truth.meanOrder * (truth.ordersPerWeek / 7) * trading;
}

function bestSpend(
  truths: readonly GeneratedTruth[],
  { start, value }: Purchases,
  { r, alphaWeeks, s, betaWeeks, p, q, v }: GeneratingProcess,
  calendar: Calendar,
): Float64Array {
  const tradingWeeks = (day: number) => {
    const whole = Math.floor(day);
    return (calendar.elapsed[whole]! + (day - whole) * calendar.weights[whole]!) / 7;
  };
  const column = (of: (truth: GeneratedTruth) => number) => Float64Array.from(truths, of);
  const histories = {
    unit: "weeks" as const,
    x: column(({ orders }) => orders - 1),
    tx: column((truth) => tradingWeeks(truth.lastOrderDay) - tradingWeeks(truth.firstOrderDay)),
    T: column((truth) => tradingWeeks(PERIOD_DAYS) - tradingWeeks(truth.firstOrderDay)),
  };
  const meanSpend = Float64Array.from(truths, ({ orders }, i) => {
    let sum = 0;
    for (let entry = start[i]!; entry < start[i + 1]!; entry++) sum += value[entry]!;
    return sum / orders;
  });
  const horizon = weeks(tradingWeeks(PERIOD_DAYS + HORIZON_DAYS) - tradingWeeks(PERIOD_DAYS));
  const orders = new ParetoNbd("weeks", { r, alpha: alphaWeeks, s, beta: betaWeeks }).expectedPurchases(
    histories,
    horizon,
  );
  const values = new GammaGamma({ p, q, v }).expectedMeanSpend({
    x: column(({ orders: count }) => count),
    meanSpend,
  });
  return orders.map((count, i) => count * values[i]!);
}
