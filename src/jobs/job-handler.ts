import type { BlobStore } from "../store/blobs";
import type { JobRow } from "../store/job-row";
import type { Store } from "../store/store";

/** What a kind of job works with. */
export interface HandlerTools {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly dataDir: string;
  /** Milliseconds since 1970. */
  now(): number;
}

/** What to write down when a job is done: its result, and rows that belong to it. */
interface Commit {
  /** The job's result. Wire format. */
  readonly result: unknown;
  /** Stores the rows; part of the transaction that completes the job. */
  readonly store: () => void;
}

/** What the queue has to know of a kind of job. */
export interface JobHandler<Task = unknown, Outcome = unknown> {
  /**
   * Makes the task that is sent to the worker, as plain data. Throws a UserError where the job cannot be done as it was
   * asked for; it then fails with that sentence.
   */
  prepare(job: JobRow): Promise<Task>;
  /**
   * Writes down what the worker is about to do for good, and waits to be told that it may; part of a transaction that
   * only the run in charge gets. A step that an earlier attempt has reported comes again.
   */
  step?(job: JobRow, step: unknown): void;
  /** What to write down of what the worker answered. */
  commit(job: JobRow, outcome: Outcome): Commit;
  /** Removes what a job that has ended without success may have left. */
  discard(job: JobRow): Promise<void>;
}
