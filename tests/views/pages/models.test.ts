import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import type { Role } from "../../../src/auth/principal";
import { percent } from "../../../src/figures";
import { parseModelCard } from "../../../src/models/model-card";
import { dashboards } from "../../../views";
import { type Belongings, type ShopServer, startShopServer } from "../../api/resources/shop-server";
import { trainingRunRow } from "../../store/rows";
import { pageFaults, withoutDefinitions } from "../html-faults";

const TENANT = "shop";
const CANARY = `"'><img src=x onerror=1>`;
const ESCAPED = "&lt;img src=x onerror=1>";

let server: ShopServer;
let has: Belongings;
let second: Belongings;
const keys = new Map<string, string>();

beforeAll(async () => {
  server = await startShopServer({ AUTH: "keys", REQUESTS_PER_MINUTE: "0" }, dashboards);
  has = await server.furnish(TENANT);
  second = await server.furnish(TENANT);
  await server.furnish("stranger");
}, 120_000);
afterAll(() => server.close());

function keyOf(tenant: string, role: Role): string {
  const name = `${tenant} ${role}`;
  if (!keys.has(name)) keys.set(name, server.key(tenant, role));
  return keys.get(name)!;
}

async function ask(
  address: string,
  {
    tenant = TENANT,
    role = "analyst" as Role,
    headers = {},
    form,
  }: { tenant?: string; role?: Role; headers?: Record<string, string>; form?: Record<string, string> } = {},
) {
  const response = await fetch(`${server.url}/app${address}`, {
    ...(form && { method: "POST", body: new URLSearchParams(form) }),
    headers: {
      Authorization: `Bearer ${keyOf(tenant, role)}`,
      "X-Tenant-Id": tenant,
      Accept: "text/html",
      ...headers,
    },
    redirect: "manual",
  });
  return {
    status: response.status,
    headers: response.headers,
    text: withoutDefinitions(await response.text()),
  };
}

const folderOf = ({ model }: Belongings) =>
  server.context.blobs.localPath(server.context.store.models.find(TENANT, model)!.artifactPrefix);

describe("the list of models", () => {
  test("tells of each model, and marks the default one", async () => {
    const { status, text } = await ask("/models");
    expect(status).toBe(200);
    expect(pageFaults(text)).toEqual([]);
    expect(text).toContain(`/app/models/${has.model}"`);
    expect(text).toContain(`/app/datasets/${has.dataset}"`);
    expect(text.match(/Default<\/span>/g)).toHaveLength(1);
    expect(text.match(/AUC 0\.\d/g)).toHaveLength(2);
  });

  test("is a part for htmx", async () => {
    const { text } = await ask("/models", { headers: { "HX-Request-Type": "partial" } });
    expect(text).not.toContain("<html");
    expect(text).toContain(has.model);
  });

  test("shows those who may only read no way to change it", async () => {
    const { text } = await ask("/models", { role: "business" });
    expect(text).toContain(has.model);
    expect(text).not.toContain("Make default");
    expect(text).not.toContain("/delete");
  });

  test("leads to the first upload where there is none", async () => {
    const { text } = await ask("/models", { tenant: "empty" });
    expect(text).toContain("No models yet");
    expect(text).toContain('href="/app/upload"');
  });

  test("shows names as they are written", async () => {
    const row = server.context.store.models.find(TENANT, has.model)!;
    const id = Bun.randomUUIDv7();
    server.context.store.models.insert(TENANT, { ...row, id, name: CANARY });
    server.context.store.trainingRuns.insert(TENANT, trainingRunRow("canary", { modelId: id, name: CANARY }));
    for (const address of [
      "/models",
      `/models/${id}`,
      `/models/${id}?tab=monitoring`,
      `/models/${id}/delete`,
      `/models/compare?model=${id}&model=${has.model}`,
      `/experiments?run=${id}&run=${has.model}`,
    ]) {
      const { status, text } = await ask(address);
      expect({ address, status }).toEqual({ address, status: 200 });
      expect(text).toContain(ESCAPED);
      expect(text).not.toContain("<img");
    }
    server.context.store.models.delete(TENANT, id);
  });
});

describe("one model", () => {
  test.each([
    ["overview", "How it was tested"],
    ["churn", "Reliability"],
    ["value", "Calibration by tenth"],
    ["segmentation", "How many segments"],
    ["importance", "What moves the probability of leaving"],
    ["features", "customers who left"],
    ["monitoring", "can be judged by orders up to"],
  ])("has the tab %s", async (tab, words) => {
    const { status, text } = await ask(`/models/${has.model}?tab=${tab}`);
    expect(status).toBe(200);
    expect(text).toContain(words);
    expect(pageFaults(text)).toEqual([]);
  });

  test("answers an unknown tab with the overview", async () => {
    expect((await ask(`/models/${has.model}?tab=constructor`)).text).toContain("How it was tested");
  });

  test("shows the threshold, the costs and the head that the address names", async () => {
    const evaluation = await Bun.file(join(folderOf(has), "evaluation.json")).json();
    const { thresholds } = evaluation.churn.base;
    const address = `/models/${has.model}?tab=churn&head=base&threshold=0.3&missed=7&alarm=3`;
    const { text } = await ask(address);
    const cost = thresholds.false_negatives[30] * 7 + thresholds.false_positives[30] * 3;
    expect(text).toContain('value="0.3"');
    expect(text).toContain(`>${cost.toLocaleString("en")}</span>`);
    expect(text).toContain(`/app/customers?min_churn=0.3&amp;model=${has.model}`);
    expect((await ask(`/models/${has.model}?tab=churn&threshold=2`)).status).toBe(422);
  });

  test("answers the slider with a part, and the address that shows the same", async () => {
    const { text, headers } = await ask(`/models/${has.model}/decision?tab=churn&threshold=0.3`, {
      headers: { "HX-Request": "true", "HX-Request-Type": "partial" },
    });
    expect(text.startsWith('<div id="decision"')).toBe(true);
    expect(headers.get("hx-replace-url")).toBe(`/app/models/${has.model}?tab=churn&threshold=0.3`);
  });

  test("is shown without what an older release did not write", async () => {
    rmSync(join(folderOf(second), "evaluation.json"));
    for (const tab of ["churn", "value", "importance"]) {
      const { status, text } = await ask(`/models/${second.model}?tab=${tab}`);
      expect({ tab, status }).toEqual({ tab, status: 200 });
      expect(text).toContain("trained before evaluations were kept");
    }
    expect((await ask(`/models/${second.model}?tab=features`)).text).toContain("in bins of about equal size");
    expect((await ask(`/models/${second.model}/decision`)).status).toBe(404);
  });

  test("shows the tests before the last, and how the total of its members was reached", async () => {
    const card = parseModelCard(await Bun.file(join(folderOf(has), "model.json")).text());
    const { total_factor, evaluation } = card.lifetime_value.heads.all;
    const { text } = await ask(`/models/${has.model}?tab=value`);
    expect(text).toContain(`the geometric mean is then multiplied by ${total_factor.toFixed(2)}.`);
    const ratios = evaluation!.levels.map(({ expected, came }) => percent.format(expected / came));
    expect(ratios.length).toBeGreaterThan(1);
    expect(text).toContain(ratios.join(", "));
  });

  test("of an earlier release tells its own members and sum, and that it kept no earlier tests", async () => {
    const row = server.context.store.models.find(TENANT, has.model)!;
    const id = Bun.randomUUIDv7();
    const artifactPrefix = row.artifactPrefix.replace(has.model, id);
    const folder = server.context.blobs.localPath(artifactPrefix);
    cpSync(folderOf(has), folder, { recursive: true });
    const card = await Bun.file(join(folder, "model.json")).json();
    for (const { heads } of [card.churn, card.lifetime_value])
      for (const head of [heads.all, heads.base]) {
        delete head.level_forecast;
        delete head.evaluation.levels;
      }
    Object.assign(card.lifetime_value.heads.all, {
      members: [
        { kind: "same_again", weight: 0.75 },
        { kind: "hurdle_trees", weight: 0.25 },
      ],
      total_factor: 1.11,
    });
    await Bun.write(join(folder, "model.json"), JSON.stringify(card));
    server.context.store.models.insert(TENANT, { ...row, id, artifactPrefix });
    const { status, text } = await ask(`/models/${id}?tab=value`);
    const overview = await ask(`?model=${id}`);
    server.context.store.models.delete(TENANT, id);
    rmSync(folder, { recursive: true });
    expect(status).toBe(200);
    expect(text).toContain("the sum is then multiplied by 1.11.");
    expect(text).toContain("Last period again 75%, Hurdle trees 25%");
    expect(text).toContain("trained before earlier tests were kept");
    expect(overview.status).toBe(200);
    expect(overview.text).toContain("All customers together");
    expect(overview.text).not.toContain("were expected to leave: off by");
  });

  test("tells what a newer one has found out about its promises, and of drift", async () => {
    const file = "realised.json";
    const window = { horizon_days: 90, due: "2021-02-03", days_to_go: 12, status: "due" };
    const none = { metrics: null, tested: null, text: "Due February 3, 2021, 12 days to go." };
    const report = {
      model_id: has.model,
      as_of: "2020-11-05T00:00:00.000Z",
      file_until: "2021-01-22T00:00:00.000Z",
      customers: {},
      churn: { ...window, ...none, reliability: [] },
      spend: { ...window, ...none, deciles: [] },
      segments: [],
      notes: [CANARY],
    };
    await Bun.write(join(folderOf(second), file), JSON.stringify({ models: [report] }));
    const older = await ask(`/models/${has.model}?tab=monitoring`);
    expect(older.text).toContain("Due February 3, 2021, 12 days to go.");
    expect(older.text).toContain(ESCAPED);
    expect(older.text).toContain(`/app/models/${second.model}"`);
    const newer = await ask(`/models/${second.model}?tab=monitoring`);
    expect(newer.text).toContain("What this file shows about earlier models");
  });
});

describe("two models side by side", () => {
  test("show figures, segments and settings", async () => {
    const { status, text } = await ask(`/models/compare?model=${has.model}&model=${second.model}`);
    expect(status).toBe(200);
    expect(pageFaults(text)).toEqual([]);
    for (const words of ["Churn AUC", "the same", "Settings and data", "Cost of a missed leaver"])
      expect(text).toContain(words);
    // The same folder twice: nothing is better or worse.
    expect(text).not.toContain('class="rise"');
    expect(text).not.toContain("tested on different");
  });

  test("can be chosen where fewer are marked, and are the first two where more are", async () => {
    const { text } = await ask("/models/compare");
    expect(text).toContain('<select name="model"');
    expect(text).not.toContain("Figures of the test");
    expect((await ask("/models/compare", { tenant: "empty" })).text).toContain("Nothing to compare");
  });

  test("do not mix with another tenant's", async () => {
    const { status } = await ask(`/models/compare?model=${has.model}`, { tenant: "stranger" });
    expect(status).toBe(404);
  });
});

describe("a model's files", () => {
  test("are sent as attachments", async () => {
    const { status, text, headers } = await ask(`/models/${has.model}/files/segment_summary.csv`);
    expect(status).toBe(200);
    expect(headers.get("content-disposition")).toBe('attachment; filename="segment_summary.csv"');
    expect(text).toBe(await Bun.file(join(folderOf(has), "segment_summary.csv")).text());
    for (const name of ["explainers.json", "..%2f..%2fx", "constructor"])
      expect((await ask(`/models/${has.model}/files/${name}`)).status).toBe(404);
  });

  test("come as a whole folder", async () => {
    const response = await fetch(`${server.url}/app/models/${has.model}/folder.zip`, {
      headers: { Authorization: `Bearer ${keyOf(TENANT, "business")}`, "X-Tenant-Id": TENANT },
    });
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    expect(Object.keys(files)).toContain("churn.onnx");
    expect(Buffer.from(files["model.json"]!).toString()).toBe(
      await Bun.file(join(folderOf(has), "model.json")).text(),
    );
  });
});

describe("experiments", () => {
  test("list the trainings with the figures that the address names", async () => {
    const { status, text } = await ask("/experiments?metric=ltv_mae&sort=ltv_mae&order=asc");
    expect(status).toBe(200);
    expect(pageFaults(text)).toEqual([]);
    expect(text).toContain("Figures shown: Spend, mean absolute error<");
    expect(text).toContain("sort=ltv_mae&amp;order=desc");
    expect(text).not.toContain("side-by-side");
  });

  test("draw the marked ones side by side", async () => {
    const { text } = await ask(`/experiments?run=${has.model}&run=${second.model}&metric=churn_auc`);
    expect(text).toContain('id="side-by-side"');
    // For a wide screen and for a phone.
    expect(text.match(/<svg class="chart /g)).toHaveLength(2);
    const { text: foreign } = await ask(`/experiments?run=${has.model}&run=${second.model}`, {
      tenant: "stranger",
    });
    expect(foreign).not.toContain("side-by-side");
    expect(foreign).not.toContain(has.model);
  });

  test("list what failed, and what has no model any more, with what was recorded", async () => {
    const { store } = server.context;
    const job = { id: "broken", kind: "training", status: "queued", payload: {}, runnable: true } as const;
    store.jobs.insert("lost", job, 1000);
    const claimed = store.runs.claim(3000, 2000)!;
    store.runs.fail(claimed, `No column holds the customer: ${CANARY}`, 3000);
    const failed = { status: "failed", modelId: null, metrics: {}, artifacts: [] } as const;
    store.trainingRuns.insert("lost", trainingRunRow("broken", { ...failed, name: CANARY, endedAt: 3000 }));
    store.trainingRuns.insert("lost", trainingRunRow("gone", { name: "of a deleted model" }));
    const { text } = await ask("/experiments", { tenant: "lost" });
    expect(pageFaults(text)).toEqual([]);
    expect(text).toContain('<span class="badge bad">Failed</span>');
    expect(text).toContain('of a deleted model <span class="badge ">Model deleted</span>');
    expect(text).not.toContain("/app/models/");
    const details = (await ask("/experiments?show=broken", { tenant: "lost" })).text;
    expect(pageFaults(details)).toEqual([]);
    expect(details).toContain(`No column holds the customer: &quot;'>${ESCAPED}`);
    expect(details).toContain('href="/app/queue/broken"');
    const wrote = (await ask("/experiments?show=gone", { tenant: "lost" })).text;
    expect(wrote).toContain("churn.onnx");
    expect((await ask("/experiments?show=gone", { tenant: "stranger" })).text).not.toContain('id="run"');
  });

  test("are a part for htmx, and say what to do where there are none", async () => {
    const part = await ask("/experiments", { headers: { "HX-Request-Type": "partial" } });
    expect(part.text).not.toContain("<html");
    expect((await ask("/experiments", { tenant: "empty" })).text).toContain("No trainings yet");
  });
});

describe("what changes models", () => {
  test("is for analysts, and for their own", async () => {
    const actions = [`/models/${has.model}/delete`, "/models/default"];
    for (const address of actions) {
      const form = { model_id: second.model };
      expect((await ask(address, { role: "business", form })).status).toBe(403);
      expect((await ask(address, { tenant: "stranger", form })).status).toBe(404);
    }
    expect((await ask(`/models/${has.model}/delete`, { role: "business" })).status).toBe(403);
    expect(server.context.store.models.find(TENANT, has.model)).not.toBeNull();
  });

  test("chooses the default, asks before it deletes, and deletes the folder too", async () => {
    const chosen = await ask("/models/default", { form: { model_id: second.model } });
    expect([chosen.status, chosen.headers.get("location")]).toEqual([303, "/app/models"]);
    expect(server.context.store.tenants.defaultModel(TENANT)).toBe(second.model);
    const asked = await ask(`/models/${second.model}/delete`);
    expect(asked.text).toContain("It is the default model");
    expect(pageFaults(asked.text)).toEqual([]);
    const prefix = server.context.store.models.find(TENANT, second.model)!.artifactPrefix;
    const deleted = await ask(`/models/${second.model}/delete`, { form: {} });
    expect(deleted.status).toBe(303);
    expect(server.context.store.models.find(TENANT, second.model)).toBeNull();
    expect(await server.context.blobs.exists(prefix)).toBe(false);
    expect((await ask(`/models/${second.model}`)).status).toBe(404);
  });

  test("answers a stranger's question about a model like one about none", async () => {
    const texts = await Promise.all(
      [has.model, Bun.randomUUIDv7()].map(async (id) => {
        const { status, text } = await ask(`/models/${id}`, { tenant: "stranger" });
        return { status, text: text.replace(/Request [^<]+/, "Request ?").replaceAll(id, "?") };
      }),
    );
    expect(texts[0]!.status).toBe(404);
    expect(texts[0]).toEqual(texts[1]!);
  });
});
