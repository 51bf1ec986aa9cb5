import { readFileSync, writeFileSync } from "node:fs";
import {
  getAudienceCsv,
  getAudienceParquet,
  getAudienceXlsx,
  getJobsByJobId,
  getJobsByJobIdEvents,
  getModelsByModelIdCustomers,
  getModelsByModelIdDataset,
  getModelsDefault,
  getPredictionsByPredictionIdDownload,
  getSegments,
  postPredict,
  postPredictJob,
  postTrain,
  postUpload,
} from "./client";
import { client } from "./client/client.gen";

const [, , baseUrl, tenant, orders, folder] = process.argv as string[];
client.setConfig({ baseUrl: baseUrl! });
const common = { headers: { "X-Tenant-Id": tenant! }, throwOnError: true } as const;

const file = new File([readFileSync(orders!)], "orders.csv");
const { data: uploaded } = await postUpload({ ...common, body: { file } });
const { dataset_path, mapping_path } = uploaded;
const { data: started } = await postTrain({
  ...common,
  body: { dataset_path, mapping_path, effort: "quick" },
});
const job = { ...common, path: { job_id: started.job_id } };
const { stream } = await getJobsByJobIdEvents(job);
for await (const event of stream) void event;
const { data: ended } = await getJobsByJobId(job);
if (ended.status !== "completed") throw new Error(`the training is ${ended.status}: ${ended.error}`);

const { data: chosen } = await getModelsDefault(common);
const model_id = chosen.model_id!;
const { data: segments } = await getSegments(common);
const page = { ...common, path: { model_id }, query: { limit: 1 } };
const { data: table } = await getModelsByModelIdCustomers(page);
const { data: dataset } = await getModelsByModelIdDataset(page);
const features = { recency_days: 30, frequency: 4, monetary: 800 };
const { data: predicted } = await postPredict({ ...common, body: { features, model_id } });
const { data: batch } = await postPredictJob({ ...common, body: { model_id, mode: "batch" } });
if (!("prediction_id" in batch)) throw new Error("the batch is not done");
const { data: link } = await getPredictionsByPredictionIdDownload({
  ...common,
  path: { prediction_id: batch.prediction_id },
});

const { data: csv } = await getAudienceCsv(common);
const { data: xlsx } = await getAudienceXlsx(common);
const { data: parquet } = await getAudienceParquet(common);
writeFileSync(`${folder}/audience.csv`, csv);
writeFileSync(`${folder}/audience.xlsx`, new Uint8Array(await xlsx.arrayBuffer()));
writeFileSync(`${folder}/audience.parquet`, new Uint8Array(await parquet.arrayBuffer()));
console.log(
  JSON.stringify({
    model_id,
    segments: segments.length,
    churn_probability: predicted.churn_probability,
    customers: table.total,
    rows: dataset.total,
    link: link.url,
  }),
);
