import { basename } from "node:path";
import type { ApiContext } from "../api/context";
import { UserError } from "../errors";
import { datasetKey } from "../store/object-keys";

/** The tenant that `bun start` trains a first model for. */
export const DEMO_TENANT = "demo";

/**
 * Queues a training of the demo tenant on the default data set, which becomes its upload. Does nothing if the tenant
 * has a model, or a training waits or runs. Errors are only logged: the server is useful without a demo.
 */
export async function trainDemo(context: ApiContext): Promise<void> {
  const { store, queue, log } = context;
  if (store.models.newest(DEMO_TENANT) !== null) return;
  if (store.jobs.list(DEMO_TENANT, "training", "active").length > 0) return;
  try {
    // Only here: most starts have no need to make order lines up.
    const { defaultDataset } = await import("./default-dataset");
    const path = await defaultDataset(context.config.dataDir, (message) => log.info(message));
    const datasetPath = await uploaded(context, path);
    const job = queue.enqueue(DEMO_TENANT, "training", { dataset_path: datasetPath });
    log.info({ tenant: DEMO_TENANT, job: job?.id }, "training the demo tenant");
  } catch (error) {
    const message = error instanceof UserError ? error.message : "the demo tenant cannot be trained";
    log.error({ tenant: DEMO_TENANT, ...(error instanceof UserError ? {} : { err: error }) }, message);
  }
}

/** The file's name as an upload of the demo tenant; copies it there first if needed. */
async function uploaded({ store, blobs, now }: ApiContext, path: string): Promise<string> {
  const fileName = basename(path);
  const file = Bun.file(path);
  const known = store.datasets.list(DEMO_TENANT);
  const same = known.find(
    (row) => row.files.length === 1 && row.fileName === fileName && row.files[0]!.sizeBytes === file.size,
  );
  if (same && (await blobs.exists(same.datasetPath))) return same.datasetPath;
  const id = Bun.randomUUIDv7();
  const datasetPath = datasetKey(DEMO_TENANT, id, fileName);
  const { sha256, sizeBytes } = await blobs.writeStream(datasetPath, file.stream());
  const row = { id, fileName, datasetPath, mappingPath: null, sha256, sizeBytes, inspection: null };
  store.datasets.insert(DEMO_TENANT, { ...row, createdAt: now() });
  return datasetPath;
}
