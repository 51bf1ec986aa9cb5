import { readFileSync, writeFileSync } from "node:fs";
import { perennial, upload, waitForJob } from "perennial-client";

const [, , url, tenant, orders, folder] = process.argv as string[];
const client = perennial({ url: url!, tenant: tenant! });

const { dataset_path, mapping_path } = await upload(client, new Blob([readFileSync(orders!)]), "orders.csv");
const { data: started } = await client.POST("/train", {
  body: { dataset_path, mapping_path, effort: "quick" },
});
await waitForJob(client, started!.job_id);

const { data: chosen } = await client.GET("/models/default");
const path = { model_id: chosen!.model_id! };
const { data: segments } = await client.GET("/segments");
const { data: table } = await client.GET("/models/{model_id}/customers", {
  params: { path, query: { limit: 1 } },
});
const { data: dataset } = await client.GET("/models/{model_id}/dataset", {
  params: { path, query: { limit: 1 } },
});
const features = { recency_days: 30, frequency: 4, monetary: 800 };
const { data: scores } = await client.POST("/predict", { body: { features, ...path } });
const { data: batch } = await client.POST("/predict_job", { body: { ...path, mode: "batch" } });
if (!batch || !("prediction_id" in batch)) throw new Error("the batch is not done");
const { data: link } = await client.GET("/predictions/{prediction_id}/download", {
  params: { path: { prediction_id: batch.prediction_id } },
});

const { data: csv } = await client.GET("/audience.csv", { parseAs: "text" });
const { data: xlsx } = await client.GET("/audience.xlsx", { parseAs: "arrayBuffer" });
const { data: parquet } = await client.GET("/audience.parquet", { parseAs: "arrayBuffer" });
writeFileSync(`${folder}/audience.csv`, csv!);
writeFileSync(`${folder}/audience.xlsx`, new Uint8Array(xlsx!));
writeFileSync(`${folder}/audience.parquet`, new Uint8Array(parquet!));
console.log(
  JSON.stringify({
    model_id: path.model_id,
    segments: segments!.length,
    churn_probability: scores!.churn_probability,
    customers: table!.total,
    rows: dataset!.total,
    link: link!.url,
  }),
);
