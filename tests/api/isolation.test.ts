import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { routes } from "../../src/api/resources";
import type { Route } from "../../src/api/route";
import { includesRole, ROLES } from "../../src/auth/principal";
import { ordinaryShop } from "../pipeline/small-files";
import { ALL_LINES, duckdbShop } from "../warehouse/duckdb-shop";
import { send } from "./resources/scenario";
import { type Belongings, type ShopServer, startShopServer } from "./resources/shop-server";

/** A request of a route that names what a tenant has. */
interface Sample {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  /** JSON, or a form made afresh for each request. */
  readonly body?: unknown;
}

/** How each route is asked for something of one tenant's. A route without a line here fails the build. */
const SAMPLES: Readonly<Record<string, (has: Belongings, tenant: string) => Sample>> = {
  "GET /metrics/prometheus": () => ({}),
  "POST /upload": () => ({ body: ordersForm }),
  "POST /datasets/:dataset_id/customers": ({ dataset, customer }) => ({
    params: { dataset_id: dataset },
    body: () => customersForm(String(customer)),
  }),
  "GET /warehouses": () => ({}),
  "POST /datasets": () => ({ body: () => ({ connection: "shop", query: ALL_LINES }) }),
  "GET /datasets": () => ({}),
  "GET /datasets/:dataset_id": ({ dataset }) => ({ params: { dataset_id: dataset } }),
  "DELETE /datasets/:dataset_id": ({ dataset }) => ({ params: { dataset_id: dataset } }),
  "DELETE /datasets/:dataset_id/files/:file_id": ({ dataset, file }) => ({
    params: { dataset_id: dataset, file_id: file },
  }),
  "POST /train": ({ datasetPath, mappingPath }) => ({
    body: { dataset_path: datasetPath, mapping_path: mappingPath },
  }),
  "POST /api/queue/train": ({ datasetPath }) => ({ body: { dataset_path: datasetPath } }),
  "POST /backtests": ({ datasetPath, mappingPath }) => ({
    body: { dataset_path: datasetPath, mapping_path: mappingPath, tests: 1, effort: "quick" },
  }),
  "GET /runs": ({ run }) => ({ query: `cursor=${run}` }),
  "GET /runs/:run_id": ({ run }) => ({ params: { run_id: run } }),
  "GET /metrics": () => ({}),
  "GET /segments": () => ({}),
  "GET /models/default": () => ({}),
  "POST /models/default": ({ model }) => ({ body: { model_id: model } }),
  "GET /models": () => ({}),
  "GET /models/:model_id": ({ model }) => ({ params: { model_id: model } }),
  "GET /models/:model_id/json": ({ model }) => ({ params: { model_id: model } }),
  "GET /models/:model_id/dataset": ({ model }) => ({ params: { model_id: model } }),
  "GET /models/:model_id/customers": ({ model }) => ({ params: { model_id: model } }),
  "GET /models/:model_id/products": ({ model }) => ({ params: { model_id: model } }),
  "GET /models/:model_id/segments/:segment/products": ({ model }) => ({
    params: { model_id: model, segment: "0" },
  }),
  "GET /models/:model_id/customers/:customer_id/products": ({ model, customer }) => ({
    params: { model_id: model, customer_id: String(customer) },
  }),
  "GET /models/:model_id/cohorts": ({ model }) => ({ params: { model_id: model } }),
  "GET /models/:model_id/customers/:customer_id/exists": ({ model, customer }) => ({
    params: { model_id: model, customer_id: String(customer) },
  }),
  "DELETE /models/:model_id": ({ model }) => ({ params: { model_id: model } }),
  "POST /predict": ({ model, customer }) => ({ body: { model_id: model, customer_id: customer } }),
  "POST /predict_job": ({ model, row, customer }) => ({
    body: { model_id: model, mode: "single", customer_id: customer, queue_id: row },
  }),
  "POST /api/queue/predict-single": ({ model, customer }) => ({
    body: { model_id: model, customer_id: customer },
  }),
  "POST /api/queue/predict-batch": ({ model }) => ({ body: { model_id: model } }),
  "GET /predictions": ({ prediction }) => ({ query: `cursor=${prediction}` }),
  "GET /predictions/:prediction_id": ({ prediction }) => ({ params: { prediction_id: prediction } }),
  "PATCH /predictions/:prediction_id": ({ prediction }) => ({
    params: { prediction_id: prediction },
    body: { label: "seen" },
  }),
  "DELETE /predictions/:prediction_id": ({ batch }) => ({ params: { prediction_id: batch } }),
  "GET /predictions/:prediction_id/download": ({ batch }) => ({ params: { prediction_id: batch } }),
  "GET /predictions/:prediction_id/csv": ({ batch }) => ({ params: { prediction_id: batch } }),
  "GET /audience.csv": ({ model }) => ({ query: `model_id=${model}` }),
  "GET /audience.xlsx": ({ model }) => ({ query: `model_id=${model}` }),
  "GET /audience.parquet": ({ model }) => ({ query: `model_id=${model}` }),
  "GET /audience/tools/:tool": ({ model }) => ({
    params: { tool: "klaviyo" },
    query: `model_id=${model}`,
  }),
  "POST /rules/check": ({ model }) => ({ body: { rule: "orders >= 2", model_id: model } }),
  "GET /saved-segments": ({ model }) => ({ query: `model_id=${model}` }),
  // No two have the same name.
  "POST /saved-segments": () => ({ body: () => ({ name: Bun.randomUUIDv7(), rule: "orders >= 3" }) }),
  "GET /saved-segments/:saved_segment_id": ({ savedSegment, model }) => ({
    params: { saved_segment_id: savedSegment },
    query: `model_id=${model}`,
  }),
  "PATCH /saved-segments/:saved_segment_id": ({ savedSegment }) => ({
    params: { saved_segment_id: savedSegment },
    body: { name: "Others" },
  }),
  "DELETE /saved-segments/:saved_segment_id": ({ savedSegment }) => ({
    params: { saved_segment_id: savedSegment },
  }),
  "GET /saved-segments/:saved_segment_id/changes": ({ savedSegment, model }) => ({
    params: { saved_segment_id: savedSegment },
    query: `earlier_model_id=${model}`,
  }),
  "GET /saved-segments/:saved_segment_id/changes.csv": ({ savedSegment, model }) => ({
    params: { saved_segment_id: savedSegment },
    query: `which=entries&earlier_model_id=${model}`,
  }),
  "POST /queue": () => ({ body: { kind: "training" } }),
  "GET /queue": () => ({}),
  "PATCH /queue/:queue_id": ({ row }) => ({ params: { queue_id: row }, body: { status: "completed" } }),
  "POST /api/queue/email": () => ({
    body: { to_email: "ann@example.com", subject: "Hello", html: "<p>Hello</p>", text: "Hello" },
  }),
  "GET /notifications": () => ({}),
  "POST /notifications/read": () => ({}),
  "POST /notifications/:notification_id/read": ({ notification }) => ({
    params: { notification_id: notification },
  }),
  "GET /webhooks": () => ({}),
  "POST /webhooks": () => ({ body: { url: "https://example.com/hooks" } }),
  "PATCH /webhooks/:webhook_id": ({ webhook }) => ({
    params: { webhook_id: webhook },
    body: { enabled: false },
  }),
  "DELETE /webhooks/:webhook_id": ({ webhook }) => ({ params: { webhook_id: webhook } }),
  "POST /webhooks/:webhook_id/secret": ({ webhook }) => ({ params: { webhook_id: webhook } }),
  "POST /webhooks/:webhook_id/test": ({ webhook }) => ({ params: { webhook_id: webhook } }),
  "GET /webhooks/:webhook_id/deliveries": ({ webhook }) => ({ params: { webhook_id: webhook } }),
  "GET /destinations": () => ({}),
  "GET /destinations/connections": () => ({}),
  "POST /destinations": () => ({
    body: {
      name: "List",
      audience: {},
      format: "csv",
      consent: null,
      to: { kind: "mail", address: "ann@example.com", as: "link" },
      schedule: { every: "never" },
    },
  }),
  "PATCH /destinations/:destination_id": ({ destination }) => ({
    params: { destination_id: destination },
    body: { name: "Another" },
  }),
  "DELETE /destinations/:destination_id": ({ destination }) => ({ params: { destination_id: destination } }),
  "POST /destinations/:destination_id/run": ({ destination }) => ({
    params: { destination_id: destination },
  }),
  "GET /destinations/:destination_id/runs": ({ destination }) => ({
    params: { destination_id: destination },
  }),
  "GET /destinations/:destination_id/runs/:run_id/file": ({ destination, listRun }) => ({
    params: { destination_id: destination, run_id: listRun },
  }),
  "GET /jobs/:job_id": ({ job }) => ({ params: { job_id: job } }),
  "POST /jobs/:job_id/cancel": ({ row }) => ({ params: { job_id: row } }),
  "GET /jobs/:job_id/events": ({ job }) => ({ params: { job_id: job } }),
  "DELETE /customers/:customer_id": ({ customer }) => ({ params: { customer_id: String(customer) } }),
  "GET /tenants/:tenant_id/export": (_, tenant) => ({ params: { tenant_id: tenant } }),
  "DELETE /tenants/:tenant_id": (_, tenant) => ({ params: { tenant_id: tenant } }),
};

/** What is answered before it is done. */
const ERASURES = { "DELETE /customers/:customer_id": 1, "DELETE /tenants/:tenant_id": 1 };

const guarded = routes.filter(({ access }) => access !== "public");
const nameOf = ({ method, path }: Route) => `${method} ${path}`;

let server: ShopServer;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "perennial-isolation-"));
  const { warehousesFile } = await duckdbShop(folder, ordinaryShop(20, 100));
  server = await startShopServer({
    AUTH: "keys",
    REQUESTS_PER_MINUTE: "0",
    WAREHOUSES_FILE: warehousesFile,
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

test("every route that is not public has a line in the isolation matrix, and every line a route", () => {
  expect(Object.keys(SAMPLES).sort()).toEqual(guarded.map(nameOf).sort());
});

test("only the routes that tell whether the server lives, and those that Inngest signs its calls of, are public", () => {
  const open = routes.filter(({ access }) => access === "public").map(nameOf);
  expect(open).toEqual([
    "GET /health",
    "GET /health/ready",
    "GET /api/inngest",
    "POST /api/inngest",
    "PUT /api/inngest",
  ]);
});

describe.each(guarded.map((route) => [nameOf(route), route] as const))("%s", (name, route) => {
  const tenant = `shop${guarded.indexOf(route)}`;
  const stranger = `stranger${guarded.indexOf(route)}`;
  const unknown = `unknowx${guarded.indexOf(route)}`;
  let has: Belongings;
  let sample: Sample;

  /** Asks with a key, for the tenant that the header names. */
  async function ask(key: string | null, header: string, asked = sample) {
    const response = await send(server.url, {
      method: route.method,
      url: urlOf(route, asked),
      tenant: header,
      headers: key === null ? {} : { Authorization: `Bearer ${key}` },
      body: typeof asked.body === "function" ? asked.body() : asked.body,
    });
    return { status: response.status, text: await response.text() };
  }

  beforeAll(async () => {
    has = await server.furnish(tenant);
    sample = SAMPLES[name]!(has, tenant);
  });

  test("answers nobody without a key", async () => {
    const before = await everythingOf(tenant);
    expect((await ask(null, tenant)).status).toBe(401);
    expect(await everythingOf(tenant)).toEqual(before);
  });

  test("answers no revoked key", async () => {
    const before = await everythingOf(tenant);
    expect((await ask(server.revokedKey(tenant), tenant)).status).toBe(401);
    expect(await everythingOf(tenant)).toEqual(before);
  });

  test("answers no role below its own, and its own", async () => {
    const before = await everythingOf(tenant);
    for (const role of ROLES.filter(
      (lower) => !includesRole(lower, route.access as (typeof ROLES)[number]),
    )) {
      const { status, text } = await ask(server.key(tenant, role), tenant);
      expect({ role, status, text }).toMatchObject({ role, status: 403 });
    }
    expect(await everythingOf(tenant)).toEqual(before);
  });

  // A route about the server as a whole names no tenant.
  const testTenants = route.serverWide ? () => {} : test;
  testTenants(
    "answers a stranger who names the tenant like one who names a tenant that is not there",
    async () => {
      const before = await everythingOf(tenant);
      const key = server.key(stranger, "admin");
      const foreign = await ask(key, tenant);
      expect(foreign.status).toBe(403);
      const absent = await ask(key, unknown);
      expect(foreign.text.replaceAll(tenant, "?")).toBe(
        absent.text.replaceAll(unknown, "?").replaceAll(tenant, "?"),
      );
      expect(await everythingOf(tenant)).toEqual(before);
    },
  );

  test("answers a stranger's question about the tenant's ids like one about ids that are nowhere, byte for byte", async () => {
    const before = await everythingOf(tenant);
    const key = server.key(stranger, "admin");
    const strange = new Map(idsOf(has, tenant).map((id) => [id, nowhere(id, unknown, tenant)]));
    const foreign = await ask(key, stranger);
    const elsewhere = await ask(key, stranger, withIds(sample, strange));
    expect(foreign.status).toBe(elsewhere.status);
    expect(stable(foreign.text, strange)).toBe(stable(elsewhere.text, strange));
    if (namesIds(sample, strange) && !name.startsWith("GET /predictions") && name !== "GET /runs") {
      expect([403, 404]).toContain(foreign.status);
    }
    for (const id of strange.keys()) if (!namesId(sample, id)) expect(foreign.text).not.toContain(id);
    expect(await everythingOf(tenant)).toEqual(before);
  });

  test("answers the tenant itself", async () => {
    const { status, text } = await ask(server.key(tenant, route.access as (typeof ROLES)[number]), tenant);
    const wanted = name in ERASURES ? 202 : 200;
    expect({ name, status, text: status < 300 ? "" : text }).toEqual({ name, status: wanted, text: "" });
  });
});

function urlOf({ path }: Route, { params = {}, query }: Sample): string {
  const filled = path.replace(/:([a-z_]+)/g, (_, name: string) => encodeURIComponent(params[name]!));
  return query ? `${filled}?${query}` : filled;
}

/** Everything that the store and the disk have of a tenant. */
async function everythingOf(tenant: string): Promise<unknown> {
  const { store, blobs } = server.context;
  return {
    defaultModel: store.tenants.defaultModel(tenant),
    datasets: store.datasets.list(tenant),
    models: store.models.list(tenant),
    predictions: store.predictions.list(tenant, 1000, null),
    jobs: store.jobs.list(tenant, null, null),
    notifications: store.notifications.list(tenant),
    savedSegments: store.savedSegments.list(tenant),
    webhooks: store.webhooks
      .list(tenant)
      .map((webhook) => [webhook, store.outbox.list(tenant, "webhook", webhook.id, 100)]),
    destinations: store.destinations
      .list(tenant)
      .map((row) => [row, store.destinationRuns.list(tenant, row.id, 100)]),
    runs: store.trainingRuns.list(tenant, 1000),
    files: await blobs.list(`tenants/${tenant}`),
  };
}

function idsOf(has: Belongings, tenant: string): string[] {
  return [...Object.values(has).filter((value) => typeof value === "string"), tenant];
}

/** An id of the same form that nobody has. */
function nowhere(id: string, unknown: string, tenant: string): string {
  const other = Bun.randomUUIDv7();
  if (id === tenant) return unknown;
  return id.includes("/") ? id.replace(/[0-9a-f-]{36}/, other).replaceAll(tenant, unknown) : other;
}

/** Longest first: a path holds ids. */
function replaced(text: string, ids: ReadonlyMap<string, string>, by: (id: string) => string): string {
  const longestFirst = [...ids.keys()].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((done, id) => done.replaceAll(id, by(id)), text);
}

function withIds(sample: Sample, ids: ReadonlyMap<string, string>): Sample {
  if (typeof sample.body === "function") return sample;
  return JSON.parse(replaced(JSON.stringify(sample), ids, (id) => ids.get(id)!));
}

function namesId(sample: Sample, id: string): boolean {
  return JSON.stringify(sample).includes(id);
}

function namesIds(sample: Sample, ids: ReadonlyMap<string, string>): boolean {
  return [...ids.keys()].some((id) => namesId(sample, id));
}

/** An answer without the ids that were asked for, without new ids, moments and counters. */
function stable(text: string, ids: ReadonlyMap<string, string>): string {
  const both = new Map([...ids].flatMap(([id, other]) => [[id, ""] as const, [other, ""] as const]));
  return replaced(text, both, () => "?")
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, "?")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "?")
    .replace(/whsec_[A-Za-z0-9+/=]+/g, "?")
    .replace(/^(http_|process_|perennial_).*\n/gm, "");
}

function customersForm(customer: string): FormData {
  const form = new FormData();
  form.set("file", new File([`CustomerID,consent\n${customer},yes\n`], "customers.csv"));
  return form;
}

function ordersForm(): FormData {
  const form = new FormData();
  const text = "CustomerID,InvoiceNo,InvoiceDate,Quantity,UnitPrice\n1,A1,2011-01-05,2,3.50\n";
  form.set("file", new File([text], "orders.csv"));
  return form;
}
