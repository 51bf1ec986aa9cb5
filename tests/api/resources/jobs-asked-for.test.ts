import { afterAll, beforeAll, expect, test } from "bun:test";
import { predictionsWritten } from "../../../src/api/resources/predict/prediction-log";
import { NOWHERE, runScenarios, type Scenario, send } from "./scenario";
import { type Belongings, type ShopServer, startShopServer } from "./shop-server";

let server: ShopServer;
let has: Belongings;
beforeAll(async () => {
  server = await startShopServer();
  has = await server.furnish("shop");
});
afterAll(() => server.close());

const FEATURES = { recency_days: 3, frequency: 9, monetary: 900 };
const ended = (id: string) => server.context.queue.waitForEnd("shop", id);
/** A queue row of the client's own. */
const row = (id: string, kind: "training" | "prediction") => {
  const made = { id, kind, status: "queued", payload: {}, runnable: false } as const;
  server.context.store.jobs.insert("shop", made, Date.now());
  return id;
};

runScenarios("trainings", () => server, {
  "are started from what uploads answered, and make a model": () => ({
    method: "POST",
    url: "/train",
    body: {
      tenant_id: "shop",
      dataset_path: has.datasetPath,
      mapping_path: has.mappingPath,
      notify_email: "ann@example.com",
    },
    status: 200,
    has: [/^\{"status":"started","job_id":"[0-9a-f-]{36}"\}$/],
    changes: { jobs: 1 },
    after: async (answer) => {
      const job = (await ended(JSON.parse(answer).job_id))!;
      expect(job).toMatchObject({ kind: "training", status: "completed", error: null });
      expect(server.context.store.models.newest("shop")!.jobId).toBe(job.id);
    },
  }),
  "count in the currency that was asked for, by the rates that were sent": () => ({
    method: "POST",
    url: "/train",
    body: { dataset_path: has.datasetPath, currency: "eur", rates: "2011-01-01,GBP,1.15" },
    status: 200,
    changes: { jobs: 1 },
    after: async (answer) => {
      const job = (await ended(JSON.parse(answer).job_id))!;
      expect(job).toMatchObject({
        status: "completed",
        payload: { currency: "EUR", rates: "2011-01-01,GBP,1.15" },
      });
      const { artifactPrefix } = server.context.store.models.newest("shop")!;
      const report = await server.context.blobs.read(`${artifactPrefix}/cleaning_report.json`);
      expect(JSON.parse(new TextDecoder().decode(report!)).currency).toBe("EUR");
    },
  }),
  "take no rates with a line that is none": () => ({
    method: "POST",
    url: "/train",
    body: { dataset_path: has.datasetPath, currency: "EUR", rates: "2011-01-01,GBP,1.15\n2011,GBP" },
    status: 422,
    has: ["Line 2 of the rates is"],
  }),
  "take no rates without a currency": () => ({
    method: "POST",
    url: "/train",
    body: { dataset_path: has.datasetPath, rates: "2011-01-01,GBP,1.15" },
    status: 422,
    has: ["need a currency to convert into"],
  }),
  "adopt the client's own queue row": () => ({
    method: "POST",
    url: "/train",
    body: { dataset_path: has.datasetPath, queue_id: row("weekly", "training") },
    status: 200,
    has: ['"job_id":"weekly"'],
    after: async () => expect(await ended("weekly")).toMatchObject({ status: "completed", runnable: true }),
  }),
  "take no id for the model": () => ({
    method: "POST",
    url: "/api/queue/train",
    body: { dataset_path: has.datasetPath, queue_id: row("unnamed", "training"), model_id: "chosen" },
    status: 200,
    after: async () => {
      const { payload, result } = (await ended("unnamed"))!;
      expect(payload).not.toHaveProperty("model_id");
      expect(result).toMatchObject({ model_id: "unnamed" });
    },
  }),
  "take no queue row twice": () => ({
    method: "POST",
    url: "/train",
    body: { dataset_path: has.datasetPath, queue_id: "weekly" },
    status: 409,
    has: ["no longer waiting"],
  }),
  "take no queue row of another kind": () => ({
    method: "POST",
    url: "/train",
    body: { dataset_path: has.datasetPath, queue_id: has.row },
    status: 409,
    has: ["for a prediction, not for a training"],
  }),
  "take no queue row that is not there": () => ({
    method: "POST",
    url: "/train",
    body: { dataset_path: has.datasetPath, queue_id: NOWHERE },
    status: 404,
    has: ['"detail":"Queue row not found"'],
  }),
  "take no file that no upload answered": () => ({
    method: "POST",
    url: "/train",
    body: { dataset_path: `tenants/shop/datasets/${NOWHERE}/dataset.csv` },
    status: 404,
    has: ["Dataset not found"],
  }),
  "take no free path": () => ({
    method: "POST",
    url: "/train",
    body: { dataset_path: "/etc/passwd" },
    status: 404,
    has: ["Dataset not found"],
    hasNot: ["passwd"],
  }),
  "take no path that leads out of the tenant's place": () => ({
    method: "POST",
    url: "/train",
    body: { dataset_path: has.datasetPath.replace("dataset.csv", "../../../other/x.csv") },
    status: 404,
  }),
  "take no mapping that no upload answered": () => ({
    method: "POST",
    url: "/train",
    body: { dataset_path: has.datasetPath, mapping_path: "mapping.json" },
    status: 404,
    has: ["Mapping not found"],
  }),
  "take no file of another tenant, in the words for one that is not there": () => ({
    method: "POST",
    url: "/train",
    tenant: "other",
    body: { dataset_path: has.datasetPath },
    status: 404,
    has: ["Dataset not found"],
  }),
  "take no body that speaks for another tenant": () => ({
    method: "POST",
    url: "/train",
    body: { tenant_id: "other", dataset_path: has.datasetPath },
    status: 403,
    has: ["tenant_id"],
  }),
  "need a file": () => ({
    method: "POST",
    url: "/train",
    body: { notify_email: "nobody" },
    status: 422,
    has: ['"field":"dataset_path","message":"is required"', '"field":"notify_email"'],
  }),
  "are queued with the row's id": () => ({
    method: "POST",
    url: "/api/queue/train",
    body: { dataset_path: has.datasetPath },
    status: 200,
    has: [/^\{"status":"queued","queue_id":"[0-9a-f-]{36}"\}$/],
    changes: { jobs: 1 },
    after: async (answer) =>
      expect(await ended(JSON.parse(answer).queue_id)).toMatchObject({ status: "completed" }),
  }),
} satisfies Record<string, () => Scenario>);

runScenarios("predictions in the pool", () => server, {
  "of all customers are answered when they are done": () => ({
    method: "POST",
    url: "/predict_job",
    body: { model_id: has.model, mode: "batch" },
    status: 200,
    has: [/^\{"status":"completed","prediction_id":"[0-9a-f-]{36}"\}$/],
    changes: { jobs: 1, predictions: 1, files: 1 },
    after: async (answer) => {
      const url = `/predictions/${JSON.parse(answer).prediction_id}/csv`;
      const csv = await (await send(server.url, { method: "GET", url })).text();
      expect(csv.split("\n")[0]!.split(",").slice(0, 5)).toEqual([
        "CustomerID",
        "segment",
        "churn_probability",
        "ltv_estimate",
        "recommended_action",
      ]);
    },
  }),
  "of one customer adopt the client's own queue row": () => ({
    method: "POST",
    url: "/predict_job",
    body: {
      model_id: has.model,
      mode: "single",
      customer_id: has.customer,
      queue_id: row("one", "prediction"),
    },
    status: 200,
    has: ['"prediction_id":"one"'],
    changes: { predictions: 1 },
  }),
  "by features are recorded like others": () => ({
    method: "POST",
    url: "/predict_job",
    body: { tenant_id: "shop", model_id: has.model, mode: "single", features: FEATURES },
    status: 200,
    changes: { jobs: 1, predictions: 1 },
  }),
  "are answered at once to who prefers that": () => ({
    method: "POST",
    url: "/predict_job",
    headers: { Prefer: "wait=5, respond-async" },
    body: { model_id: has.model, mode: "single", features: FEATURES, queue_id: row("soon", "prediction") },
    status: 202,
    has: ['"queue_id":"soon"', '"kind":"prediction"', '"status":"'],
    answerHeaders: { Location: "/jobs/soon", "Preference-Applied": "respond-async" },
    until: () => ended("soon"),
    changes: { predictions: 1 },
    after: async () => expect(await ended("soon")).toMatchObject({ status: "completed" }),
  }),
  "of a customer that the model does not know go by the features, as /predict does": () => ({
    method: "POST",
    url: "/predict_job",
    body: {
      model_id: has.model,
      mode: "single",
      customer_id: "new-one",
      features: FEATURES,
      queue_id: row("new", "prediction"),
    },
    status: 200,
    changes: { predictions: 1 },
    after: async () => {
      const body = { model_id: has.model, customer_id: "new-one", features: FEATURES };
      const atOnce = (await (
        await send(server.url, { method: "POST", url: "/predict", body })
      ).json()) as object;
      const { result } = server.context.store.predictions.find("shop", "new")!;
      const told: object = { ...(result as object), reasons: [], model_id: has.model };
      expect(told).toEqual({ ...atOnce, reasons: [] });
      expect(result).toMatchObject({ customer_id: "new-one" });
      await predictionsWritten(server.context);
    },
  }),
  "of a customer that the model knows go by the customer, whatever the features": () => ({
    method: "POST",
    url: "/predict_job",
    body: {
      model_id: has.model,
      mode: "single",
      customer_id: has.customer,
      features: FEATURES,
      queue_id: row("old", "prediction"),
    },
    status: 200,
    changes: { predictions: 1 },
    after: () =>
      expect(server.context.store.predictions.find("shop", "old")!.result).toMatchObject({
        customer_id: has.customer,
      }),
  }),
  "say why they failed": () => ({
    method: "POST",
    url: "/predict_job",
    body: { model_id: has.model, mode: "single", customer_id: "nobody" },
    status: 422,
    has: ["The model has no customer nobody"],
    changes: { jobs: 1 },
  }),
  "of one need a customer or features": () => ({
    method: "POST",
    url: "/predict_job",
    body: { model_id: has.model, mode: "single" },
    status: 422,
    has: ['"field":"customer_id"'],
  }),
  "have no other mode": () => ({
    method: "POST",
    url: "/predict_job",
    body: { model_id: has.model, mode: "all" },
    status: 422,
    has: ['"field":"mode"', "single, batch"],
  }),
  "take no model that is not there": () => ({
    method: "POST",
    url: "/predict_job",
    body: { model_id: NOWHERE, mode: "batch" },
    status: 404,
    has: ['"detail":"Model not found"'],
  }),
  "take no model of another tenant": () => ({
    method: "POST",
    url: "/predict_job",
    tenant: "other",
    body: { model_id: has.model, mode: "batch" },
    status: 404,
    has: ['"detail":"Model not found"'],
  }),
  "of one are queued": () => ({
    method: "POST",
    url: "/api/queue/predict-single",
    body: { model_id: has.model, customer_id: has.customer },
    status: 200,
    has: ['{"status":"queued","queue_id":"'],
    changes: { jobs: 1 },
    after: async (answer) =>
      expect(await ended(JSON.parse(answer).queue_id)).toMatchObject({
        status: "completed",
        payload: { mode: "single", customer_id: has.customer },
      }),
  }),
  "of all are queued": () => ({
    method: "POST",
    url: "/api/queue/predict-batch",
    body: { model_id: has.model },
    status: 200,
    until: (answer) => ended(JSON.parse(answer).queue_id),
    changes: { jobs: 1, predictions: 1, files: 1 },
    after: async (answer) =>
      expect(await ended(JSON.parse(answer).queue_id)).toMatchObject({
        status: "completed",
        payload: { mode: "batch" },
      }),
  }),
} satisfies Record<string, () => Scenario>);

test("the same Idempotency-Key starts one training", async () => {
  const before = await server.census();
  const asked = {
    method: "POST",
    url: "/api/queue/train",
    headers: { "Idempotency-Key": "once-and-for-all" },
    body: { dataset_path: has.datasetPath },
  };
  const first = await (await send(server.url, asked)).json();
  const again = await send(server.url, asked);
  expect(await again.json()).toEqual(first);
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect((await server.census()).jobs - before.jobs).toBe(1);
  await ended((first as { queue_id: string }).queue_id);
});

test("a prediction whose request was cut off by a crash is made once", async () => {
  const { store } = server.context;
  const ask = async () => {
    const response = await send(server.url, {
      method: "POST",
      url: "/predict_job",
      headers: { "Idempotency-Key": "once" },
      body: { model_id: has.model, mode: "batch" },
    });
    return ((await response.json()) as { prediction_id: string }).prediction_id;
  };
  const first = await ask();
  // As if the server had died before it stored the answer.
  store.idempotency.forgetText("shop", first);
  const jobs = store.jobs.list("shop", "prediction", null).length;
  expect(await ask()).toBe(first);
  expect(store.jobs.list("shop", "prediction", null)).toHaveLength(jobs);
});
