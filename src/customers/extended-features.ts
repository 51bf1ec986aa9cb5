import { customersUntil } from "./base-features";
import { DAY_MS } from "./duration";
import type { FeatureTable } from "./feature-table";
import type { Purchases, Returns } from "./purchases";

/** Weight of the newest gap in the exponentially weighted mean of the gaps between orders. */
const EWMA_WEIGHT = 0.4;

/** A column of the extended table: its name on the wire and what it holds, for the model card and the docs. */
export const EXTENDED_FEATURES = {
  tenure_days: "days from the first order to the snapshot",
  gap_mean_days: "mean days between one order and the next; missing with one order",
  gap_sd_days: "standard deviation of those days; missing with fewer than three orders",
  gap_cv: "gap_sd_days / gap_mean_days: 0 is clockwork, 1 is chance, above 1 comes in bursts",
  gap_ewma_days: "exponentially weighted mean of the gaps, the newest weighing 0.4",
  gap_last_days: "days between the last two orders",
  recency_over_gap:
    "days since the last order / gap_mean_days: above 1 the customer is late by their own rhythm",
  recency_over_ewma: "the same against gap_ewma_days",
  orders_30d: "orders in the 30 days up to the snapshot",
  orders_90d: "orders in the last 90 days",
  orders_180d: "orders in the last 180 days",
  spend_30d: "spend in the last 30 days",
  spend_90d: "spend in the last 90 days",
  spend_180d: "spend in the last 180 days",
  orders_trend: "log((orders in the last 90 days + 1) / (orders in the 90 days before + 1))",
  spend_trend: "log((spend in the last 90 days + 1) / (spend in the 90 days before + 1))",
  last_order_value: "value of the last order",
  max_order_value: "value of the largest order",
  order_value_cv: "standard deviation / mean of the order values; missing with one order",
  avg_line_value: "mean value of an order line",
  avg_unit_price: "spend / units",
  lines_per_order: "order lines / orders",
  new_product_share:
    "share of the last 90 days' order lines that are first purchases of a product; missing without any",
  return_rate: "value of returns / spend, capped at 1",
  returns_90d: "returned lines in the last 90 days",
  spend_per_day: "spend / tenure",
  orders_per_day: "orders / tenure",
  mean_hour: "mean hour of the day of the orders, 0 to 24",
  weekend_share: "share of orders on a Saturday or Sunday",
  home_country:
    "1 where the customer orders from the country that most customers order from, else 0; missing without countries",
} as const;

export type ExtendedFeature = keyof typeof EXTENDED_FEATURES;

/** What one customer's history adds up to; reused from customer to customer. */
interface Sums {
  orders: number;
  spend: number;
  units: number;
  lines: number;
  hours: number;
  weekend: number;
  gaps: number;
  gapSum: number;
  gapSquares: number;
  gapEwma: number;
  gapLast: number;
  valueSquares: number;
  maxValue: number;
  lastValue: number;
  recentLines: number;
  recentNew: number;
}

/**
 * The extended features of the customers that `baseFeatures` lists for the same cutoff, in the same order. Windows end
 * at the cutoff and are open at their far end: (cutoff − 30 days, cutoff]. Nothing after the cutoff is read.
 */
export function extendedFeatures(purchases: Purchases, returns: Returns, cutoff: number): FeatureTable {
  const customer = customersUntil(purchases, cutoff);
  const rows = customer.length;
  const columns = Object.fromEntries(
    Object.keys(EXTENDED_FEATURES).map((name) => [name, new Float64Array(rows)]),
  ) as Record<ExtendedFeature, Float64Array>;
  const home = commonestCountry(purchases, customer);
  const { start, time } = purchases;
  for (let row = 0; row < rows; row++) {
    const first = start[customer[row]!]!;
    let end = start[customer[row]! + 1]!;
    while (time[end - 1]! > cutoff) end--;
    const sums = addUp(purchases, first, end, cutoff);
    writeRhythm(columns, row, sums, (cutoff - time[end - 1]!) / DAY_MS, (cutoff - time[first]!) / DAY_MS);
    writeWindows(columns, row, purchases, first, end, cutoff);
    writeBasket(columns, row, sums);
    writeReturns(columns, row, returns, customer[row]!, sums.spend, cutoff);
    columns.home_country[row] = home < 0 ? NaN : purchases.country[end - 1] === home ? 1 : 0;
  }
  return { cutoff, rows, customer, columns };
}

function addUp(purchases: Purchases, first: number, end: number, cutoff: number): Sums {
  const { time, value, units, lines, opensOrder, newProducts } = purchases;
  const sums: Sums = {
    orders: 0,
    spend: 0,
    units: 0,
    lines: 0,
    hours: 0,
    weekend: 0,
    gaps: 0,
    gapSum: 0,
    gapSquares: 0,
    gapEwma: NaN,
    gapLast: NaN,
    valueSquares: 0,
    maxValue: 0,
    lastValue: 0,
    recentLines: 0,
    recentNew: 0,
  };
  let previous = NaN;
  for (let i = first; i < end; i++) {
    const at = time[i]!;
    sums.spend += value[i]!;
    sums.units += units[i]!;
    sums.lines += lines[i]!;
    // An entry that continues an order is taken to continue the newest one.
    const before = opensOrder[i] ? 0 : sums.lastValue;
    sums.lastValue = before + value[i]!;
    sums.valueSquares += sums.lastValue ** 2 - before ** 2;
    sums.maxValue = Math.max(sums.maxValue, sums.lastValue);
    if (at > cutoff - 90 * DAY_MS) {
      sums.recentLines += lines[i]!;
      sums.recentNew += newProducts[i]!;
    }
    if (!opensOrder[i]) continue;
    sums.orders++;
    const day = Math.floor(at / DAY_MS);
    sums.hours += (at - day * DAY_MS) / 3_600_000;
    // Day 0 of 1970 was a Thursday: days 2 and 3 of each seven are Saturday and Sunday.
    const weekday = ((day % 7) + 7) % 7;
    if (weekday === 2 || weekday === 3) sums.weekend++;
    if (!Number.isNaN(previous)) {
      const gap = (at - previous) / DAY_MS;
      sums.gaps++;
      sums.gapSum += gap;
      sums.gapSquares += gap * gap;
      sums.gapEwma = sums.gaps === 1 ? gap : EWMA_WEIGHT * gap + (1 - EWMA_WEIGHT) * sums.gapEwma;
      sums.gapLast = gap;
    }
    previous = at;
  }
  return sums;
}

type Columns = Record<ExtendedFeature, Float64Array>;

function writeRhythm(columns: Columns, row: number, sums: Sums, sinceLast: number, sinceFirst: number): void {
  const mean = sums.gaps > 0 ? sums.gapSum / sums.gaps : NaN;
  const variance = sums.gaps > 1 ? (sums.gapSquares - sums.gaps * mean * mean) / (sums.gaps - 1) : NaN;
  const sd = Math.sqrt(Math.max(0, variance));
  const tenure = sinceFirst + 1;
  columns.tenure_days[row] = tenure;
  columns.gap_mean_days[row] = mean;
  columns.gap_sd_days[row] = sd;
  columns.gap_cv[row] = mean > 0 ? sd / mean : NaN;
  columns.gap_ewma_days[row] = sums.gapEwma;
  columns.gap_last_days[row] = sums.gapLast;
  // One day is added on both sides: two orders of one afternoon are a gap of hours, not a rhythm.
  columns.recency_over_gap[row] = (sinceLast + 1) / (mean + 1);
  columns.recency_over_ewma[row] = (sinceLast + 1) / (sums.gapEwma + 1);
  columns.spend_per_day[row] = sums.spend / tenure;
  columns.orders_per_day[row] = sums.orders / tenure;
}

function writeWindows(
  columns: Columns,
  row: number,
  purchases: Purchases,
  first: number,
  end: number,
  cutoff: number,
): void {
  const { time, value, opensOrder } = purchases;
  let ordersBefore = 0;
  let spendBefore = 0;
  for (let i = end - 1; i >= first; i--) {
    const age = (cutoff - time[i]!) / DAY_MS;
    if (age >= 180) break;
    const orders = opensOrder[i]!;
    columns.orders_180d[row]! += orders;
    columns.spend_180d[row]! += value[i]!;
    if (age >= 90) {
      ordersBefore += orders;
      spendBefore += value[i]!;
      continue;
    }
    columns.orders_90d[row]! += orders;
    columns.spend_90d[row]! += value[i]!;
    if (age >= 30) continue;
    columns.orders_30d[row]! += orders;
    columns.spend_30d[row]! += value[i]!;
  }
  columns.orders_trend[row] = Math.log((columns.orders_90d[row]! + 1) / (ordersBefore + 1));
  columns.spend_trend[row] = Math.log((columns.spend_90d[row]! + 1) / (spendBefore + 1));
}

function writeBasket(columns: Columns, row: number, sums: Sums): void {
  const { orders, spend, lines, units } = sums;
  const mean = spend / orders;
  const variance = orders > 1 ? (sums.valueSquares - orders * mean * mean) / (orders - 1) : NaN;
  columns.last_order_value[row] = sums.lastValue;
  columns.max_order_value[row] = sums.maxValue;
  columns.order_value_cv[row] = Math.sqrt(Math.max(0, variance)) / mean;
  columns.avg_line_value[row] = spend / lines;
  columns.avg_unit_price[row] = spend / units;
  columns.lines_per_order[row] = lines / orders;
  columns.new_product_share[row] = sums.recentLines > 0 ? sums.recentNew / sums.recentLines : NaN;
  columns.mean_hour[row] = sums.hours / orders;
  columns.weekend_share[row] = sums.weekend / orders;
}

function writeReturns(
  columns: Columns,
  row: number,
  returns: Returns,
  customer: number,
  spend: number,
  cutoff: number,
): void {
  let value = 0;
  for (
    let i = returns.start[customer]!;
    i < returns.start[customer + 1]! && returns.time[i]! <= cutoff;
    i++
  ) {
    value += returns.value[i]!;
    if (returns.time[i]! > cutoff - 90 * DAY_MS) columns.returns_90d[row]!++;
  }
  columns.return_rate[row] = Math.min(1, value / spend);
}

/** The country of most of these customers' first orders; −1 where the file has no countries. */
function commonestCountry({ country, start }: Purchases, customers: Int32Array): number {
  const counts = new Map<number, number>();
  for (const customer of customers) {
    const id = country[start[customer]!]!;
    if (id >= 0) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  let best = -1;
  for (const [id, count] of counts) {
    const most = counts.get(best) ?? 0;
    if (count > most || (count === most && id < best)) best = id;
  }
  return best;
}
