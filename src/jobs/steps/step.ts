import { deserialize, serialize } from "bun:jsc";
import { VERSION } from "../../config";
import type { JobKind, JobProgress } from "../../store/job-row";
import { stepsPrefix } from "../../store/object-keys";
import type { Answer } from "../protocol";

/** The event that asks for a step. Its data names objects; what they hold stays in the bucket. */
export const STEP_REQUESTED = "step.requested";

/** The event that ends a turn of a step in Inngest, so that it no longer counts as running there. The same data. */
export const STEP_ABANDONED = "step.abandoned";

/** The data of the event. Wire format. */
export interface StepRequest {
  readonly tenant_id: string;
  readonly queue_id: string;
  readonly kind: JobKind;
  /** The hash of the step's input and of the program's release. */
  readonly step: string;
  /** Which attempt at the job asks, and which time, from 1. */
  readonly attempt: number;
  readonly turn: number;
  /** The release of the server that asks. */
  readonly version: string;
  /** Seconds by which it may overtake older ones, −600 to 600. */
  readonly priority: number;
}

/** The keys of a step's objects. */
export interface StepKeys {
  /** All of the step's. */
  readonly all: string;
  /** The input. While it exists, someone wants the result. */
  readonly task: string;
  /** The result, written last. */
  readonly result: string;
  /** How a turn ended without a result. */
  readonly ended: string;
  /** The worker's last sign of life. */
  readonly beat: string;
  file(sha256: string): string;
}

/** A file that a step has made: the key it is meant for, and its content. */
export interface MadeFile {
  readonly key: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface StepResult {
  readonly outcome: unknown;
  readonly files: readonly MadeFile[];
}

/** Why a turn ended without a result. */
export type StepEnd =
  /** As in the pool: a repetition elsewhere would end the same way. */
  | Exclude<Answer, { type: "done" | "out of memory" }>
  | { readonly type: "died"; readonly reason: string }
  /** The worker is going down. */
  | { readonly type: "left" }
  /** The worker is of another release. */
  | { readonly type: "other release"; readonly message: string };

/** A worker's sign of life. */
export interface Beat {
  readonly worker: string;
  /** Grows with every sign. */
  readonly count: number;
  readonly progress: JobProgress | null;
}

/** The name of a step: whoever asks for the same of the same release asks for the same step. */
export function stepName(kind: JobKind, task: string): string {
  return new Bun.CryptoHasher("sha256").update(JSON.stringify([kind, VERSION, task])).digest("hex");
}

export function stepKeys({
  tenant_id,
  queue_id,
  step,
  attempt,
  turn,
}: Pick<StepRequest, "tenant_id" | "queue_id" | "step" | "attempt" | "turn">): StepKeys {
  const all = `${stepsPrefix(tenant_id, queue_id)}/${step}`;
  return {
    all,
    task: `${all}/task.json`,
    result: `${all}/result`,
    ended: `${all}/ended-${attempt}-${turn}`,
    beat: `${all}/beat.json`,
    file: (sha256) => `${all}/files/${sha256}`,
  };
}

/** An event's id: a repetition about the same turn is the same event. */
export function eventId(event: string, { tenant_id, queue_id, step, attempt, turn }: StepRequest): string {
  return `${tenant_id}/${queue_id}/${event}/${step.slice(0, 16)}/${attempt}.${turn}`;
}

const STEP = /^[0-9a-f]{64}$/;

/** The event's data, if it is a request. Null if it came from elsewhere and is none. */
export function parseRequest(data: unknown): StepRequest | null {
  const { step, tenant_id, queue_id, kind, version, attempt, turn } = (data ?? {}) as Partial<StepRequest>;
  const isSound =
    [step, tenant_id, queue_id, kind, version].every((text) => typeof text === "string") &&
    STEP.test(step!) &&
    Number.isSafeInteger(attempt) &&
    Number.isSafeInteger(turn);
  return isSound ? (data as StepRequest) : null;
}

/** As it goes from process to process: numbers that JSON does not know stay what they are. */
export function packed(value: StepResult | StepEnd): Uint8Array {
  return new Uint8Array(serialize(value));
}

export function unpacked<T extends StepResult | StepEnd>(bytes: Uint8Array): T {
  return deserialize(bytes.slice().buffer) as T;
}
