import { basename } from "node:path";
import type { BucketBlobs } from "../store/bucket/bucket-blobs";
import { sentGroups } from "../store/bucket/sent-groups";
import { isFinal } from "../store/job-row";
import { checkKey } from "../store/object-keys";
import { replacedStores } from "../store/restore";
import type { Store } from "../store/store";
import { namedBy } from "./start-sweep";

/**
 * Groups of objects that this data folder has sent to the bucket and that no row names: a process died between the two.
 * Only to be called while nobody else has the store open. None while a store that a restore replaced is still there,
 * because that one may name them.
 */
export function leftInBucket(store: Store, dataDir: string): string[] {
  if (replacedStores(store.path).length > 0) return [];
  return store.tenants.list().flatMap((tenant) => {
    const sent = sentGroups(dataDir, tenant);
    // Most servers have no bucket.
    if (sent.length === 0) return [];
    const named = namedBy(store, tenant);
    return sent.filter((group) => !named.has(group));
  });
}

/**
 * Deletes what `leftInBucket` has found, whenever it is called, and returns how many groups it has deleted. What a job may
 * still make again waits for the job's end. Nothing else can name them any more: each upload has a new name.
 */
export function bucketSweep(
  store: Store,
  left: readonly string[],
): (blobs: Pick<BucketBlobs, "deleteIf">) => Promise<number> {
  const waiting = new Set(left);
  return async (blobs) => {
    let swept = 0;
    for (const group of waiting) {
      if (mayComeAgain(store, group)) continue;
      if (await blobs.deleteIf(group, () => !mayComeAgain(store, group) && !isNamed(store, group))) swept++;
      waiting.delete(group);
    }
    return swept;
  };
}

/** Whether the job that the group is named after, if it is a model or a list, has not ended. */
export function mayComeAgain(store: Store, group: string): boolean {
  const job = store.jobs.find(checkKey(group).tenant, basename(group, ".csv"));
  return job !== null && !isFinal(job.status);
}

function isNamed(store: Store, group: string): boolean {
  return namedBy(store, checkKey(group).tenant).has(group);
}
