import { t } from "elysia";
import type { AskedKind } from "../../jobs/inngest/events";
import { IDEMPOTENCY_MS } from "../../store/idempotency";
import { isFinal, type JobKind, type JobRow } from "../../store/job-row";
import type { ApiContext } from "../context";
import { ConflictError, NotFoundError } from "../errors";
import { requireSameTenant } from "./same-tenant";
import { JOB_ID_EXAMPLE } from "./schemas";

/** The answer to a request for a queue row. */
export const QUEUED = {
  description: "The row is in the queue.",
  schema: t.Object({ status: t.Literal("queued"), queue_id: t.String() }),
  example: { status: "queued", queue_id: JOB_ID_EXAMPLE },
};

/** What every job request's body may hold beside the job's own fields. */
interface JobBody {
  readonly tenant_id?: string;
  readonly queue_id?: string;
}

/**
 * Hands a job to the pool, under a new id or that of the client's own queue row. Throws 404 for an unknown row, 409 if
 * the row is not waiting or waits for something else.
 */
export function submitJob(
  context: ApiContext,
  tenant: string,
  kind: JobKind,
  { tenant_id, queue_id: id, ...payload }: JobBody & Record<string, unknown>,
  onceId: string | null = null,
): JobRow {
  const { store, queue, now } = context;
  requireSameTenant(tenant_id, tenant);
  if (id === undefined) {
    // The first request with this key may have been cut off by a crash, but not its job.
    const made = onceId === null ? null : store.jobs.find(tenant, onceId);
    if (made && now() - made.createdAt < IDEMPOTENCY_MS) return made;
    return queue.enqueue(tenant, kind, payload, made || onceId === null ? undefined : onceId)!;
  }
  requireWaiting(context, tenant, kind, id);
  if (!store.jobs.makeRunnable(tenant, id, payload, now())) throw notWaiting();
  return store.jobs.find(tenant, id)!;
}

/** The same through an event if Inngest is on: the row is queued, and the pool gets it when the event comes back. */
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
    throw new ConflictError(
      `The queue row is for a ${row.kind}, not for a ${kind}. Create one of that kind.`,
    );
  if (row.runnable || isFinal(row.status)) throw notWaiting();
}

function notWaiting(): ConflictError {
  return new ConflictError("The queue row is no longer waiting. Create a new one.");
}
