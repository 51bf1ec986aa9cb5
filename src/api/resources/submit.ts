import { t } from "elysia";
import type { AskedKind } from "../../jobs/inngest/events";
import { isFinal, type JobKind, type JobRow } from "../../store/job-row";
import type { ApiContext } from "../context";
import { ConflictError, NotFoundError } from "../errors";
import { requireSameTenant } from "./same-tenant";
import { JOB_ID_EXAMPLE } from "./schemas";

/** The answer to who asks for a row of the queue. */
export const QUEUED = {
  description: "The row is in the queue.",
  schema: t.Object({ status: t.Literal("queued"), queue_id: t.String() }),
  example: { status: "queued", queue_id: JOB_ID_EXAMPLE },
};

/** What every body that asks for a job may hold beside the job's own fields. */
interface JobBody {
  readonly tenant_id?: string;
  readonly queue_id?: string;
}

/**
 * Hands a job to the pool, under a new id, or under that of the queue row that the client made for it. Throws 404 where
 * there is no such row, 409 where it waits for nothing or for something else.
 */
export function submitJob(
  context: ApiContext,
  tenant: string,
  kind: JobKind,
  { tenant_id, queue_id: id, ...payload }: JobBody & Record<string, unknown>,
): JobRow {
  const { store, queue, now } = context;
  requireSameTenant(tenant_id, tenant);
  if (id === undefined) return queue.enqueue(tenant, kind, payload)!;
  requireWaiting(context, tenant, kind, id);
  if (!store.jobs.makeRunnable(tenant, id, payload, now())) throw notWaiting();
  return store.jobs.find(tenant, id)!;
}

/**
 * The same by an event where Inngest is on: the row is put into the queue, and the pool gets it when the event comes
 * back.
 */
export function askForJob(
  context: ApiContext,
  tenant: string,
  kind: AskedKind,
  body: JobBody & Record<string, unknown>,
): JobRow {
  const { inngest } = context;
  if (!inngest) return submitJob(context, tenant, kind, body);
  const { tenant_id, queue_id, ...payload } = body;
  requireSameTenant(tenant_id, tenant);
  if (queue_id !== undefined) requireWaiting(context, tenant, kind, queue_id);
  return inngest.ask(tenant, queue_id ?? Bun.randomUUIDv7(), kind, payload);
}

function requireWaiting({ store }: ApiContext, tenant: string, kind: JobKind, id: string): void {
  const row = store.jobs.find(tenant, id);
  if (!row) throw new NotFoundError("Queue row not found");
  if (row.kind !== kind)
    throw new ConflictError(`The queue row is for a ${row.kind}, not for a ${kind}. Make one of that kind.`);
  if (row.runnable || isFinal(row.status)) throw notWaiting();
}

function notWaiting(): ConflictError {
  return new ConflictError("The queue row does not wait any more. Make a new one.");
}
