import { describe, expect, test } from "bun:test";
import type { Transactions } from "../../src/transactions/transactions";
import { bucketMarks, checkWarehouse, readWarehouse } from "../../src/warehouse/read-warehouse";
import { duckdbTables } from "./duckdb-tables";
import type { TypedTable } from "./typed-table";

/** 200 customers with three orders of two lines each, and one line that is in the table twice. */
function shop(change?: (row: [string, string, number, string, number, number]) => void): TypedTable {
  const rows: [string, string, number, string, number, number][] = [];
  for (let customer = 1; customer <= 200; customer++)
    for (let order = 0; order < 3; order++)
      for (let line = 0; line < 2; line++)
        rows.push([
          String(customer),
          `${customer}-${order}`,
          Date.UTC(2024, order * 3, 1 + (customer % 28), 9),
          `p${(customer + line) % 17}`,
          1 + line,
          0.1 * customer,
        ]);
  rows.push([...rows[0]!]);
  if (change !== undefined) for (const row of rows) change(row);
  return {
    name: "shop",
    columns: [
      { name: "customer_id", type: "text" },
      { name: "order_id", type: "text" },
      { name: "order_date", type: "moment" },
      { name: "product_id", type: "text" },
      { name: "quantity", type: "number" },
      { name: "unit_price", type: "number" },
    ],
    rows,
    malformed: 0,
  };
}

describe("buckets of customers", () => {
  test("have all lines of their customers, and every customer once", async () => {
    await using loaded = await duckdbTables.load(shop());
    await using whole = await readWarehouse(loaded.engine, loaded.query, { buckets: 1 });
    await using parts = await readWarehouse(loaded.engine, loaded.query, { mostLinesInPart: 200 });
    expect(parts.customers.length).toBe(8);
    const lines: Transactions[] = [];
    for (const i of parts.customers.keys()) lines.push(await parts.part(i));
    expect(lines.map(({ customers }) => customers.length)).toEqual([...parts.customers]);
    expect(lines.every((part) => part.lines.length <= 200)).toBe(true);
    const all = await whole.part(0);
    expect(lines.flatMap(({ customers }) => customers).sort()).toEqual([...all.customers].sort());
    expect(lines.reduce((sum, part) => sum + part.lines.length, 0)).toBe(1200);
    expect(all.numericCustomerIds).toBe(true);
    expect(all.customers.slice(0, 3)).toEqual(["1", "2", "3"]);
    for (const part of lines) expect(part.report).toBe(parts.shared.report);
    await expect(parts.part(8)).rejects.toThrow(RangeError);
  });

  test("a check reports what a reading does", async () => {
    await using loaded = await duckdbTables.load(shop());
    const report = await checkWarehouse(loaded.engine, loaded.query, { name: "lines of the shop" });
    await using parts = await readWarehouse(loaded.engine, loaded.query, { name: "lines of the shop" });
    expect(report).toEqual(parts.shared.report);
    expect(report).toMatchObject({ format: "query", rows_read: 1201, rows_kept: 1200, customers: 200 });
    expect(report.dropped.duplicate_row?.rows).toBe(1);
  });

  test("keep their marks while their rows do, and only the changed one has another", async () => {
    const marksOf = async (table: TypedTable) => {
      await using loaded = await duckdbTables.load(table);
      return await bucketMarks(loaded.engine, loaded.query, { buckets: 64 });
    };
    const before = await marksOf(shop());
    const again = await marksOf({ ...shop(), rows: shop().rows.toReversed() });
    expect(again).toEqual(before);
    expect(before.reduce((sum, { rows }) => sum + rows, 0)).toBe(1200);
    const after = await marksOf(
      shop((row) => {
        if (row[1] === "77-1" && row[4] === 2) row[5] += 0.01;
      }),
    );
    const changed = before.filter(({ checksum }, i) => after[i]!.checksum !== checksum);
    expect(changed).toHaveLength(1);
    expect(after.map(({ rows }) => rows)).toEqual(before.map(({ rows }) => rows));
  });

  test("are a power of two", async () => {
    await using loaded = await duckdbTables.load(shop());
    await expect(readWarehouse(loaded.engine, loaded.query, { buckets: 3 })).rejects.toThrow(
      /1, 2, 4 … 4096 buckets/,
    );
  });
});
