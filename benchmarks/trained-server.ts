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
  const json = async <T>(answer: Promise<Response>): Promise<T> => {
    const response = await answer;
    if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const post = <T>(address: string, body: unknown) =>
    json<T>(
      fetch(server.url + address, {
        method: "POST",
        headers: { ...headers, "Content-Type": "application/json" },
        body: JSON.stringify(body),
      }),
    );
  /** Follows a job to its end and returns its result. */
  const ended = async (id: string) => {
    await (await fetch(`${server.url}/jobs/${id}/events`, { headers })).text();
    const job = await json<{ status: string; error?: string; result: Record<string, string> }>(
      get(`/jobs/${id}`),
    );
    if (job.status !== "completed") throw new Error(`the job is ${job.status}: ${job.error}`);
    return job.result;
  };
  try {
    const form = new FormData();
    form.set("file", Bun.file(path), name);
    const uploaded = await json<{ dataset_path: string; dataset_id: string }>(
      fetch(`${server.url}/upload`, { method: "POST", headers, body: form }),
    );
    const { dataset_path, dataset_id } = uploaded;
    const { job_id } = await post<{ job_id: string }>("/train", { dataset_path, effort: "quick" });
    const { model_id } = await ended(job_id);
    const table = await json<{ total: number; rows: { CustomerID: string | number }[] }>(
      get(`/models/${model_id}/customers?limit=1000`),
    );
    const customer_id = String(table.rows.at(12)!.CustomerID);
    await post("/predict", { customer_id });
    const batch = await post<{ queue_id: string }>("/api/queue/predict-batch", { model_id });
    const { prediction_id } = await ended(batch.queue_id);
    const tested = await post<{ job_id: string }>("/backtests", { dataset_path, tests: 2, effort: "quick" });
    await ended(tested.job_id);
    const backtest_id = tested.job_id;
    const ids = { backtest_id, segment_id: "0", customer_id, model_id: model_id!, dataset_id, job_id };
    const file = "segmented_customers.csv";
    return {
      ...server,
      tenant,
      get,
      customers: table.total,
      ids: { ...ids, prediction_id: prediction_id!, file },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
