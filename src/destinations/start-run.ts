import type { TrainingResult } from "../jobs/training-task";
import type { DestinationRunRow } from "../store/destination-runs";
import type { DestinationRow } from "../store/destinations";
import type { JobRow } from "../store/job-row";
import type { Store } from "../store/store";

const SUPERSEDED = "A newer run took its place before it was sent.";

/**
 * Has a destination's audience sent, as the tenant's default model chooses it now; what still waits for the same
 * destination is given up. Null if the tenant has no model.
 */
export function startRun(
  store: Store,
  tenant: string,
  destination: Pick<DestinationRow, "id">,
  reason: DestinationRunRow["reason"],
  now: number,
): string | null {
  return store.transaction(() => {
    const modelId = store.tenants.defaultModel(tenant);
    if (modelId === null || store.erasures.isTenantErased(tenant, now)) return null;
    return start(store, tenant, destination.id, { reason, modelId }, now);
  });
}

function start(
  store: Store,
  tenant: string,
  destinationId: string,
  about: Pick<DestinationRunRow, "reason" | "modelId">,
  now: number,
): string {
  const id = Bun.randomUUIDv7();
  store.destinationRuns.supersede(tenant, destinationId, SUPERSEDED, now);
  store.outbox.failWaiting(tenant, "destination", destinationId, SUPERSEDED, now);
  store.destinationRuns.insert(tenant, { id, destinationId, ...about }, now);
  const delivery = {
    id,
    channel: "destination",
    target: destinationId,
    event: "audience",
    payload: {},
  } as const;
  store.outbox.insert(tenant, delivery, now);
  return id;
}

/** Sends to the destinations that wait for each training, in the transaction that ends one, until the returned function is called. */
export function sendAfterTrainings(store: Store, now: () => number): () => void {
  return store.jobs.alongEnd((job) => {
    const modelId = newDefaultOf(job);
    if (modelId === null || store.erasures.isTenantErased(job.tenant, job.createdAt)) return;
    for (const { id, every } of store.destinations.list(job.tenant))
      if (every === "training") start(store, job.tenant, id, { reason: "training", modelId }, now());
  });
}

/** What was trained, if it is the model that the tenant uses from now on. Its row comes later in the same transaction. */
function newDefaultOf({ kind, status, result }: JobRow): string | null {
  if (kind !== "training" || status !== "completed") return null;
  const { model_id = null, is_default = true } = (result ?? {}) as Partial<TrainingResult>;
  return is_default ? model_id : null;
}
