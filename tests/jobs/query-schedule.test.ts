import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isUnchanged } from "../../src/jobs/query-unchanged";
import { scheduleLoop } from "../../src/jobs/schedule";
import { send } from "../api/resources/scenario";
import { type ShopServer, startShopServer } from "../api/resources/shop-server";
import { ordinaryShop } from "../pipeline/small-files";
import { ALL_LINES, type DuckdbShop, duckdbShop } from "../warehouse/duckdb-shop";

let folder: string;
let shop: DuckdbShop;
let server: ShopServer;
const { WAREHOUSES_FILE, MEMORY_BUDGET } = process.env;
/** Of about 3,300 lines to a bucket. */
const SMALL_MEMORY = String(2 ** 20);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "perennial-warehouse-"));
  shop = await duckdbShop(folder, ordinaryShop(1100, 300));
  Object.assign(process.env, { WAREHOUSES_FILE: shop.warehousesFile, MEMORY_BUDGET: SMALL_MEMORY });
  server = await startShopServer({ WAREHOUSES_FILE: shop.warehousesFile });
});
afterAll(async () => {
  await server.close();
  for (const [name, value] of Object.entries({ WAREHOUSES_FILE, MEMORY_BUDGET }))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  rmSync(folder, { recursive: true });
});

const TENANT = "shop";
const MONDAY = Date.UTC(2026, 0, 5, 3);

/** Makes the tenant's data set of a query, trains on it and plans weekly trainings. */
async function scheduled() {
  const { context, url } = server;
  const ask = async (path: string, body: object) =>
    (await (await send(url, { method: "POST", url: path, tenant: TENANT, body })).json()) as Record<
      string,
      string
    >;
  const { dataset_path, dataset_id } = await ask("/datasets", { connection: "shop", query: ALL_LINES });
  const { job_id } = await ask("/train", { dataset_path: dataset_path!, effort: "quick" });
  const job = (await context.queue.waitForEnd(TENANT, job_id!))!;
  expect([job.status, job.error]).toEqual(["completed", null]);
  return dataset_id!;
}

/** Lets the schedule be due, and waits for what it does. Returns the jobs it has started. */
async function due(week: number) {
  const { store, queue, blobs } = server.context;
  const now = MONDAY + week * 7 * 86_400_000;
  store.schedules.save(TENANT, { every: "weekly", day: 1, hour: 3, nextDue: now }, now);
  const known = new Set(store.jobs.list(TENANT, "training", null).map(({ id }) => id));
  const log = { info: () => {}, warn: () => {}, error: (...told: unknown[]) => expect(told).toEqual([]) };
  const schedule = scheduleLoop({
    ...{ store, queue, log, now: () => now },
    isUnchanged: (...asked) => isUnchanged({ store, blobs }, shop.warehousesFile, ...asked),
  });
  schedule.look();
  await schedule.settled();
  expect(store.schedules.due(now)).toEqual([]);
  const started = store.jobs.list(TENANT, "training", null).filter(({ id }) => !known.has(id));
  return Promise.all(started.map(async ({ id }) => (await queue.waitForEnd(TENANT, id))!));
}

describe("a schedule of a query", () => {
  test("trains on what has changed, reads only those buckets again, and says when nothing has", async () => {
    const { store, blobs, queue } = server.context;
    const id = await scheduled();
    const kept = () => store.datasetQueries.kept(TENANT, id)!;
    const files = () => readdirSync(blobs.localPath(kept().prefix)).sort();
    const first = kept();
    expect(first.marks.length).toBeGreaterThan(1);
    expect(files().length).toBe(first.marks.length);

    expect(await due(1)).toEqual([]);
    expect(store.datasetQueries.unchangedAt(TENANT, id)).toBe(MONDAY + 7 * 86_400_000);
    expect(kept()).toEqual(first);

    await shop.change(
      "INSERT INTO order_lines SELECT 90001, product, 2, TIMESTAMP '2020-10-27 12:00', 9.50, customer_id FROM order_lines LIMIT 1",
    );
    const [job, ...others] = await due(2);
    expect([job?.status, job?.error, others.length]).toEqual(["completed", null, 0]);
    expect(job!.result).toMatchObject({ buckets: { count: first.marks.length, read_again: 1 } });
    const second = kept();
    expect(store.datasetQueries.unchangedAt(TENANT, id)).toBeNull();
    expect(second.marks.filter((mark, i) => mark !== first.marks[i]).length).toBe(1);
    expect(store.models.list(TENANT).length).toBe(2);
    await queue.stop({ graceMs: 60_000 });
    expect(await blobs.exists(first.prefix)).toBe(false);
  }, 240_000);
});
