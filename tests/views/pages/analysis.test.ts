import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cpSync } from "node:fs";
import { modelPrefix } from "../../../src/store/object-keys";
import { dashboards } from "../../../views";
import { type Belongings, type ShopServer, startShopServer } from "../../api/resources/shop-server";

const TENANT = "shop";

let server: ShopServer;
let has: Belongings;
beforeAll(async () => {
  server = await startShopServer({}, dashboards);
  has = await server.furnish(TENANT);
});
afterAll(() => server.close());

async function ask(address: string, tenant = TENANT, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${server.url}/app${address}`, {
    redirect: "manual",
    headers: { "X-Tenant-Id": tenant, Accept: "text/html", ...headers },
  });
  return { status: response.status, text: await response.text(), to: response.headers.get("location") };
}

async function card() {
  const { artifactPrefix } = server.context.store.models.find(TENANT, has.model)!;
  return Bun.file(`${server.context.blobs.localPath(artifactPrefix)}/model.json`).json();
}

describe("the cohorts", () => {
  test("hold every customer once in the month of the first order, and each cell opens its customers", async () => {
    const { status, text } = await ask("/cohorts?by=customers");
    expect(status).toBe(200);
    const sizes = [...text.matchAll(/href="\/app\/customers\?cohort=\d{4}-\d\d">([\d,]+)</g)];
    expect(sizes.reduce((sum, [, size]) => sum + Number(size!.replaceAll(",", "")), 0)).toBe(
      (await card()).data.customers,
    );
    expect(text).toMatch(/href="\/app\/customers\?cohort=\d{4}-\d\d&amp;active_month=\d{4}-\d\d"/);
    expect(text).toContain("is over: these figures will still grow");
  });

  test("are shown by what the address says, and as a part", async () => {
    const shown = (text: string) =>
      /aria-label="What is shown".*?aria-current="true" href="\/app\/cohorts[^"]*">([^<]*)</.exec(text)![1];
    expect(shown((await ask("/cohorts")).text)).toBe("Per cent");
    expect(shown((await ask("/cohorts?by=revenue")).text)).toBe("Revenue");
    expect((await ask("/cohorts?until=1999-01")).text).toContain("No cohorts");
    const part = await ask("/cohorts", TENANT, { "HX-Request": "true", "HX-Request-Type": "partial" });
    expect(part.text).toStartWith('<div class="stack">');
  });

  test("are also by how customers began, and say when the cost of winning one is paid back", async () => {
    const { context } = server;
    const text = (await ask("/cohorts?group=product&by=margin")).text;
    expect(text).toContain('aria-current="page">First product');
    expect(text).toContain("Gross margin per customer by days since the first order");
    expect(text).not.toContain("Paid back");
    const sizes = [...text.matchAll(/<th scope="row">[^<]*<\/th><td class="number"><a[^>]*>([\d,]+)</g)];
    expect(sizes.reduce((sum, [, size]) => sum + Number(size!.replaceAll(",", "")), 0)).toBe(
      (await card()).data.customers,
    );
    context.store.tenants.saveSettings(TENANT, { acquisitionCost: 1 }, Date.now());
    expect((await ask("/cohorts?group=product")).text).toMatch(/Paid back.*by day 30/);
    context.store.tenants.saveSettings(TENANT, {}, Date.now());
    // The file has no countries.
    expect((await ask("/cohorts?group=country")).text).toContain("The file does not tell");
  });

  test("are no other tenant's", async () => {
    expect((await ask(`/cohorts?model=${has.model}`, "newcomer")).status).toBe(404);
    expect((await ask("/cohorts", "newcomer")).to).toBe("/app/welcome");
  });
});

describe("the RFM groups", () => {
  test("are a map of 25 cells that hold everybody, with all eleven groups and links to their customers", async () => {
    const { status, text } = await ask("/rfm");
    expect(status).toBe(200);
    const counts = [...text.matchAll(/<strong class="value">([\d,]+)</g)].map(([, count]) =>
      Number(count!.replaceAll(",", "")),
    );
    expect(counts).toHaveLength(25);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe((await card()).data.customers);
    const { groups } = (await card()).rfm as { groups: { rfm_group: string }[] };
    expect(groups).toHaveLength(11);
    for (const { rfm_group } of groups)
      expect(text).toContain(
        `href="/app/customers?${new URLSearchParams({ rfm_group })}"`.replaceAll("'", "&#39;"),
      );
  });

  test("are shown by revenue where the address says so", async () => {
    expect((await ask("/rfm?by=revenue")).text).toContain("Where the revenue is");
    expect((await ask("/rfm?by=customers")).text).toContain("Where the customers are");
  });
});

describe("the migration", () => {
  test("needs two models, and says so", async () => {
    expect((await ask("/migration")).text).toContain("One model so far");
    expect((await ask("/migration", "newcomer")).text).toContain("No model yet");
  });

  test("is from the previous model to the newest, and its totals are of the newest model's segments", async () => {
    const id = Bun.randomUUIDv7();
    const { store, blobs } = server.context;
    const first = store.models.find(TENANT, has.model)!;
    const artifactPrefix = modelPrefix(TENANT, id);
    cpSync(blobs.localPath(first.artifactPrefix), blobs.localPath(artifactPrefix), { recursive: true });
    store.models.insert(TENANT, { ...first, id, artifactPrefix, name: "second", createdAt: Date.now() + 1 });
    const { status, text } = await ask("/migration");
    expect(status).toBe(200);
    expect(text).toContain("Nobody changed segment.");
    const { segments } = await card().then(({ segmentation }) => segmentation);
    const summary = (await card()).segmentation.summary as { segment: number; customers: number }[];
    for (const { segment, customers } of summary)
      expect(text).toContain(`<a href="/app/customers?segment=${segment}&amp;model=${id}">${customers}</a>`);
    expect(segments.length).toBe(summary.length);
    expect((await ask(`/migration?from=${id}&to=${id}`)).text).toContain("These are the same model");
    expect((await ask(`/migration?from=${Bun.randomUUIDv7()}`)).status).toBe(404);
  });
});
