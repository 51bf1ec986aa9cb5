import { UserError } from "../errors";
import type { SourceFile } from "../pipeline/train-file";
import type { BlobStore } from "../store/blobs";
import type { DatasetFile, DatasetRow } from "../store/datasets";
import type { JobRow } from "../store/job-row";
import { distinctNames } from "./dataset-names";
import type { HandlerTools } from "./job-handler";
import { optionalText, requiredText } from "./payload";
import type { TaskFile } from "./training-task";

const DATE_ORDERS = ["mdy", "dmy", "ymd"] as const;
type Tools = Pick<HandlerTools, "store" | "blobs">;

/**
 * The files of the data set in a payload's `dataset_path`, and how to read each: with its own mapping, or with the
 * payload's `mapping_path` if that is its own or belongs to no file of the set. `date_order` applies to a single file,
 * and among several to those without an earlier one. Throws a UserError for anything that the tenant has not uploaded.
 */
export async function filesOf({ store, blobs }: Tools, job: JobRow): Promise<readonly TaskFile[]> {
  const { files } = datasetOf({ store, blobs }, job);
  const mappingPath = optionalText(job.payload, "mapping_path");
  const asked = mappingPath && blobs.keyOf(mappingPath);
  if (asked !== null && !store.datasets.hasMapping(job.tenant, asked)) {
    throw new UserError(`There is no mapping ${asked}. Give the mapping_path that an upload returned.`);
  }
  const isOfOne = files.some((file) => file.mappingPath === asked);
  const dateOrder = dateOrderOf(job);
  const names = distinctNames(files.map(({ fileName }) => fileName));
  const told = files.map((file, i): TaskFile => {
    const mappingKey = asked === null || isOfOne ? file.mappingPath : asked;
    const order = files.length === 1 ? (dateOrder ?? file.dateOrder) : (file.dateOrder ?? dateOrder);
    const { id, path: key, sha256, sizeBytes } = file;
    return { id, key, name: names[i]!, sha256, sizeBytes, mappingKey, dateOrder: order };
  });
  for (const { key, name, mappingKey } of told) {
    if (!(await blobs.exists(key))) throw new UserError(`${name} was deleted. Upload the file again.`);
    if (mappingKey !== null && !(await blobs.exists(mappingKey)))
      throw new UserError(`The mapping of ${name}, ${mappingKey}, was deleted. Upload the file again.`);
  }
  return told;
}

/** The customers' files of the same data set, oldest first. Throws a UserError for one that was deleted. */
export async function customerFilesOf(tools: Tools, job: JobRow): Promise<readonly TaskFile[]> {
  const { customerFiles } = datasetOf(tools, job);
  const names = distinctNames(customerFiles.map(({ fileName }) => fileName));
  for (const [i, { path }] of customerFiles.entries())
    if (!(await tools.blobs.exists(path)))
      throw new UserError(`${names[i]} was deleted. Upload the file again.`);
  return customerFiles.map(({ id, path: key, sha256, sizeBytes, dateOrder }, i) => ({
    id,
    key,
    name: names[i]!,
    sha256,
    sizeBytes,
    mappingKey: null,
    dateOrder,
  }));
}

/** The files on this machine, until `keep` is disposed of. */
export async function fetchedFiles(
  blobs: BlobStore,
  files: readonly TaskFile[],
  keep: AsyncDisposableStack,
): Promise<SourceFile[]> {
  const here = async (key: string) => keep.use(await blobs.fetched(key)).path;
  const fetched: SourceFile[] = [];
  for (const { key, name, mappingKey, dateOrder } of files)
    fetched.push({
      path: await here(key),
      name,
      ...(mappingKey !== null && { mappingPath: await here(mappingKey) }),
      ...(dateOrder !== null && { dateOrder }),
    });
  return fetched;
}

/** The data set in a payload's `dataset_path`. Throws a UserError if there is none. */
export function datasetOf({ store, blobs }: Tools, { tenant, payload }: JobRow): DatasetRow {
  const path = requiredText(payload, "dataset_path");
  const dataset = store.datasets.findByPath(tenant, blobs.keyOf(path));
  if (!dataset) {
    throw new UserError(`There is no dataset ${path}. Give the dataset_path that an upload returned.`);
  }
  return dataset;
}

function dateOrderOf({ payload }: JobRow): DatasetFile["dateOrder"] {
  const text = optionalText(payload, "date_order");
  if (text === null) return null;
  const order = DATE_ORDERS.find((known) => known === text);
  if (!order)
    throw new UserError(`date_order must be ${DATE_ORDERS.join(", ")}, not ${JSON.stringify(text)}.`);
  return order;
}

/** Seconds by which work on these files may overtake other work: a shop of 300 MB or more waits its turn. */
export function headStartOf(files: readonly TaskFile[]): number {
  const megabytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / 1e6;
  return Math.max(0, 300 - megabytes);
}
