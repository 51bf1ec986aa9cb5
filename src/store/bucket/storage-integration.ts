import { wordsOf } from "../../errors";
import { type Integration, type IntegrationStatus, waitingWords } from "../../integration";
import { systemClock } from "../../loop";
import type { BlobStore } from "../blobs";
import { BucketBlobs } from "./bucket-blobs";
import { bucketLoop } from "./bucket-loop";

/** A server that stops this has used most of its time already. */
const STOP_MS = 1000;
/** How often to check the bucket at most, because anyone may call `/health/ready`. */
const BETWEEN_PROBES_MS = 2000;
const PURPOSE = "Keeps uploads, models and lists in a bucket, so that losing this machine loses no data.";

/**
 * The bucket on the settings page, and the loop that sends what waits. `log` reports when it begins to fail and
 * recovers. `sweep` deletes what dead processes left in the bucket, and returns how much.
 */
export function storageIntegration(
  blobs: BlobStore,
  log: { warn(fields: object, message: string): void; info(fields: object, message: string): void },
  now: () => number,
  sweep: (blobs: BucketBlobs) => Promise<number> = async () => 0,
): Integration {
  if (!(blobs instanceof BucketBlobs)) {
    const detail =
      "Files are kept on this machine's disk. Set B2_BUCKET, B2_ENDPOINT, B2_REGION, B2_KEY_ID and B2_APP_KEY to keep them in a bucket.";
    return { name: "storage", purpose: PURPOSE, status: () => ({ state: "off", detail }) };
  }
  let told: string | null = null;
  const tell = (failure: unknown) => {
    const reason = failure === null ? null : wordsOf(failure);
    if (reason !== null && reason !== told) log.warn({ reason }, "the bucket cannot be used");
    if (reason === null && told !== null) log.info({}, "the bucket can be used again");
    told = reason;
  };
  let asked = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> = Promise.resolve();
  const swept = async () => {
    const groups = await sweep(blobs);
    if (groups > 0) log.info({ groups }, "removed what a dead server left in the bucket");
  };
  const loop = bucketLoop({ blobs, sweep: swept, onLook: tell, clock: { ...systemClock, now } });
  return {
    name: "storage",
    purpose: PURPOSE,
    status: () => statusOf(blobs),
    probe: (withinMs) => {
      if (now() - asked >= BETWEEN_PROBES_MS) {
        asked = now();
        asking = blobs.probe(withinMs);
      }
      return asking;
    },
    start: () => loop.start(),
    stop: async (graceMs) => {
      // Whatever is cut off continues after the next start.
      await loop.stop(Math.min(graceMs, STOP_MS));
      await blobs.bucket.close();
    },
  };
}

function statusOf({ health, place }: BucketBlobs): IntegrationStatus {
  const { bucket, endpoint } = place.bucket;
  const kept =
    health.waiting === 0
      ? ""
      : ` ${waitingWords(health.waiting, "folder")} on this machine to be sent there.`;
  if (health.failure) return { state: "failing", detail: `${health.failure.message}${kept}` };
  return { state: "well", detail: `Files go to the bucket ${bucket} at ${endpoint}.${kept}` };
}
