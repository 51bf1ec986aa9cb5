export type JobKind = "training" | "prediction" | "backtest" | "email" | "erasure";
export type JobStatus = "queued" | "processing" | "completed" | "failed" | "cancelled";

/** The progress of a run. */
export interface JobProgress {
  readonly stage: string;
  /** Share of the whole job, 0 to 1. */
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
  /** Whether the pool runs it. A client maintains the others itself. */
  readonly runnable: boolean;
  /** How often it was claimed. Every write of a run names its attempt, so that an abandoned run cannot write. */
  readonly attempt: number;
  /** How many runs ended with their process's death. */
  readonly kills: number;
  readonly cancelRequested: boolean;
  readonly progress: JobProgress | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Something that happened to a job. */
export interface JobEvent {
  /** Increases within the job. Only the newest progress event is kept, so there are gaps. */
  readonly sequence: number;
  readonly event: "queued" | "started" | "progress" | "completed" | "failed" | "cancelled" | "requeued";
  readonly data: unknown;
}

/** Identifies a run of a job in its writes. */
export interface RunToken {
  readonly tenant: string;
  readonly id: string;
  readonly attempt: number;
}

/** Whether a job with this status has ended for good. */
export function isFinal(status: JobStatus): boolean {
  return status === "completed" || status === "failed" || status === "cancelled";
}

/** A row in its stored form. */
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
