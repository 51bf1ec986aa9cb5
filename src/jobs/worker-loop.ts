import { UserError } from "../errors";
import { StorageError } from "../store/bucket/storage-error";
import type { JobProgress } from "../store/job-row";
import { type Answer, defectOf, type ServerMessage, type TaskKind, type WorkerMessage } from "./protocol";

/** How often a worker's loop says that it turns. */
export const BEAT_MS = 5000;

/**
 * Has the server record a step, as plain data, before it is taken. Resolves when the record is safely on disk. If the
 * run is no longer in charge, it never resolves, and the server ends the process.
 */
export type StepWriter = (step: unknown) => Promise<void>;

/** What a task has running elsewhere, such as a query of a warehouse. */
export interface Elsewhere {
  /** Aborts when the run is ended early: what runs elsewhere is to be stopped there. */
  readonly signal: AbortSignal;
  /** Until this is disposed of, the server leaves the process a moment to stop what runs elsewhere. */
  running(): Disposable;
}

/** Does a task and returns what the server needs to know, as plain data. */
export type TaskRunner<Task> = (
  task: Task,
  onProgress: (progress: JobProgress) => void,
  writeStep: StepWriter,
  elsewhere: Elsewhere,
) => Promise<unknown>;

/** The worker for each kind of task. */
export type TaskRunners = Readonly<Partial<Record<TaskKind, TaskRunner<never>>>>;

/**
 * Turns this process into a worker: it does its parent's tasks one after the other and ends with its parent. It ignores
 * signals that a terminal or a service manager sends to all processes; the parent handles them.
 */
export function serveTasks(runners: TaskRunners): void {
  process.on("disconnect", () => process.exit());
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
  setInterval(() => tell({ type: "alive" }), BEAT_MS);
  let taken: PromiseWithResolvers<void> | null = null;
  const onProgress = (progress: JobProgress) => tell({ type: "progress", progress });
  const writeStep: StepWriter = (step) => {
    taken = Promise.withResolvers();
    tell({ type: "step", step });
    return taken.promise;
  };
  let stopping = new AbortController();
  const elsewhere = (): Elsewhere => ({
    signal: stopping.signal,
    running() {
      tell({ type: "elsewhere", isRunning: true });
      return { [Symbol.dispose]: () => tell({ type: "elsewhere", isRunning: false }) };
    },
  });
  process.on("message", async (message: ServerMessage) => {
    if (message.type === "stop") {
      stopping.abort(new Error("the run was ended"));
      return;
    }
    if (message.type === "step taken") {
      if (message.failure === null) taken?.resolve();
      else taken?.reject(new Error(`a step could not be recorded: ${message.failure}`));
      return;
    }
    stopping = new AbortController();
    const answer = await answerTo(() =>
      runners[message.kind]!(message.task as never, onProgress, writeStep, elsewhere()),
    );
    Bun.gc(true);
    tell({ ...answer, rssBytes: process.memoryUsage.rss() });
  });
}

async function answerTo(work: () => Promise<unknown>): Promise<Answer> {
  try {
    return { type: "done", outcome: await work() };
  } catch (error) {
    if (error instanceof StorageError) return { type: "refused", message: error.message, isStorage: true };
    if (error instanceof UserError) return { type: "refused", message: error.message };
    if (error instanceof RangeError && /out of memory/i.test(error.message)) return { type: "out of memory" };
    return { type: "defect", error: defectOf(error) };
  }
}

function tell(message: WorkerMessage): void {
  // Nobody reads messages after the parent's death.
  if (process.connected) process.send!(message);
}
