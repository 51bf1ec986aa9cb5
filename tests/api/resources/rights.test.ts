import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { parquetWriteBuffer } from "hyparquet-writer";
import { predictionsWritten } from "../../../src/api/resources/predict/prediction-log";
import { isMarked } from "../../../src/store/customer-mark";
import { datasetKey } from "../../../src/store/object-keys";
import { readTransactions } from "../../../src/transactions/read";
import { runScenarios, type Scenario, send } from "./scenario";
import { type Belongings, type ShopServer, startShopServer } from "./shop-server";

let server: ShopServer;
let has: Belongings;
let others: Belongings;
let othersFiles: number;
beforeAll(async () => {
  server = await startShopServer();
  has = await server.furnish("shop");
  others = await server.furnish("other");
  othersFiles = (await server.context.blobs.list("tenants/other")).length;
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

const WAIT = { Prefer: "wait=60" };
const PROOF = { algorithm: "HMAC-SHA256", salt: expect.any(String), hash: expect.any(String) };

runScenarios("data rights", () => server, {
  "a person that there is nothing of is 404 for who waits": () => ({
    method: "DELETE",
    url: "/customers/99999999",
    headers: WAIT,
    status: 404,
    has: ['"detail":"Customer not found"'],
    changes: { jobs: 1 },
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
      headers: WAIT,
      status: 200,
      answerHeaders: { Location: /^\/jobs\//, "Preference-Applied": "wait=60" },
      changes: { predictions: -2, jobs: 0 },
      after: async (answer) => {
        const removed = { addresses_removed: 0, unreadable_rows_removed: 0, unread_parts_removed: false };
        const proof = JSON.parse(answer);
        expect(proof).toEqual({
          status: "erased",
          customer: PROOF,
          datasets: expect.arrayContaining([
            {
              dataset_id: has.dataset,
              file_id: has.dataset,
              file_name: "orders.csv",
              rows_removed: expect.any(Number),
              ...removed,
            },
            {
              dataset_id: "parquet",
              file_id: "parquet",
              file_name: "x.parquet",
              rows_removed: 2,
              ...removed,
            },
          ]),
          datasets_deleted: [],
          models: [
            {
              model_id: has.model,
              files_rewritten: [
                "customer_products.arrow",
                "customers.arrow",
                "feature_store.csv",
                "orders.arrow",
                "purchases.arrow",
                "segmented_customers.csv",
              ],
            },
          ],
          batches_rewritten: 1,
          predictions_deleted: 2,
          campaign_places_deleted: 0,
          saved_segments_deleted: 0,
          jobs_deleted: 1,
          stored_answers_deleted: 1,
          leftover_files_deleted: 0,
          warnings: [],
        });
        expect(proof.datasets).toHaveLength(2);
        expect(isMarked(proof.customer, String(has.customer))).toBe(true);
        expect(isMarked(proof.customer, "10001")).toBe(false);
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
    headers: { Prefer: "respond-sync" },
    status: 404,
    changes: { jobs: 1 },
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
    headers: WAIT,
    status: 200,
    // The job of the erasure itself is what is left.
    changes: { datasets: -1, models: -1, predictions: -2, jobs: -1, files: -othersFiles },
    after: (answer) => {
      expect(JSON.parse(answer)).toEqual({
        status: "deleted",
        tenant_id: "other",
        datasets: 1,
        models: 1,
        predictions: 2,
        campaigns: 0,
        jobs: 2,
        api_keys: 0,
        stored_answers: 0,
        files: othersFiles,
        bytes: expect.any(Number),
      });
      const { store, config } = server.context;
      expect(store.tenants.hasRows("other")).toBe(false);
      const left = store.jobs.list("other", null, null);
      expect(left).toMatchObject([
        { kind: "erasure", payload: { scope: "tenant" }, result: JSON.parse(answer) },
      ]);
      expect(existsSync(join(config.dataDir, "datasets", "tenants", "other"))).toBe(false);
    },
  }),
  "an erased tenant is 404": () => ({
    method: "DELETE",
    url: "/tenants/other",
    tenant: "other",
    status: 404,
  }),
  "an erased tenant may start over": () => ({
    method: "POST",
    url: "/queue",
    tenant: "other",
    body: { kind: "training" },
    status: 200,
    changes: { jobs: 1 },
  }),
} satisfies Record<string, () => Scenario>);

test("an erasure is a job, and who does not wait is told where to look", async () => {
  const response = await send(server.url, { method: "DELETE", url: "/customers/88888888" });
  expect(response.status).toBe(202);
  const told = (await response.json()) as Readonly<Record<string, unknown>>;
  const url = `/jobs/${told.job_id}`;
  expect(response.headers.get("location")).toBe(url);
  expect(told).toEqual({
    status: expect.stringMatching(/^(queued|processing)$/),
    job_id: expect.any(String),
    status_url: url,
    events_url: `${url}/events`,
    warnings: [expect.stringContaining("cannot be read")],
  });
  const events = await (await send(server.url, { method: "GET", url: `${url}/events` })).text();
  const names = events.match(/(?<=^event: ).*$/gm)!;
  expect(names.filter((name) => name !== "progress")).toEqual(["queued", "started", "completed"]);
  const job = await (await send(server.url, { method: "GET", url })).json();
  expect(job).toMatchObject({
    kind: "erasure",
    status: "completed",
    payload: { scope: "customer", customer: PROOF },
    result: { status: "nothing_found", datasets: [], models: [], predictions_deleted: 0 },
  });
  expect(events + JSON.stringify(job)).not.toContain("88888888");
});

describe("what is left of an upload after an erasure", () => {
  test("is read as before, less the person", async () => {
    const { blobs, store } = server.context;
    const path = blobs.localPath(datasetKey("shop", "parquet", "dataset.parquet"));
    const { customers, lines } = await readTransactions(path);
    expect(customers).toEqual(["10001"]);
    expect(Array.from(lines.unitPrice)).toEqual([3.5]);
    const row = store.datasets.findFile("shop", "parquet")!;
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
      { id: "shop", default_model_id: has.model, settings: {}, schedule: null },
    ]);
    expect(lines("datasets")).toHaveLength(2);
    expect(lines("models")).toHaveLength(1);
    expect(lines("predictions")).toHaveLength(1);
    expect(lines("jobs").length).toBeGreaterThanOrEqual(2);
    expect(Object.keys(JSON.parse(lines("api_keys")[0]!))).not.toContain("hash");
  });
});
