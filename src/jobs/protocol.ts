import { wordsOf } from "../errors";
import type { JobKind, JobProgress } from "../store/job-row";

/** What a worker process does: the work of a job, or making a list of customers and handing it over. */
export type TaskKind = JobKind | "delivery";

/** What the server sends a worker process: one task at a time, whether a step was recorded, or to stop what runs elsewhere. */
export type ServerMessage =
  | { readonly type: "task"; readonly kind: TaskKind; readonly task: unknown }
  | { readonly type: "step taken"; readonly failure: string | null }
  | { readonly type: "stop" };

/** What a worker process sends: messages during a task, and how it ended. It waits for the answer to a step. */
export type WorkerMessage =
  | { readonly type: "alive" }
  | { readonly type: "progress"; readonly progress: JobProgress }
  | { readonly type: "step"; readonly step: unknown }
  /** Whether something runs elsewhere for it, such as a query, that does not end with the process. */
  | { readonly type: "elsewhere"; readonly isRunning: boolean }
  | (Answer & { readonly rssBytes: number });

/** How a task ended if its process survived. */
export type Answer =
  | { readonly type: "done"; readonly outcome: unknown }
  /**
   * The task is impossible as requested, or here because the bucket cannot be used from this machine. The message is
   * for the tenant.
   */
  | { readonly type: "refused"; readonly message: string; readonly isStorage?: boolean }
  /** A defect of ours, for the log only. */
  | { readonly type: "defect"; readonly error: Defect }
  | { readonly type: "out of memory" };

/** An error from another process. */
export interface Defect {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** How a run ended: with an answer, or with its process's death. `reason` then completes a sentence. */
export type Ending =
  | Exclude<Answer, { type: "out of memory" }>
  | { readonly type: "died"; readonly reason: string };

/** An error in a form that can be sent and logged. */
export function defectOf(error: unknown): Defect {
  if (!(error instanceof Error)) return { name: "Error", message: wordsOf(error), stack: "" };
  return { name: error.name, message: error.message, stack: error.stack ?? "" };
}
