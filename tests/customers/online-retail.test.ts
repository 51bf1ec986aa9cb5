import { beforeAll, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { baseFeatures } from "../../src/customers/base-features";
import { countCohorts, retentionTriangle } from "../../src/customers/cohorts";
import { extendedFeatures } from "../../src/customers/extended-features";
import { labelCustomers, newestOrder } from "../../src/customers/labels";
import { collectPurchases, collectReturns, type Purchases } from "../../src/customers/purchases";
import { DAY_MS } from "../../src/time";
import { readTransactions } from "../../src/transactions/read";
import type { Transactions } from "../../src/transactions/transactions";
import { describeWhere, onlineRetail } from "../real-data";

/**
 * Tables of an independent pipeline (pandas 2) over the same file, beside the repository or where PERENNIAL_SHARED
 * says; their definitions are in `summary.json` there.
 */
const oracles = join(
  process.env.PERENNIAL_SHARED ?? join(import.meta.dir, "../../../shared"),
  "reference/oracle",
);
const hasOracles = existsSync(oracles);
describeWhere(onlineRetail !== null, "the customers of the UCI file", "datasets/OnlineRetail.csv.gz", () => {
  let shop: Transactions;
  let purchases: Purchases;
  let newest: number;

  beforeAll(async () => {
    shop = await readTransactions(onlineRetail!);
    purchases = collectPurchases(shop);
    newest = newestOrder(purchases);
  });

  /** The columns of a table by the reference's names, where its `avg_basket_value` is the mean value of a line. */
  function columnsAt(cutoff: number): Record<string, Float64Array> {
    const extended = extendedFeatures(purchases, collectReturns(shop), cutoff);
    return {
      ...baseFeatures(purchases, cutoff).columns,
      avg_basket_value: extended.columns.avg_line_value!,
    };
  }

  function expectEqual(cutoff: number, columns: Record<string, Float64Array>, file: string): void {
    const reference = readTable(file);
    const ids = Array.from(baseFeatures(purchases, cutoff).customer, (customer) => shop.customers[customer]!);
    expect(ids).toEqual(reference.ids);
    for (const [name, expected] of Object.entries(reference.columns)) {
      const column = columns[name]!;
      const wrong = expected.findIndex(
        (value, row) => !(Math.abs(column[row]! - value) <= 1e-6 * Math.max(1, Math.abs(value))),
      );
      if (wrong >= 0) {
        throw new Error(`${name} of customer ${ids[wrong]} is ${column[wrong]}, not ${expected[wrong]}`);
      }
    }
  }

  describeWhere(hasOracles, "the reference's tables", "reference/oracle", () => {
    test("have the reference's features at the newest order", () => {
      expectEqual(newest, columnsAt(newest), "rfm_features.csv.gz");
    });

    test("have the reference's features and labels 90 days before the newest order", () => {
      const cutoff = newest - 90 * DAY_MS;
      const { churned, spend, orders } = labelCustomers(purchases, baseFeatures(purchases, cutoff), 90);
      const columns = {
        ...columnsAt(cutoff),
        churn_label: churned,
        future_spend: spend,
        future_orders: orders,
      };
      expectEqual(cutoff, columns, "time_split_features_all.csv.gz");
    });
  });

  test("of December 2010 came back as often as is known", () => {
    const cells = retentionTriangle(countCohorts(purchases), newest).filter(
      (cell) => cell.cohort === "2010-12",
    );
    expect(cells.map((cell) => cell.monthsSince)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    // The same triangle in pandas (groupby of the months of first and later orders): oracles.json.
    expect(cells.map((cell) => cell.customers)).toEqual([
      885, 324, 286, 340, 321, 352, 321, 309, 313, 350, 331, 445, 235,
    ]);
    expect(cells.map((cell) => cell.unfinished).indexOf(true)).toBe(12);
  });
});

function readTable(file: string): { ids: string[]; columns: Record<string, number[]> } {
  const bytes = Bun.gunzipSync(readFileSync(join(oracles, file)));
  const [header, ...lines] = new TextDecoder().decode(bytes).trim().split(/\r?\n/);
  const rows = lines.map((line) => line.split(","));
  const names = header!.split(",");
  const columns = Object.fromEntries(
    names.slice(1).map((name, j) => [name, rows.map((row) => Number(row[j + 1]))]),
  );
  return { ids: rows.map((row) => row[0]!), columns };
}
