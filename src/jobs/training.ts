import { UserError } from "../errors";
import { modelPrefix } from "../store/object-keys";
import { datasetTitle } from "./dataset-names";
import { defaultModelNote } from "./default-model-note";
import type { HandlerTools, JobHandler } from "./job-handler";
import { optionalText, requiredText } from "./payload";
import { queryTask, readingPrefix } from "./query-task";
import { savedTask } from "./saved-task";
import { customerFilesOf, datasetOf, filesOf, headStartOf } from "./training-files";
import { completedRun } from "./training-record";
import type { ReadAnswer, TrainingAnswer, TrainingTask } from "./training-task";
import { readingOf, settingsOf } from "./training-terms";

/** Models older than the newest few are not checked against the new file. */
const MOST_EARLIER_MODELS = 12;

/**
 * Jobs that train a model, which gets the job's id. Payload: `dataset_path` and optionally `mapping_path` from the tenant's uploads; optionally
 * `name`, `seed`, `date_order` and training terms (`TrainingTerms`).
 */
export function trainingJobs({ store, blobs, now }: HandlerTools): JobHandler<TrainingTask, TrainingAnswer> {
  return {
    async prepare(job) {
      if (store.models.find(job.tenant, job.id)) {
        throw new UserError(`There is already a model ${job.id}. Send the job again under another id.`);
      }
      return {
        ...blobs.place,
        files: await filesOf({ store, blobs }, job),
        query: queryTask({ store }, job, datasetOf({ store, blobs }, job)),
        customerFiles: await customerFilesOf({ store, blobs }, job),
        reading: readingOf(job),
        modelPrefix: modelPrefix(job.tenant, job.id),
        earlierModelPrefix: store.models.newest(job.tenant)?.artifactPrefix ?? null,
        earlierModels: store.models
          .byNewestOrders(job.tenant, MOST_EARLIER_MODELS)
          .map(({ id, artifactPrefix }) => ({ id, prefix: artifactPrefix })),
        settings: settingsOf(job),
        saved: savedTask({ store, blobs }, job, now()),
      };
    },

    elsewhere: {
      // The warehouses of a query, with their secrets, are in this machine's environment.
      first: (task) => (task.query ? { ...task, readsOnly: true } : null),
      split: (task, found) => {
        if (!task.query) return [task];
        const { read } = found as ReadAnswer | { read?: undefined };
        return read ? [{ ...task, read }] : [];
      },
      headStart: ({ files }) => headStartOf(files),
      join: (_, [part]) => ({ outcome: part!.outcome as TrainingAnswer }),
    },

    commit(job, { metrics, segments, record, kept, ...facts }) {
      const { tenant, id } = job;
      const datasetPath = blobs.keyOf(requiredText(job.payload, "dataset_path"));
      // The files may have been deleted during the training. The model is still good.
      const dataset = store.datasets.findByPath(tenant, datasetPath);
      const title = dataset ? datasetTitle(dataset) : (facts.files[0]?.name ?? "orders");
      const name = optionalText(job.payload, "name") ?? `${title} to ${facts.as_of.slice(0, 10)}`;
      const asOf = Date.parse(facts.as_of);
      const replaced = dataset && kept && store.datasetQueries.kept(tenant, dataset.id)?.prefix;
      return {
        result: { model_id: id, metrics, segments, ...facts, ...defaultModelNote(store, tenant, asOf) },
        store: () => {
          const artifactPrefix = modelPrefix(tenant, id);
          const createdAt = now();
          store.models.insert(tenant, {
            id,
            name,
            artifactPrefix,
            metrics,
            segments,
            datasetId: dataset?.id ?? null,
            files: facts.files,
            jobId: id,
            asOf,
            createdAt,
          });
          const made = { record, name, modelId: id, metrics, endedAt: createdAt };
          store.trainingRuns.insert(tenant, completedRun({ store, blobs }, job, made));
          store.tenants.offerDefaultModel(tenant);
          if (kept && dataset) store.datasetQueries.keep(tenant, dataset.id, kept);
        },
        ...(replaced && replaced !== kept.prefix && { afterwards: () => blobs.delete(replaced) }),
      };
    },

    async discard(job) {
      if (store.models.find(job.tenant, job.id)) return;
      await blobs.delete(modelPrefix(job.tenant, job.id));
      await blobs.delete(readingPrefix(job.tenant, job.id));
    },
  };
}
