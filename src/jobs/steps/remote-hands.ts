import { wordsOf } from "../../errors";
import { StorageError } from "../../store/bucket/storage-error";
import type { JobProgress, JobRow } from "../../store/job-row";
import { stepsPrefix } from "../../store/object-keys";
import type { Hands, Work } from "../hands";
import type { JobHandler } from "../job-handler";
import { defectOf, type Ending } from "../protocol";
import type { TaskListener } from "../worker-process";
import { adoptFiles } from "./adopt-files";
import { RemoteStep, type RemoteTools } from "./remote-step";

/** Workers on other machines. What they cannot do, or do not take, is done here. */
export class RemoteHands implements Hands {
  /** Prefixes of what was exchanged about jobs that have not ended. */
  readonly #exchanged = new Set<string>();

  constructor(private readonly options: RemoteTools) {}

  begin(job: JobRow, handler: JobHandler, task: unknown, listener: TaskListener): Work {
    const { elsewhere } = handler;
    if (!elsewhere || (!elsewhere.first?.(task) && elsewhere.split(task).length === 0))
      return this.options.local.begin(job, handler, task, listener);
    this.#exchanged.add(stepsPrefix(job.tenant, job.id));
    return new RemoteWork(this.options, job, { elsewhere, task }, listener);
  }

  async clear({ tenant, id }: Pick<JobRow, "tenant" | "id">): Promise<void> {
    // Most jobs are done here. What another process has exchanged, the next start sweeps.
    const prefix = stepsPrefix(tenant, id);
    if (this.#exchanged.delete(prefix)) await this.options.exchange.delete(prefix);
  }
}

/** A task whose parts workers do. Looks at their objects until each part has its result. */
class RemoteWork implements Work {
  readonly ending: Promise<Ending>;
  /** What this machine does of it now. */
  #here: Work | null = null;
  readonly #stopping = new AbortController();
  #told = "";

  constructor(
    private readonly options: RemoteTools,
    private readonly job: JobRow,
    private readonly what: {
      readonly elsewhere: NonNullable<JobHandler["elsewhere"]>;
      readonly task: unknown;
    },
    private readonly listener: TaskListener,
  ) {
    this.ending = this.#do().catch((error) => ({ type: "defect", error: defectOf(error) }));
  }

  end(): void {
    this.#stopping.abort();
    this.#here?.end();
  }

  get silentMs(): number {
    return this.#here?.silentMs ?? 0;
  }

  /** Workers watch their own processes. */
  endIfHung(quietMs: number): void {
    this.#here?.endIfHung(quietMs);
  }

  async #do(): Promise<Ending> {
    const { elsewhere, task } = this.what;
    const first = elsewhere.first?.(task) ?? null;
    if (first === null) return await this.#divide(elsewhere.split(task));
    const found = await this.#doHere(first);
    if (found.type !== "done") return found;
    const parts = elsewhere.split(task, found.outcome);
    return parts.length === 0 ? found : await this.#divide(parts);
  }

  async #divide(parts: readonly unknown[]): Promise<Ending> {
    const { options, job } = this;
    const { elsewhere, task } = this.what;
    const headStart = elsewhere.headStart(task);
    const steps = parts.map(
      (part, i) => new RemoteStep(options, job, part as object, priorityOf(headStart, i)),
    );
    const prefix = stepsPrefix(job.tenant, job.id);
    for (;;) {
      if (this.#isStopping) return { type: "died", reason: "was ended" };
      try {
        const keys = await options.exchange.keys(prefix);
        for (const step of steps) await step.look(keys);
        const failed = steps.find(({ ending }) => ending !== null);
        if (failed) return failed.ending!;
        this.#tell(steps);
        if (steps.every(({ result }) => result !== null)) return await this.#join(steps);
      } catch (error) {
        // The bucket may be away for a while; workers wait for it too.
        options.log.warn({ job: job.id, reason: wordsOf(error) }, "a look at what workers do failed");
        const isDamaged = error instanceof StorageError && error.fault === "damaged";
        for (const step of steps) {
          if (isDamaged) await step.redo().catch(() => step.couldNotLook());
          else step.couldNotLook();
        }
      }
      await this.#pause();
    }
  }

  async #join(steps: readonly RemoteStep[]): Promise<Ending> {
    const parts = steps.map(({ done }) => done);
    const { elsewhere, task } = this.what;
    if (!elsewhere.keepsFiles) await adoptFiles(this.options, parts);
    const whole = elsewhere.join(task, parts);
    if ("outcome" in whole) return { type: "done", outcome: whole.outcome };
    return await this.#doHere(whole.task);
  }

  async #doHere(task: unknown): Promise<Ending> {
    const work = this.options.local.do(this.job.kind, task, this.listener);
    this.#here = work;
    if (this.#isStopping) work.end();
    try {
      return await work.ending;
    } finally {
      this.#here = null;
    }
  }

  /** Passes on what the workers report. */
  #tell(steps: readonly RemoteStep[]): void {
    const progress = progressOf(steps);
    const text = JSON.stringify(progress);
    if (progress === null || text === this.#told) return;
    this.#told = text;
    this.listener.onProgress(progress);
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  #pause(): Promise<void> {
    const { signal } = this.#stopping;
    return new Promise((resolve) => {
      const over = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", over);
        resolve();
      };
      const timer = setTimeout(over, this.options.lookMs ?? 1000);
      signal.addEventListener("abort", over);
      if (signal.aborted) over();
    });
  }
}

/** What a part stands back behind the one before it, so that the steps of other jobs come in between. Seconds. */
const STAND_BACK = 30;
/** The least that Inngest takes. */
const LEAST_PRIORITY = -600;

function priorityOf(headStart: number, part: number): number {
  return Math.max(LEAST_PRIORITY, Math.round(headStart) - STAND_BACK * part);
}

/** Of one step its own; of several, how many are done. Null before anything is known. */
function progressOf(steps: readonly RemoteStep[]): JobProgress | null {
  const [only, ...others] = steps;
  if (others.length === 0) return only?.beat?.progress ?? null;
  const done = steps.filter(({ result }) => result !== null).length;
  const shares = steps.map(({ result, beat }) => (result ? 1 : (beat?.progress?.fraction ?? 0)));
  const fraction = shares.reduce((sum, share) => sum + share, 0) / steps.length;
  return {
    stage: "parts",
    fraction: Math.round(1000 * fraction) / 1000,
    message: `Working on several machines (${done} of ${steps.length} parts done)`,
  };
}
