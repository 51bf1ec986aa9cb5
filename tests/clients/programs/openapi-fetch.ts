import { readFileSync, writeFileSync } from "node:fs";
import createClient from "openapi-fetch";
import type { paths } from "./schema";

const [, , baseUrl, tenant, orders, folder] = process.argv as string[];
const client = createClient<paths>({ baseUrl: baseUrl! });
const header = { "X-Tenant-Id": tenant! };

/** The answer of a call, or its problem as an error. */
function got<T>({ data, error }: { data?: T; error?: { detail: string } }): NonNullable<T> {
  if (data === undefined || data === null) throw new Error(error?.detail ?? "no answer");
  return data;
}

const uploaded = got(
  await client.POST("/upload", {
    params: { header },
    // The types say that a file is text; the serializer sends it as one.
    body: { file: "orders.csv" },
    bodySerializer: () => {
      const form = new FormData();
      form.set("file", new Blob([readFileSync(orders!)]), "orders.csv");
      return form;
    },
  }),
);
const { dataset_path, mapping_path } = uploaded;
const { job_id } = got(
  await client.POST("/train", { params: { header }, body: { dataset_path, mapping_path, effort: "quick" } }),
);
const job = { header, path: { job_id } };
await client.GET("/jobs/{job_id}/events", { params: job, parseAs: "text" });
const { status, error } = got(await client.GET("/jobs/{job_id}", { params: job }));
if (status !== "completed") throw new Error(`the training is ${status}: ${error}`);

const { model_id } = got(await client.GET("/models/default", { params: { header } }));
const segments = got(await client.GET("/segments", { params: { header } }));
const path = { model_id: model_id! };
const table = got(
  await client.GET("/models/{model_id}/customers", { params: { header, path, query: { limit: 1 } } }),
);
const dataset = got(
  await client.GET("/models/{model_id}/dataset", { params: { header, path, query: { limit: 1 } } }),
);
const features = { recency_days: 30, frequency: 4, monetary: 800 };
const { churn_probability } = got(
  await client.POST("/predict", { params: { header }, body: { features, model_id: model_id! } }),
);
const batch = got(
  await client.POST("/predict_job", { params: { header }, body: { model_id: model_id!, mode: "batch" } }),
);
if (!("prediction_id" in batch)) throw new Error("the batch is not done");
const prediction = { header, path: { prediction_id: batch.prediction_id } };
const { url } = got(await client.GET("/predictions/{prediction_id}/download", { params: prediction }));

const csv = got(await client.GET("/audience.csv", { params: { header }, parseAs: "text" }));
const xlsx = got(await client.GET("/audience.xlsx", { params: { header }, parseAs: "arrayBuffer" }));
const parquet = got(await client.GET("/audience.parquet", { params: { header }, parseAs: "arrayBuffer" }));
writeFileSync(`${folder}/audience.csv`, csv);
writeFileSync(`${folder}/audience.xlsx`, new Uint8Array(xlsx));
writeFileSync(`${folder}/audience.parquet`, new Uint8Array(parquet));
console.log(
  JSON.stringify({
    model_id,
    segments: segments.length,
    churn_probability,
    customers: table.total,
    rows: dataset.total,
    link: url,
  }),
);
