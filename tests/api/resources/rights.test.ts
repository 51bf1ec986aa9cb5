import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { parquetWriteBuffer } from "hyparquet-writer";
import { predictionsWritten } from "../../../src/api/resources/predict/prediction-log";
import { csvRecord, csvRecords } from "../../../src/api/resources/rights/csv-record";
import { datasetKey } from "../../../src/store/object-keys";
import { readTransactions } from "../../../src/transactions/read";
import { runScenarios, type Scenario, send } from "./scenario";
import { type Belongings, type ShopServer, startShopServer } from "./shop-server";

let server: ShopServer;
let has: Belongings;
let others: Belongings;
beforeAll(async () => {
  server = await startShopServer();
  has = await server.furnish("shop");
  others = await server.furnish("other");
  const body = { customer_id: has.customer };
  await send(server.url, { method: "POST", url: "/predict", body });
  await predictionsWritten(server.context);
  await addParquet();
});
afterAll(() => server.close());

/** A person has bought by a file of another format too; pandas has made a float of the id. */
async function addParquet(): Promise<void> {
  const { blobs, store } = server.context;
  const datasetPath = datasetKey("shop", "parquet", "dataset.parquet");
  const columnData = [
    { name: "CustomerID", data: [10000, 10001, 10000], type: "DOUBLE" as const },
    { name: "InvoiceDate", data: ["2011-01-05", "2011-01-06", "2011-01-07"], type: "STRING" as const },
    { name: "Quantity", data: [1, 2, 3], type: "INT32" as const },
    { name: "UnitPrice", data: [2.5, 3.5, 4.5], type: "DOUBLE" as const },
  ];
  const { sha256, sizeBytes } = await blobs.writeStream(
    datasetPath,
    new Blob([parquetWriteBuffer({ columnData })]).stream(),
  );
  const file = { id: "parquet", fileName: "x.parquet", datasetPath, mappingPath: null, sha256, sizeBytes };
  store.datasets.insert("shop", { ...file, inspection: {}, createdAt: 1 });
}

/** Every file of a tenant that holds the text. */
function filesWith(tenant: string, text: RegExp): string[] {
  const { dataDir } = server.context.config;
  return ["datasets", "artifacts"].flatMap((root) => {
    const folder = join(dataDir, root, "tenants", tenant);
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => text.test(readFileSync(path, "latin1")))
      .map((path) => path.slice(folder.length + 1));
  });
}

const PERSON = /(?<!\d)10000(?!\d)/;

runScenarios("data rights", () => server, {
  "nobody is erased while a job of the tenant waits": () => {
    // Another server on the same store runs it.
    const { store } = server.context;
    const waits = { id: "w", kind: "email", status: "queued", payload: {}, runnable: true } as const;
    store.jobs.insert("shop", waits, Date.now());
    const run = store.runs.claim(Date.now() + 60_000, Date.now())!;
    return {
      method: "DELETE",
      url: `/customers/${has.customer}`,
      status: 409,
      has: ["Cancel them"],
      after: () => expect(store.runs.cancelled(run, Date.now())).toBe(true),
    };
  },
  "a person that there is nothing of is 404": () => ({
    method: "DELETE",
    url: "/customers/99999999",
    status: 404,
    has: ['"detail":"Customer not found"'],
  }),
  "a person is erased from every file and row, and the proof says from which": () => {
    expect(filesWith("shop", PERSON).length).toBeGreaterThan(3);
    const { store } = server.context;
    store.transaction(() => {
      const payload = { customer_id: has.customer };
      store.jobs.insert(
        "shop",
        { id: "about", kind: "prediction", status: "completed", payload, runnable: false },
        1,
      );
      store.idempotency.begin("shop", "about", "hash", Date.now());
      store.idempotency.finish("shop", "about", { status: 200, body: JSON.stringify(payload) });
    });
    return {
      method: "DELETE",
      url: `/customers/${has.customer}`,
      status: 200,
      changes: { predictions: -2, jobs: -1 },
      after: async (answer) => {
        expect(JSON.parse(answer)).toEqual({
          status: "erased",
          customer_id: String(has.customer),
          datasets: [
            { dataset_id: has.dataset, rows_removed: expect.any(Number), unreadable_rows_removed: 0 },
            { dataset_id: "parquet", rows_removed: 2, unreadable_rows_removed: 0 },
          ],
          models: [
            {
              model_id: has.model,
              files_rewritten: ["customers.arrow", "feature_store.csv", "segmented_customers.csv"],
            },
          ],
          predictions_deleted: 2,
          batches_rewritten: 1,
          jobs_deleted: 1,
          stored_answers_deleted: 1,
        });
        expect(filesWith("shop", PERSON)).toEqual([]);
        expect(server.context.store.predictions.find("shop", has.batch)!.result).toEqual({
          count: 1,
          rows: [{ CustomerID: 10_001, segment: 0 }],
          sample_size: 200,
        });
      },
    };
  },
  "the model does not know the person any more": () => ({
    method: "GET",
    url: `/models/${has.model}/customers/${has.customer}/exists`,
    status: 200,
    has: ['{"exists":false}'],
  }),
  "an erased person is 404": () => ({
    method: "DELETE",
    url: `/customers/${has.customer}`,
    status: 404,
  }),
  "a person of one tenant stays with another": () => ({
    method: "GET",
    url: `/models/${others.model}/customers/${has.customer}/exists`,
    tenant: "other",
    status: 200,
    has: ['{"exists":true}'],
  }),
  "another tenant's export is 404": () => ({
    method: "GET",
    url: "/tenants/other/export",
    status: 404,
    has: ['"detail":"Tenant not found"'],
  }),
  "another tenant cannot be erased": () => ({
    method: "DELETE",
    url: "/tenants/other",
    status: 404,
    has: ['"detail":"Tenant not found"'],
  }),
  "a tenant is erased with all it has, and the proof counts it": () => ({
    method: "DELETE",
    url: "/tenants/other",
    tenant: "other",
    status: 200,
    changes: { datasets: -1, models: -1, predictions: -2, jobs: -2, files: -18 },
    after: (answer) => {
      expect(JSON.parse(answer)).toEqual({
        status: "deleted",
        tenant_id: "other",
        datasets: 1,
        models: 1,
        predictions: 2,
        api_keys: 0,
        files: 18,
        bytes: expect.any(Number),
      });
      expect(server.context.store.tenants.list()).toEqual(["shop"]);
    },
  }),
  "an erased tenant is 404": () => ({
    method: "DELETE",
    url: "/tenants/other",
    tenant: "other",
    status: 404,
  }),
} satisfies Record<string, () => Scenario>);

describe("what is left of an upload after an erasure", () => {
  test("is read as before, less the person", async () => {
    const { blobs, store } = server.context;
    const path = blobs.localPath(datasetKey("shop", "parquet", "dataset.parquet"));
    const { customers, lines } = await readTransactions(path);
    expect(customers).toEqual(["10001"]);
    expect(Array.from(lines.unitPrice)).toEqual([3.5]);
    const row = store.datasets.find("shop", "parquet")!;
    expect(row.sizeBytes).toBe(readFileSync(path).byteLength);
    expect(row.sha256).toBe(new Bun.CryptoHasher("sha256").update(readFileSync(path)).digest("hex"));
  });
});

describe("an export", () => {
  test("has every row and every file, and no key's hash", async () => {
    server.key("shop", "admin");
    const { blobs } = server.context;
    const response = await send(server.url, { method: "GET", url: "/tenants/shop/export" });
    expect(response.headers.get("content-type")).toBe("application/zip");
    const files = unzipSync(await response.bytes());
    const stored = await blobs.list("tenants/shop");
    const names = Object.keys(files);
    expect(names.filter((name) => name.startsWith("files/"))).toEqual(
      stored.map(({ key }) => key.replace("tenants/shop/", "files/")),
    );
    for (const { key } of stored) {
      const kept = await blobs.read(key);
      expect(Buffer.from(files[key.replace("tenants/shop/", "files/")]!).equals(kept!)).toBe(true);
    }
    const lines = (name: string) => new TextDecoder().decode(files[`rows/${name}.jsonl`]).trim().split("\n");
    expect(lines("tenant").map((line) => JSON.parse(line))).toEqual([
      { id: "shop", default_model_id: has.model },
    ]);
    expect(lines("datasets")).toHaveLength(2);
    expect(lines("models")).toHaveLength(1);
    expect(lines("predictions")).toHaveLength(1);
    expect(lines("jobs")).toHaveLength(3);
    expect(Object.keys(JSON.parse(lines("api_keys")[0]!))).not.toContain("hash");
  });
});

test("CSV records survive a round trip, quotes, commas and line breaks too", () => {
  const records = [
    ["id", "note"],
    ["1", 'said "no", twice'],
    ["2", "two\r\nlines"],
    ["", ""],
  ];
  expect([...csvRecords(records.map(csvRecord).join(""))]).toEqual(records);
  expect([...csvRecords("a,b")]).toEqual([["a", "b"]]);
});
