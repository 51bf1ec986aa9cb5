import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { openEngine } from "../../../src/warehouse/open-engine";
import { engineSuite, rowsOf } from "./engine-suite";

const MIB = 1024 ** 2;
const open = (path: string) =>
  openEngine("lake", { kind: "duckdb", tenants: "*", path, memory_bytes: 64 * MIB });

async function run(path: string, ...statements: string[]): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

engineSuite("DuckDB", async () => {
  const folder = mkdtempSync(join(tmpdir(), "perennial-duck-"));
  const file = join(folder, "shop.duckdb");
  await run(file, "CREATE TABLE kept AS SELECT 1 AS a");
  return {
    warehouse: { kind: "duckdb", tenants: "*", path: file },
    numbers: (rows) => `SELECT range AS n FROM range(1, ${rows + 1})`,
    failing: "CASE WHEN n = 90000 THEN error('here') ELSE 'x' END",
    slow: "SELECT count(*)::text FROM range(10000000) a, range(10000000) b WHERE (a.range * b.range) % 7 = 8",
    isOneSnapshot: true,
    running: null,
    text: (expression) => `CAST(${expression} AS VARCHAR)`,
    float: (expression) => `CAST(${expression} AS DOUBLE)`,
    typed: `'x' AS a_text, 1.5::double AS "a number", 1::bigint AS whole, 1.50::decimal(10, 2) AS exact, current_date AS a_day, now() AS a_moment, NULL::varchar AS "nothing_but_é"`,
    writes: [
      "INSERT INTO kept VALUES (2)",
      "SELECT 1; DELETE FROM kept",
      "SELECT 1 AS a) ; DELETE FROM kept; SELECT * FROM (SELECT 1",
      `COPY (SELECT 1) TO '${join(folder, "copied.csv")}'`,
      `ATTACH '${join(folder, "other.duckdb")}'`,
      "SET enable_external_access = true",
      "PRAGMA enable_external_access",
      `SELECT * FROM read_csv('${import.meta.path}')`,
      "SELECT * FROM read_text('/etc/hostname')",
      "SELECT * FROM glob('/etc/*')",
      "SELECT * FROM read_csv('http://127.0.0.1:1/x')",
      "INSTALL httpfs",
    ],
    isUntouched: async () => {
      await using engine = await open(file);
      const rows = await rowsOf(engine, "SELECT count(*) FROM kept");
      return rows[0]![0] === 1 && readdirSync(folder).join() === "shop.duckdb";
    },
    cut: null,
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true });
    },
  };
});

describe("a folder of Parquet files", () => {
  const folder = mkdtempSync(join(tmpdir(), "perennial-lake-"));
  const lake = join(folder, "lake");
  beforeAll(async () => {
    for (const year of [2025, 2026])
      mkdirSync(join(lake, "order lines", `year=${year}`), { recursive: true });
    await run(
      ":memory:",
      `COPY (SELECT 'a''b' AS id, 1 AS quantity) TO '${lake}/customers.parquet'`,
      `COPY (SELECT 1 AS quantity) TO '${lake}/order lines/year=2025/a.parquet'`,
      `COPY (SELECT 2 AS quantity, 'new' AS channel) TO '${lake}/order lines/year=2026/a.parquet'`,
      `COPY (SELECT 'secret' AS id) TO '${folder}/beside.parquet'`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is a view per file and per folder, with the columns of all its files", async () => {
    await using engine = await open(lake);
    expect(await rowsOf(engine, "SELECT * FROM customers")).toEqual([["a'b", 1]]);
    expect(await rowsOf(engine, 'SELECT quantity, channel, year FROM "order lines" ORDER BY year')).toEqual([
      [1, null, 2025],
      [2, "new", 2026],
    ]);
  });

  test("is all that can be read, not what lies beside it or behind a link", async () => {
    symlinkSync(join(folder, "beside.parquet"), join(folder, "link.parquet"));
    await using engine = await open(lake);
    for (const path of ["beside.parquet", "lake/../beside.parquet", "link.parquet"])
      await expect(rowsOf(engine, `SELECT * FROM '${folder}/${path}'`)).rejects.toThrow("disabled");
  });

  test("takes nothing in, not even beside its files", async () => {
    await using engine = await open(lake);
    await expect(rowsOf(engine, `COPY (SELECT 1) TO '${lake}/new.parquet'`)).rejects.toThrow("selects");
    expect(existsSync(join(lake, "new.parquet"))).toBe(false);
  });

  test("may be larger than the memory that DuckDB is given; what it wrote aside is gone afterwards", async () => {
    let aside = "";
    {
      await using engine = await open(lake);
      const [row] = await rowsOf(engine, "SELECT current_setting('temp_directory')");
      aside = String(row![0]);
      expect(existsSync(aside)).toBe(true);
      const wide = "SELECT range AS n, repeat('x', 200) || range AS t FROM range(400000)";
      let rows = 0;
      for await (const { length } of engine.run(wide)) rows += length;
      expect(rows).toBe(400_000);
    }
    expect(existsSync(aside)).toBe(false);
  });

  test("without any says so, and a file that is no database does, too", async () => {
    const empty = join(folder, "empty");
    mkdirSync(empty);
    await expect(open(empty)).rejects.toThrow(`There are no Parquet files in ${empty}`);
    await expect(open(join(folder, "missing"))).rejects.toThrow("There are no Parquet files");
    await Bun.write(join(folder, "no.duckdb"), "this is no database at all");
    await expect(open(join(folder, "no.duckdb"))).rejects.toThrow("The warehouse lake says: ");
  });
});
