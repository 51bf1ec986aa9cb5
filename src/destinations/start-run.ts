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
  { id: destinationId }: Pick<DestinationRow, "id">,
  reason: DestinationRunRow["reason"],
  now: number,
  id: string = Bun.randomUUIDv7(),
): string | null {
  return store.transaction(() => {
    const modelId = store.tenants.defaultModel(tenant);
    if (modelId === null || store.erasures.isTenantErased(tenant, now)) return null;
    store.destinationRuns.supersede(tenant, destinationId, SUPERSEDED, now);
    store.outbox.failWaiting(tenant, "destination", destinationId, SUPERSEDED, now);
    store.destinationRuns.insert(tenant, { id, destinationId, reason, modelId }, now);
    const delivery = {
      id,
      channel: "destination",
      target: destinationId,
      event: "audience",
      payload: {},
    } as const;
    store.outbox.insert(tenant, delivery, now);
    return id;
  });
}

/** Sends to the destinations that wait for each training, in the transaction that ends one, until the returned function is called. */
export function sendAfterTrainings(store: Store, now: () => number): () => void {
  return store.jobs.alongEnd((job) => {
    if (!isNewDefault(job)) return;
    for (const destination of store.destinations.list(job.tenant))
      if (destination.every === "training") startRun(store, job.tenant, destination, "training", now());
  });
}

/** Whether what was trained is the model that the tenant uses now. */
function isNewDefault({ kind, status, result }: JobRow): boolean {
  if (kind !== "training" || status !== "completed") return false;
  const { is_default = true } = (result ?? {}) as Partial<TrainingResult>;
  return is_default;
}
