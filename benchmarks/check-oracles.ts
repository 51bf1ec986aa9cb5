/**
 * `bun run check:oracles`: reads the Online Retail file and compares what comes out with the reference pipeline's
 * counts and tables. Prints every figure beside its oracle; exits with 1 where one differs.
 */
import { baseFeatures } from "../src/customers/base-features";
import { extendedFeatures } from "../src/customers/extended-features";
import type { FeatureTable } from "../src/customers/feature-table";
import { labelCustomers, newestOrder } from "../src/customers/labels";
import { collectPurchases, collectReturns } from "../src/customers/purchases";
import { DAY_MS } from "../src/time";
import { readTransactions } from "../src/transactions/read";
import { readOracleTable, sharedFile } from "./reference";

/** The reference calls the mean value of a line `avg_basket_value`; ours is spend / orders. */
const RENAMED: Readonly<Record<string, string>> = { avg_basket_value: "avg_line_value" };
const FEATURE_TOLERANCE = 1e-6;
const REVENUE_TOLERANCE = 1e-3;

const file = sharedFile("datasets/OnlineRetail.csv.gz");
const rfm = sharedFile("reference/oracle/rfm_features.csv.gz");
const timeSplit = sharedFile("reference/oracle/time_split_features_all.csv.gz");
if (!file || !rfm || !timeSplit) {
  console.error(
    "The Online Retail file and its oracles are not on this machine; set PERENNIAL_SHARED to their folder.",
  );
  process.exit(1);
}

let failures = 0;
const transactions = await readTransactions(file);
const { report } = transactions;
compare("rows read", report.rows_read, 541_909);
compare("rows kept", report.rows_kept, 392_692);
compare("customers", report.customers, 4_338);
compare("orders", report.orders, 18_532);
compare("revenue", report.revenue, 8_887_208.894, REVENUE_TOLERANCE);

const purchases = collectPurchases(transactions);
const returns = collectReturns(transactions);
const newest = newestOrder(purchases);
compareTable("features at the newest snapshot", rfm, featuresAt(newest));

const cutoff = newest - 90 * DAY_MS;
const table = featuresAt(cutoff);
const labels = labelCustomers(purchases, table, 90);
compareTable("features and labels of the time split", timeSplit, {
  ...table,
  columns: {
    ...table.columns,
    future_orders: labels.orders,
    future_spend: labels.spend,
    churn_label: labels.churned,
  },
});
console.log(failures === 0 ? "all oracles met" : `${failures} figures differ`);
process.exitCode = failures === 0 ? 0 : 1;

function featuresAt(moment: number): FeatureTable {
  const base = baseFeatures(purchases, moment);
  return { ...base, columns: { ...base.columns, ...extendedFeatures(purchases, returns, moment).columns } };
}

function compare(name: string, found: number, expected: number, tolerance = 0): void {
  const met = Math.abs(found - expected) <= tolerance;
  if (!met) failures++;
  console.log(`${met ? "ok  " : "MISS"} ${name}: ${found}, oracle ${expected}`);
}

/** Every column of the oracle's table, row by row, matched by customer. */
function compareTable(name: string, path: string, { rows, customer, columns }: FeatureTable): void {
  const oracle = readOracleTable(path);
  compare(`${name}: customers`, rows, oracle.numRows());
  const rowOf = new Map(Array.from(customer, (id, row) => [Number(transactions.customers[id]), row]));
  const ids = oracle.array("CustomerID") as number[];
  for (const column of oracle.columnNames()) {
    if (column === "CustomerID") continue;
    const expected = oracle.array(column) as number[];
    const found = columns[RENAMED[column] ?? column]!;
    let worst = 0;
    for (let i = 0; i < ids.length; i++) {
      const difference = Math.abs(found[rowOf.get(ids[i]!) ?? -1]! - expected[i]!);
      if (!(difference <= worst)) worst = difference;
    }
    const met = worst <= FEATURE_TOLERANCE;
    if (!met) failures++;
    console.log(
      `${met ? "ok  " : "MISS"} ${name}: ${column}, largest difference ${worst.toExponential(1)} over ${ids.length} customers`,
    );
  }
}
