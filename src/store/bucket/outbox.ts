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

/** Starts `work` after so many milliseconds; `cancel` forgets it. */
export interface Timers {
  after(ms: number, work: () => void): { cancel(): void };
}

export const systemTimers: Timers = {
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return { cancel: () => clearTimeout(timer) };
  },
};

export interface OutboxOptions {
  readonly blobs: BucketBlobs;
  /** Hears of each round: what still waits, and what went wrong. */
  readonly onRound?: (waiting: number, failure: unknown) => void;
  readonly timers?: Timers;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const FIRST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 60_000;
/** Sendings that were last heard of longer ago than this are taken back. */
const UNFINISHED_MS = 3_600_000;

/**
 * Sends what waits on this machine's disk into the bucket, from time to time and for as long as the server runs: models that could not be published when they
 * were trained, and what was there before there was a bucket. At the start, and then every hour, it takes back what was sent and never ended.
 */
export class Outbox {
  readonly #options: Required<Pick<OutboxOptions, "timers">> & OutboxOptions;
  #timer: { cancel(): void } | null = null;
  #round: Promise<void> = Promise.resolve();
  #pauseMs = FIRST_PAUSE_MS;
  #sweepAt = 0;
  #stopped = false;

  constructor(options: OutboxOptions) {
    this.#options = { timers: systemTimers, ...options };
  }

  start(): void {
    this.#round = this.#go();
  }

  /** Ends after what is being sent, or when `graceMs` are over: what is left is sent after the next start. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    const late = Promise.withResolvers<void>();
    const timer = this.#options.timers.after(graceMs, late.resolve);
    await Promise.race([this.#round, late.promise]);
    timer.cancel();
  }

  async #go(): Promise<void> {
    const { blobs, timers, onRound = () => {} } = this.#options;
    let failure: unknown = null;
    try {
      blobs.health.waiting = await this.#send();
    } catch (error) {
      failure = error;
    }
    const { waiting } = blobs.health;
    onRound(waiting, failure ?? blobs.health.failure);
    this.#pauseMs = waiting === 0 ? LONGEST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, 2 * this.#pauseMs);
    if (!this.#stopped) this.#timer = timers.after(this.#pauseMs, () => this.start());
  }

  /** Returns how many groups still wait. */
  async #send(): Promise<number> {
    const { blobs, now } = this.#options;
    const groups = await waitingGroups(blobs);
    blobs.health.waiting = groups.length;
    // Asks the bucket also where there is nothing to send: the first answer tells whether it is well.
    if (groups.length > 0 || blobs.health.failure || !blobs.health.hasAsked) await blobs.bucket.check();
    if (now() >= this.#sweepAt) {
      await blobs.bucket.sweepUnfinished("tenants", now() - UNFINISHED_MS);
      this.#sweepAt = now() + UNFINISHED_MS;
    }
    let waiting = groups.length;
    for (const group of groups) {
      if (this.#stopped || (await blobs.publish(group)) === "waiting") return waiting;
      waiting--;
    }
    return waiting;
  }
}
