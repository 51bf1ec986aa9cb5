import { DAY_MS } from "../time";
import type { FeatureTable } from "./feature-table";
import type { Purchases, Returns } from "./purchases";

/** Whether spend is forecast as paid, or less what is given back. */
export type SpendBasis = "net" | "gross";

/**
 * What customers kept of their purchases: spend less returns and refunds, over all time and in windows that end at the snapshot. They stand beside the base
 * features, which count purchases as they were paid. Negative where more came back than was bought.
 */
export const NET_FEATURES = {
  net_monetary: "total spend less returns and refunds",
  net_spend_30d: "spend in the last 30 days less what was given back in them",
  net_spend_90d: "spend in the last 90 days less what was given back in them",
  net_spend_180d: "spend in the last 180 days less what was given back in them",
} as const;

type NetFeature = keyof typeof NET_FEATURES;

const WINDOWS = [
  ["net_spend_30d", 30],
  ["net_spend_90d", 90],
  ["net_spend_180d", 180],
] as const;

/** The net features of the customers of `table`, at its cutoff. Nothing after the cutoff is read. */
export function netFeatures(
  purchases: Purchases,
  returns: Returns,
  { cutoff, rows, customer }: Pick<FeatureTable, "cutoff" | "rows" | "customer">,
): Record<NetFeature, Float64Array> {
  const since = (from: number) =>
    Float64Array.from({ length: rows }, (_, row) =>
      keptWithin(purchases, returns, customer[row]!, from, cutoff),
    );
  return {
    net_monetary: since(-Infinity),
    ...Object.fromEntries(WINDOWS.map(([name, days]) => [name, since(cutoff - days * DAY_MS)])),
  } as Record<NetFeature, Float64Array>;
}

/**
 * What the customers of `table` kept of what they bought in (cutoff, cutoff + horizonDays]: the spend of the label, less what was given back in
 * those days, at least 0. It stands beside the label of `labelCustomers`, which is as paid and says whether the window is observed.
 */
export function netSpendLabels(
  purchases: Purchases,
  returns: Returns,
  { cutoff, customer }: Pick<FeatureTable, "cutoff" | "customer">,
  horizonDays: number,
): Float64Array {
  const end = cutoff + horizonDays * DAY_MS;
  return Float64Array.from(customer, (one) => Math.max(0, keptWithin(purchases, returns, one, cutoff, end)));
}

/** What each customer of the table kept so far; as paid where the table has no net features. */
export function keptSpend({ columns }: Pick<FeatureTable, "columns">): Float64Array {
  return columns.net_monetary ?? columns.monetary!;
}

/** Spend less returns of one customer in (from, until]. */
function keptWithin(
  purchases: Purchases,
  returns: Returns,
  customer: number,
  from: number,
  until: number,
): number {
  return sumWithin(purchases, customer, from, until) - sumWithin(returns, customer, from, until);
}

function sumWithin(
  { start, time, value }: Pick<Purchases, "start" | "time" | "value">,
  customer: number,
  from: number,
  until: number,
): number {
  let sum = 0;
  for (let i = start[customer]!; i < start[customer + 1]! && time[i]! <= until; i++) {
    if (time[i]! > from) sum += value[i]!;
  }
  return sum;
}
