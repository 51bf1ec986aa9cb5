import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ordinaryShop } from "../pipeline/small-files";
import { ALL_LINES, type DuckdbShop, duckdbShop } from "../warehouse/duckdb-shop";

const folder = mkdtempSync(join(tmpdir(), "perennial-commands-"));
const sql = join(folder, "lines.sql");
const orders = ordinaryShop(80, 300);
let shop: DuckdbShop;
beforeAll(async () => {
  shop = await duckdbShop(folder, orders, { tenants: "[someone]" });
  writeFileSync(sql, ALL_LINES);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function perennial(...words: string[]) {
  const run = Bun.spawn([process.execPath, resolve(import.meta.dir, "../../src/cli.ts"), ...words], {
    env: { ...process.env, WAREHOUSES_FILE: shop.warehousesFile, DATA_DIR: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err] = await Promise.all([new Response(run.stdout).text(), new Response(run.stderr).text()]);
  return { code: await run.exited, out, err };
}

test("check reads a query of a warehouse, whoever its tenants are", async () => {
  const { code, out, err } = await perennial("check", "--warehouse", "shop", "--query", sql, "--json");
  expect([code, err]).toEqual([0, ""]);
  const people = new Set(orders.map(({ customer }) => customer));
  const { file, format, customers } = JSON.parse(out);
  expect({ file, format, customers }).toEqual({ file: "lines.sql", format: "query", customers: people.size });
});

test("train learns from a query of a warehouse", async () => {
  const out = join(folder, "model");
  const words = ["train", "--tenant-id", "acme", "--warehouse", "shop", "--query", sql, "--quick"];
  const { code, err } = await perennial(...words, "--out", out);
  expect([code, code === 0 ? "" : err]).toEqual([0, ""]);
  expect((await Bun.file(join(out, "cleaning_report.json")).json()).format).toBe("query");
});

test.each([
  [["check"], "Name a file of order lines, or a query"],
  [["check", "--warehouse", "shop"], "--warehouse and --query go together"],
  [
    ["check", "a.csv", "--warehouse", "shop", "--query", "q.sql"],
    "from files or from a query, not from both",
  ],
  [["check", "--warehouse", "shop", "--query", "missing.sql"], "There is no query file missing.sql"],
  [["check", "--warehouse", "lake", "--query", "SQL"], "There is no warehouse lake. The file names shop."],
  [["check", "--warehouse", "shop", "--query", "SQL", "--date-order", "dmy"], "--date-order is for files"],
])("%p is refused", async (words, told) => {
  const { code, err } = await perennial(...words.map((word) => (word === "SQL" ? sql : word)));
  expect(code).toBe(1);
  expect(err).toContain(told);
});
