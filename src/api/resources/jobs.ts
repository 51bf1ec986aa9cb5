import { t } from "elysia";
import type { Principal } from "../../auth/principal";
import { proofOf } from "../../jobs/erasure/proof";
import { isFinal, type JobEvent, type JobRow } from "../../store/job-row";
import type { ApiContext } from "../context";
import { BadRequestError, ConflictError, ForbiddenError, NotFoundError } from "../errors";
import { eventStream } from "../event-stream";
import { defineRoute, type Route } from "../route";
import { QUEUE_ROW_EXAMPLE, QueueRow, queueAnswer } from "./queue";
import { Id, JOB_ID_EXAMPLE } from "./schemas";

const Params = t.Object({ job_id: Id });
const Job = t.Composite([
  QueueRow,
  t.Object({
    job_id: t.String(),
    attempt: t.Integer({ description: "How many times it was started." }),
    cancel_requested: t.Boolean(),
  }),
]);
const EXAMPLE = { ...QUEUE_ROW_EXAMPLE, job_id: JOB_ID_EXAMPLE, attempt: 1, cancel_requested: false };
const NOT_FOUND = "Job not found";

function requireJob({ store }: ApiContext, tenant: string, id: string): JobRow {
  const job = store.jobs.find(tenant, id);
  if (!job) throw new NotFoundError(NOT_FOUND);
  return job;
}

/** From its start, an erasure reports what it has removed and what is left. */
function resultSoFar({ store }: ApiContext, job: JobRow) {
  return job.kind === "erasure" && job.status !== "completed" && job.attempt > 0
    ? { result: proofOf(store, job) }
    : {};
}

/** An erasure that has begun must finish. Before that, only an admin, who may request it, may also cancel it. */
function requireCancellable(job: JobRow, principal: Principal | null): void {
  if (job.kind !== "erasure" || isFinal(job.status)) return;
  if (principal?.role !== "admin")
    throw new ForbiddenError("Cancelling an erasure needs the role admin, as requesting one does.");
  if (job.attempt > 0) throw new ConflictError("The erasure has begun and can no longer be cancelled.");
}

/** The last event that a reader got before losing the connection; 0 to start from the beginning. */
function lastEventId(request: Request): number {
  const sent = request.headers.get("last-event-id") ?? "0";
  if (!/^\d{1,15}$/.test(sent))
    throw new BadRequestError("Last-Event-ID must be the id of an event that was sent before.");
  return Number(sent);
}

export const jobsRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/jobs/:job_id",
    access: "business",
    tag: "queue",
    summary: "One job",
    description:
      "The queue row with this id, how many times it was started and whether its cancellation was requested.",
    params: Params,
    answers: { 200: { description: "The job.", schema: Job, example: EXAMPLE } },
    errors: { 404: NOT_FOUND },
    handle: ({ tenant, params }, context) => {
      const job = requireJob(context, tenant, params.job_id);
      return {
        ...queueAnswer(job),
        ...resultSoFar(context, job),
        job_id: job.id,
        attempt: job.attempt,
        cancel_requested: job.cancelRequested,
      };
    },
  }),
  defineRoute({
    method: "POST",
    path: "/jobs/:job_id/cancel",
    access: "analyst",
    tag: "queue",
    summary: "Cancel a job",
    description: "Cancels a waiting job at once. A running one is asked to stop and leaves nothing behind.",
    params: Params,
    answers: {
      200: {
        description: "It is cancelled or was asked to stop.",
        schema: t.Object({
          status: t.Union([t.Literal("cancelled"), t.Literal("requested")]),
          job_id: t.String(),
        }),
        example: { status: "cancelled", job_id: JOB_ID_EXAMPLE },
      },
    },
    errors: { 404: NOT_FOUND, 409: "The job has ended, or is an erasure that has begun" },
    handle: ({ tenant, params, principal }, context) => {
      const job = requireJob(context, tenant, params.job_id);
      requireCancellable(job, principal);
      const { id, status } = job;
      const outcome = context.queue.cancel(tenant, id);
      if (!outcome) throw new ConflictError(`The job is ${status} and can no longer be cancelled.`);
      return { status: outcome, job_id: id };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/jobs/:job_id/events",
    access: "business",
    slow: true,
    tag: "queue",
    summary: "Follow a job",
    description:
      "Server-sent events: `queued`, `started`, `progress`, `requeued`, and finally `completed`, `failed` or `cancelled`, which ends the stream. `Last-Event-ID` continues after that event. A comment is sent every 15 s while nothing happens.",
    params: Params,
    answers: {
      200: { description: "The events so far and as they happen.", contentType: "text/event-stream" },
    },
    errors: { 404: NOT_FOUND },
    handle: ({ tenant, params, request }, context) => {
      const { id } = requireJob(context, tenant, params.job_id);
      const last = lastEventId(request);
      const controller = new AbortController();
      return eventStream(framesOf(context.queue.events(tenant, id, last, controller.signal)), controller);
    },
  }),
];

/**
 * One frame per event, with its sequence number as the id. JSON has no raw line breaks, so one `data` line is enough.
 */
async function* framesOf(events: AsyncIterable<JobEvent>): AsyncGenerator<string> {
  for await (const { sequence, event, data } of events)
    yield `id: ${sequence}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
