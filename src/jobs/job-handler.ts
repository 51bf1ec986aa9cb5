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

/** What to store when a job is done: its result and rows. */
interface Commit {
  /** The job's result. Wire format. */
  readonly result: unknown;
  /** Stores the rows, in the transaction that completes the job. */
  readonly store: () => void;
  /** Removes what these rows have replaced, once they are stored. */
  readonly afterwards?: () => Promise<unknown>;
}

/** A part of a task that was done elsewhere. */
export interface DonePart {
  readonly outcome: unknown;
  /** What it made: the key that a file is meant for, where it lies in the exchange, and its hash. */
  readonly files: readonly HandedFile[];
}

export interface HandedFile {
  readonly key: string;
  readonly at: string;
  readonly sha256: string;
}

/** What the queue must know about a kind of job. */
export interface JobHandler<Task = unknown, Outcome = unknown> {
  /**
   * Builds the worker's task as plain data. Throws a UserError if the request is impossible; the job then fails with
   * that message.
   */
  prepare(job: JobRow): Promise<Task>;
  /**
   * Records what the worker is about to change for good; the worker waits for permission. Runs in a transaction that
   * only the current run gets. A step that an earlier attempt reported comes again.
   */
  step?(job: JobRow, step: unknown): void;
  /** How a task can be done by other machines. Jobs without it are done by this one. */
  readonly elsewhere?: {
    /** What only this machine can do, before the rest is divided. Null if there is no such thing. */
    first?(task: Task): Task | null;
    /**
     * The task in parts that can be done at the same time; `found` is the outcome of what was first. Empty if the task is
     * better done here, or if `found` is the outcome of the whole.
     */
    split(task: Task, found?: unknown): readonly Task[];
    /** From the outcomes of the parts, in order: the whole, or the task that makes it here. */
    join(task: Task, parts: readonly DonePart[]): { readonly outcome: Outcome } | { readonly task: Task };
    /** Seconds by which its steps may overtake others, 0 to 300: more for less work. */
    headStart(task: Task): number;
    /** The files that parts have made are for the task of `join`, not to be published. */
    readonly keepsFiles?: boolean;
  };
  /** Turns the worker's answer into what to store. */
  commit(job: JobRow, outcome: Outcome): Commit;
  /** Removes whatever an unsuccessful job may have left behind. */
  discard(job: JobRow): Promise<void>;
}
