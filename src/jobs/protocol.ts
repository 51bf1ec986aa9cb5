import { wordsOf } from "../errors";
import type { JobKind, JobProgress } from "../store/job-row";

/**
 * What the server says to a worker process: a task, one at a time; or that a step was written down, or could not be.
 */
export type ServerMessage =
  | { readonly type: "task"; readonly kind: JobKind; readonly task: unknown }
  | { readonly type: "step taken"; readonly failure: string | null };

/** What a worker process says while it does a task, and how the task ended. It waits for the answer to a step. */
export type WorkerMessage =
  | { readonly type: "progress"; readonly progress: JobProgress }
  | { readonly type: "step"; readonly step: unknown }
  | (Answer & { readonly rssBytes: number });

/** How a task ended in a process that lives on. */
export type Answer =
  | { readonly type: "done"; readonly outcome: unknown }
  /** The task cannot be done as it was asked for; the sentence is for the tenant. */
  | { readonly type: "refused"; readonly message: string }
  /** A defect of ours; for the log only. */
  | { readonly type: "defect"; readonly error: Defect }
  | { readonly type: "out of memory" };

/** An error that crossed a process boundary. */
export interface Defect {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** How a run ended: with an answer, or with the death of its process, `reason` being the end of a sentence. */
export type Ending =
  | Exclude<Answer, { type: "out of memory" }>
  | { readonly type: "died"; readonly reason: string };

/** An error as something that can be sent and logged. */
export function defectOf(error: unknown): Defect {
  if (!(error instanceof Error)) return { name: "Error", message: wordsOf(error), stack: "" };
  return { name: error.name, message: error.message, stack: error.stack ?? "" };
}
