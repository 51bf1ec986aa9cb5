import { UserError } from "../errors";
import type { JobRow } from "../store/job-row";
import type { ModelRow } from "../store/models";
import { outputKey } from "../store/object-keys";
import type { HandlerTools, JobHandler } from "./job-handler";
import { requiredText } from "./payload";
import {
  type BatchRecord,
  type PredictionOutcome,
  type PredictionTask,
  SAMPLE_SIZE,
} from "./prediction-task";

const DEFAULT_CUSTOMERS_PER_STEP = 100_000;

/**
 * Jobs that make and record predictions, which get the job's id. Payload: `model_id`, `mode` (`batch`, or `single` with `customer_id`,
 * `features` or both).
 */
export function predictionJobs({
  store,
  blobs,
  now,
  customersPerStep = DEFAULT_CUSTOMERS_PER_STEP,
}: HandlerTools & { readonly customersPerStep?: number }): JobHandler<PredictionTask, PredictionOutcome> {
  return {
    async prepare(job) {
      const id = requiredText(job.payload, "model_id");
      const model = store.models.find(job.tenant, id);
      if (!model || !(await blobs.exists(`${model.artifactPrefix}/model.json`))) {
        throw new UserError(
          `There is no model ${id}. Train one, or give the id of one that GET /models lists.`,
        );
      }
      if (store.predictions.find(job.tenant, job.id)) {
        throw new UserError(`There is already a prediction ${job.id}. Send the job again under another id.`);
      }
      const settings = store.tenants.settings(job.tenant);
      return { ...blobs.place, modelPrefix: model.artifactPrefix, settings, asked: askedOf(job, model) };
    },

    elsewhere: {
      split: (task) => partsOf(task, customersPerStep),
      headStart: () => 300,
      join: (_, parts) => ({ outcome: joinedRecord(parts.map(({ outcome }) => outcome as BatchRecord)) }),
    },

    commit(job, outcome) {
      const { tenant, id, payload } = job;
      const isBatch = "sample_size" in outcome;
      const model = requiredText(payload, "model_id");
      return {
        result: {
          prediction_id: id,
          model_id: model,
          ...(isBatch ? { count: outcome.count } : { prediction: outcome }),
        },
        store: () =>
          store.predictions.insert(tenant, {
            id,
            modelId: model,
            payload,
            result: outcome,
            batchFileUrl: isBatch ? outputKey(tenant, id) : null,
            label: null,
            createdAt: now(),
          }),
      };
    },

    async discard(job) {
      if (!store.predictions.find(job.tenant, job.id)) await blobs.delete(outputKey(job.tenant, job.id));
    },
  };
}

/** A list in parts of so many customers. Nothing for one customer: asking another machine would take longer. */
function partsOf(task: PredictionTask, customersPerStep: number): PredictionTask[] {
  const { asked } = task;
  if (asked.mode !== "batch") return [];
  const parts = Math.max(1, Math.ceil(asked.customers / customersPerStep));
  return Array.from({ length: parts }, (_, i) => {
    // The last one goes to the end, wherever that is.
    const to = i === parts - 1 ? null : (i + 1) * customersPerStep;
    return { ...task, asked: { ...asked, part: { from: i * customersPerStep, to } } };
  });
}

/** The record of the whole list. */
function joinedRecord(parts: readonly BatchRecord[]): BatchRecord {
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    rows: parts.flatMap(({ rows }) => rows).slice(0, SAMPLE_SIZE),
    sample_size: SAMPLE_SIZE,
  };
}

function askedOf(job: JobRow, { segments }: Pick<ModelRow, "segments">): PredictionTask["asked"] {
  const { mode, customer_id: customer, features } = job.payload;
  if (mode === "batch") {
    const sizes = (segments as readonly { customers?: number }[]).map((segment) => segment.customers ?? 0);
    const customers = sizes.reduce((sum, size) => sum + size, 0);
    return { mode, outputKey: outputKey(job.tenant, job.id), customers };
  }
  if (mode !== "single") {
    throw new UserError(`mode of the job's payload must be single or batch, not ${JSON.stringify(mode)}.`);
  }
  const customerId = typeof customer === "string" || typeof customer === "number" ? customer : null;
  const given = typeof features === "object" && features !== null ? { ...features } : null;
  if (customerId === null && given === null)
    throw new UserError("A single prediction needs customer_id or features. Give one of them.");
  return { mode: "single", customerId, features: given };
}
