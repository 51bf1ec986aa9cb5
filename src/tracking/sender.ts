import { type Clock, Loop } from "../loop";
import { doubling, pauseAfter } from "../retry";
import type { BlobStore } from "../store/blobs";
import type { SenderLock } from "../store/sender-lock";
import type { Store } from "../store/store";
import type { UnsentRun } from "../store/training-runs";
import { HOUR_MS, MINUTE_MS } from "../time";
import { Refusal, ServiceFailure } from "./failure";
import { MlflowClient, type MlflowClientOptions } from "./mlflow-client";
import { eraseExperiment, sendRun } from "./send-run";

/** How often to check the store without a signal, for other processes' changes and for refused runs. */
const POLL_MS = 30_000;
const LOCKED_POLL_MS = 5000;
const FAILED = doubling(1000, 300_000);
const REFUSED = doubling(MINUTE_MS, 6 * HOUR_MS);

export interface TrackingSenderOptions {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly lock: SenderLock;
  /** The destination and its settings. */
  readonly server: Omit<MlflowClientOptions, "signal">;
  /** The prefix of an experiment's name; the tenant follows. */
  readonly experimentPrefix: string;
  readonly log: { warn(fields: object, message: string): void; info(fields: object, message: string): void };
  readonly clock: Clock;
}

/** The sender's last known state. */
export type TrackingState =
  | { readonly doing: "sending"; readonly leavesOutArtifacts: boolean }
  /** Another server of the same store sends. */
  | { readonly doing: "standing by" }
  | { readonly doing: "failing"; readonly reason: string };

/**
 * Sends the runs that the tracking server does not have, in the order they ended, and deletes those of erased tenants
 * there. A run counts as sent only when the server has all of it; after any interruption, the next try continues. A
 * refused run is set aside for later, and the others go on.
 */
export class TrackingSender {
  #leavesOutArtifacts = false;
  readonly #loop: Loop;
  readonly #client: MlflowClient;

  constructor(private readonly options: TrackingSenderOptions) {
    const { lock, log, clock } = options;
    this.#loop = new Loop({
      look: () => this.#drain(),
      everyMs: POLL_MS,
      retry: FAILED,
      lock: { take: () => lock.take(), release: () => lock.release(), everyMs: LOCKED_POLL_MS },
      onFailure: (error, againInMs) => this.#tellFailure(error, againInMs),
      onRecovery: () => log.info({}, "the tracking server works again"),
      clock,
    });
    this.#client = new MlflowClient({ ...options.server, signal: this.#loop.stopping });
  }

  get state(): TrackingState {
    const { state } = this.#loop;
    if (state.doing === "standing by") return state;
    if (state.doing === "failing") return { doing: "failing", reason: reasonOf(state.error) };
    return { doing: "sending", leavesOutArtifacts: this.#leavesOutArtifacts };
  }

  start(): void {
    this.#loop.start();
  }

  /** A run has ended: send it soon, unless the server is failing. */
  wake(): void {
    this.#loop.wake();
  }

  /** Stops at once and aborts running requests. What was not recorded as sent is sent after the next start. */
  stop(graceMs: number): Promise<void> {
    return this.#loop.stop(graceMs);
  }

  /** Sends until nothing more can be sent now. */
  async #drain(): Promise<void> {
    const { store, clock } = this.options;
    while (!this.#loop.stopping.aborted) {
      // Must come before anything new from a tenant of the same name.
      for (const tenant of store.trainingRuns.erasedTenants()) await this.#erase(tenant);
      const next = store.trainingRuns.nextToSend(clock.now());
      if (!next) return;
      await this.#send(next);
    }
  }

  #tellFailure(error: unknown, againInMs: number): void {
    this.#leavesOutArtifacts = false;
    const what = {
      reason: reasonOf(error),
      again_in_ms: againInMs,
      ...(!(error instanceof ServiceFailure) && { error: String((error as Error).stack) }),
    };
    this.options.log.warn(what, "the tracking server is failing; runs wait to be sent");
  }

  async #send({ tenant, run, tries }: UnsentRun): Promise<void> {
    const { store, blobs, experimentPrefix, clock, log } = this.options;
    const model = run.modelId === null ? null : store.models.find(tenant, run.modelId);
    // Erased after it was found.
    if (!store.trainingRuns.begin(tenant, run.id)) return;
    try {
      const asked = { tenant, run, model, blobs, experiment: `${experimentPrefix}${tenant}` };
      const { as, hasArtifacts } = await sendRun(this.#client, asked);
      if (!hasArtifacts && model) this.#tellOfArtifacts();
      store.trainingRuns.sent(tenant, run.id, as, clock.now());
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      log.warn({ tenant, run: run.id, reason: error.message }, "the tracking server refuses a run");
      const notBefore = clock.now() + pauseAfter(REFUSED, tries + 1, clock.random())!;
      store.trainingRuns.refused(tenant, run.id, error.message, notBefore);
    }
  }

  async #erase(tenant: string): Promise<void> {
    const { store, experimentPrefix, log } = this.options;
    try {
      await eraseExperiment(this.#client, `${experimentPrefix}${tenant}`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new ServiceFailure(`The runs of an erased tenant cannot be deleted: ${error.message}`);
    }
    store.trainingRuns.erasedThere(tenant);
    log.info({}, "the runs of an erased tenant were deleted from the tracking server");
  }

  #tellOfArtifacts(): void {
    if (!this.#leavesOutArtifacts)
      this.options.log.warn({}, "the tracking server does not accept artifacts: runs are sent without them");
    this.#leavesOutArtifacts = true;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof ServiceFailure ? error.message : "Sending failed because of a defect; see the log.";
}
