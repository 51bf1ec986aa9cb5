import { perennial, upload, waitForJob } from "../clients/typescript/src";
import { type StartedServer, startServer } from "../tests/browser/started-server";
import type { Ids } from "../tests/views/page-addresses";

/** A server of its own with one tenant that has a model, and what the tenant's pages are asked for by. */
export interface TrainedServer extends StartedServer {
  readonly tenant: string;
  readonly ids: Ids;
  /** How many the model knows. */
  readonly customers: number;
  get(address: string): Promise<Response>;
}

/** Starts a server, sends it the file, trains, and predicts for one customer and for all. */
export async function startTrained(path: string, name: string): Promise<TrainedServer> {
  const tenant = "demo-shop";
  const server = await startServer({ WORKERS: "1" });
  const headers = { "X-Tenant-Id": tenant };
  const get = (address: string) =>
    fetch(server.url + address, { headers: { ...headers, Accept: "text/html" }, redirect: "manual" });
  const client = perennial({ url: server.url, tenant });
  /** Follows a job to its end and returns its result. */
  const ended = async (id: string) =>
    (await waitForJob(client, id)).result as Readonly<Record<string, string>>;
  try {
    const { dataset_path, dataset_id } = await upload(client, Bun.file(path), name);
    const { data: training } = await client.POST("/train", { body: { dataset_path, effort: "quick" } });
    const { job_id } = training!;
    const { model_id } = await ended(job_id);
    const { data: table } = await client.GET("/models/{model_id}/customers", {
      params: { path: { model_id: model_id! }, query: { limit: 1000 } },
    });
    const customer_id = String(table!.rows.at(12)!.CustomerID);
    await client.POST("/predict", { body: { customer_id } });
    const { data: batch } = await client.POST("/api/queue/predict-batch", { body: { model_id: model_id! } });
    const { prediction_id } = await ended(batch!.queue_id);
    const { data: tested } = await client.POST("/backtests", {
      body: { dataset_path, tests: 2, effort: "quick" },
    });
    const backtest_id = tested!.job_id;
    await ended(backtest_id);
    const { data: added } = await client.POST("/destinations", {
      body: {
        name: "Win back",
        audience: { min_churn: 0.5 },
        format: "csv",
        consent: null,
        to: { kind: "mail", address: "ann@example.com", as: "attachment" },
        schedule: { every: "weekly", day: 1, hour: 6 },
      },
    });
    const { destination_id } = added!;
    const ids = {
      destination_id,
      backtest_id,
      segment_id: "0",
      customer_id,
      model_id: model_id!,
      dataset_id,
      job_id,
    };
    const file = "segmented_customers.csv";
    return {
      ...server,
      tenant,
      get,
      customers: table!.total,
      ids: { ...ids, prediction_id: prediction_id!, file },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
