import { afterEach } from "bun:test";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { table, toArrowIPC } from "arquero";
import { erasureJobs } from "../../../src/jobs/erasure/erasure";
import { Queue } from "../../../src/jobs/queue";
import { DiskBlobs } from "../../../src/store/blobs";
import type { JobRow } from "../../../src/store/job-row";
import { datasetKey, modelPrefix, outputKey } from "../../../src/store/object-keys";
import type { Store } from "../../../src/store/store";
import { newFolder, openStore } from "../../store/open-store";
import { addJob, campaignRow, datasetFile, datasetRow, modelRow, predictionRow } from "../../store/rows";
import { stagedHandler } from "../stage";

/** Where a worker is told to die: at which of its steps, before it is noted or behind. */
export interface Death {
  readonly step: number;
  readonly when: "before" | "after";
}

/** The file of the data folder that has the deaths of the attempts to come. */
export const DEATHS = "deaths.json";
/** Nobody else's id and no other text is like it. */
export const CANARY = "CANARY-7Q";
const HEADER = "InvoiceNo,InvoiceDate,CustomerID,Quantity,UnitPrice";

/** A data folder with a store, and a queue that erases in real worker processes. */
export interface ErasingPlace {
  readonly dataDir: string;
  readonly store: Store;
  readonly blobs: DiskBlobs;
  readonly queue: Queue;
  /** What the queue has logged, as text. */
  readonly logged: string[];
  /** Adds a file to the tenant's uploads. */
  upload(id: string, text: string | Uint8Array, name?: string): Promise<string>;
  /** Adds a file to a data set of the tenant. */
  append(dataset: string, id: string, text: string): Promise<string>;
  /** Has the person erased; resolves with the job at its end. */
  erase(customer?: string): Promise<JobRow>;
}

const queues: Queue[] = [];

export function stopErasingAfterwards(): void {
  afterEach(async () => {
    for (const queue of queues.splice(0)) await queue.stop({ graceMs: 0 });
  });
}

/** `deaths`: what the attempts die of, in order. */
export function erasingPlace({ deaths = [] as readonly Death[], start = true } = {}): ErasingPlace {
  const dataDir = newFolder();
  const store = openStore(join(dataDir, "artifacts", "perennial.sqlite"));
  const blobs = new DiskBlobs(dataDir);
  writeFileSync(join(dataDir, DEATHS), JSON.stringify(deaths));
  const logged: string[] = [];
  const keep = (fields: object, message: string) => void logged.push(JSON.stringify({ ...fields, message }));
  const log = { info: keep, warn: keep, error: keep };
  const tools = { store, blobs, dataDir, now: Date.now };
  const erasure = erasureJobs(tools);
  const other = stagedHandler(store, "");
  const queue = new Queue({
    store,
    handlers: { training: other, prediction: other, backtest: other, erasure },
    log,
    workers: 1,
    workerFile: resolve(import.meta.dir, "dying-eraser.ts"),
  });
  if (start) queue.start();
  queues.push(queue);
  return {
    dataDir,
    store,
    blobs,
    queue,
    logged,
    async upload(id, text, name = "orders.csv") {
      const datasetPath = datasetKey("t", id, name);
      const { sizeBytes, sha256 } = await blobs.writeStream(
        datasetPath,
        new Blob([text as BlobPart]).stream(),
      );
      const inspection = { preview: [String(text).slice(0, 200)], columns: ["CustomerID"] };
      store.datasets.insert(
        "t",
        datasetRow(id, { datasetPath, sizeBytes, sha256, inspection, fileName: `${id} ${name}` }),
      );
      return datasetPath;
    },
    async append(dataset, id, text) {
      const path = datasetKey("t", id, "orders.csv");
      const { sizeBytes, sha256 } = await blobs.writeStream(path, new Blob([text]).stream());
      const inspection = { preview: [text.slice(0, 200)], account: { warnings: [text] } };
      store.datasets.addFile("t", dataset, datasetFile(id, { path, sizeBytes, sha256, inspection }));
      return path;
    },
    async erase(customer_id = CANARY) {
      const { id } = store.erasures.ask("t", { scope: "customer", customer_id }, Date.now());
      return (await queue.waitForEnd("t", id))!;
    },
  };
}

/** Order lines of others and of the canary, three of each twenty. */
export function orders(rows: number, person = CANARY): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const day = String(1 + (i % 28)).padStart(2, "0");
    return `${1000 + i},2011-03-${day} 10:00,${i % 20 < 3 ? person : `other-${i % 17}`},2,3.50`;
  });
  return `${[HEADER, ...lines].join("\n")}\n`;
}

/** Gives the tenant `t` two uploads, a model, predictions, a batch, jobs and stored answers that know the canary. */
export async function furnish(place: ErasingPlace): Promise<void> {
  const { store, blobs, upload } = place;
  await upload("d1", orders(100));
  await upload("d2", orders(40));
  const prefix = modelPrefix("t", "m");
  const ids = ["other-1", CANARY, "other-2"];
  const csv = (header: string) => `${header}\n${ids.map((id) => `${id},"a, b",1`).join("\n")}\n`;
  const files = {
    "customers.arrow": toArrowIPC(table({ CustomerID: ids, segment: [0, 1, 2] }))!,
    "orders.arrow": toArrowIPC(
      table({ CustomerID: ["other-1", CANARY, CANARY, "other-2"], time: [1, 2, 3, 4], value: [5, 6, 7, 8] }),
    )!,
    "feature_store.csv": csv("CustomerID,note,n"),
    "segmented_customers.csv": csv("CustomerID,note,n"),
    "cohorts.csv": "month,customers\n2011-03,3\n",
  };
  for (const [name, content] of Object.entries(files))
    await blobs.writeStream(`${prefix}/${name}`, new Blob([content as BlobPart]).stream());
  store.models.insert("t", modelRow("m", { artifactPrefix: prefix }));
  const batch = outputKey("t", "batch");
  await blobs.writeStream(batch, new Blob([csv("CustomerID,action,segment")]).stream());
  const rows = ids.map((CustomerID) => ({ CustomerID, segment: 0 }));
  store.predictions.insert(
    "t",
    predictionRow("batch", {
      modelId: "m",
      batchFileUrl: batch,
      result: { count: 3, rows, sample_size: 200 },
    }),
  );
  const members = ids.map((customerId, i) => ({ customerId, isControl: i === 1 }));
  store.savedSegments.insert("t", {
    id: "named",
    name: "Named",
    rule: `orders >= 2 or attribute "number" in ("other", "${CANARY}")`,
    createdAt: 1,
  });
  store.savedSegments.insert("t", { id: "kept", name: "Kept", rule: 'bought "mug"', createdAt: 1 });
  store.campaigns.insert("t", campaignRow("spring"), members);
  const payload = { customer_id: CANARY, features: null };
  store.predictions.insert("t", predictionRow("single", { modelId: "m", payload, result: payload }));
  const job = { id: "asked", kind: "prediction", status: "queued", payload, runnable: true } as const;
  store.jobs.insert("t", job, 1000);
  store.runs.fail(store.runs.claim(3000, 2000)!, `The model has no customer ${CANARY}.`, 2100);
  store.idempotency.begin("t", "key", "hash", Date.now());
  store.idempotency.finish("t", "key", { status: 200, body: JSON.stringify(payload) });
  addJob(store, "u", "j", 1);
  store.jobs.requestCancel("u", "j", 2);
}

/** Every file below a folder that holds the bytes of `text`, hidden ones and the store's too. */
export function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text))
    .map((path) => path.slice(folder.length + 1));
}

/** The bytes of all files but the store's, by name. */
export function artifactsOf(dataDir: string): Record<string, string> {
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.includes("perennial.sqlite") && !path.endsWith(DEATHS))
      .map((path) => [path.slice(dataDir.length), readFileSync(path, "latin1")]),
  );
}
