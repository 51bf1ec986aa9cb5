import type { JobRow } from "../../store/job-row";
import type { DeliveryRow } from "../../store/outbox";

/** The kinds of jobs that events can request. */
const ASKED_KINDS = ["training", "prediction", "email"] as const;
export type AskedKind = (typeof ASKED_KINDS)[number];

/** A job has ended, with any outcome. Its data: `tenant_id`, `queue_id`, `kind`, `status` and the result or error. */
export const FINISHED = "job.finished";
/** A job was cancelled, or was asked to stop: `tenant_id`, `queue_id`. */
export const CANCELLED = "job.cancelled";

/** An event for Inngest. `target` is the job that it requests; null for news. */
export type InngestEvent = Pick<DeliveryRow, "id" | "channel" | "target" | "event" | "payload">;

/** The maximum length of an error, so that a request of a hundred events stays small. */
const MOST_ERROR = 1000;

/** The event that requests a job of this kind and payload. */
export function requestName(kind: AskedKind, payload: Readonly<Record<string, unknown>>): string {
  switch (kind) {
    case "training":
      return "model.train.requested";
    case "prediction":
      return payload.mode === "batch" ? "model.predict.batch" : "model.predict.single";
    case "email":
      return "email.send";
  }
}

/** Requests a job that is already queued: names its row, but leaves the details in the row. */
export function requestEvent(
  tenant: string,
  { id, kind, payload }: { id: string; kind: AskedKind; payload: Readonly<Record<string, unknown>> },
): InngestEvent {
  return {
    id: `${tenant}/${id}/requested`,
    channel: "inngest",
    target: id,
    event: requestName(kind, payload),
    payload: { tenant_id: tenant, queue_id: id },
  };
}

export function isAsked(job: JobRow): job is JobRow & { readonly kind: AskedKind } {
  return ASKED_KINDS.some((kind) => kind === job.kind);
}

/**
 * The news about a job that has ended. Messages about one customer's prediction may name the customer, so they stay
 * here.
 */
export function endEvents(job: JobRow & { readonly kind: AskedKind }): InngestEvent[] {
  const { tenant, id, kind, status, result, error, payload, attempt } = job;
  const named = { tenant_id: tenant, queue_id: id };
  const made = result as { model_id?: string; prediction_id?: string } | null;
  const isAboutOne = kind === "prediction" && payload.mode !== "batch";
  const news = { channel: "inngest", target: null } as const;
  const finished: InngestEvent = {
    ...news,
    id: `${tenant}/${id}/finished/${attempt}`,
    event: FINISHED,
    payload: {
      ...named,
      kind,
      status,
      ...(made?.model_id !== undefined && { model_id: made.model_id }),
      ...(made?.prediction_id !== undefined && { prediction_id: made.prediction_id }),
      ...(error !== null && !isAboutOne && { error: error.slice(0, MOST_ERROR) }),
    },
  };
  if (status !== "cancelled") return [finished];
  return [
    finished,
    { ...news, id: `${tenant}/${id}/cancelled/${attempt}`, event: CANCELLED, payload: named },
  ];
}
