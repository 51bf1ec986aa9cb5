import { VERSION } from "../config";
import type { JobRow } from "../store/job-row";
import type { HandlerTools } from "./job-handler";
import { endedRun } from "./training-record";

/**
 * Records a run for each training that fails or is cancelled, in the transaction that ends it, until the returned
 * function is called. (A completed one is recorded with its model.) Trainings that ended while nobody listened, or
 * under an older release, are recorded now.
 */
export function recordTrainings({ store, blobs }: Pick<HandlerTools, "store" | "blobs">): () => void {
  const record = (job: JobRow, version: string | null) => {
    // Nothing may be recorded for an erased tenant.
    if (store.erasures.isTenantErased(job.tenant, job.createdAt)) return;
    store.trainingRuns.insert(job.tenant, endedRun({ store, blobs }, job, version));
  };
  const listenNoMore = store.jobs.alongEnd((job) => {
    if (job.runnable && job.kind === "training" && job.status !== "completed") record(job, VERSION);
  });
  for (const { tenant, id } of store.trainingRuns.unrecorded()) {
    store.transaction(() => {
      const job = store.jobs.find(tenant, id);
      // Another release may have run it.
      if (job) record(job, null);
    });
  }
  return listenNoMore;
}
