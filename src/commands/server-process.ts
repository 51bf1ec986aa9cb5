import type { Logger } from "pino";
import { ModelCache } from "../answers/model-cache";
import { createApp } from "../api/app";
import type { ApiContext } from "../api/context";
import { requireDescriptors } from "../api/descriptors";
import { finishRoutes, firstRoutes } from "../api/resources/first";
import type { RunningServer } from "../api/server";
import { ServerMetrics } from "../api/server-metrics";
import { createApiKey } from "../auth/api-keys";
import { refuseExposure } from "../auth/exposure";
import type { Config } from "../config";
import { Connections } from "../destinations/connections";
import { destinationLoop } from "../destinations/schedule";
import { sendAfterTrainings } from "../destinations/start-run";
import { UserError } from "../errors";
import { leftInBucket } from "../jobs/bucket-sweep";
import { fillAsOf } from "../jobs/fill-as-of";
import { openInngest } from "../jobs/inngest/open-inngest";
import { tellOfJobs } from "../jobs/notices";
import { openQueue, remoteOf } from "../jobs/open-queue";
import { recordTrainings } from "../jobs/record-trainings";
import { scheduleLoop } from "../jobs/schedule";
import { sweepUnnamed } from "../jobs/start-sweep";
import { openMailer } from "../notify/mail/open-mailer";
import { requireWritable } from "../store/data-folder";
import { openBlobs } from "../store/open-blobs";
import { Store, storePath } from "../store/store";
import { bucketOf } from "./bucket-of";
import { DEMO_TENANT, trainDemo } from "./demo";
import { openIntegrations } from "./integrations";
import { openLog } from "./log";
import { peopleOf } from "./people";

/** After the signal, answers under way have this long; then running jobs are put back for the next start. */
const GRACE_MS = 7000;
/** Then calls to outside services; the rest waits in the store. */
const SENDERS_GRACE_MS = 1500;
/** The first questions are answered before the pages are loaded. */
const REST_AFTER_MS = 1000;

/**
 * Serves until SIGTERM or SIGINT, then shuts down in order: no new connections, answers and jobs under way end or are
 * put back, the store closes. Resolves when all of that is done, within ten seconds of the signal.
 */
export async function serve(config: Config, { demo }: { demo: boolean }): Promise<void> {
  refuseExposure(config);
  requireDescriptors();
  const asked = stopSignal();
  const log = openLog(config.logLevel);
  requireWritable(config.dataDir);
  let left: readonly string[] = [];
  const store = Store.open(storePath(config.dataDir), Date.now(), (alone) => {
    left = leftInBucket(alone, config.dataDir);
    const swept = sweepUnnamed(alone, config.dataDir);
    if (swept.entries > 0) log.info({ ...swept }, "removed what a dead server left unfinished");
  });
  try {
    const named = [await connectionsOf(config), await warehousesOf(config)] as const;
    const context = contextOf(config, store, log, left, ...named);
    const server = listen(context);
    console.log(`ready: ${server.url} (dashboards: ${server.url}/app, API explorer: ${server.url}/docs)`);
    printFirstKey(context);
    printHowToInvite(context);
    const { queue, now, integrations } = context;
    const { blobs } = context;
    const schedule = scheduleLoop({
      ...{ store, queue, log, now },
      isUnchanged: async (...asked) => {
        const { isUnchanged } = await import("../jobs/query-unchanged");
        return isUnchanged({ store, blobs }, config.warehousesFile, ...asked);
      },
    });
    const tellNoMore = tellOfJobs(store, now);
    const recordNoMore = recordTrainings(context);
    const lists = destinationLoop({ store, log, now });
    const sendNoMore = sendAfterTrainings(store, now);
    const filled = fillAsOf(context).catch((err) => log.error({ err }, "models without a date"));
    queue.start();
    schedule.start();
    lists.start();
    for (const integration of integrations) integration.start?.();
    const training = demo ? trainDemo(context) : Promise.resolve();
    const signal = await asked;
    log.info({ signal }, "going down");
    await Promise.all([schedule.stop(0), lists.stop(0)]);
    await Promise.all([server.stop(GRACE_MS), queue.stop({ graceMs: GRACE_MS }), training, filled]);
    await finishRoutes(context);
    await Promise.all(integrations.map((integration) => integration.stop?.(SENDERS_GRACE_MS)));
    tellNoMore();
    recordNoMore();
    sendNoMore();
    log.info("down");
  } finally {
    store.close();
  }
}

/** Read only where there are any: the reader of the file takes its time to load. */
async function connectionsOf({ destinationsFile }: Config): Promise<Connections> {
  if (destinationsFile === null) return new Connections(new Map());
  const { readConnections } = await import("../destinations/read-connections");
  return readConnections(destinationsFile, process.env);
}

/** In the same way. */
async function warehousesOf({ warehousesFile }: Config): Promise<ApiContext["warehouses"]> {
  if (warehousesFile === null) return { of: () => [] };
  const { readWarehouses } = await import("../warehouse/connections");
  return readWarehouses(warehousesFile, process.env);
}

function contextOf(
  config: Config,
  store: Store,
  log: Logger,
  left: readonly string[],
  connections: Connections,
  warehouses: ApiContext["warehouses"],
): ApiContext {
  const { dataDir, workers } = config;
  const bucket = bucketOf(config);
  const blobs = openBlobs({ dataDir, ...(bucket && { bucket }) });
  const mailer = openMailer(config);
  const queue = openQueue({
    ...{ store, blobs, dataDir, log, workers },
    ...(config.remoteJobs > 0 && { remote: remoteOf(config) }),
  });
  const models = new ModelCache(blobs);
  const metrics = new ServerMetrics();
  const people = peopleOf(config, store, log, Date.now);
  const inngest = openInngest({ config, store, queue, log, now: Date.now });
  const parts = {
    ...{ config, store, blobs, queue, models, log, metrics, people, inngest, connections, warehouses },
    now: Date.now,
  };
  return { ...parts, integrations: openIntegrations(parts, mailer, left) };
}

function listen(context: ApiContext): RunningServer {
  const { host, port } = context.config;
  try {
    const app = createApp(context, firstRoutes, { rest: () => everything(context.config) });
    const server = app.listen(port);
    // Nobody has to wait for it, and soon someone will ask.
    setTimeout(() => {
      app.complete().catch((err) => context.log.error({ err }, "the pages cannot be loaded"));
    }, REST_AFTER_MS).unref();
    return server;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new UserError(
      `HOST=${host}, PORT=${port} is in use by another program. Stop it or set another PORT.`,
    );
  }
}

/**
 * The dashboards, all routes and the one for agents. Loading them takes longer than anything else that a start does, so who asks meanwhile
 * comes in between.
 */
async function everything(config: Config) {
  const { routes } = await import("../api/resources");
  await new Promise<void>((resolve) => setImmediate(resolve));
  await import("../../views/jsx");
  const { dashboards } = await import("../../views");
  const { mcpRoute } = await import("../mcp/route");
  const { pages, errorPage } = dashboards(config);
  return { routes, pages: [...pages, mcpRoute], errorPage };
}

/** If callers have to sign in and no one can yet: makes a first key and prints it, once. */
function printFirstKey({ config, store, now }: ApiContext): void {
  if (config.auth !== "keys" || store.apiKeys.any()) return;
  const { key } = createApiKey(store.apiKeys, DEMO_TENANT, { role: "admin", name: "first key", now: now() });
  console.log(`first key (admin of the tenant ${DEMO_TENANT}), shown only now: ${key}`);
}

/** If people sign in by invitation and no one has come yet. Custom claims of the project need no invitation. */
function printHowToInvite({ people, store }: ApiContext): void {
  if (!people?.byEmail || store.members.any()) return;
  console.log("no one is a member yet: perennial invite --tenant-id <shop> --email <address> --role admin");
}

/** Resolves at the first SIGTERM or SIGINT. The next one ends the process at once. */
function stopSignal(): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(1));
      resolve(signal);
    });
  }
  return promise;
}
