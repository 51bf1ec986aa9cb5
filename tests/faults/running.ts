import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ifLeftBehind } from "../left-behind";
import { ordinaryShop, writeOrders } from "../pipeline/small-files";

const ROOT = resolve(import.meta.dir, "../..");

interface RunningOptions {
  readonly dataDir: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** A command that runs the server, such as one that sets a limit first. */
  readonly by?: readonly string[];
}

// biome-ignore lint/suspicious/noExplicitAny: the tests say what is to be in it
type Json = any;

/** A server as it is started by hand, which a test may bring to grief. */
export class Running {
  readonly #child: Bun.Subprocess<"ignore", "pipe", "pipe">;
  readonly #log: Promise<string>;
  readonly #hasEnded: () => void;
  url = "";

  private constructor({ dataDir, environment = {}, by = [] }: RunningOptions) {
    this.#child = Bun.spawn([...by, process.execPath, join(ROOT, "src/cli.ts"), "serve"], {
      cwd: ROOT,
      env: {
        ...process.env,
        DATA_DIR: dataDir,
        HOST: "127.0.0.1",
        PORT: "0",
        WORKERS: "1",
        AUTH: "open",
        LOG_LEVEL: "warn",
        REQUESTS_PER_MINUTE: "1000000",
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#log = new Response(this.#child.stderr).text();
    open.add(this);
    this.#hasEnded = ifLeftBehind(() => this.#child.kill("SIGKILL"));
  }

  /** Starts one. Throws with what it wrote if it ends before it is ready. */
  static async start(options: RunningOptions): Promise<Running> {
    const server = new Running(options);
    const decoder = new TextDecoder();
    let printed = "";
    for await (const chunk of server.#child.stdout) {
      printed += decoder.decode(chunk, { stream: true });
      server.url = /ready: (http:\/\/[^\s/]+)/.exec(printed)?.[1] ?? "";
      if (server.url) return server;
    }
    throw new Error(`exit code ${await server.#child.exited}: ${(await server.#log).trim()}`);
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Ends it. Returns its log. */
  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<string> {
    this.#child.kill(signal);
    open.delete(this);
    this.#hasEnded();
    return this.#log;
  }

  async call(
    method: string,
    path: string,
    body?: object,
    tenant = "shop",
  ): Promise<{ status: number; json: Json }> {
    const answer = await fetch(this.url + path, {
      method,
      headers: {
        "X-Tenant-Id": tenant,
        ...(body && !(body instanceof FormData) && { "Content-Type": "application/json" }),
      },
      ...(body && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, json: /^[[{]/.test(text) ? JSON.parse(text) : text };
  }

  async upload(content: string | Uint8Array, name = "orders.csv"): Promise<Json> {
    const form = new FormData();
    form.set("file", new File([content as BlobPart], name));
    const { status, json } = await this.call("POST", "/upload", form);
    if (status !== 200) throw new Error(`POST /upload: ${status} ${JSON.stringify(json)}`);
    return json;
  }

  /** Asks for a training, and returns its job at the end. */
  async train(dataset_path: string): Promise<Json> {
    const { status, json } = await this.call("POST", "/train", { dataset_path, effort: "quick" });
    if (status >= 300) throw new Error(`POST /train: ${status} ${JSON.stringify(json)}`);
    return this.ended(json.job_id);
  }

  async ended(job: string): Promise<Json> {
    await this.call("GET", `/jobs/${job}/events`);
    return (await this.call("GET", `/jobs/${job}`)).json;
  }

  /** Adds a row; its status. */
  async add(id: string, bytes = 10): Promise<number> {
    const body = { queue_id: id, kind: "training", payload: { note: "x".repeat(bytes) } };
    return (await this.call("POST", "/queue", body)).status;
  }
}

const open = new Set<Running>();
const folders: string[] = [];

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "perennial-faults-"));
  folders.push(folder);
  ifLeftBehind(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** For `afterAll`. */
export async function cleanUp(): Promise<void> {
  await Promise.all([...open].map((server) => server.end("SIGKILL")));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** The orders of a small shop, as CSV. */
export async function smallOrders(): Promise<string> {
  return Bun.file(writeOrders(newFolder(), ordinaryShop(80, 300))).text();
}

/** Runs a command of ours on a data folder. */
export async function perennial(dataDir: string, ...args: string[]) {
  const child = Bun.spawn([process.execPath, join(ROOT, "src/cli.ts"), ...args], {
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { stdout, stderr, code: await child.exited };
}
