import type { BucketSettings } from "../../../src/store/bucket/bucket-settings";

/** What the server is told of a bucket. */
export function environmentOf({
  bucket,
  endpoint,
  region,
  keyId,
  appKey,
  timeoutMs,
  cacheBytes,
}: BucketSettings) {
  return {
    B2_BUCKET: bucket,
    B2_ENDPOINT: endpoint,
    B2_REGION: region,
    B2_KEY_ID: keyId,
    B2_APP_KEY: appKey,
    B2_TIMEOUT_SECONDS: String(timeoutMs / 1000),
    ARTIFACTS_CACHE_BYTES: String(cacheBytes),
  };
}

/** Whatever was answered: the tests say what is to be in it. */
// biome-ignore lint/suspicious/noExplicitAny: as it says
type Json = any;

/** Calls a server as a tenant. */
export class Client {
  constructor(
    private readonly url: string,
    private readonly tenant: string,
  ) {}

  async call(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    const answer = await fetch(new URL(path, this.url), {
      method,
      headers: {
        "X-Tenant-Id": this.tenant,
        ...(body && !(body instanceof FormData) && { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = text.startsWith("{") || text.startsWith("[");
    return { status: answer.status, text, json: isJson ? (JSON.parse(text) as Json) : null };
  }

  async upload(path: string) {
    const form = new FormData();
    form.set("tenant_id", this.tenant);
    form.set("file", Bun.file(path), "orders.csv");
    return this.call("POST", "/upload", form);
  }

  /** Trains on an uploaded file; the job at its end. */
  async train(datasetPath: string) {
    const body = { tenant_id: this.tenant, dataset_path: datasetPath, effort: "quick" };
    const { json } = await this.call("POST", "/train", body);
    return this.ended(json.job_id);
  }

  /** The job at its end, which the stream of its events waits for. */
  async ended(job: string) {
    await this.call("GET", `/jobs/${job}/events`);
    return (await this.call("GET", `/jobs/${job}`)).json;
  }
}
