import { Database } from "bun:sqlite";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storePath } from "../../../src/store/store";
import { CA_PATH } from "../../notify/certificates";
import { ordinaryShop, writeOrders } from "../../pipeline/small-files";
import { type Environment, ServerProcess } from "../mirror/program";

/** What takes longer on a busy machine never comes. */
const SEEN_MS = 300_000;

/** A data folder with a shop's file, and the server that serves it, by the real program in a process of its own. */
export class NotifiedShop {
  readonly folder = mkdtempSync(join(tmpdir(), "perennial-notify-"));
  /** The file of its orders. */
  readonly orders = writeOrders(this.folder, ordinaryShop(200, 300));
  server!: ServerProcess;

  constructor(private readonly environment: Environment) {}

  async start(): Promise<void> {
    this.server = await ServerProcess.start({
      DATA_DIR: this.folder,
      // The counterparts' certificates are believed by an authority of their own.
      NODE_EXTRA_CA_CERTS: CA_PATH,
      PUBLIC_URL: "https://perennial.example.com",
      ...this.environment,
    });
  }

  async call<T = Record<string, string>>(method: string, path: string, body?: object): Promise<T> {
    const response = await this.server.call(method, path, body);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** Uploads the shop's orders, or another file; answers its `dataset_path`. */
  async upload(file: Blob = Bun.file(this.orders)): Promise<string> {
    const form = new FormData();
    form.set("file", new File([file], "orders.csv"));
    const response = await fetch(`${this.server.url}/upload`, {
      method: "POST",
      headers: { "X-Tenant-Id": "shop" },
      body: form,
    });
    return ((await response.json()) as { dataset_path: string }).dataset_path;
  }

  /** The job at its end. */
  async ended(job: string): Promise<{ status: string; error?: string; result?: Record<string, unknown> }> {
    await (await this.server.call("GET", `/jobs/${job}/events`)).text();
    return this.call("GET", `/jobs/${job}`);
  }

  /** What is in the store; or changes it, while no server runs: instead of waiting for hours. */
  sql<Row>(statement: string): Row[] {
    const database = new Database(storePath(this.folder));
    database.run("PRAGMA busy_timeout = 5000");
    const rows = database.prepare(statement).all() as Row[];
    database.close();
    return rows;
  }

  /** Asks until `found` answers something; throws if it has not within `SEEN_MS`. */
  async seen<T>(
    found: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  ): Promise<T> {
    for (const since = performance.now(); performance.now() - since < SEEN_MS; await Bun.sleep(20)) {
      const seen = await found();
      if (seen) return seen;
    }
    throw new Error(`nothing was seen of ${found} in ${SEEN_MS} ms`);
  }

  async end(): Promise<void> {
    await this.server.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
