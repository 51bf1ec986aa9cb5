import { dirname } from "node:path";
import { type DatasetFile, type DatasetRow, everyFile } from "../../../store/datasets";
import type { ApiContext } from "../../context";
import { ConflictError, NotFoundError } from "../../errors";
import { requireNotNeeded } from "./answer";

/** The file of the data set. Throws a NotFoundError if the data set has no such file. */
export function requireFile(dataset: DatasetRow, id: string): DatasetFile {
  const file = everyFile(dataset).find((one) => one.id === id);
  if (!file) throw new NotFoundError("File not found in this data set.");
  return file;
}

/**
 * Removes a file from a data set. Throws a ConflictError for the last file of order lines, or while a training needs it.
 */
export async function removeFile(
  context: ApiContext,
  tenant: string,
  dataset: DatasetRow,
  file: DatasetFile,
): Promise<void> {
  requireNotNeeded(context, tenant, dataset);
  if (file.kind === "orders" && dataset.files.length === 1)
    throw new ConflictError("This is the last file of the data set. Delete the data set instead.");
  const { datasets } = context.store;
  // The row goes first: if we are killed now, the next start sweeps the file. A listed file is always there.
  datasets.deleteFile(tenant, file.id);
  try {
    await context.blobs.delete(dirname(file.path));
  } catch (error) {
    // The bucket cannot be used now, and the caller can ask again.
    datasets.addFile(tenant, dataset.id, file);
    throw error;
  }
}

/** Deletes a data set with its files; models trained on it stay. Throws a ConflictError while a training needs it. */
export async function removeDataset(context: ApiContext, tenant: string, dataset: DatasetRow): Promise<void> {
  requireNotNeeded(context, tenant, dataset);
  const { datasets, datasetQueries } = context.store;
  const kept = dataset.query && datasetQueries.kept(tenant, dataset.id);
  datasets.delete(tenant, dataset.id);
  try {
    if (kept) await context.blobs.delete(kept.prefix);
    for (const { path } of everyFile(dataset)) await context.blobs.delete(dirname(path));
  } catch (error) {
    datasets.restore(tenant, dataset);
    throw error;
  }
}
