import { type Clock, Loop, systemClock } from "../../loop";
import { doubling } from "../../retry";
import { HOUR_MS } from "../../time";
import { entriesOf } from "../disk-files";
import type { BucketBlobs } from "./bucket-blobs";
import { groupOf } from "./publish-folder";

/** What lies on this machine's disk and is to go into the bucket. */
export async function waitingGroups(blobs: BucketBlobs): Promise<string[]> {
  const tenants = new Set<string>();
  for (const area of ["datasets", "models"] as const) {
    // Both roots of the data folder, by a key that leads there.
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
  /** Hears, whenever it has looked, what went wrong; null where nothing did. */
  readonly onLook?: (failure: unknown) => void;
  readonly clock?: Clock;
}

/** How often it looks for what waits: most is sent by whoever has made it. */
const LOOK_MS = 60_000;
const FAILED = doubling(10_000, LOOK_MS);
/** Sendings that were last heard of longer ago than this are taken back. */
const UNFINISHED_MS = HOUR_MS;

/**
 * Sends what waits on this machine's disk into the bucket, from time to time and for as long as the server runs: models
 * that could not be published when they were trained, and what was there before there was a bucket. At the start, and
 * then every hour, it takes back what was sent and never ended. When it is stopped, what is being sent may end; the
 * rest is sent after the next start.
 */
export function bucketLoop({ blobs, onLook = () => {}, clock = systemClock }: BucketLoopOptions): Loop {
  let sweepAt = 0;
  const loop: Loop = new Loop({
    everyMs: LOOK_MS,
    retry: FAILED,
    clock,
    async look() {
      const groups = await waitingGroups(blobs);
      blobs.health.waiting = groups.length;
      // Asks the bucket also where there is nothing to send: the first answer tells whether it is well.
      if (groups.length > 0 || blobs.health.failure || !blobs.health.hasAsked) await blobs.bucket.check();
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
