import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { BucketBlobs } from "../../src/store/bucket/bucket-blobs";
import { NotifiedShop } from "../integrations/notify/shop";
import { Executor } from "../jobs/inngest/executor";
import { plainServer } from "../store/bucket/plain-server";
import { ConnectGateway } from "./connect-gateway";
import { Network } from "./network";
import { Tenant } from "./shops";

const CLI = resolve(import.meta.dir, "../../src/cli.ts");
const KEYS = { eventKey: "events-1", signingKey: "signkey-test-0123456789abcdef" };

/** A worker on a machine of its own: a process with its own data folder. */
export class WorkerMachine {
  readonly folder = mkdtempSync(join(tmpdir(), "perennial-worker-"));
  child!: Bun.Subprocess<"ignore", "pipe", "pipe">;
  /** What it has said on standard error. */
  said = "";
  /** Where it can be called, if it can. */
  url: string | null = null;

  constructor(
    readonly name: string,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly program = CLI,
  ) {}

  /** Resolves when it has joined. */
  async start(environment: Readonly<Record<string, string>> = {}, way = "--connect"): Promise<void> {
    this.spawn(environment, way);
    const decoder = new TextDecoder();
    for await (const chunk of this.child.stdout) {
      const ready = /^ready: .*?(http\S+)?$/m.exec(decoder.decode(chunk));
      this.url = ready?.[1] ?? null;
      if (ready) return;
    }
    throw new Error(`the worker ${this.name} ended with ${await this.child.exited}: ${this.said}`);
  }

  spawn(environment: Readonly<Record<string, string>> = {}, way = "--connect"): void {
    this.child = Bun.spawn([process.execPath, this.program, "worker", way, "--name", this.name], {
      env: { ...process.env, ...this.environment, DATA_DIR: this.folder, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    void this.#listen();
  }

  /** Ends it and its processes as a power cut does. */
  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.child.exited;
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #listen(): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of this.child.stderr) this.said += decoder.decode(chunk, { stream: true });
  }
}

/** A server, its workers, the bucket between them, and what stands where Inngest stands. */
export class Fleet implements AsyncDisposable {
  readonly #open = new AsyncDisposableStack();

  private constructor(
    readonly shop: NotifiedShop,
    readonly executor: Executor,
    readonly gateway: ConnectGateway,
    readonly workers: readonly WorkerMachine[],
    /** The bucket, as a machine of its own sees it. */
    readonly blobs: BucketBlobs,
    /** From the last worker to the bucket. */
    readonly network: Network,
    /** What every worker needs. */
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start(
    workers: number,
    environment: Readonly<Record<string, string>> = {},
    /** Of the server alone. */
    ofServer: Readonly<Record<string, string>> = {},
  ): Promise<Fleet> {
    await using open = new AsyncDisposableStack();
    const folder = mkdtempSync(join(tmpdir(), "perennial-fleet-"));
    open.defer(() => rmSync(folder, { recursive: true, force: true }));
    const { settings } = open.use(await plainServer());
    const gateway = open.adopt(new ConnectGateway(KEYS), (each) => each.stop());
    const executor = open.adopt(new Executor(KEYS, ""), (each) => each.stop());
    executor.connected = gateway;
    const everywhere = {
      B2_BUCKET: settings.bucket,
      B2_ENDPOINT: settings.endpoint,
      B2_REGION: settings.region,
      B2_KEY_ID: settings.keyId,
      B2_APP_KEY: settings.appKey,
      B2_TIMEOUT_SECONDS: "2",
      INNGEST_EVENT_KEY: KEYS.eventKey,
      INNGEST_SIGNING_KEY: KEYS.signingKey,
      INNGEST_BASE_URL: executor.url,
      WORKERS: "1",
      WORKER_SILENCE_SECONDS: "6",
      LOG_LEVEL: "info",
      ...environment,
    };
    const shop = open.adopt(
      new NotifiedShop({
        ...everywhere,
        LOG_LEVEL: "fatal",
        REMOTE_JOBS: "8",
        WORKER_PATIENCE_SECONDS: "600",
        ...environment,
        ...ofServer,
      }),
      (each) => each.end(),
    );
    await shop.start();
    executor.appUrl = shop.server.url;
    await executor.sync();
    const network = open.use(new Network(settings.endpoint));
    const machines = Array.from({ length: workers }, (_, i) => {
      const way = i === workers - 1 ? { B2_ENDPOINT: network.url } : {};
      return open.adopt(new WorkerMachine(`worker-${i + 1}`, { ...everywhere, ...way }), (each) =>
        each.end(),
      );
    });
    await Promise.all(machines.map((machine) => machine.start()));
    const blobs = new BucketBlobs({ dataDir: folder, bucket: settings });
    const fleet = new Fleet(shop, executor, gateway, machines, blobs, network, everywhere);
    fleet.#open.use(open.move());
    return fleet;
  }

  /** A shop of its own on the server. */
  tenant(id: string, orders = this.shop.orders): Tenant {
    return new Tenant(id, this.shop.server, orders);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#open.disposeAsync();
  }
}
