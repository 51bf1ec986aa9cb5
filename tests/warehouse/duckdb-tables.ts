import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBDateValue, DuckDBInstance, DuckDBTimestampValue } from "@duckdb/node-api";
import { DAY_MS } from "../../src/time";
import { openEngine } from "../../src/warehouse/open-engine";
import type { TableCounterpart } from "./equal";
import type { TypedTable } from "./typed-table";

const types = { text: "VARCHAR", number: "DOUBLE", moment: "TIMESTAMP", day: "DATE" };

/** DuckDB files of one table each. */
export const duckdbTables: TableCounterpart = {
  name: "DuckDB",
  async load(table) {
    const folder = mkdtempSync(join(tmpdir(), "perennial-equal-"));
    const path = join(folder, "shop.duckdb");
    await write(path, table);
    const engine = await openEngine("lake", { kind: "duckdb", tenants: "*", path });
    return {
      engine,
      query: "SELECT * FROM order_lines",
      async [Symbol.asyncDispose]() {
        await engine[Symbol.asyncDispose]();
        rmSync(folder, { recursive: true });
      },
    };
  },
};

async function write(path: string, { columns, rows }: TypedTable): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  const named = columns.map(({ name, type }) => `"${name.replaceAll('"', '""')}" ${types[type]}`);
  await connection.run(`CREATE TABLE order_lines (${named.join(", ")})`);
  const appender = await connection.createAppender("order_lines");
  for (const row of rows) {
    for (const [i, cell] of row.entries()) {
      const { type } = columns[i]!;
      if (cell === null) appender.appendNull();
      else if (type === "text") appender.appendVarchar(String(cell));
      else if (type === "number") appender.appendDouble(Number(cell));
      else if (type === "moment")
        appender.appendTimestamp(new DuckDBTimestampValue(BigInt(Math.floor(Number(cell))) * 1000n));
      else appender.appendDate(new DuckDBDateValue(Math.floor(Number(cell) / DAY_MS)));
    }
    appender.endRow();
  }
  appender.closeSync();
  connection.closeSync();
  instance.closeSync();
}
