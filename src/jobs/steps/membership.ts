import { wordsOf } from "../../errors";
import type { JobLog } from "../run";
import type { Joined } from "./join-inngest";

const LOOK_MS = 1000;

interface MembershipOptions {
  join(): Promise<Joined>;
  /** Whether the bucket answers. */
  isBack(): Promise<boolean>;
  readonly log: JobLog;
}

/** A worker's place among the others: it steps back while it cannot reach the bucket, so that others get the steps. */
export class Membership {
  #joined: Joined | null = null;
  #pausing: Promise<void> | null = null;
  #hasLeft = false;

  constructor(private readonly options: MembershipOptions) {}

  /** Where it can be called, if it can. */
  async join(): Promise<string | undefined> {
    this.#joined = await this.options.join();
    return this.#joined.url;
  }

  /** Takes no more steps until the bucket answers. */
  pause(): void {
    this.#pausing ??= this.#pause().finally(() => {
      this.#pausing = null;
    });
  }

  /** Takes no more steps. Resolves when those under way have ended. */
  async leave(): Promise<void> {
    this.#hasLeft = true;
    await this.#joined?.leave();
  }

  async #pause(): Promise<void> {
    const { log, isBack } = this.options;
    log.warn({}, "the bucket is out of reach; this worker takes no steps until it is back");
    await this.#joined?.leave();
    this.#joined = null;
    while (!this.#hasLeft) {
      try {
        if (await isBack()) {
          await this.join();
          log.info({}, "the bucket is back, and this worker takes steps again");
          return;
        }
      } catch (error) {
        log.warn({ reason: wordsOf(error) }, "this worker could not join again");
      }
      await Bun.sleep(LOOK_MS);
    }
  }
}
