import type { JobKind, JobRow } from "../../store/job-row";
import type { ApiContext } from "../context";
import { ConflictError, NotFoundError } from "../errors";
import { requireSameTenant } from "./same-tenant";

/** What every body that asks for a job may hold beside the job's own fields. */
interface JobBody {
  readonly tenant_id?: string;
  readonly queue_id?: string;
}

/**
 * Hands a job to the pool, under a new id, or under that of the queue row that the client made for it. Throws 404 where there is no such row,
 * 409 where it waits for nothing or for something else.
 */
export function submitJob(
  { store, queue, now }: ApiContext,
  tenant: string,
  kind: JobKind,
  { tenant_id, queue_id: id, ...payload }: JobBody & Record<string, unknown>,
): JobRow {
  requireSameTenant(tenant_id, tenant);
  if (id === undefined) return queue.enqueue(tenant, kind, payload)!;
  const row = store.jobs.find(tenant, id);
  if (!row) throw new NotFoundError("Queue row not found");
  if (row.kind !== kind)
    throw new ConflictError(`The queue row is for a ${row.kind}, not for a ${kind}. Make one of that kind.`);
  if (!store.jobs.makeRunnable(tenant, id, payload, now()))
    throw new ConflictError("The queue row does not wait any more. Make a new one.");
  return store.jobs.find(tenant, id)!;
}
