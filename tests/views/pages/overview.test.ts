import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { percent } from "../../../src/figures";
import { OFFER } from "../../../src/models/contact/actions";
import { parseModelCard } from "../../../src/models/model-card";
import { shareWords, totalWords } from "../../../src/models/report/level-words";
import { dashboards } from "../../../views";
import { type Belongings, type ShopServer, startShopServer } from "../../api/resources/shop-server";
import { withoutDefinitions } from "../html-faults";

const TENANT = "shop";
const CANARY = `"'><img src=x onerror=1>`;
const NAMED = "&quot;'>&lt;img src=x onerror=1>";

// biome-ignore lint/suspicious/noExplicitAny: the card is JSON
type Json = any;

let server: ShopServer;
let has: Belongings;
beforeAll(async () => {
  server = await startShopServer({}, dashboards);
  has = await server.furnish(TENANT);
});
afterAll(() => server.close());

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(server.url + path, {
    headers: { "X-Tenant-Id": TENANT, Accept: "text/html", ...headers },
    redirect: "manual",
  });
const page = async (path: string) => {
  const response = await ask(path);
  expect({ path, status: response.status }).toEqual({ path, status: 200 });
  return withoutDefinitions(await response.text());
};
const fileOf = (name: string) => {
  const row = server.context.store.models.find(TENANT, has.model)!;
  return Bun.file(server.context.blobs.localPath(`${row.artifactPrefix}/${name}`));
};

describe("the overview", () => {
  test("says how the shop is, who is leaving and what to do, and as of when", async () => {
    const html = await page("/app");
    for (const words of [
      "This week",
      "Customers with an order",
      "Healthy",
      "At risk",
      "Lost",
      "How far to trust this",
      "Revenue by month",
    ])
      expect(html).toContain(words);
    expect(html).toMatch(/As of [A-Z][a-z]+ \d+, \d{4}<span class="aside">, the newest order in /);
  });

  test("says how far the levels of its forecasts were off in tests, and where the coming total lies", async () => {
    const card = parseModelCard(await fileOf("model.json").text());
    const [churn, spend] = [card.churn.heads.all, card.lifetime_value.heads.all];
    const text = (await page("/app")).replace(/<[^>]+>/g, "");
    expect(text).toContain(
      shareWords(churn.evaluation!.levels, churn.level_forecast!.last_year, percent.format)!,
    );
    expect(text).toContain(
      totalWords(spend.evaluation!.levels, spend.level_forecast!.last_year, percent.format)!,
    );
    expect(text).toMatch(/\S+ to \S+ in 4 of 5 cases, judging by how far such forecasts were off/);
  });

  test("is sent without its frame where htmx asks for a part", async () => {
    const part = await (await ask("/app", { "HX-Request": "true", "HX-Request-Type": "partial" })).text();
    expect(part).toStartWith("<div");
    expect(part).not.toContain('id="places"');
  });

  test("keeps the model that it was asked for on its links", async () => {
    const html = await page(`/app?model=${has.model}`);
    const links = [...html.matchAll(/href="(\/app\/(?:customers|segments|audience|report)[/?][^"]*)"/g)].map(
      ([, href]) => href!,
    );
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((href) => !href.includes(`model=${has.model}`))).toEqual([]);
  });

  test("tells what earlier forecasts came to, and that the customers have changed", async () => {
    const scored = {
      as_of: "2020-06-01T00:00:00Z",
      churn: { status: "scored", expected_rate: 0.4, actual_rate: 0.5 },
      spend: { status: "due", expected_total: null, actual_total: null },
    };
    const columns = [{ status: "alert" }, { status: "stable" }, { status: "not_compared" }];
    const folder = { "realised.json": { models: [scored] } } as Record<string, Json>;
    folder["drift.json"] = { trained_as_of: "2020-06-01T00:00:00Z", alerts: ["recency_days"], columns };
    for (const [name, value] of Object.entries(folder)) await fileOf(name).write(JSON.stringify(value));
    const text = (await page("/app")).replace(/<[^>]+>/g, "");
    for (const name of Object.keys(folder)) await fileOf(name).delete();
    expect(text).toContain("As of June 1, 2020, 40% were expected to leave; 50% did.");
    expect(text).toContain("Since the model as of June 1, 2020, 1 of 2 measures");
    expect(text).not.toContain("recency_days");
  });

  test("compares with the newest model of earlier orders, not with a retraining on the same", async () => {
    const later = server.context.store.models.find(TENANT, has.model)!;
    expect(await page("/app")).not.toContain("since the model as of");
    const before = Bun.randomUUIDv7();
    const prefix = later.artifactPrefix.replace(has.model, before);
    const card = (await fileOf("model.json").json()) as Json;
    const older = { ...card, as_of: "2019-12-31T00:00:00Z" };
    await server.context.blobs.writeStream(
      `${prefix}/model.json`,
      new Blob([JSON.stringify(older)]).stream(),
    );
    const createdAt = later.createdAt - 1000;
    server.context.store.models.insert(TENANT, { ...later, id: before, artifactPrefix: prefix, createdAt });
    const html = await page("/app");
    server.context.store.models.delete(TENANT, before);
    expect(html).toContain("since the model as of December 31, 2019");
  });

  test("takes an older file that is trained later for what was before, and never for the newest", async () => {
    const { models, tenants } = server.context.store;
    const shown = models.find(TENANT, has.model)!;
    const id = Bun.randomUUIDv7();
    const artifactPrefix = shown.artifactPrefix.replace(has.model, id);
    const card = (await fileOf("model.json").json()) as Json;
    const older = { ...card, as_of: "2009-12-31T00:00:00Z" };
    const blob = new Blob([JSON.stringify(older)]);
    await server.context.blobs.writeStream(`${artifactPrefix}/model.json`, blob.stream());
    const asOf = Date.UTC(2009, 11, 31);
    models.insert(TENANT, { ...shown, id, artifactPrefix, asOf, createdAt: shown.createdAt + 1000 });
    tenants.followNewestModel(TENANT);
    const html = await page("/app");
    const isStillDefault = tenants.defaultModel(TENANT) === has.model;
    models.delete(TENANT, id);
    expect(isStillDefault).toBe(true);
    expect(html).not.toContain("A newer model is ready");
    expect(html).toContain("since the model as of December 31, 2009");
  });

  test("says that a newer model than the default one is ready, and of another model that it is not the default", async () => {
    const shown = server.context.store.models.find(TENANT, has.model)!;
    expect(await page("/app")).not.toContain("A newer model is ready");
    const id = Bun.randomUUIDv7();
    const createdAt = shown.createdAt + 1000;
    server.context.store.models.insert(TENANT, { ...shown, id, name: CANARY, createdAt });
    const html = await page("/app");
    const other = await page(`/app?model=${id}`);
    const onPurpose = await page(`/app?model=${has.model}`);
    server.context.store.models.delete(TENANT, id);
    expect(html).toContain("A newer model is ready");
    expect(html).toContain(`href="/app?model=${id}"`);
    expect(html).toContain(`name="model_id" value="${id}"`);
    expect(html).not.toContain("<img src=x");
    expect(other).toContain(", not the default model");
    expect(other).not.toContain("A newer model is ready");
    expect(onPurpose).not.toContain(", not the default model");
  });

  test.each<[string | null, string, RegExp, object]>([
    ["Excellent", "Fair", /moves? should bring/, { successRate: 0.9, margin: 0.9, offerCost: 0 }],
    // On the usual terms the range of the gain goes below nothing.
    ["Excellent", "Fair", /worth a trial\.<\/strong> By chance alone they may lose money/, {}],
    ["Good", "Poor", /worth a trial\.<\/strong> The forecasts behind them did poorly on later days/, {}],
    ["Poor", "Excellent", /worth a trial\.<\/strong> The forecasts behind them did poorly/, {}],
    [null, "Good", /worth a trial\.<\/strong> The file is too short to test/, {}],
  ])("claims in its headline what grades of %p and %p allow: %p", async (churn, spend, words, terms) => {
    const { store } = server.context;
    store.tenants.saveSettings(TENANT, { ...terms }, Date.now());
    const card = (await fileOf("model.json").json()) as Json;
    const graded = structuredClone(card);
    graded.churn.heads.all.evaluation = churn && { ...card.churn.heads.all.evaluation, quality: churn };
    graded.lifetime_value.heads.all.evaluation.quality = spend;
    const write = async (value: Json) => {
      await fileOf("model.json").write(JSON.stringify(value));
      store.models.revise(TENANT);
    };
    await write(graded);
    const html = await page("/app");
    await write(card);
    store.tenants.saveSettings(TENANT, {}, Date.now());
    const headline = /<p class="headline">.*?<\/p>/.exec(html)![0];
    expect(headline).toMatch(words);
    expect(/likely [\d-]/.test(headline)).toBe(words.source.includes("should bring"));
    // What each move should bring is told in any case, with its range.
    expect(html).toMatch(/<strong class="rise">\+[\d.,]+<\/strong><span class="small soft">likely /);
  });

  test("leads a tenant without a model to the first upload", async () => {
    const response = await ask("/app", { "X-Tenant-Id": "empty" });
    expect([response.status, response.headers.get("location")]).toEqual([303, "/app/welcome"]);
  });
});

describe("the segments", () => {
  test("are all there, each with what to do and why", async () => {
    const card = (await fileOf("model.json").json()) as Json;
    const html = await page("/app/segments");
    for (const { segment, name, recommended_action } of card.segmentation.summary) {
      expect(html).toContain(`href="/app/segments/${segment}">${name}</a>`);
      const card = html.split(`href="/app/segments/${segment}">`)[1]!.split("<section")[0]!;
      const isAdvised = card.includes(recommended_action) || card.includes(OFFER);
      expect(isAdvised).toBe(card.includes("pays=true"));
      expect(isAdvised).not.toBe(card.includes("No contact pays here"));
    }
  });

  test("have a page each, with as many customers as the card says and those of whom most is expected", async () => {
    const card = (await fileOf("model.json").json()) as Json;
    for (const { segment, name, customers } of card.segmentation.summary) {
      const html = await page(`/app/segments/${segment}`);
      expect(html).toContain(`<h1>${name}</h1>`);
      expect(html).toMatch(
        new RegExp(`<span class="label">Customers</span><span class="value">${customers}</span>`),
      );
      expect(html.match(/data-href="\/app\/customers\//g)?.length).toBe(Math.min(10, customers));
    }
  });

  test.each(["99", "x", "-1", "0x0"])("answer 404 for segment %p", async (id) => {
    expect((await ask(`/app/segments/${id}`)).status).toBe(404);
  });
});

describe("the report", () => {
  test("is an illustrated page, with its sections listed in the appendix, to print and to load as Markdown", async () => {
    const html = await page("/app/report");
    expect(html).toContain("<h1>Report</h1>");
    expect(html).toContain('<a href="#what-to-do">What to do</a>');
    expect(html).toContain('<h2 id="what-to-do">');
    expect(html).toContain("data-print");
    const front = /<article class="card front">[\s\S]*?<\/article>/.exec(html)![0];
    expect(front.match(/<h3>/g)!.length).toBeGreaterThanOrEqual(3);
    for (const words of ["Revenue by month", "What to do", "Segments", "How far to trust this"])
      expect(front).toContain(words);
    const file = await ask("/app/report.md");
    expect(file.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
    expect(file.headers.get("content-disposition")).toContain("attachment");
    expect(await file.text()).toBe(await fileOf("strategic_report.md").text());
  });

  test("says that the terms of a contact have changed since it was written", async () => {
    const { tenants } = server.context.store;
    expect(await page("/app/report")).not.toContain("have changed since this was written");
    tenants.saveSettings(TENANT, { contactCost: 3 }, Date.now());
    const html = await page("/app/report");
    tenants.saveSettings(TENANT, {}, Date.now());
    expect(html).toContain("The terms of a contact have changed since this was written");
  });

  test("that a model does not have is said to be missing", async () => {
    const text = await fileOf("strategic_report.md").text();
    await fileOf("strategic_report.md").delete();
    const [shown, file] = [await ask("/app/report"), await ask("/app/report.md")];
    await fileOf("strategic_report.md").write(text);
    expect([shown.status, file.status]).toEqual([404, 404]);
    expect(await shown.text()).toContain("Train again to get one");
  });
});

test("a file and segments with a name that would be a picture are shown as they are written", async () => {
  const tenant = "canary";
  const { model } = await server.furnish(tenant);
  const { artifactPrefix } = server.context.store.models.find(tenant, model)!;
  const card = Bun.file(server.context.blobs.localPath(`${artifactPrefix}/model.json`));
  const told = (await card.json()) as Json;
  told.data.file = CANARY;
  for (const list of [told.segmentation.segments, told.segmentation.summary])
    for (const segment of list) segment.name = segment.recommended_action = segment.why = CANARY;
  for (const segment of told.segmentation.summary) segment.description = CANARY;
  told.segmentation.movement = {
    continued: [],
    returned: [],
    begun: [0],
    ended: [{ segment: 9, name: CANARY }],
    kept_share: 1,
    text: CANARY,
  };
  await card.write(JSON.stringify(told));
  const report = Bun.file(server.context.blobs.localPath(`${artifactPrefix}/strategic_report.md`));
  await report.write(`# ${CANARY}\n\n## ${CANARY}\n\n${CANARY}\n`);
  const { segment } = told.segmentation.summary[0];
  for (const path of ["/app", "/app/segments", `/app/segments/${segment}`, "/app/report"]) {
    const html = await (await ask(path, { "X-Tenant-Id": tenant })).text();
    expect(html).not.toContain("<img");
    expect(html).toContain(NAMED);
  }
});

test("another tenant's model is answered as one that is not there", async () => {
  for (const path of ["/app", "/app/segments", "/app/segments/0", "/app/report", "/app/report.md"]) {
    const foreign = await ask(`${path}?model=${has.model}`, { "X-Tenant-Id": "stranger" });
    const unknown = await ask(`${path}?model=01900000-0000-7000-8000-000000000000`, {
      "X-Tenant-Id": "stranger",
    });
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    const words = (html: string) => html.replace(/Request [\w-]+/g, "");
    expect(words(await foreign.text())).toBe(words(await unknown.text()));
  }
});

test("only callers with a role see the pages", async () => {
  const guarded = await startShopServer({ AUTH: "keys" }, dashboards);
  try {
    await guarded.furnish(TENANT);
    for (const path of ["/app", "/app/segments", "/app/report", "/app/report.md"]) {
      const without = await fetch(guarded.url + path, {
        headers: { Accept: "text/html" },
        redirect: "manual",
      });
      expect(without.headers.get("location")).toStartWith("/app/sign-in");
      const headers = { Authorization: `Bearer ${guarded.key(TENANT, "business")}`, "X-Tenant-Id": TENANT };
      expect((await fetch(guarded.url + path, { headers })).status).toBe(200);
    }
  } finally {
    await guarded.close();
  }
});
