import { t } from "elysia";
import { isFinal, type JobRow, type JobStatus } from "../../store/job-row";
import type { Store } from "../../store/store";
import { ConflictError, NotFoundError, TooLargeError } from "../errors";
import { defineRoute, type Route } from "../route";
import { Anything, Done, Id, JOB_ID_EXAMPLE, Moment, moment, NewId } from "./schemas";

/** The kinds of rows that a client may maintain itself. */
const OwnKind = t.Union([
  t.Literal("training"),
  t.Literal("prediction"),
  t.Literal("backtest"),
  t.Literal("email"),
]);
const Kind = t.Union([...OwnKind.anyOf, t.Literal("erasure")], {
  description:
    "The kind of job: train a model, score customers, test trainings at past dates, send a mail, erase a person or a tenant.",
});
const Status = t.Union([
  t.Literal("queued"),
  t.Literal("processing"),
  t.Literal("completed"),
  t.Literal("failed"),
  t.Literal("cancelled"),
]);

export const QueueRow = t.Object({
  queue_id: t.String(),
  kind: Kind,
  status: Status,
  payload: Anything,
  result: t.Optional(t.Unknown()),
  error: t.Optional(t.String()),
  progress: t.Optional(
    t.Object({
      stage: t.String(),
      fraction: t.Number({ minimum: 0, maximum: 1, description: "Share of the whole job that is done." }),
      message: t.String(),
    }),
  ),
  created_at: Moment,
  updated_at: Moment,
});

export const QUEUE_ROW_EXAMPLE = {
  queue_id: JOB_ID_EXAMPLE,
  kind: "training",
  status: "processing",
  payload: { dataset_path: "tenants/shop/datasets/0190a6b2/dataset.csv" },
  progress: { stage: "reading", fraction: 0.2, message: "Reading order lines" },
  created_at: "2011-12-10T08:00:00.000Z",
  updated_at: "2011-12-10T08:00:01.000Z",
};

const NOT_FOUND = "Queue row not found";

/** A row of the queue on the wire. */
export function queueAnswer(job: JobRow) {
  return {
    queue_id: job.id,
    kind: job.kind,
    status: job.status,
    payload: job.payload,
    ...(job.result !== null && { result: job.result }),
    ...(job.error !== null && { error: job.error }),
    ...(job.progress && { progress: job.progress }),
    created_at: moment(job.createdAt),
    updated_at: moment(job.updatedAt),
  };
}

/** The steps of a row when all goes well. */
const COURSE: readonly JobStatus[] = ["queued", "processing", "completed"];

/**
 * Whether a client contradicts what the server knows about a row that the server runs. Old workflows write `processing`
 * before they request a training and `completed` right after requesting it. Such updates only run ahead and do no harm.
 */
export function contradicts(
  row: Pick<JobRow, "status">,
  told: { readonly status?: JobStatus; readonly error?: string },
): boolean {
  if (told.error && row.status !== "failed") return true;
  if (told.status === undefined || told.status === row.status) return false;
  return isFinal(row.status) || COURSE.indexOf(told.status) < COURSE.indexOf(row.status);
}

/** How much a client may keep in one row, and in all rows that it maintains itself. */
const MOST_ROW_BYTES = 64 * 1024;
const MOST_OWN_BYTES = 64 * 1024 * 1024;

/** Throws a TooLargeError if there is no room for what a client wants to keep. */
function requireRoom({ jobs }: Store, tenant: string, kept: unknown): void {
  if (kept === undefined) return;
  const bytes = Buffer.byteLength(JSON.stringify(kept));
  if (bytes > MOST_ROW_BYTES)
    throw new TooLargeError(`A row may keep ${MOST_ROW_BYTES} bytes of JSON at most; this has ${bytes}.`);
  if (jobs.ownBytes(tenant) + bytes > MOST_OWN_BYTES)
    throw new TooLargeError(
      `The rows that you maintain yourself may keep ${MOST_OWN_BYTES} bytes in all. Send their results elsewhere.`,
    );
}

export const queueRoutes: readonly Route[] = [
  defineRoute({
    method: "POST",
    path: "/queue",
    access: "business",
    tag: "queue",
    summary: "Add a queue row of your own",
    description:
      "Adds a row that you maintain yourself with `PATCH /queue/{queue_id}`. Nothing runs it until you call `/train`, `/predict_job` or one of `/api/queue/…` with its `queue_id`.",
    body: t.Object({
      queue_id: t.Optional(NewId),
      kind: OwnKind,
      payload: t.Optional(Anything),
      status: t.Optional(Status),
    }),
    bodyExample: { kind: "training", payload: { note: "weekly run" } },
    answers: {
      200: {
        description: "The row is added.",
        schema: t.Object({ queue_id: t.String(), status: Status }),
        example: { queue_id: JOB_ID_EXAMPLE, status: "queued" },
      },
    },
    errors: {
      409: "A row with this queue_id already exists",
      413: "The payload, or all rows of your own together, are too large",
    },
    handle: ({ tenant, body }, { store, now }) => {
      requireRoom(store, tenant, body.payload);
      const { queue_id: id = Bun.randomUUIDv7(), kind, payload = {}, status = "queued" } = body;
      const added = store.jobs.insert(tenant, { id, kind, status, payload, runnable: false }, now());
      if (!added)
        throw new ConflictError(
          "A row with this queue_id already exists. Change it with PATCH, or use another id.",
        );
      return { queue_id: id, status };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/queue",
    access: "business",
    tag: "queue",
    summary: "The queue",
    description: "The tenant's rows, newest first, up to 200.",
    query: t.Object({
      kind: t.Optional(Kind),
      status: t.Optional(
        t.Union([...Status.anyOf, t.Literal("active")], {
          description: "`active` means queued or processing.",
        }),
      ),
    }),
    answers: {
      200: { description: "One entry per row.", schema: t.Array(QueueRow), example: [QUEUE_ROW_EXAMPLE] },
    },
    handle: ({ tenant, query }, { store }) =>
      store.jobs.list(tenant, query.kind ?? null, query.status ?? null).map(queueAnswer),
  }),
  defineRoute({
    method: "PATCH",
    path: "/queue/:queue_id",
    access: "business",
    tag: "queue",
    summary: "Change a queue row of your own",
    description:
      "Sets status, result and error, as far as given. If the server runs the row, only the server changes it: an update that agrees with it, or runs ahead of it (`completed` while it is running), answers `ok` and changes nothing. One that contradicts it gets 409.",
    params: t.Object({ queue_id: Id }),
    body: t.Object({
      status: t.Optional(Status),
      result: t.Optional(t.Unknown()),
      error: t.Optional(t.String({ maxLength: 10_000 })),
    }),
    bodyExample: { status: "completed", result: { rows: 12 } },
    answers: { 200: { description: "It is changed.", schema: Done, example: { status: "ok" } } },
    errors: {
      404: NOT_FOUND,
      409: "The server runs this row and has a different status",
      413: "The result, or all rows of your own together, are too large",
    },
    handle: ({ tenant, params, body }, { store, now }) => {
      const row = store.jobs.find(tenant, params.queue_id);
      if (!row) throw new NotFoundError(NOT_FOUND);
      if (!row.runnable) {
        requireRoom(store, tenant, body.result);
        store.jobs.patch(tenant, row.id, body, now());
      } else if (contradicts(row, body))
        throw new ConflictError(
          `The server runs this row and maintains it: it is ${row.status}. To end it, cancel the job.`,
        );
      return { status: "ok" };
    },
  }),
];
