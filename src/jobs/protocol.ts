import type { JobProgress } from "../store/job-row";

/** What a worker process says while it does a task, and how the task ended. A worker is sent one task at a time. */
export type WorkerMessage =
  | { readonly type: "progress"; readonly progress: JobProgress }
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
  if (!(error instanceof Error)) return { name: "Error", message: String(error), stack: "" };
  return { name: error.name, message: error.message, stack: error.stack ?? "" };
}
