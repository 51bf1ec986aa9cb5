import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { ModelCache } from "../../src/answers/model-cache";
import { type AppOptions, createApp } from "../../src/api/app";
import type { ApiContext } from "../../src/api/context";
import type { Route } from "../../src/api/route";
import { ServerMetrics } from "../../src/api/server-metrics";
import type { Authenticator } from "../../src/auth/principal";
import { type Config, readConfig } from "../../src/config";
import { Connections } from "../../src/destinations/connections";
import type { Integration } from "../../src/integration";
import { openInngest } from "../../src/jobs/inngest/open-inngest";
import { Queue } from "../../src/jobs/queue";
import { DiskBlobs } from "../../src/store/blobs";
import { Store, storePath } from "../../src/store/store";
import { readWarehouses } from "../../src/warehouse/connections";
import { type TestFirebase, testPeople } from "./test-people";

export interface TestServer {
  readonly url: string;
  readonly context: ApiContext;
  /** The lines of the log, parsed. */
  readonly log: readonly Record<string, unknown>[];
  /** Moves the server's clock. */
  advance(milliseconds: number): void;
  /** Stops to listen. The folder stays until `close`. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/**
 * A server of `routes` on a port of its own, with a store and a folder of its own. Its queue runs nothing: it is not
 * started.
 */
export function startTestServer(
  routes: readonly Route[],
  {
    environment = {},
    authenticate,
    beside = () => ({}),
    firebase = {},
    integrations = [],
  }: {
    environment?: Record<string, string>;
    authenticate?: Authenticator;
    /** The pages, with `dashboards`. */
    beside?: (config: Config) => AppOptions;
    /** What stands for Firebase. */
    firebase?: TestFirebase;
    integrations?: readonly Integration[];
  } = {},
): TestServer {
  const own = environment.DATA_DIR ? null : mkdtempSync(join(tmpdir(), "perennial-api-"));
  const dataDir = own ?? environment.DATA_DIR!;
  const config = readConfig({ DATA_DIR: dataDir, PORT: "0", WORKERS: "1", ...environment });
  const store = Store.open(storePath(config.dataDir));
  const blobs = new DiskBlobs(config.dataDir);
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: config.logLevel }, { write: (line: string) => lines.push(JSON.parse(line)) });
  let moved = 0;
  const now = () => Date.now() + moved;
  const handlers = {} as ConstructorParameters<typeof Queue>[0]["handlers"];
  const queue = new Queue({ store, handlers, log, workers: config.workers, now });
  const models = new ModelCache(blobs);
  const people = testPeople(config, store, log, now, firebase);
  const inngest = openInngest({ config, store, queue, log, now });
  const context: ApiContext = {
    config,
    store,
    blobs,
    queue,
    models,
    log,
    metrics: new ServerMetrics(),
    inngest,
    integrations,
    connections: new Connections(new Map()),
    warehouses: config.warehousesFile ? readWarehouses(config.warehousesFile, environment) : { of: () => [] },
    people,
    now,
  };
  const server = createApp(context, routes, {
    ...beside(config),
    ...(authenticate && { authenticate }),
  }).listen(0);
  return {
    url: server.url,
    context,
    log: lines,
    advance: (milliseconds) => {
      moved += milliseconds;
    },
    stop: () => server.stop(),
    close: async () => {
      await server.stop();
      await queue.stop({ graceMs: 0 });
      store.close();
      if (own) rmSync(own, { recursive: true });
    },
  };
}
