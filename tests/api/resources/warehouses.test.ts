import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ordinaryShop } from "../../pipeline/small-files";
import { ALL_LINES, type DuckdbShop, duckdbShop } from "../../warehouse/duckdb-shop";
import { send } from "./scenario";
import { type ShopServer, startShopServer } from "./shop-server";

const SECRET = "CANARY-7Q";
let folder: string;
let shop: DuckdbShop;
let server: ShopServer;
const orders = ordinaryShop(150, 300);
const before = process.env.WAREHOUSES_FILE;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "perennial-warehouse-"));
  const bad = `  broken:\n    kind: postgres\n    host: 127.0.0.1\n    port: 9\n    database: shop\n    user: reader\n    password: ${SECRET}\n    tenants: "*"`;
  const limited = (name: string, limit: string) =>
    `\n  ${name}:\n    kind: duckdb\n    path: ${join(folder, "shop.duckdb")}\n    ${limit}\n    tenants: [limited]`;
  shop = await duckdbShop(folder, orders, {
    tenants: '["own", "erased"]',
    named: bad + limited("slow", "max_seconds: 1") + limited("small", "max_bytes: 2000"),
  });
  // The processes of the pool read it there.
  process.env.WAREHOUSES_FILE = shop.warehousesFile;
  server = await startShopServer({ WAREHOUSES_FILE: shop.warehousesFile });
});
afterAll(async () => {
  await server.close();
  if (before === undefined) delete process.env.WAREHOUSES_FILE;
  else process.env.WAREHOUSES_FILE = before;
  rmSync(folder, { recursive: true });
});

async function ask(method: string, url: string, tenant: string, body?: unknown, headers = {}) {
  const answered = await send(server.url, { method, url, tenant, headers, body });
  const text = await answered.text();
  // biome-ignore lint/suspicious/noExplicitAny: what each route answers has a test of its own
  return { status: answered.status, headers: answered.headers, text, body: JSON.parse(text) as any };
}

const make = (body: object, tenant = "own", headers = {}) => ask("POST", "/datasets", tenant, body, headers);
const linesOf = (where: string) => `SELECT * FROM order_lines WHERE ${where}`;

/** Waits for a job's end. */
async function ended(tenant: string, id: string) {
  return (await server.context.queue.waitForEnd(tenant, id))!;
}

async function trained(tenant: string, datasetPath: string) {
  const { status, body } = await ask("POST", "/train", tenant, {
    dataset_path: datasetPath,
    effort: "quick",
  });
  expect([status, body.job_id]).toEqual([200, expect.any(String)]);
  return ended(tenant, body.job_id);
}

describe("a query as a data set", () => {
  test("is answered like an upload, with its report, and listed with its warehouse", async () => {
    const { status, body } = await make({ connection: "shop", query: `${ALL_LINES};`, name: "Our shop" });
    expect(status).toBe(200);
    expect(body).toMatchObject({ file_name: "Our shop", format: "query", is_new: true, warnings: [] });
    expect(body.columns).toEqual([
      "order_id",
      "product",
      "quantity",
      "ordered_at",
      "unit_price",
      "customer_id",
    ]);
    expect(body.proposed_mapping).toMatchObject({ customer_id: "customer_id", order_datetime: "ordered_at" });
    expect(body.preview.length).toBe(20);
    expect(body.account.rows_read).toBe(body.account.rows_kept);
    const warehouse = { connection: "shop", query: `${ALL_LINES};`, ready_made: null, unchanged_at: null };
    expect(body.warehouse).toEqual(warehouse);
    const { body: set } = await ask("GET", `/datasets/${body.dataset_id}`, "own");
    expect(set.warehouse).toEqual(warehouse);
    expect(set.files).toEqual([
      expect.objectContaining({ file_name: "Our shop", orders: body.account.orders }),
    ]);
  });

  test("tells the warehouses of a tenant by name and kind, and nobody's address", async () => {
    const names = async (tenant: string) => (await ask("GET", "/warehouses", tenant)).body;
    expect(await names("own")).toEqual([
      { name: "broken", kind: "postgres", ready_made: expect.any(Array) },
      { name: "shop", kind: "duckdb", ready_made: expect.any(Array) },
    ]);
    expect((await names("other")).map(({ name }: { name: string }) => name)).toEqual(["broken"]);
  });

  test("of another tenant's warehouse is refused as that of an unknown one", async () => {
    const foreign = await make({ connection: "shop", query: ALL_LINES }, "other");
    const unknown = await make({ connection: "shoq", query: ALL_LINES }, "other");
    expect([foreign.status, unknown.status]).toEqual([422, 422]);
    const said = (body: { detail: string }) => body.detail.replaceAll("shoq", "shop");
    expect(said(foreign.body)).toBe(said(unknown.body));
    expect(foreign.body.detail).toContain("There is no warehouse shop.");
    expect(server.context.store.datasets.list("other")).toEqual([]);
  });

  test("is made once however often its request is sent with the same key", async () => {
    const key = { "Idempotency-Key": "once" };
    const asked = { connection: "shop", query: linesOf("quantity = 1") };
    const [first, second] = [await make(asked, "own", key), await make(asked, "own", key)];
    expect(second.body).toEqual(first.body);
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    const rows = server.context.store.datasets
      .list("own")
      .filter(({ query }) => query?.query === asked.query);
    expect(rows.map(({ id }) => id)).toEqual([first.body.dataset_id]);
    expect((await make({ ...asked, name: "x" }, "own", key)).status).toBe(422);
  });

  test("takes a mapping, and says what a training would refuse", async () => {
    const query = "SELECT customer_id AS a, ordered_at AS b, quantity AS c, unit_price AS d FROM order_lines";
    const mapping = { customer_id: "A", order_datetime: "b", quantity: "c", unit_price: "d" };
    const { body } = await make({ connection: "shop", query, mapping });
    expect(body.account.customers).toBeGreaterThan(50);
    expect(body.mapping_path).toContain(`${body.dataset_id}/mapping.json`);
    const nothing = await make({ connection: "shop", query: linesOf("quantity > 9") });
    expect([nothing.status, nothing.body.account, nothing.body.warnings[0]?.code]).toEqual([
      200,
      null,
      "refused",
    ]);
  });

  test("takes no file", async () => {
    const { body } = await make({ connection: "shop", query: ALL_LINES });
    const form = new FormData();
    form.set("file", new File(["a,b\n1,2\n"], "orders.csv"));
    form.set("append_to", body.dataset_id);
    const { status, body: told } = await ask("POST", "/upload", "own", form);
    expect([status, told.detail]).toEqual([409, expect.stringContaining("is a query of a warehouse")]);
  });
});

describe("a query that asks for more than order lines is refused in plain words, and leaves nothing", () => {
  const outside = () => join(folder, "outside.csv");
  beforeAll(() => writeFileSync(outside(), `customer_id,secret\n1,${SECRET}\n`));
  for (const [name, query, said] of [
    ["several statements", `${ALL_LINES}; DROP TABLE order_lines`, "several statements"],
    ["a deletion", "DELETE FROM order_lines", "begin with SELECT or WITH"],
    ["a bracket that closes ours", `${ALL_LINES}) AS t; SELECT * FROM (SELECT 1`, ""],
    ["a file of the server", "SELECT * FROM read_csv('/etc/passwd')", "disabled"],
    ["a file of the server by its name", "SELECT * FROM '/etc/passwd'", ""],
    ["a text of the server", "SELECT content FROM read_text('/etc/hostname')", "disabled"],
    ["names of files", "SELECT * FROM glob('/etc/*')", "disabled"],
    ["a file beside the database", "SELECT * FROM read_csv('$outside')", "disabled"],
    ["another database", "ATTACH 'other.db'", "begin with SELECT or WITH"],
    ["a copy", "COPY (SELECT 1) TO 'perennial-copied.csv'", "begin with SELECT or WITH"],
    ["a setting", "SET enable_external_access = true", "begin with SELECT or WITH"],
    ["a table that there is not", "SELECT * FROM orders_of_others", "orders_of_others"],
    ["nothing", " ", "Give either query"],
  ] as const)
    test(name, async () => {
      const { store } = server.context;
      const [sets, files] = [store.datasets.list("own").length, (await server.census()).files];
      const { status, body, text } = await make({
        connection: "shop",
        query: query.replace("$outside", outside()),
      });
      expect([400, 422]).toContain(status);
      expect(body.detail).toContain(said);
      for (const secret of [SECRET, "root:x:"]) expect(text).not.toContain(secret);
      expect(store.datasets.list("own").length).toBe(sets);
      expect((await server.census()).files).toBe(files);
      expect(readdirSync(tmpdir())).not.toContain("perennial-copied.csv");
    });

  test("and the table is as it was", async () => {
    expect((await csvOf("SELECT count(*) AS rows FROM order_lines")).trim()).toBe(`rows\n${orders.length}`);
  });

  test("both kinds of query at once, or neither", async () => {
    for (const asked of [{}, { query: ALL_LINES, ready_made: "woocommerce" }])
      expect((await make({ connection: "shop", ...asked })).body.detail).toContain("Give either query");
    const { body } = await make({ connection: "shop", ready_made: "nobody's" });
    expect(body.detail).toContain("no ready-made query");
  });

  test("an engine that cannot be reached says so without its secrets", async () => {
    const { status, text } = await make({ connection: "broken", query: ALL_LINES });
    expect([422, 503]).toContain(status);
    expect(text).toContain("broken");
    for (const secret of [SECRET, "reader"]) expect(text).not.toContain(secret);
  });
});

describe("a training on a query", () => {
  test("reads the warehouse, makes the same model as one on a file, and a backtest reads it too", async () => {
    const { body } = await make({ connection: "shop", query: ALL_LINES });
    const job = await trained("own", body.dataset_path);
    expect([job.status, job.error]).toEqual(["completed", null]);
    const result = job.result as { customers: number; orders: number; model_id: string };
    expect(result).toMatchObject({ customers: body.account.customers, orders: body.account.orders });
    const { status, body: rows } = await ask("GET", `/models/${result.model_id}/dataset`, "own");
    expect([status, rows.detail]).toEqual([404, expect.stringContaining("in the warehouse shop")]);
    const csv = await csvOf(ALL_LINES);
    const form = new FormData();
    form.set("file", new File([csv], "orders.csv"));
    const { body: file } = await ask("POST", "/upload", "own", form);
    const other = (await trained("own", file.dataset_path)).result as typeof result & { metrics: object };
    expect(other.metrics).toEqual((result as typeof other).metrics);
    const asked = { dataset_path: body.dataset_path, tests: 1, effort: "quick" };
    const { body: test } = await ask("POST", "/backtests", "own", asked);
    expect((await ended("own", test.job_id)).status).toBe("completed");
  }, 240_000);
});

test("a training whose warehouse is lost says that it asks again, and can be cancelled meanwhile", async () => {
  const { store, blobs } = server.context;
  const datasetPath = "tenants/lost/datasets/q/query.json";
  const { sha256, sizeBytes } = await blobs.writeStream(datasetPath, new Blob(["{}"]).stream());
  const query = { connection: "broken", query: ALL_LINES, readyMade: null };
  const file = { id: "q", fileName: "q", datasetPath, mappingPath: null, sha256, sizeBytes };
  store.datasets.insert("lost", { ...file, query, inspection: {}, createdAt: Date.now() });
  const { body: started } = await ask("POST", "/train", "lost", { dataset_path: datasetPath });
  await progressOf("lost", started.job_id, "The warehouse broken was lost and is asked again in ");
  expect((await ask("POST", `/jobs/${started.job_id}/cancel`, "lost")).status).toBe(200);
  expect((await ended("lost", started.job_id)).status).toBe("cancelled");
});

describe("a query that costs too much is cut", () => {
  for (const [connection, query, said] of [
    ["slow", "SELECT sum(a.range * b.range) AS x FROM range(10000000) a, range(1000000) b", "max_seconds"],
    ["small", ALL_LINES, "max_bytes"],
  ] as const)
    test(`at ${said}`, async () => {
      const { status, body } = await make({ connection, query }, "limited");
      expect([status, body.detail]).toEqual([422, expect.stringContaining(said)]);
      expect(server.context.store.datasets.list("limited")).toEqual([]);
    });

  test("when its training is cancelled", async () => {
    const { body } = await make({ connection: "shop", query: ALL_LINES });
    // From now on it never ends.
    const { store } = server.context;
    await shop.change(
      "ALTER TABLE order_lines RENAME TO lines_before",
      "CREATE VIEW order_lines AS SELECT lines_before.* FROM lines_before, range(10000000), range(10000000)",
    );
    try {
      const { body: started } = await ask("POST", "/train", "own", { dataset_path: body.dataset_path });
      await progressOf("own", started.job_id);
      expect((await ask("POST", `/jobs/${started.job_id}/cancel`, "own")).status).toBe(200);
      expect((await ended("own", started.job_id)).status).toBe("cancelled");
      expect(store.datasetQueries.kept("own", body.dataset_id)).toBeNull();
    } finally {
      await shop.change("DROP VIEW order_lines", "ALTER TABLE lines_before RENAME TO order_lines");
    }
  });
});

describe("a person who was erased", () => {
  test("does not come back from the warehouse, and it is said that they are still there", async () => {
    const { body } = await make({ connection: "shop", query: ALL_LINES }, "erased");
    const first = (await trained("erased", body.dataset_path)).result as { customers: number };
    const { store, blobs } = server.context;
    const kept = store.datasetQueries.kept("erased", body.dataset_id)!;
    expect(await blobs.exists(kept.prefix)).toBe(true);
    const gone = String(body.preview[0][body.columns.indexOf("customer_id")]);
    const { body: erasure } = await ask("DELETE", `/customers/${gone}`, "erased");
    expect((await ended("erased", erasure.job_id)).status).toBe("completed");
    expect(await blobs.exists(kept.prefix)).toBe(false);
    expect(store.datasetQueries.kept("erased", body.dataset_id)).toBeNull();
    const set = store.datasets.find("erased", body.dataset_id)!;
    expect([set.query?.query, set.files.length]).toEqual([ALL_LINES, 1]);
    expect(JSON.stringify(set)).not.toContain(gone);

    const job = await trained("erased", body.dataset_path);
    const second = job.result as { customers: number; model_id: string };
    expect(second.customers).toBe(first.customers - 1);
    const { body: exists } = await ask(
      "GET",
      `/models/${second.model_id}/customers/${gone}/exists`,
      "erased",
    );
    expect(exists).toEqual({ exists: false });
    const report = await blobs.read(`tenants/erased/models/${second.model_id}/cleaning_report.json`);
    const { warnings } = JSON.parse(Buffer.from(report!).toString());
    expect(warnings[0]).toMatchObject({ code: "erased_customers" });
    const again = await make({ connection: "shop", query: ALL_LINES }, "erased");
    expect(again.body.preview.length).toBeGreaterThan(10);
    expect(JSON.stringify(again.body.preview)).not.toContain(gone);
    for (const { key } of await blobs.list("tenants/erased"))
      expect([key, Buffer.from((await blobs.read(key))!).includes(`"${gone}"`)]).toEqual([key, false]);
  }, 240_000);

  test("takes a query along that names them", async () => {
    const asked = { connection: "shop", query: linesOf("customer_id <> 'ann@example.com'") };
    const { body } = await make(asked, "erased");
    const { body: erasure } = await ask("DELETE", "/customers/ann@example.com", "erased");
    await ended("erased", erasure.job_id);
    expect(server.context.store.datasets.find("erased", body.dataset_id)).toBeNull();
  });
});

/** Resolves once the job has said this about itself. */
function progressOf(tenant: string, id: string, said = "warehouse shop"): Promise<void> {
  const { store } = server.context;
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    if (store.jobs.find(tenant, id)?.progress?.message.includes(said)) resolve();
  };
  store.jobs.onChange(look);
  look();
  return promise;
}

/** What a query selects, as CSV. */
async function csvOf(query: string): Promise<string> {
  const path = join(folder, "out.csv");
  await shop.change(`COPY (${query}) TO '${path}' (HEADER, DELIMITER ',')`);
  return Bun.file(path).text();
}
