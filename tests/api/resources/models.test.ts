import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { modelPrefix } from "../../../src/store/object-keys";
import { NOWHERE, runScenarios, type Scenario, send } from "./scenario";
import { type Belongings, type ShopServer, startShopServer, trainedShop } from "./shop-server";

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
  "the rows that it was trained on come with the file's own columns and its path": () => ({
    method: GET,
    url: `/models/${has.model}/dataset?limit=2&offset=1`,
    status: 200,
    after: async (answer) => {
      const { path, columns, rows, total, unreadable_rows } = JSON.parse(answer);
      const lines = (await Bun.file((await trainedShop()).dataPath).text()).trimEnd().split("\n");
      expect(path).toBe(has.datasetPath);
      expect(columns).toEqual(lines[0]!.split(","));
      expect(columns).toContain("InvoiceNo");
      expect(total).toBe(lines.length - 1);
      expect(unreadable_rows).toEqual([]);
      const written = rows.map((row: Record<string, unknown>) => Object.values(row).join(","));
      expect(written).toEqual(lines.slice(2, 4));
      expect(rows[0]).toMatchObject({
        InvoiceNo: expect.any(String),
        Quantity: expect.any(Number),
        UnitPrice: expect.any(Number),
        CustomerID: expect.any(Number),
      });
    },
  }),
  "a page behind the end of the rows is empty and still says how many there are": () => ({
    method: GET,
    url: `/models/${has.model}/dataset?offset=1000000`,
    status: 200,
    has: ['"rows":[]', /"total":\d{3}/],
  }),
  "the rows of a data set of another tenant's model are 404": () => ({
    method: GET,
    url: `/models/${has.model}/dataset`,
    tenant: "other",
    status: 404,
    has: ['"detail":"Model not found"'],
  }),
  "the customers come in pages, ids as the file writes them": () => ({
    method: GET,
    url: `/models/${has.model}/customers?limit=2&offset=1`,
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
  "the customers are those within the bounds, sorted as asked for": () => ({
    method: GET,
    url: `/models/${has.model}/customers?min_churn=0.2&max_churn=0.9&sort=-monetary&limit=10000`,
    status: 200,
    after: (answer) => {
      const { rows, total } = JSON.parse(answer) as { rows: Record<string, number>[]; total: number };
      expect(rows).toHaveLength(total);
      expect(total).toBeGreaterThan(2);
      for (const { churn_probability: churn } of rows) expect(churn! >= 0.2 && churn! <= 0.9).toBe(true);
      const spend = rows.map(({ monetary }) => monetary!);
      expect(spend).toEqual(spend.toSorted((a, b) => b - a));
    },
  }),
  "the customers sort by a text, rising": () => ({
    method: GET,
    url: `/models/${has.model}/customers?sort=segment_name&limit=10000`,
    status: 200,
    after: (answer) => {
      const names = JSON.parse(answer).rows.map((row: { segment_name: string }) => row.segment_name);
      expect(new Set(names).size).toBeGreaterThan(1);
      expect(names).toEqual(names.toSorted());
    },
  }),
  "the customers sort by no column that there is not": () => ({
    method: GET,
    url: `/models/${has.model}/customers?sort=wealth`,
    status: 422,
    has: ['"field":"sort"', "wealth"],
  }),
  "a page behind the end is empty and still says how many there are": () => ({
    method: GET,
    url: `/models/${has.model}/customers?offset=1000000`,
    status: 200,
    has: ['"rows":[]', /"total":\d{3}/],
  }),
  "a page of no rows is refused": () => ({
    method: GET,
    url: `/models/${has.model}/customers?limit=0`,
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

describe("the data set of a model", () => {
  const rowsOf = async (tenant: string, model: string) => {
    const response = await send(server.url, { method: GET, url: `/models/${model}/dataset`, tenant });
    return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
  };

  test("that was rewritten since is counted again, and names the rows that cannot be told apart", async () => {
    const { model, dataset, datasetPath } = await server.furnish("rewritten");
    const text = "InvoiceNo,Quantity,UnitPrice,CustomerID\n0042,1,2.50,7\n43,x\n44,,1e3,\n";
    const { sha256, sizeBytes } = await server.context.blobs.writeStream(
      datasetPath,
      new Blob([text]).stream(),
    );
    server.context.store.datasets.updateFile("rewritten", {
      id: dataset,
      sha256,
      sizeBytes,
      inspection: null,
    });
    expect(await rowsOf("rewritten", model)).toEqual({
      status: 200,
      answer: {
        path: datasetPath,
        columns: ["InvoiceNo", "Quantity", "UnitPrice", "CustomerID"],
        rows: [
          { InvoiceNo: "0042", Quantity: 1, UnitPrice: 2.5, CustomerID: 7 },
          { InvoiceNo: null, Quantity: null, UnitPrice: null, CustomerID: null },
          { InvoiceNo: "44", Quantity: null, UnitPrice: "1e3", CustomerID: null },
        ],
        total: 3,
        unreadable_rows: [3],
      },
    });
  });

  test("that was deleted is 404 in words of its own", async () => {
    const { model, dataset } = await server.furnish("bare");
    server.context.store.datasets.delete("bare", dataset);
    const { status, answer } = await rowsOf("bare", model);
    expect({ status, detail: answer.detail }).toEqual({
      status: 404,
      detail: "The data set that this model was trained on no longer exists.",
    });
  });
});

test("a model whose files are missing or damaged is answered with a sentence, without paths", async () => {
  const { model, customer } = await server.furnish("damaged");
  const { config } = server.context;
  const folder = join(config.dataDir, "artifacts", modelPrefix("damaged", model));
  const known: { method: string; url: string; body?: object }[] = [
    { method: "POST", url: "/predict", body: { customer_id: customer, model_id: model } },
    { method: "GET", url: `/models/${model}/customers/${customer}/exists` },
  ];
  const features = { recency_days: 3, frequency: 9, monetary: 900 };
  const described = [{ method: "POST", url: "/predict", body: { features, model_id: model } }];
  const ask = async (asked: typeof known) => {
    for (const each of asked) {
      server.context.models.drop(modelPrefix("damaged", model));
      const response = await send(server.url, { ...each, tenant: "damaged" });
      const { detail } = (await response.json()) as { detail: string };
      expect([each.url, response.status, detail]).toEqual([
        each.url,
        503,
        "The model's files are missing or damaged. Train a new model, or restore the files from a backup.",
      ]);
    }
  };
  for (const name of ["customers.arrow", "explainers.json", "churn_base.onnx"]) {
    const path = join(folder, name);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length / 3));
    // The ONNX files are opened for people who are only described.
    await ask(name.endsWith(".onnx") ? described : known);
    rmSync(path);
    await ask(known);
    writeFileSync(path, whole);
  }
  rmSync(folder, { recursive: true });
  await ask(known);
});
