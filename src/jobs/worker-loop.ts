import { getPriority, setPriority } from "node:os";
import { UserError } from "../errors";
import type { JobKind, JobProgress } from "../store/job-row";
import { type Answer, defectOf, type ServerMessage, type WorkerMessage } from "./protocol";

/** The server answers requests before its workers get the processor: about three to one where both want it. */
const NICENESS = 5;

/**
 * Has the server write down a step before it is taken, as plain data. Resolves when that is flushed to the disk. Where
 * the run is no longer the one in charge it never does, and the server ends the process.
 */
export type StepWriter = (step: unknown) => Promise<void>;

/** Does a task, and returns what the server needs to know of it, as plain data. */
export type TaskRunner<Task> = (
  task: Task,
  onProgress: (progress: JobProgress) => void,
  writeStep: StepWriter,
) => Promise<unknown>;

/** Who does the tasks of which kind of job. */
export type TaskRunners = Readonly<Partial<Record<JobKind, TaskRunner<never>>>>;

/**
 * Makes this process a worker: it does the tasks that its parent sends, one after the other, and ends with its parent.
 * Signals that a terminal or a service manager sends to all processes at once are left to the parent.
 */
export function serveTasks(runners: TaskRunners): void {
  process.on("disconnect", () => process.exit());
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
  setPriority(Math.max(getPriority(), NICENESS));
  let taken: PromiseWithResolvers<void> | null = null;
  const onProgress = (progress: JobProgress) => tell({ type: "progress", progress });
  const writeStep: StepWriter = (step) => {
    taken = Promise.withResolvers();
    tell({ type: "step", step });
    return taken.promise;
  };
  process.on("message", async (message: ServerMessage) => {
    if (message.type === "step taken") {
      if (message.failure === null) taken?.resolve();
      else taken?.reject(new Error(`a step could not be written down: ${message.failure}`));
      return;
    }
    const answer = await answerTo(() => runners[message.kind]!(message.task as never, onProgress, writeStep));
    Bun.gc(true);
    tell({ ...answer, rssBytes: process.memoryUsage.rss() });
  });
}

async function answerTo(work: () => Promise<unknown>): Promise<Answer> {
  try {
    return { type: "done", outcome: await work() };
  } catch (error) {
    if (error instanceof UserError) return { type: "refused", message: error.message };
    if (error instanceof RangeError && /out of memory/i.test(error.message)) return { type: "out of memory" };
    return { type: "defect", error: defectOf(error) };
  }
}

function tell(message: WorkerMessage): void {
  // Nobody hears what is said after the parent's death.
  if (process.connected) process.send!(message);
}
