import { delayMs } from "../retry/delay";
import type { BlobStore } from "../store/blobs";
import type { SenderLock } from "../store/sender-lock";
import type { Store } from "../store/store";
import type { UnsentRun } from "../store/training-runs";
import { Refusal, ServiceFailure } from "./failure";
import { MlflowClient, type MlflowClientOptions } from "./mlflow-client";
import { eraseExperiment, sendRun } from "./send-run";

/** How often the store is looked at without a reason: other processes tell nobody, and runs that were refused get their turn. */
const POLL_MS = 30_000;
const LOCKED_POLL_MS = 5000;
const FAILED_FIRST_MS = 1000;
const FAILED_MOST_MS = 300_000;
const REFUSED_FIRST_MS = 60_000;
const REFUSED_MOST_MS = 6 * 3_600_000;

export interface TrackingSenderOptions {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly lock: SenderLock;
  /** Where to, and how. */
  readonly server: Omit<MlflowClientOptions, "signal">;
  /** What an experiment's name begins with, before the tenant. */
  readonly experimentPrefix: string;
  readonly log: { warn(fields: object, message: string): void; info(fields: object, message: string): void };
  /** Milliseconds since 1970. */
  now(): number;
  /** 0 to 1. */
  random(): number;
  /** Resolves after that time, or as soon as `signal` is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** What the sender was last seen to do. */
export type TrackingState =
  | { readonly doing: "sending"; readonly leavesOutArtifacts: boolean }
  /** Another server of the same store sends. */
  | { readonly doing: "standing by" }
  | { readonly doing: "failing"; readonly reason: string };

/**
 * Sends the runs that the tracking server has not got, the one that ended first first, and has those of erased tenants deleted there. A run is noted as
 * sent only when the server has all of it; whatever happens before, the next try goes on. A run that the server refuses is set aside and tried
 * again later, and the others go on.
 */
export class TrackingSender {
  #state: TrackingState = { doing: "sending", leavesOutArtifacts: false };
  #failures = 0;
  #ended: Promise<void> = Promise.resolve();
  #pause = new AbortController();
  readonly #stop = new AbortController();
  readonly #client: MlflowClient;

  constructor(private readonly options: TrackingSenderOptions) {
    this.#client = new MlflowClient({ ...options.server, signal: this.#stop.signal });
  }

  get state(): TrackingState {
    return this.#state;
  }

  start(): void {
    this.#ended = this.#run();
  }

  /** A run has ended: it is sent soon, unless the server is failing. */
  wake(): void {
    if (this.#state.doing !== "failing") this.#pause.abort();
  }

  /** Ends at once; what was not noted as sent is sent by the next start. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#pause.abort();
    await this.#ended;
    this.options.lock.release();
  }

  /** Sends until nothing is left that may be sent now. */
  async #drain(): Promise<void> {
    const { store, now } = this.options;
    while (!this.#stop.signal.aborted) {
      // Before anything new of a tenant of the same name.
      for (const tenant of store.trainingRuns.erasedTenants()) await this.#erase(tenant);
      const next = store.trainingRuns.nextToSend(now());
      if (!next) return;
      await this.#send(next);
    }
  }

  async #run(): Promise<void> {
    const { lock, wait } = this.options;
    while (!this.#stop.signal.aborted) {
      this.#pause = new AbortController();
      let pauseMs = LOCKED_POLL_MS;
      if (lock.take()) pauseMs = await this.#round();
      else this.#state = { doing: "standing by" };
      await wait(pauseMs, AbortSignal.any([this.#pause.signal, this.#stop.signal]));
    }
  }

  /** Answers after how many milliseconds the next round is to be. */
  async #round(): Promise<number> {
    const { log, random } = this.options;
    try {
      await this.#drain();
      if (this.#state.doing !== "sending") this.#state = { doing: "sending", leavesOutArtifacts: false };
      if (this.#failures > 0) log.info({}, "the tracking server works again");
      this.#failures = 0;
      return POLL_MS;
    } catch (error) {
      if (this.#stop.signal.aborted) return 0;
      const isKnown = error instanceof ServiceFailure;
      const reason = isKnown ? error.message : "The sending failed by a defect; the log says more.";
      this.#state = { doing: "failing", reason };
      const delay = delayMs(this.#failures++, FAILED_FIRST_MS, FAILED_MOST_MS, random);
      const what = {
        reason,
        again_in_ms: Math.round(delay),
        ...(!isKnown && { error: String((error as Error).stack) }),
      };
      log.warn(what, "the tracking server fails; what is to be sent waits");
      return delay;
    }
  }

  async #send({ tenant, run, tries }: UnsentRun): Promise<void> {
    const { store, blobs, experimentPrefix, now, random, log } = this.options;
    const model = run.modelId === null ? null : store.models.find(tenant, run.modelId);
    // Erased since it was looked for.
    if (!store.trainingRuns.begin(tenant, run.id)) return;
    try {
      const asked = { tenant, run, model, blobs, experiment: `${experimentPrefix}${tenant}` };
      const { as, hasArtifacts } = await sendRun(this.#client, asked);
      if (!hasArtifacts && model) this.#leaveOutArtifacts();
      store.trainingRuns.sent(tenant, run.id, as, now());
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      log.warn({ tenant, run: run.id, reason: error.message }, "the tracking server refuses a run");
      const notBefore = now() + delayMs(tries, REFUSED_FIRST_MS, REFUSED_MOST_MS, random);
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

  #leaveOutArtifacts(): void {
    const { doing } = this.#state;
    if (doing !== "sending" || !this.#state.leavesOutArtifacts)
      this.options.log.warn({}, "the tracking server does not take artifacts: runs are sent without them");
    this.#state = { doing: "sending", leavesOutArtifacts: true };
  }
}
