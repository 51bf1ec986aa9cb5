import { baseFeatures } from "../../customers/base-features";
import type { FeatureTable } from "../../customers/feature-table";
import { newestOrder, oldestOrder } from "../../customers/labels";
import type { Purchases } from "../../customers/purchases";
import { DAY_MS } from "../../time";
import type { Promises } from "./promises";

/** Totals that differ by less than this share are the same number, rounded to float32. */
const ROUNDING = 1e-5;

/** How many of a model's customers a newer file covers. Wire format. */
export interface RealisedCustomers {
  /** Customers that the model scored. */
  readonly known: number;
  /** Those judged: `found` and `silent`. */
  readonly judged: number;
  /** They are in the newer file. */
  readonly found: number;
  /** All that the model knew about them lies before the newer file begins, and no order came since. */
  readonly silent: number;
  /** The newer file should have their earlier orders but does not: erased, merged or renamed. Not judged. */
  readonly missing: number;
  /** Among `found`: orders or spend before the snapshot differ from what the model saw. */
  readonly restated: number;
  /** Customers with an order before the snapshot whom the model never saw. */
  readonly added_to_the_past: number;
}

/** A newer file, matched with the customers of an older model. */
export interface MatchedCustomers {
  readonly counts: RealisedCustomers;
  /** The found customers at the model's snapshot; no columns. */
  readonly table: FeatureTable;
  /** Rows of `Promises`: those of `table`, in its order, then the silent ones. */
  readonly rows: Int32Array;
  readonly oldest: number;
  readonly newest: number;
}

/** Finds the customers of `promises` by their ids in a newer file; `ids` names the customers of `purchases`. */
export function matchCustomers(
  promises: Promises,
  purchases: Purchases,
  ids: readonly string[],
): MatchedCustomers {
  const oldest = oldestOrder(purchases);
  const past = baseFeatures(purchases, promises.asOf);
  const customerOf = new Map(ids.map((id, customer) => [id, customer]));
  const pastOf = new Map(Array.from(past.customer, (customer, i) => [customer, i]));
  const found: number[] = [];
  const customers: number[] = [];
  const silent: number[] = [];
  let restated = 0;
  let foundInThePast = 0;
  for (let row = 0; row < promises.customers.length; row++) {
    const customer = customerOf.get(promises.customers[row]!);
    if (customer === undefined) {
      if (isBefore(promises, row, oldest)) silent.push(row);
      continue;
    }
    found.push(row);
    customers.push(customer);
    const at = pastOf.get(customer);
    if (at !== undefined) foundInThePast++;
    if (at === undefined ? !isBefore(promises, row, oldest) : isRestated(promises, row, past, at, oldest))
      restated++;
  }
  const judged = found.length + silent.length;
  return {
    counts: {
      known: promises.customers.length,
      judged,
      found: found.length,
      silent: silent.length,
      missing: promises.customers.length - judged,
      restated,
      added_to_the_past: past.rows - foundInThePast,
    },
    table: {
      cutoff: promises.asOf,
      rows: customers.length,
      customer: Int32Array.from(customers),
      columns: {},
    },
    rows: Int32Array.from([...found, ...silent]),
    oldest,
    newest: newestOrder(purchases),
  };
}

/** Whether all that the model knew about a customer lies before the moment `oldest`. */
function isBefore({ asOf, recencyDays }: Promises, row: number, oldest: number): boolean {
  // Whole days: the last order lies at or before this moment, by less than a day.
  return asOf + (1 - recencyDays[row]!) * DAY_MS < oldest;
}

/** Whether the newer file, as far back as it goes, shows another past of the customer than the model saw. */
function isRestated(
  { since, frequency, monetary }: Promises,
  row: number,
  past: FeatureTable,
  i: number,
  oldest: number,
): boolean {
  const orders = past.columns.frequency![i]!;
  const spend = past.columns.monetary![i]!;
  const tolerance = ROUNDING * Math.max(1, spend);
  // A file that begins later than the model's may have less of a customer's past, never more.
  if (oldest > since) return orders > frequency[row]! || spend > monetary[row]! + tolerance;
  return orders !== frequency[row] || Math.abs(spend - monetary[row]!) > tolerance;
}
