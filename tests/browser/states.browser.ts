import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { pages } from "../../views/pages";
import type { Belongings } from "../api/resources/shop-server";
import { plainPages } from "../views/page-addresses";
import { type Watched, watch } from "./chromium";
import { pageFaults, WIDE } from "./page-faults";
import { signIn, visitShops } from "./visit";

/**
 * Pages as they are before, between and after: of a shop without anything, while jobs wait, work and fail, between two
 * models.
 */

const { server, browser } = await visitShops();
// Jobs stay in the state that a test puts them in.
await server.context.queue.stop({ graceMs: 0 });

/** Looks at pages of a tenant, one after the other. */
async function expectFaultless(tenant: string, addresses: readonly string[]): Promise<void> {
  const watched: Watched = await watch(browser, server.url, { reducedMotion: "reduce", viewport: WIDE });
  await signIn(watched.context, tenant, server);
  const page: Page = await watched.context.newPage();
  for (const address of addresses)
    expect({ address, faults: await pageFaults(watched, page, address) }).toEqual({ address, faults: [] });
  await watched.context.close();
}

/** A training of the tenant; `at` tells how far it is. */
function training(tenant: string, at: "queued" | "processing" | "failed"): string {
  const { store } = server.context;
  const id = Bun.randomUUIDv7();
  const payload = { dataset_path: "a-file", name: "Spring" };
  store.jobs.insert(tenant, { id, kind: "training", status: "queued", payload, runnable: true }, Date.now());
  if (at === "queued") return id;
  const run = store.runs.claim(Date.now() + 3_600_000, Date.now())!;
  expect(run.id).toBe(id);
  const progress = { stage: "features", fraction: 0.45, message: "Describing customers" };
  store.runs.progress(run, progress, Date.now());
  if (at === "failed")
    store.runs.fail(run, "row 7, column InvoiceDate: “31-02-2011” is no date.", Date.now());
  return id;
}

const job = (id: string) => `/app/queue/${id}`;

describe("nothing serious is against", () => {
  test("every page of a shop without anything", () => {
    const alike = plainPages(pages).filter(({ path, access }) => !path.includes(":") && access !== "public");
    return expectFaultless(
      "nobody-yet",
      alike.map(({ path }) => path),
    );
  }, 300_000);

  test("a shop whose first training waits, works or has failed", async () => {
    await expectFaultless("failing", ["/app/welcome", job(training("failing", "failed"))]);
    await expectFaultless("working", ["/app/welcome", job(training("working", "processing")), "/app/queue"]);
    await expectFaultless("waiting", [job(training("waiting", "queued")), "/app/queue", "/app/welcome"]);
  }, 300_000);

  test("a shop with a model that trains again", async () => {
    await server.furnish("busy");
    const { store } = server.context;
    // The one that waits for another tenant is not to be claimed.
    for (const { id } of store.jobs.list("waiting", null, "queued"))
      server.context.queue.cancel("waiting", id);
    const id = training("busy", "processing");
    await expectFaultless("busy", ["/app", job(id), "/app/queue", "/app/models", "/app/backtests"]);
  }, 300_000);

  test("a shop with two models, each with limitations", async () => {
    const first: Belongings = await server.furnish("two");
    const { store } = server.context;
    const { model } = await server.furnish("two");
    const card = JSON.parse(
      Buffer.from((await server.context.blobs.read(`tenants/two/models/${model}/model.json`))!).toString(),
    );
    expect(card.limitations.length).toBeGreaterThan(0);
    expect(store.models.list("two").length).toBe(2);
    await expectFaultless("two", [
      "/app",
      `/app/models/${model}`,
      "/app/models",
      `/app/models/compare?model=${first.model}&model=${model}`,
      `/app/migration?from=${first.model}&to=${model}`,
      `/app/migration?from=${model}&to=${model}`,
      `/app/experiments?run=${first.model}&run=${model}`,
    ]);
  }, 300_000);
});
