import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { ModelCache } from "../../../src/answers/model-cache";
import { type AppOptions, createApp } from "../../../src/api/app";
import type { ApiContext } from "../../../src/api/context";
import { routes } from "../../../src/api/resources";
import { finishRoutes } from "../../../src/api/resources/first";
import { ServerMetrics } from "../../../src/api/server-metrics";
import { createApiKey } from "../../../src/auth/api-keys";
import type { Role } from "../../../src/auth/principal";
import { type Config, readConfig } from "../../../src/config";
import { Connections } from "../../../src/destinations/connections";
import { openQueue, remoteOf } from "../../../src/jobs/open-queue";
import { Outbox } from "../../../src/jobs/outbox";
import { emailChannel } from "../../../src/notify/mail/email-channel";
import { trainFile } from "../../../src/pipeline/train-file";
import { DiskBlobs } from "../../../src/store/blobs";
import { datasetKey, modelPrefix, outputKey } from "../../../src/store/object-keys";
import { Store, storePath } from "../../../src/store/store";
import { readWarehouses } from "../../../src/warehouse/connections";
import { ordinaryShop, writeOrders } from "../../pipeline/small-files";
import { trainingRunRow } from "../../store/rows";
import { testPeople } from "../test-people";

/** A model folder and the file that it was learned from, made once a test process. */
export interface TrainedShop {
  readonly folder: string;
  readonly dataPath: string;
  readonly segments: readonly unknown[];
  readonly metrics: Readonly<Record<string, number>>;
}

let trained: Promise<TrainedShop> | null = null;

export function trainedShop(): Promise<TrainedShop> {
  trained ??= (async () => {
    const parent = mkdtempSync(join(tmpdir(), "perennial-shop-"));
    process.on("exit", () => rmSync(parent, { recursive: true, force: true }));
    const dataPath = writeOrders(parent, ordinaryShop(200, 300));
    const folder = join(parent, "model");
    const { trained } = await trainFile({ data: dataPath, folder });
    const card = await Bun.file(join(folder, "model.json")).json();
    return { folder, dataPath, segments: trained.segments, metrics: card.metrics };
  })();
  return trained;
}

/** What a tenant of the tests has: one of each. */
export interface Belongings {
  readonly dataset: string;
  /** The second file of the data set. */
  readonly file: string;
  readonly datasetPath: string;
  readonly mappingPath: string;
  readonly model: string;
  /** The training that made it, as it was recorded. */
  readonly run: string;
  readonly prediction: string;
  readonly batch: string;
  /** A queue row that the client keeps itself, and that waits. */
  readonly row: string;
  /** A job that the pool has done. */
  readonly job: string;
  readonly notification: string;
  readonly webhook: string;
  readonly savedSegment: string;
  /** A destination, and a run that was sent to it. */
  readonly destination: string;
  readonly listRun: string;
  /** A customer that the model knows. */
  readonly customer: number;
}

export interface ShopServer {
  readonly url: string;
  readonly context: ApiContext;
  /** Gives a tenant one of each thing. */
  furnish(tenant: string): Promise<Belongings>;
  key(tenant: string, role: Role): string;
  revokedKey(tenant: string): string;
  /** How many rows and files there are, by kind. */
  census(): Promise<Census>;
  close(): Promise<void>;
}

export type Census = Readonly<Record<"datasets" | "models" | "predictions" | "jobs" | "files", number>>;

/** The whole API on a port of its own, with a pool that runs jobs; with `beside` (`dashboards`) the pages too. */
export async function startShopServer(
  environment: Record<string, string> = {},
  beside: (config: Config) => AppOptions = () => ({}),
): Promise<ShopServer> {
  const shop = await trainedShop();
  const dataDir = mkdtempSync(join(tmpdir(), "perennial-api-"));
  const config = readConfig({ DATA_DIR: dataDir, PORT: "0", WORKERS: "1", ...environment });
  const store = Store.open(storePath(dataDir));
  const blobs = new DiskBlobs(dataDir);
  const log = pino({ level: "silent" });
  const remote = config.remoteJobs > 0 && { remote: remoteOf(config) };
  const queue = openQueue({ store, blobs, dataDir, log, workers: 1, ...remote });
  const models = new ModelCache(blobs);
  const people = testPeople(config, store, log, Date.now);
  const context: ApiContext = {
    config,
    store,
    blobs,
    queue,
    models,
    log,
    metrics: new ServerMetrics(),
    inngest: null,
    integrations: [],
    connections: new Connections(new Map()),
    warehouses: config.warehousesFile ? readWarehouses(config.warehousesFile, environment) : { of: () => [] },
    people,
    now: Date.now,
  };
  queue.start();
  const email = emailChannel({ store, log, mailer: null, now: Date.now });
  const outbox = new Outbox({ store, log, now: Date.now, channels: { email } });
  outbox.start();
  const server = createApp(context, routes, beside(config)).listen(0);
  return {
    url: server.url,
    context,
    furnish: (tenant) => furnish(context, shop, tenant),
    key: (tenant, role) => createApiKey(store.apiKeys, tenant, { role, name: role, now: Date.now() }).key,
    revokedKey: (tenant) => {
      const { id, key } = createApiKey(store.apiKeys, tenant, {
        role: "admin",
        name: "old",
        now: Date.now(),
      });
      store.apiKeys.revoke(tenant, id, Date.now());
      return key;
    },
    census: () => census(context, dataDir),
    close: async () => {
      await server.stop();
      await queue.stop({ graceMs: 0 });
      await outbox.stop(0);
      await finishRoutes(context);
      store.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

/** Of somebody whom the trained shop does not know. */
const LATER_ORDERS =
  "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n99001,P1,1,2020-06-01 12:00,5.00,77001\n";

async function furnish(
  { store, blobs, now }: ApiContext,
  shop: TrainedShop,
  tenant: string,
): Promise<Belongings> {
  const [dataset, model, prediction, batch, row, job, run] = Array.from({ length: 7 }, () =>
    Bun.randomUUIDv7(),
  ) as [string, string, string, string, string, string, string];
  const datasetPath = datasetKey(tenant, dataset, "dataset.csv");
  const mappingPath = datasetKey(tenant, dataset, "mapping.json");
  const { sha256, sizeBytes } = await blobs.writeStream(datasetPath, Bun.file(shop.dataPath).stream());
  await blobs.writeStream(mappingPath, new Blob(['{"customer_id":"CustomerID"}']).stream());
  const inspection = { columns: ["CustomerID"], preview: [] };
  const createdAt = now();
  const file = { id: dataset, fileName: "orders.csv", datasetPath, mappingPath, sha256, sizeBytes };
  store.datasets.insert(tenant, { ...file, inspection, createdAt });
  const later = Bun.randomUUIDv7();
  const laterPath = datasetKey(tenant, later, "dataset.csv");
  const added = await blobs.writeStream(laterPath, new Blob([LATER_ORDERS]).stream());
  store.datasets.addFile(tenant, dataset, {
    id: later,
    kind: "orders",
    fileName: "later.csv",
    path: laterPath,
    mappingPath: null,
    dateOrder: null,
    sha256: added.sha256,
    sizeBytes: added.sizeBytes,
    inspection,
    addedAt: createdAt,
  });

  const artifactPrefix = modelPrefix(tenant, model);
  cpSync(shop.folder, blobs.localPath(artifactPrefix), { recursive: true });
  const { metrics, segments } = shop;
  const learned = [{ file_id: dataset, name: "orders.csv", sha256 }];
  const asOf = Date.UTC(2011, 0, 1);
  const made = { name: "shop", datasetId: dataset, files: learned, jobId: job, asOf, createdAt };
  store.models.insert(tenant, { id: model, artifactPrefix, metrics, segments, ...made });
  store.tenants.setDefaultModel(tenant, model);

  const customer = 10_000;
  const common = { modelId: model, label: null, createdAt };
  store.predictions.insert(tenant, {
    ...common,
    id: prediction,
    payload: { customer_id: customer },
    result: { customer_id: customer, segment: 0 },
    batchFileUrl: null,
  });
  const rows = [customer, 10_001].map((CustomerID) => ({ CustomerID, segment: 0 }));
  await blobs.writeStream(
    outputKey(tenant, batch),
    new Blob([`CustomerID,segment\n${customer},0\n10001,0\n`]).stream(),
  );
  store.predictions.insert(tenant, {
    ...common,
    id: batch,
    payload: { mode: "batch" },
    result: { count: 2, rows, sample_size: 200 },
    batchFileUrl: outputKey(tenant, batch),
  });
  const waiting = { kind: "prediction", status: "queued", payload: {}, runnable: false } as const;
  store.jobs.insert(tenant, { id: row, ...waiting }, createdAt);
  store.jobs.insert(
    tenant,
    { id: job, kind: "email", status: "completed", payload: {}, runnable: true },
    createdAt,
  );
  store.trainingRuns.insert(tenant, trainingRunRow(run, { modelId: model, metrics, endedAt: createdAt }));
  const [notification, webhook, savedSegment] = Array.from({ length: 3 }, () => Bun.randomUUIDv7()) as [
    string,
    string,
    string,
  ];
  store.savedSegments.insert(tenant, {
    id: savedSegment,
    name: "Two orders",
    rule: "orders >= 2",
    createdAt,
  });
  const told = {
    kind: "training",
    tone: "good",
    title: "A new model is ready",
    text: "",
    link: null,
  } as const;
  store.notifications.insert(tenant, { id: notification, ...told, createdAt, readAt: null });
  const [destination, listRun] = [Bun.randomUUIDv7(), Bun.randomUUIDv7()];
  store.destinations.save(tenant, {
    id: destination,
    name: "Best customers",
    settings: {
      audience: { everyone: true },
      format: "csv",
      consent: null,
      to: { kind: "mail", address: "ann@example.com", as: "attachment" },
    },
    ...{ every: "never", day: 1, hour: 6, nextDue: null, createdAt: now() },
  });
  const sent = { id: listRun, destinationId: destination, reason: "request", modelId: model } as const;
  store.destinationRuns.insert(tenant, sent, now());
  store.webhooks.insert(tenant, {
    id: webhook,
    url: "https://example.com/hooks",
    events: [],
    format: "standard",
    secret: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDazfgh8Ab0ME=",
    createdAt,
  });
  return {
    dataset,
    file: later,
    datasetPath,
    mappingPath,
    model,
    run,
    prediction,
    batch,
    row,
    job,
    notification,
    webhook,
    savedSegment,
    destination,
    listRun,
    customer,
  };
}

async function census(context: ApiContext, dataDir: string): Promise<Census> {
  const { store, blobs } = context;
  const total = { datasets: 0, models: 0, predictions: 0, jobs: 0, files: 0 };
  for (const tenant of store.tenants.list()) {
    total.datasets += store.datasets.list(tenant).length;
    total.models += store.models.list(tenant).length;
    total.predictions += store.predictions.list(tenant, 10_000, null).length;
    total.jobs += store.jobs.list(tenant, null, null).length;
    total.files += (await blobs.list(`tenants/${tenant}`)).length;
  }
  const halfWritten = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter(({ name }) =>
    name.startsWith("."),
  );
  return { ...total, files: total.files + halfWritten.length };
}
