import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AUDIENCE_COLUMNS } from "../../src/answers/select";
import { xlsxFile } from "../../src/destinations/formats/file-writers";
import { type ShopServer, startShopServer } from "../api/resources/shop-server";
import { COUNTERPARTS } from "./counterparts";

const PYTHON = join(COUNTERPARTS, "files", "bin", "python");
const isThere = existsSync(PYTHON);
if (!isThere)
  console.log("left out: files opened from Python, as install-files.sh has not been run (run --install)");

/** What pandas makes of a table. */
interface Frame {
  readonly types: Readonly<Record<string, string>>;
  readonly rows: number;
  readonly first: Readonly<Record<string, string>>;
}
interface Opened {
  readonly pandas: Frame;
  readonly pyarrow: Readonly<Record<string, string>>;
  readonly polars: Readonly<Record<string, string>>;
}
interface Workbook {
  readonly header: readonly string[];
  readonly first: readonly unknown[];
  readonly types: readonly string[];
  readonly widths: readonly number[];
  readonly rows: number;
}
type Read = Readonly<Record<"customers" | "orders" | "parquet", Opened>> & {
  readonly xlsx: Workbook;
  readonly csv: Frame;
};

async function opened(folder: string): Promise<Read> {
  const python = Bun.spawn([PYTHON, join(import.meta.dir, "files", "read.py"), folder], {
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr] = await Promise.all([
    new Response(python.stdout).text(),
    new Response(python.stderr).text(),
  ]);
  expect({ code: await python.exited, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(stdout);
}

describe.skipIf(!isThere)("from Python", () => {
  const folder = mkdtempSync(join(tmpdir(), "perennial-files-"));
  let server: ShopServer;
  let customers: number;
  let read: Read;
  beforeAll(async () => {
    server = await startShopServer();
    const { model } = await server.furnish("shop");
    const prefix = `tenants/shop/models/${model}`;
    for (const name of ["customers.arrow", "orders.arrow"])
      await Bun.write(join(folder, name), (await server.context.blobs.read(`${prefix}/${name}`))!);
    for (const name of ["audience.parquet", "audience.xlsx", "audience.csv"]) {
      const url = `${server.url}/${name}${name.endsWith("csv") ? "?bom=1" : ""}`;
      await Bun.write(join(folder, name), await fetch(url, { headers: { "X-Tenant-Id": "shop" } }));
    }
    const known = server.context.store.models.find("shop", model)!;
    customers = await server.context.models.use(known, ({ customers }) => customers.rows);
    read = await opened(folder);
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  test("the customers' Arrow file opens by read_feather, feather and read_ipc, counts as integers", () => {
    const { pandas, pyarrow, polars } = read.customers;
    expect(pandas.rows).toBe(customers);
    for (const name of ["recency_days", "frequency", "unique_products", "segment", "r_score"]) {
      expect([name, pandas.types[name], pyarrow[name], polars[name]]).toEqual([
        name,
        "int32",
        "int32",
        "Int32",
      ]);
    }
    for (const name of ["monetary", "churn_probability", "ltv_estimate"])
      expect([name, pandas.types[name], polars[name]]).toEqual([name, "float64", "Float64"]);
  });

  test("days and moments are timestamps", () => {
    expect(read.customers.pandas.types.next_order_date).toStartWith("datetime64[");
    expect(read.customers.pyarrow.next_order_date).toBe("timestamp[ms]");
    const { pandas, pyarrow, polars } = read.orders;
    expect(pandas.types.time).toStartWith("datetime64[");
    expect(pyarrow.time).toBe("timestamp[ms]");
    expect(polars.time).toStartWith("Datetime(");
    expect(pandas.first.time).toMatch(/^20\d\d-\d\d-\d\d/);
    for (const name of ["lines", "is_return", "opens_order"]) expect(pyarrow[name]).toBe("int32");
  });

  test("the audience's Parquet file has integers where there are some", () => {
    const { pandas, pyarrow, polars } = read.parquet;
    expect(pandas.rows).toBe(customers);
    for (const name of ["CustomerID", "segment", "recency_days", "frequency"])
      expect([name, pyarrow[name], polars[name]]).toEqual([name, "int64", "Int64"]);
    expect([pyarrow.churn_probability, pyarrow.segment_name]).toEqual(["double", "string"]);
  });

  test("the audience's workbook has typed cells and columns as wide as what is in them", () => {
    const { header, types, widths, rows } = read.xlsx;
    expect(rows).toBe(customers);
    expect(header).toEqual(Object.keys(AUDIENCE_COLUMNS));
    // The file has no names, addresses and countries: openpyxl takes empty cells for numbers.
    expect(types).toEqual(["n", "n", "s", "n", "n", "s", "n", "n", "n", "n", "s", "n", "n", "s", "n"]);
    expect(widths[header.indexOf("recommended_action")]!).toBeGreaterThan(15);
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(8);
  });

  test("the audience's CSV file with a byte order mark has the same columns", () => {
    expect(Object.keys(read.csv.types)).toEqual(Object.keys(AUDIENCE_COLUMNS));
    expect([read.csv.rows, read.csv.types.CustomerID]).toEqual([customers, "int64"]);
  });

  test("texts that look like formulas, and such that XML cannot hold, come out of a workbook as texts", async () => {
    const cells = ["=1+1", "+49 30 1234", "-5", "@home", "'quoted", " padded ", "a\u0001b", "é €"];
    const audience = { rows: cells.length, columns: [{ name: "CustomerID", kind: "text", cells }] } as const;
    const path = join(folder, "texts.xlsx");
    await Bun.write(path, await xlsxFile(audience));
    const program =
      "import json, sys, openpyxl; print(json.dumps([[c.value, c.data_type] for (c,) in openpyxl.load_workbook(sys.argv[1]).active.iter_rows(min_row=2)]))";
    const { stdout } = Bun.spawnSync([PYTHON, "-c", program, path]);
    const shown = cells.map((text) => text.replace("\u0001", ""));
    expect(JSON.parse(stdout.toString())).toEqual(shown.map((text) => [text, "s"]));
  });
});
