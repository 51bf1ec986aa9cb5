import { diskFault } from "../disk";
import { UserError } from "../errors";
import { isFinal, type JobProgress, type JobRow, type RunToken } from "../store/job-row";
import type { Store } from "../store/store";
import type { Hands, Work } from "./hands";
import type { JobHandler } from "./job-handler";
import { type Defect, defectOf, type Ending } from "./protocol";
import { Throttle } from "./throttle";

/** A run's progress is stored at most four times a second. */
const PROGRESS_MS = 250;

/** The part of a logger (pino's) that the queue needs. */
export interface JobLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What a run works with. */
interface RunTools {
  readonly store: Store;
  readonly hands: Hands;
  readonly log: JobLog;
  /** Milliseconds since 1970. */
  now(): number;
}

/**
 * Why a run ends early: the tenant `cancelled` it, it was `requeued` because the server stops, or it `lost` the job to
 * another run.
 */
type EndedFor = "cancelled" | "requeued" | "lost";

/** One attempt at a job: prepare it, let a worker do it, and record how it ended. */
export class Run {
  readonly token: RunToken;
  readonly #progress: Throttle<JobProgress>;
  #work: Work | null = null;
  #endedFor: EndedFor | null = null;
  #afterwards: () => Promise<unknown> = async () => {};
  readonly #ended = Promise.withResolvers<void>();

  constructor(
    private readonly job: JobRow,
    private readonly handler: JobHandler,
    private readonly tools: RunTools,
  ) {
    this.token = { tenant: job.tenant, id: job.id, attempt: job.attempt };
    this.#progress = new Throttle((progress) => {
      this.#guarded(() => this.tools.store.runs.progress(this.token, progress, this.tools.now()));
    }, PROGRESS_MS);
  }

  /** Does the job. Never rejects. Resolves when everything is recorded and cleaned up. */
  async perform(): Promise<void> {
    const ending = await this.#done();
    try {
      this.#record(ending);
    } catch (error) {
      this.#guarded(() => this.#fail(defectOf(error)));
    }
    try {
      await this.#afterwards();
      await this.#clearAway();
    } catch (error) {
      // A payload that could not be read has produced nothing.
      if (error instanceof UserError) return;
      this.tools.log.error(
        { ...this.token, error: defectOf(error) },
        "a job's leftovers could not be removed",
      );
    }
  }

  /** Ends the run at once; `perform` then resolves soon. The first reason wins. */
  end(reason: EndedFor): void {
    this.#endedFor ??= reason;
    this.#ended.resolve();
    this.#work?.end();
  }

  /** Milliseconds since its process last said anything; 0 without one. */
  get silentMs(): number {
    return this.#work?.silentMs ?? 0;
  }

  /** Ends the process if it hangs (`WorkerProcess.endIfHung`); the job is then tried again. */
  endIfHung(quietMs: number): void {
    this.#work?.endIfHung(quietMs);
  }

  /** Renews the lease; ends the run if requested, or if another run has taken its place. */
  renew(leaseUntil: number): void {
    const state = this.tools.store.runs.renew(this.token, leaseUntil);
    if (state === "cancel") this.end("cancelled");
    if (state === "lost") this.end("lost");
  }

  async #done(): Promise<Ending> {
    try {
      const preparing = this.handler.prepare(this.job);
      // An end must not wait for a bucket that does not answer.
      preparing.catch(() => {});
      const task = await Promise.race([preparing, this.#ended.promise]);
      if (this.#endedFor) return { type: "died", reason: "was ended before it began" };
      const work = this.tools.hands.begin(this.job, this.handler, task, {
        onProgress: (progress) => this.#progress.add(progress),
        onStep: (step) => this.#takeStep(step),
      });
      this.#work = work;
      try {
        return await work.ending;
      } finally {
        this.#work = null;
        this.#progress.flush();
      }
    } catch (error) {
      if (error instanceof UserError) return { type: "refused", message: error.message };
      return { type: "defect", error: defectOf(error) };
    }
  }

  /** Records a step if this run is still in charge, else ends the run. */
  #takeStep(step: unknown): boolean {
    const taken = this.tools.store.runs.within(this.token, () => this.handler.step?.(this.job, step));
    // A step of a cancelled job ends its run.
    if (!taken && !this.tools.store.jobs.find(this.token.tenant, this.token.id)?.cancelRequested)
      this.end("lost");
    return taken;
  }

  #record(ending: Ending): void {
    const { store, log, now } = this.tools;
    switch (ending.type) {
      case "done": {
        const { result, store: alsoStore, afterwards } = this.handler.commit(this.job, ending.outcome);
        const completed = store.runs.complete(this.token, result, now(), alsoStore);
        if (completed && afterwards) this.#afterwards = afterwards;
        // The job was already done when we were asked to stop, or is no longer ours.
        if (!completed) store.runs.cancelled(this.token, now());
        break;
      }
      case "refused":
        store.runs.fail(this.token, ending.message, now());
        break;
      case "defect":
        this.#fail(ending.error);
        break;
      case "died":
        if (this.#endedFor === "requeued") store.runs.requeue(this.token, now());
        else if (this.#endedFor !== "lost") {
          if (!this.#endedFor) log.warn({ ...this.token, reason: ending.reason }, "a worker process died");
          store.runs.killed(this.token, ending.reason, now());
        }
        break;
    }
  }

  /** Fails the job because of a defect: the tenant gets an incident number, the log gets the details. */
  #fail(error: Defect): void {
    const { store, log, now } = this.tools;
    const fault = diskFault(error);
    if (fault !== null) {
      log.error({ ...this.token, kind: this.job.kind, error }, "a job failed because of the disk");
      const told = `The server's disk ${fault}. Tell its operator, and send the job again afterwards.`;
      store.runs.fail(this.token, told, now());
      return;
    }
    const incident = Bun.randomUUIDv7();
    log.error({ ...this.token, kind: this.job.kind, incident, error }, "a job failed because of a defect");
    store.runs.fail(
      this.token,
      `The job ended with an internal error. Ask the operator of this server about incident ${incident}.`,
      now(),
    );
  }

  /** Removes what the run left behind: for its job if that failed, was cancelled or erased, and what workers exchanged. */
  async #clearAway(): Promise<void> {
    const job = this.tools.store.jobs.find(this.token.tenant, this.token.id);
    if (job && !isFinal(job.status)) return;
    if (job?.status !== "completed") await this.handler.discard(this.job);
    await this.tools.hands.clear(this.token);
  }

  /**
   * Runs what must not crash the server. If the store cannot be written, the lease expires and the job is tried again.
   */
  #guarded(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.tools.log.error({ ...this.token, error: defectOf(error) }, "a job's state could not be written");
    }
  }
}
