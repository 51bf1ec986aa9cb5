import { afterAll, beforeAll, expect } from "bun:test";
import { NOWHERE, runScenarios, type Scenario } from "./scenario";
import { type Belongings, type ShopServer, startShopServer } from "./shop-server";

let server: ShopServer;
let has: Belongings;
let modelFiles: number;
beforeAll(async () => {
  server = await startShopServer();
  has = await server.furnish("shop");
  modelFiles = (await server.context.blobs.list(`tenants/shop/models/${has.model}`)).length;
});
afterAll(() => server.close());

const GET = "GET";
runScenarios("models, metrics and segments", () => server, {
  "the metrics of the newest model are one flat map of numbers": () => ({
    method: GET,
    url: "/metrics",
    status: 200,
    has: ['"churn_auc":0.', '"segmentation_silhouette":'],
    after: (answer) => {
      for (const value of Object.values(JSON.parse(answer))) expect(value).toBeNumber();
    },
  }),
  "before the first run the metrics are an empty object": () => ({
    method: GET,
    url: "/metrics",
    tenant: "newcomer",
    status: 200,
    has: [/^\{\}$/],
  }),
  "the segments come with the highest mean spend first": () => ({
    method: GET,
    url: "/segments",
    status: 200,
    has: ['"recommended_action":', '"avg_future_spend":', '"churn_rate":', /"name":"[A-Z][a-z ]+"/],
    after: (answer) => {
      const spend = JSON.parse(answer).map((segment: { avg_monetary: number }) => segment.avg_monetary);
      expect(spend).toEqual(spend.toSorted((a: number, b: number) => b - a));
    },
  }),
  "before the first run there are no segments": () => ({
    method: GET,
    url: "/segments",
    tenant: "newcomer",
    status: 200,
    has: [/^\[\]$/],
  }),
  "the models are listed with all fields of the contract": () => ({
    method: GET,
    url: "/models",
    status: 200,
    after: (answer) =>
      expect(JSON.parse(answer)).toEqual([
        {
          model_id: has.model,
          name: "shop",
          metrics: expect.any(Object),
          artifact_prefix: `tenants/shop/models/${has.model}`,
          created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
          dataset_id: has.dataset,
          files: [{ file_id: has.dataset, name: "orders.csv", sha256: expect.any(String) }],
          as_of: "2011-01-01T00:00:00.000Z",
          job_id: has.job,
        },
      ]),
  }),
  "one model is what the list says of it": () => ({
    method: GET,
    url: `/models/${has.model}`,
    status: 200,
    has: [`"model_id":"${has.model}"`],
  }),
  "a model that is not there is 404": () => ({
    method: GET,
    url: `/models/${NOWHERE}`,
    status: 404,
    has: ['"detail":"Model not found"'],
  }),
  "another tenant's model is 404 in the same words": () => ({
    method: GET,
    url: `/models/${has.model}`,
    tenant: "other",
    status: 404,
    has: ['"detail":"Model not found"'],
  }),
  "the silhouettes come with their file's name": () => ({
    method: GET,
    url: `/models/${has.model}/json`,
    status: 200,
    has: ['{"filename":"kmeans_scores.json","data":{"3":0.'],
  }),
  "the silhouettes of no model are 404": () => ({
    method: GET,
    url: `/models/${NOWHERE}/json`,
    status: 404,
  }),
  "the customers come in pages, ids as the file writes them": () => ({
    method: GET,
    url: `/models/${has.model}/dataset?limit=2&offset=1`,
    status: 200,
    hasNot: ["NaN"],
    after: (answer) => {
      const { path, columns, rows, total } = JSON.parse(answer);
      expect(path).toBe(`tenants/shop/models/${has.model}/customers.arrow`);
      expect(columns.slice(0, 3)).toEqual(["CustomerID", "recency_days", "frequency"]);
      expect(rows).toHaveLength(2);
      expect(Object.keys(rows[0])).toEqual(columns);
      expect(rows[0].CustomerID).toBeNumber();
      expect(total).toBeGreaterThan(100);
    },
  }),
  "a page behind the end is empty and still says how many there are": () => ({
    method: GET,
    url: `/models/${has.model}/dataset?offset=1000000`,
    status: 200,
    has: ['"rows":[]', /"total":\d{3}/],
  }),
  "a page of no rows is refused": () => ({
    method: GET,
    url: `/models/${has.model}/dataset?limit=0`,
    status: 422,
    has: ['"field":"limit"'],
  }),
  "a limit that is no number is refused": () => ({
    method: GET,
    url: `/models/${has.model}/dataset?limit=all`,
    status: 422,
    has: ['"field":"limit"', "all"],
  }),
  "a customer of the model exists": () => ({
    method: GET,
    url: `/models/${has.model}/customers/${has.customer}/exists`,
    status: 200,
    has: [/^\{"exists":true\}$/],
  }),
  "a customer that the model never saw does not": () => ({
    method: GET,
    url: `/models/${has.model}/customers/99999999/exists`,
    status: 200,
    has: [/^\{"exists":false\}$/],
  }),
  "nobody exists for a model that is not there": () => ({
    method: GET,
    url: `/models/${NOWHERE}/customers/${has.customer}/exists`,
    status: 404,
  }),
  "the default is not taken for a model's id": () => ({
    method: GET,
    url: "/models/default",
    status: 200,
    after: (answer) => expect(JSON.parse(answer)).toEqual({ model_id: has.model }),
  }),
  "without a default it is null": () => ({
    method: GET,
    url: "/models/default",
    tenant: "newcomer",
    status: 200,
    has: [/^\{"model_id":null\}$/],
  }),
  "with null it is the one of the newest orders again, and follows": () => ({
    method: "POST",
    url: "/models/default",
    body: { model_id: null },
    status: 200,
    after: () => {
      const { tenants } = server.context.store;
      expect([tenants.defaultModel("shop"), tenants.isDefaultChosen("shop")]).toEqual([has.model, false]);
    },
  }),
  "a model that is not there cannot be the default": () => ({
    method: "POST",
    url: "/models/default",
    body: { model_id: NOWHERE },
    status: 404,
    has: ['"detail":"Model not found"'],
    after: () => expect(server.context.store.tenants.defaultModel("shop")).toBe(has.model),
  }),
  "the default needs a model_id": () => ({
    method: "POST",
    url: "/models/default",
    body: {},
    status: 422,
    has: ['"field":"model_id"', "is required"],
  }),
  "the default can be chosen": () => ({
    method: "POST",
    url: "/models/default",
    body: { model_id: has.model },
    status: 200,
    has: [/^\{"status":"ok"\}$/],
  }),
  "another tenant's model cannot be deleted": () => ({
    method: "DELETE",
    url: `/models/${has.model}`,
    tenant: "other",
    status: 404,
  }),
  "a deleted model is gone with its folder, and is the default no more": () => ({
    method: "DELETE",
    url: `/models/${has.model}`,
    status: 200,
    has: [`{"status":"deleted","model_id":"${has.model}"}`],
    changes: { models: -1, files: -modelFiles },
    after: () => expect(server.context.store.tenants.defaultModel("shop")).toBeNull(),
  }),
  "what was deleted cannot be deleted again": () => ({
    method: "DELETE",
    url: `/models/${has.model}`,
    status: 404,
  }),
} satisfies Record<string, () => Scenario>);
