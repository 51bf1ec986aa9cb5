export type JobKind = "training" | "prediction" | "backtest" | "email" | "erasure";
export type JobStatus = "queued" | "processing" | "completed" | "failed" | "cancelled";

/** How far a run is. */
export interface JobProgress {
  readonly stage: string;
  /** Of the whole job, 0 to 1. */
  readonly fraction: number;
  readonly message: string;
}

/** A row of the queue. */
export interface JobRow {
  readonly tenant: string;
  readonly id: string;
  readonly kind: JobKind;
  readonly status: JobStatus;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly result: unknown;
  readonly error: string | null;
  /** Whether the pool runs it; a client keeps the others itself. */
  readonly runnable: boolean;
  /** How often it was claimed. Every write of a run names its attempt, so that a run that was given up cannot write. */
  readonly attempt: number;
  /** How many runs ended with the death of their process. */
  readonly kills: number;
  readonly cancelRequested: boolean;
  readonly progress: JobProgress | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Something that happened to a job. */
export interface JobEvent {
  /** Rises within the job. Of the progress events only the newest is kept, so there are gaps. */
  readonly sequence: number;
  readonly event: "queued" | "started" | "progress" | "completed" | "failed" | "cancelled" | "requeued";
  readonly data: unknown;
}

/** Which run of which job writes. */
export interface RunToken {
  readonly tenant: string;
  readonly id: string;
  readonly attempt: number;
}

/** Whether nothing more will happen to a job of this status. */
export function isFinal(status: JobStatus): boolean {
  return status === "completed" || status === "failed" || status === "cancelled";
}

/** A row as it is stored. */
export interface StoredJob {
  tenant_id: string;
  id: string;
  kind: JobKind;
  status: JobStatus;
  payload: string;
  result: string | null;
  error: string | null;
  runnable: number;
  attempt: number;
  kills: number;
  cancel_requested: number;
  progress: string | null;
  created_at: number;
  updated_at: number;
}

/** The columns of `StoredJob`. */
export const JOB_COLUMNS =
  "tenant_id, id, kind, status, payload, result, error, runnable, attempt, kills, cancel_requested, progress, created_at, updated_at";

export function toJob(row: StoredJob): JobRow {
  return {
    tenant: row.tenant_id,
    id: row.id,
    kind: row.kind,
    status: row.status,
    payload: JSON.parse(row.payload),
    result: row.result === null ? null : JSON.parse(row.result),
    error: row.error,
    runnable: row.runnable === 1,
    attempt: row.attempt,
    kills: row.kills,
    cancelRequested: row.cancel_requested === 1,
    progress: row.progress === null ? null : JSON.parse(row.progress),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
