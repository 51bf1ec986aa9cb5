import { getPriority, setPriority } from "node:os";
import { UserError } from "../errors";
import type { ProgressListener } from "../pipeline/progress";
import { type Answer, defectOf, type WorkerMessage } from "./protocol";

/** The server answers requests before its workers get the processor: about three to one where both want it. */
const NICENESS = 5;

/** Does a task, and returns what the server needs to know of it, as plain data. */
export type TaskRunner<Task> = (task: Task, onProgress: ProgressListener) => Promise<unknown>;

/**
 * Makes this process a worker: it does the tasks that its parent sends, one after the other, and ends with its parent. Signals
 * that a terminal or a service manager sends to all processes at once are left to the parent.
 */
export function serveTasks<Task>(run: TaskRunner<Task>): void {
  process.on("disconnect", () => process.exit());
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
  setPriority(Math.max(getPriority(), NICENESS));
  process.on("message", async (task: Task) => {
    const answer = await answerTo(run, task);
    Bun.gc(true);
    tell({ ...answer, rssBytes: process.memoryUsage.rss() });
  });
}

async function answerTo<Task>(run: TaskRunner<Task>, task: Task): Promise<Answer> {
  try {
    return { type: "done", outcome: await run(task, (progress) => tell({ type: "progress", progress })) };
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
