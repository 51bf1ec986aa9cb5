import { UserError } from "../errors";
import type { DatasetRow } from "../store/datasets";
import type { JobRow } from "../store/job-row";
import type { HandlerTools } from "./job-handler";
import { optionalText, requiredText } from "./payload";
import type { TrainingTask } from "./training-task";

const DATE_ORDERS = ["mdy", "dmy", "ymd"] as const;

/** The files that a payload names by `dataset_path` and `mapping_path`, and how its dates are read. Throws a UserError for what the tenant has not uploaded. */
export async function filesOf(
  { store, blobs }: Pick<HandlerTools, "store" | "blobs">,
  job: JobRow,
): Promise<Pick<TrainingTask, "datasetKey" | "mappingKey" | "dateOrder">> {
  const { datasetPath } = datasetOf({ store, blobs }, job);
  const mappingPath = optionalText(job.payload, "mapping_path");
  const mapping = mappingPath && blobs.keyOf(mappingPath);
  if (mapping !== null && !store.datasets.hasMapping(job.tenant, mapping)) {
    throw new UserError(`There is no mapping ${mapping}. Give the mapping_path that an upload returned.`);
  }
  for (const key of [datasetPath, ...(mapping === null ? [] : [mapping])]) {
    if (!(await blobs.exists(key))) throw new UserError(`${key} was deleted. Upload the file again.`);
  }
  return { datasetKey: datasetPath, mappingKey: mapping, dateOrder: dateOrderOf(job) };
}

function datasetOf(
  { store, blobs }: Pick<HandlerTools, "store" | "blobs">,
  { tenant, payload }: JobRow,
): DatasetRow {
  const path = requiredText(payload, "dataset_path");
  const dataset = store.datasets.findByPath(tenant, blobs.keyOf(path));
  if (!dataset) {
    throw new UserError(`There is no dataset ${path}. Give the dataset_path that an upload returned.`);
  }
  return dataset;
}

function dateOrderOf({ payload }: JobRow): TrainingTask["dateOrder"] {
  const text = optionalText(payload, "date_order");
  if (text === null) return null;
  const order = DATE_ORDERS.find((known) => known === text);
  if (!order)
    throw new UserError(`date_order must be ${DATE_ORDERS.join(", ")}, not ${JSON.stringify(text)}.`);
  return order;
}
