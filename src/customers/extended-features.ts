import { DAY_MS } from "../time";
import { customersUntil } from "./base-features";
import { BASKET_FEATURES, Baskets } from "./basket-features";
import type { FeatureTable } from "./feature-table";
import { oldestOrder } from "./labels";
import type { Purchases, Returns } from "./purchases";
import { RATE_FEATURES, Rates } from "./rate-features";
import { RHYTHM_FEATURES, Rhythm } from "./rhythm-features";
import { SEASON_FEATURES, Season } from "./season-features";

/** Days in which a returned line counts for `returns_90d`. */
const RECENT_DAYS = 90;

/** A column of the extended table: its name on the wire and what it holds, for the model card and the docs. */
export const EXTENDED_FEATURES = {
  ...RHYTHM_FEATURES,
  ...RATE_FEATURES,
  ...SEASON_FEATURES,
  ...BASKET_FEATURES,
  return_rate: "value of returns / spend, capped at 1",
  returns_90d: "returned lines in the last 90 days",
  home_country:
    "1 where the customer orders from the country that most customers order from, else 0; missing without countries",
} as const;

export type ExtendedFeature = keyof typeof EXTENDED_FEATURES;

type Columns = Record<ExtendedFeature, Float64Array>;

/**
 * The extended features of the customers that `baseFeatures` lists for the same cutoff, in the same order, in one pass
 * over each customer's purchases. Windows end at the cutoff and are open at their far end: (cutoff − 30 days, cutoff].
 * Orders count at the moment that opens them, spend at the moment of each purchase. Nothing after the cutoff is read.
 * If these are some customers of a shop, the facts are those of the whole shop.
 */
export function extendedFeatures(
  purchases: Purchases,
  returns: Returns,
  cutoff: number,
  { home, oldest }: ShopFacts = shopFacts(purchases, cutoff),
): FeatureTable {
  const customer = customersUntil(purchases, cutoff);
  const rows = customer.length;
  const columns = Object.fromEntries(
    Object.keys(EXTENDED_FEATURES).map((name) => [name, new Float64Array(rows)]),
  ) as Columns;
  const rhythm = new Rhythm();
  const rates = new Rates();
  const season = new Season((cutoff - oldest) / DAY_MS);
  const baskets = new Baskets();
  const { start, time, value, opensOrder, units, lines, newProducts, country } = purchases;
  for (let row = 0; row < rows; row++) {
    const first = start[customer[row]!]!;
    const end = start[customer[row]! + 1]!;
    rhythm.begin();
    rates.begin();
    season.begin();
    baskets.begin();
    let orders = 0;
    let spend = 0;
    let i = first;
    for (; i < end && time[i]! <= cutoff; i++) {
      const age = (cutoff - time[i]!) / DAY_MS;
      const opens = opensOrder[i]!;
      if (opens) rhythm.add(time[i]!, age);
      rates.add(age, value[i]!, opens);
      season.add(age, value[i]!, opens);
      baskets.add(age, value[i]!, opens, units[i]!, lines[i]!, newProducts[i]!);
      orders += opens;
      spend += value[i]!;
    }
    const sinceFirst = (cutoff - time[first]!) / DAY_MS;
    rhythm.write(columns, row, sinceFirst, (cutoff - time[i - 1]!) / DAY_MS);
    rates.write(columns, row, sinceFirst, orders, spend);
    season.write(columns, row, sinceFirst);
    baskets.write(columns, row, orders, spend);
    writeReturns(columns, row, returns, customer[row]!, spend, cutoff);
    columns.home_country[row] = home < 0 ? NaN : country[i - 1] === home ? 1 : 0;
  }
  return { cutoff, rows, customer, columns };
}

function writeReturns(
  columns: Columns,
  row: number,
  returns: Returns,
  customer: number,
  spend: number,
  cutoff: number,
): void {
  const end = returns.start[customer + 1]!;
  let value = 0;
  let recent = 0;
  for (let i = returns.start[customer]!; i < end && returns.time[i]! <= cutoff; i++) {
    value += returns.value[i]!;
    if (returns.time[i]! > cutoff - RECENT_DAYS * DAY_MS) recent++;
  }
  columns.return_rate[row] = Math.min(1, value / spend);
  columns.returns_90d[row] = recent;
}

/** What a customer's features depend on beside their own orders. */
export interface ShopFacts {
  /** The country of most customers' first orders; −1 if the file has no countries. */
  readonly home: number;
  /** The first order, milliseconds since 1970. */
  readonly oldest: number;
}

function shopFacts(purchases: Purchases, cutoff: number): ShopFacts {
  const counts = new FirstCountries();
  counts.add(purchases, customersUntil(purchases, cutoff));
  return { home: counts.commonest, oldest: oldestOrder(purchases) };
}

/** Counts the countries of customers' first orders. */
export class FirstCountries {
  readonly #counts: number[] = [];

  add({ country, start }: Purchases, customers: Int32Array): void {
    for (let row = 0; row < customers.length; row++) {
      const id = country[start[customers[row]!]!]!;
      if (id < 0) continue;
      while (this.#counts.length <= id) this.#counts.push(0);
      this.#counts[id]!++;
    }
  }

  /** The first of those with most customers; −1 if no country is known. */
  get commonest(): number {
    return this.#counts.indexOf(this.#counts.reduce((most, count) => Math.max(most, count), 1));
  }
}
