import { type Inngest, type InngestFunction, NonRetriableError } from "inngest";
import { UserError } from "../../errors";
import type { JobRow } from "../../store/job-row";
import type { Store } from "../../store/store";
import { tellOfEnd } from "../notices";
import type { Queue } from "../queue";
import { type AskedKind, CANCELLED, FINISHED, isAsked } from "./events";
import { type AskingEvent, endOf, takeUp } from "./take-up";

/** What the functions work with. */
export interface FunctionTools {
  readonly store: Store;
  readonly queue: Queue;
  /** Checks the tenants' schedules. */
  readonly lookAtSchedules: () => void;
  /** Milliseconds since 1970. */
  now(): number;
}

const FUNCTIONS = [
  { id: "train-model", event: "model.train.requested", kind: "training", aTenant: 2 },
  { id: "predict-single", event: "model.predict.single", kind: "prediction", aTenant: 10 },
  { id: "predict-batch", event: "model.predict.batch", kind: "prediction", aTenant: 2 },
  { id: "send-email", event: "email.send", kind: "email", aTenant: 10 },
] as const satisfies readonly { id: string; event: string; kind: AskedKind; aTenant: number }[];

/** How long to wait for news of a job before checking on it, longer each time. */
const WAITS = ["1m", "5m", "30m", "2h"] as const;
/** Days of waiting. A job that takes longer was cancelled or will never end. */
const MOST_LOOKS = 100;

/**
 * The functions that Inngest calls. They hand jobs to the local queue and wait for news of the end without holding a
 * request open.
 */
export function inngestFunctions(inngest: Inngest, tools: FunctionTools): InngestFunction.Any[] {
  return [
    ...FUNCTIONS.map(({ id, event, kind, aTenant }) =>
      inngest.createFunction(
        {
          id,
          triggers: [{ event }],
          concurrency: { key: "event.data.tenant_id", limit: aTenant },
          idempotency: "event.id",
          retries: 5,
          cancelOn: [
            {
              event: CANCELLED,
              if: "async.data.tenant_id == event.data.tenant_id && async.data.queue_id == event.data.queue_id",
            },
          ],
          onFailure: ({ event: failure, error }) => {
            giveUp(tools, kind, failure.data.event as AskingEvent, error.message);
          },
        },
        async ({ event: asked, step }) => {
          const job = await step.run("hand over", () =>
            inOneGo(() => takeUp(tools, kind, asked as AskingEvent)),
          );
          for (let look = 0; look < MOST_LOOKS; look++) {
            const end = await step.run(`look ${look}`, () => inOneGo(() => whatCameOf(endOf(tools, job))));
            if (end) return resultOf(end);
            await step.waitForEvent(`wait ${look}`, {
              event: FINISHED,
              // Strings in these expressions (CEL) are quoted like JSON strings.
              if: `async.data.tenant_id == ${JSON.stringify(job.tenant)} && async.data.queue_id == ${JSON.stringify(job.id)}`,
              timeout: WAITS[Math.min(look, WAITS.length - 1)]!,
            });
          }
          throw new NonRetriableError("The job has not ended after several days. Check it in the queue.");
        },
      ),
    ),
    inngest.createFunction(
      { id: "cancel-job", triggers: [{ event: CANCELLED }], retries: 5 },
      ({ event, step }) =>
        step.run("cancel", () => {
          const { tenant_id: tenant, queue_id: id } = event.data as {
            tenant_id?: unknown;
            queue_id?: unknown;
          };
          if (typeof tenant !== "string" || typeof id !== "string")
            throw new NonRetriableError("The event's data needs tenant_id and queue_id.");
          const job = tools.store.jobs.find(tenant, id);
          // Only an admin can cancel an erasure.
          return { cancelled: job !== null && isAsked(job) && tools.queue.cancel(tenant, id) !== null };
        }),
    ),
    inngest.createFunction(
      { id: "retrain-on-schedule", triggers: [{ cron: "*/15 * * * *" }], retries: 0 },
      ({ step }) =>
        step.run("look at the schedules", () => {
          tools.lookAtSchedules();
          return { looked: true };
        }),
    ),
  ];
}

/** What Inngest keeps about a job's end: nothing about customers. */
type End = Pick<JobRow, "status" | "error"> & {
  readonly modelId: string | null;
  readonly predictionId: string | null;
};

function whatCameOf(job: JobRow | null): End | null {
  if (!job) return null;
  const made = job.result as { model_id?: string; prediction_id?: string } | null;
  const isAboutOne = job.kind === "prediction" && job.payload.mode !== "batch";
  return {
    status: job.status,
    error: isAboutOne && job.error !== null ? "The prediction failed. The queue row says why." : job.error,
    modelId: made?.model_id ?? null,
    predictionId: made?.prediction_id ?? null,
  };
}

function resultOf({ status, error, modelId, predictionId }: End) {
  // The queue has already tried as often as makes sense.
  if (status === "failed") throw new NonRetriableError(error ?? "The job failed.");
  return { status, model_id: modelId, prediction_id: predictionId };
}

/** Trying again does not fix what a user must fix. */
function inOneGo<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof UserError ? new NonRetriableError(error.message) : error;
  }
}

/** Marks a request that Inngest could not deliver as failed, so that nobody waits for it. */
function giveUp({ store, now }: FunctionTools, kind: AskedKind, event: AskingEvent, reason: string): void {
  const { tenant_id: tenant, queue_id: id } = event.data;
  if (typeof tenant !== "string" || typeof id !== "string") return;
  store.transaction(() => {
    const row = store.jobs.find(tenant, id);
    if (!row || row.runnable || row.kind !== kind) return;
    store.outbox.removeAll(tenant, "inngest", id);
    if (store.jobs.patch(tenant, id, { status: "failed", error: reason }, now()))
      tellOfEnd(store, store.jobs.find(tenant, id)!, now());
  });
}
