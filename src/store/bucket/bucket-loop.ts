import { type Clock, Loop, systemClock } from "../../loop";
import { doubling } from "../../retry";
import { HOUR_MS } from "../../time";
import { entriesOf } from "../disk-files";
import type { BucketBlobs } from "./bucket-blobs";
import { groupOf } from "./publish-folder";

/** Objects on this machine's disk that belong into the bucket. */
export async function waitingGroups(blobs: BucketBlobs): Promise<string[]> {
  const tenants = new Set<string>();
  for (const area of ["datasets", "models"] as const) {
    // Both roots of the data folder, by a key in each.
    const folder = blobs.localPath(`tenants/t/${area}`).slice(0, -`/t/${area}`.length);
    for (const entry of await entriesOf(folder)) if (entry.isDirectory()) tenants.add(entry.name);
  }
  const groups = new Set<string>();
  for (const tenant of [...tenants].sort()) {
    for (const info of await blobs.disk.list(`tenants/${tenant}`)) groups.add(groupOf(info));
  }
  return [...groups];
}

export interface BucketLoopOptions {
  readonly blobs: BucketBlobs;
  /** Deletes what dead processes left in the bucket. */
  readonly sweep?: () => Promise<void>;
  /** After each look, gets the error, or null if there was none. */
  readonly onLook?: (failure: unknown) => void;
  readonly clock?: Clock;
}

/** How often to look for waiting objects. Most are sent by the process that made them. */
const LOOK_MS = 60_000;
const FAILED = doubling(10_000, LOOK_MS);
/** Uploads without activity for longer than this are cancelled. */
const UNFINISHED_MS = HOUR_MS;

/**
 * Sends what waits on this machine's disk into the bucket, from time to time while the server runs: models that could
 * not be published after training, and data from before there was a bucket. At the start and then every hour, it
 * cancels unfinished uploads. On stop, the current upload may finish; the rest follows after the next start.
 */
export function bucketLoop({
  blobs,
  sweep = async () => {},
  onLook = () => {},
  clock = systemClock,
}: BucketLoopOptions): Loop {
  let sweepAt = 0;
  const loop: Loop = new Loop({
    everyMs: LOOK_MS,
    retry: FAILED,
    clock,
    async look() {
      const groups = await waitingGroups(blobs);
      blobs.health.waiting = groups.length;
      // Asks the bucket even if there is nothing to send: the first answer shows whether it is well.
      if (groups.length > 0 || blobs.health.failure || !blobs.health.hasAsked) await blobs.bucket.check();
      await sweep();
      if (clock.now() >= sweepAt) {
        await blobs.bucket.sweepUnfinished("tenants", clock.now() - UNFINISHED_MS);
        sweepAt = clock.now() + UNFINISHED_MS;
      }
      for (const group of groups) {
        if (loop.stopping.aborted) return;
        if ((await blobs.publish(group)) === "waiting") {
          if (blobs.health.failure) throw blobs.health.failure;
          break;
        }
        blobs.health.waiting--;
      }
      onLook(blobs.health.failure);
    },
    onFailure: onLook,
  });
  return loop;
}
