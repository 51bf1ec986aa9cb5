import { basename, resolve } from "node:path";
import { UserError } from "../errors";
import type { DatasetRow } from "../store/datasets";
import type { JobRow } from "../store/job-row";
import { modelPrefix } from "../store/object-keys";
import type { Store } from "../store/store";
import type { HandlerTools, JobHandler } from "./job-handler";
import { optionalId, optionalText, requiredText } from "./payload";
import type { TrainingOutcome, TrainingTask } from "./training-task";
import { settingsOf } from "./training-terms";

const WORKER_FILE = resolve(import.meta.dir, "../../workers/train.ts");
/** Older models than these are not looked back at. */
const MOST_EARLIER_MODELS = 12;
const DATE_ORDERS = ["mdy", "dmy", "ymd"] as const;

/**
 * Jobs that train a model. Payload: `dataset_path` and perhaps `mapping_path`, as an upload of the tenant returned them;
 * perhaps `model_id` (else the job's id), `name`, `seed`, `date_order` and how to train (`TrainingTerms`).
 */
export function trainingJobs({
  store,
  blobs,
  dataDir,
  now,
}: HandlerTools): JobHandler<TrainingTask, TrainingOutcome> {
  return {
    workerFile: WORKER_FILE,

    async prepare(job) {
      const dataset = datasetOf(store, job);
      const model = modelOf(job);
      if (store.models.find(job.tenant, model)) {
        throw new UserError(`There is a model ${model} already. Leave model_id out and send the job again.`);
      }
      const mapping = optionalText(job.payload, "mapping_path");
      if (mapping !== null && !store.datasets.hasMapping(job.tenant, mapping)) {
        throw new UserError(`There is no mapping ${mapping}. Give the mapping_path that an upload returned.`);
      }
      for (const key of [dataset.datasetPath, ...(mapping === null ? [] : [mapping])]) {
        if (!(await blobs.exists(key))) throw new UserError(`${key} was deleted. Upload the file again.`);
      }
      return {
        dataDir,
        datasetKey: dataset.datasetPath,
        mappingKey: mapping,
        modelPrefix: modelPrefix(job.tenant, model),
        earlierModelPrefix: store.models.newest(job.tenant)?.artifactPrefix ?? null,
        earlierModels: store.models
          .list(job.tenant)
          .slice(0, MOST_EARLIER_MODELS)
          .map(({ id, artifactPrefix }) => ({ id, prefix: artifactPrefix })),
        dateOrder: dateOrderOf(job),
        settings: settingsOf(job),
      };
    },

    commit(job, { metrics, segments, ...facts }) {
      const { tenant, id: jobId } = job;
      const id = modelOf(job);
      const datasetPath = requiredText(job.payload, "dataset_path");
      // The file may have been deleted while it was learned from; the model is as good as before.
      const dataset = store.datasets.findByPath(tenant, datasetPath);
      const file = dataset?.fileName ?? basename(datasetPath);
      const name = optionalText(job.payload, "name") ?? `${file} to ${facts.as_of.slice(0, 10)}`;
      return {
        result: { model_id: id, metrics, segments, ...facts },
        store: () => {
          const artifactPrefix = modelPrefix(tenant, id);
          store.models.insert(tenant, {
            id,
            name,
            artifactPrefix,
            metrics,
            segments,
            datasetId: dataset?.id ?? null,
            jobId,
            createdAt: now(),
          });
          if (store.tenants.defaultModel(tenant) === null) store.tenants.setDefaultModel(tenant, id);
        },
      };
    },

    async discard(job) {
      const model = modelOf(job);
      // A job that named another's model was refused, and has nothing of its own to remove.
      if (!store.models.find(job.tenant, model)) await blobs.delete(modelPrefix(job.tenant, model));
    },
  };
}

/** The model that the job makes: every attempt makes the same one. */
function modelOf({ id, payload }: JobRow): string {
  return optionalId(payload, "model_id") ?? id;
}

function datasetOf(store: Store, { tenant, payload }: JobRow): DatasetRow {
  const path = requiredText(payload, "dataset_path");
  const dataset = store.datasets.findByPath(tenant, path);
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
