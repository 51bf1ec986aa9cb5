import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { SmallOrder } from "../pipeline/small-files";

/** What a query of `order_lines` is made of. */
export const ALL_LINES = "SELECT * FROM order_lines";

/** A DuckDB file with a table `order_lines`, and the operator's file that names it `shop`. */
export interface DuckdbShop {
  readonly database: string;
  /** For `WAREHOUSES_FILE`. */
  readonly warehousesFile: string;
  /** Runs statements on the file while nobody else has it open. */
  change(...statements: readonly string[]): Promise<void>;
}

/** `named`: more lines of the operator's file about the connection. */
export async function duckdbShop(
  folder: string,
  orders: readonly SmallOrder[],
  { tenants = '"*"', named = "" } = {},
): Promise<DuckdbShop> {
  const database = join(folder, "shop.duckdb");
  const rows = orders.map(
    ({ customer, day, value }, i) =>
      `(${1000 + i}, 'P${i % 7}', 1, TIMESTAMP '2020-01-01 12:00' + INTERVAL ${day} DAY, ${value}, '${customer}')`,
  );
  const change = async (...statements: readonly string[]) => {
    const instance = await DuckDBInstance.create(database);
    const connection = await instance.connect();
    try {
      for (const statement of statements) await connection.run(statement);
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  };
  await change(
    `CREATE TABLE order_lines (order_id INTEGER, product VARCHAR, quantity INTEGER, ordered_at TIMESTAMP,
       unit_price DECIMAL(10, 2), customer_id VARCHAR)`,
    `INSERT INTO order_lines VALUES ${rows.join(", ")}`,
  );
  const warehousesFile = join(folder, "warehouses.yaml");
  writeFileSync(
    warehousesFile,
    `connections:
  shop:
    kind: duckdb
    path: ${database}
    tenants: ${tenants}
${named}
`,
  );
  return { database, warehousesFile, change };
}
