import { type BlobStore, DiskBlobs } from "../../src/store/blobs";
import type { ServerProcess } from "../integrations/mirror/program";
import { NotifiedShop } from "../integrations/notify/shop";
import { ALL_LINES } from "../warehouse/duckdb-shop";

/** Name → hash of each file. */
export type Files = Readonly<Record<string, string>>;

/** What one machine makes of a shop by itself. */
export interface Alone {
  readonly model: Files;
  readonly list: string;
  readonly backtest: unknown;
  /** Of a query of a warehouse. */
  readonly queried: Files;
  /** All files after one customer was erased, and what the erasure says. */
  readonly erased: { readonly files: string[]; readonly proof: unknown };
}

/** How many dates a backtest has. */
const DATES = 2;

/** A job at its end. */
export interface Ended {
  readonly status: string;
  readonly error?: string;
  readonly result?: Readonly<Record<string, unknown>>;
}

/** A shop of its own on a server: the same orders under another tenant. */
export class Tenant {
  constructor(
    readonly id: string,
    private readonly server: ServerProcess,
    private readonly orders: string,
  ) {}

  async call<T = Record<string, string>>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.server.url}${path}`, {
      method,
      headers: { "X-Tenant-Id": this.id, "Content-Type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async upload(): Promise<string> {
    const form = new FormData();
    form.set("file", new File([Bun.file(this.orders)], "orders.csv"));
    const headers = { "X-Tenant-Id": this.id };
    const response = await fetch(`${this.server.url}/upload`, { method: "POST", headers, body: form });
    if (!response.ok) throw new Error(`an upload: ${response.status} ${await response.text()}`);
    return ((await response.json()) as { dataset_path: string }).dataset_path;
  }

  async ended(job: string): Promise<Ended> {
    const headers = { "X-Tenant-Id": this.id };
    await (await fetch(`${this.server.url}/jobs/${job}/events`, { headers })).text();
    return this.call<Ended & Record<string, never>>("GET", `/jobs/${job}`);
  }

  async train(effort = "quick"): Promise<string> {
    const dataset_path = await this.upload();
    return (await this.call("POST", "/train", { dataset_path, effort })).job_id!;
  }

  /** Trains on a query of the connection `shop`. */
  async trainOnQuery(): Promise<string> {
    const asked = { connection: "shop", query: ALL_LINES };
    const { dataset_path } = await this.call("POST", "/datasets", asked);
    return (await this.call("POST", "/train", { dataset_path, effort: "quick" })).job_id!;
  }

  /** Erases a customer who is in the orders. */
  async erase(): Promise<string> {
    return (await this.call("DELETE", "/customers/10005")).job_id!;
  }

  async backtest(): Promise<string> {
    const dataset_path = await this.upload();
    return (await this.call("POST", "/backtests", { dataset_path, effort: "quick", tests: DATES })).job_id!;
  }

  async score(model_id: string): Promise<string> {
    return (await this.call("POST", "/api/queue/predict-batch", { model_id })).queue_id!;
  }
}

/** What one machine makes of the same orders. */
export async function doneAlone(environment: Readonly<Record<string, string>>): Promise<Alone> {
  const shop = new NotifiedShop(environment);
  await shop.start();
  try {
    const tenant = new Tenant("alone", shop.server, shop.orders);
    const model = await tenant.train();
    await tenant.ended(model);
    const list = await tenant.score(model);
    await tenant.ended(list);
    const { result } = await tenant.ended(await tenant.backtest());
    const blobs = new DiskBlobs(shop.folder);
    const before = {
      model: await filesBelow(blobs, `tenants/alone/models/${model}`),
      list: sha256(await blobs.read(`tenants/alone/outputs/${list}.csv`)),
      backtest: result,
    };
    const erasure = await tenant.ended(await tenant.erase());
    const asking = new Tenant("query", shop.server, shop.orders);
    const query = await asking.trainOnQuery();
    await asking.ended(query);
    const queried = await filesBelow(blobs, `tenants/query/models/${query}`);
    return { ...before, queried, erased: { files: await allFiles(blobs, "alone"), proof: proofOf(erasure) } };
  } finally {
    await shop.end();
  }
}

export async function filesBelow(blobs: BlobStore, prefix: string): Promise<Files> {
  const files: Record<string, string> = {};
  for (const { key } of await blobs.list(prefix))
    files[key.slice(prefix.length + 1)] = sha256(await blobs.read(key));
  return files;
}

/** Of nothing it is "". */
export function sha256(bytes: Uint8Array | null): string {
  return bytes === null ? "" : new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
}

/** Every file of a tenant: its area, its name without ids, and its hash. */
export async function allFiles(blobs: BlobStore, tenant: string): Promise<string[]> {
  const files = await filesBelow(blobs, `tenants/${tenant}`);
  return Object.entries(files)
    .map(([key, hash]) => {
      const [area, , ...name] = key.split("/");
      return `${area} ${name.join("/")} ${hash}`;
    })
    .sort();
}

/** What an erasure says it did, without ids and salts. */
export function proofOf({ status, result }: Ended): unknown {
  const {
    customer: _,
    datasets,
    models,
    ...rest
  } = (result ?? {}) as Record<string, Record<string, unknown>[]>;
  const withoutIds = (rows: Record<string, unknown>[] = []) =>
    rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !name.endsWith("_id"))));
  return { status, ...rest, datasets: withoutIds(datasets), models: withoutIds(models) };
}
