import type { VNode } from "preact";
import type { ApiContext } from "../../../../src/api/context";
import type { Principal } from "../../../../src/auth/principal";
import { includesRole } from "../../../../src/auth/principal";
import { datasetTitle } from "../../../../src/jobs/dataset-names";
import { paceOf } from "../../../../src/jobs/training-pace";
import { isFinal, type JobRow } from "../../../../src/store/job-row";
import { Badge } from "../../../components/card";
import { MISSING } from "../../../format";
import { KIND_WORDS, STATUS_TONES, STATUS_WORDS } from "../../../words/job-words";
import { durationWords } from "../../../words/spans";

export function jobPath(id: string): string {
  return `/app/queue/${encodeURIComponent(id)}`;
}

/** What a job is about, in a few words. Names no customer. */
export function subjectOf({ store, blobs }: ApiContext, { tenant, kind, payload }: JobRow): string {
  if (kind === "training" || kind === "backtest") {
    const dataset = store.datasets.findByPath(tenant, blobs.keyOf(String(payload.dataset_path ?? "")));
    return String(payload.name ?? (dataset ? datasetTitle(dataset) : "a file that was deleted"));
  }
  if (kind === "prediction") return payload.mode === "batch" ? "all customers" : "one customer";
  if (kind === "erasure") return payload.scope === "tenant" ? "everything of this shop" : "one customer";
  return String(payload.subject ?? "");
}

export function JobName({ context, job }: { readonly context: ApiContext; readonly job: JobRow }): VNode {
  const subject = subjectOf(context, job);
  return (
    <a href={jobPath(job.id)}>
      {KIND_WORDS[job.kind]}
      {subject && <span class="soft">: {subject}</span>}
    </a>
  );
}

export function StatusBadge({ job }: { readonly job: JobRow }): VNode {
  const isEnding = job.cancelRequested && job.status === "processing";
  const tone = STATUS_TONES[job.status];
  return <Badge {...(tone && { tone })}>{isEnding ? "Stopping" : STATUS_WORDS[job.status]}</Badge>;
}

/** How far a running job is, and how long it still takes where that can be told: `, about 20 s left`. */
export function progressOf(
  { store, now }: ApiContext,
  job: JobRow,
): { readonly fraction: number; readonly left: string } {
  if (job.kind !== "training") return { fraction: job.progress?.fraction ?? 0, left: "" };
  const { fraction, leftMs } = paceOf(store, job, now());
  const seconds = leftMs === null ? null : Math.max(5, 5 * Math.round(leftMs / 5000));
  return { fraction, left: seconds === null ? "" : `, about ${durationWords(1000 * seconds)} left` };
}

/** How far it is: a bar where it works, a sentence where it failed. */
export function JobProgress({
  context,
  job,
}: {
  readonly context: ApiContext;
  readonly job: JobRow;
}): VNode | null {
  if (job.status === "failed") return <span class="error clamp">{job.error}</span>;
  if (job.status !== "processing") return null;
  const { message = "Starting" } = job.progress ?? {};
  const { fraction, left } = progressOf(context, job);
  return (
    <span class="job-progress">
      <progress max={1} value={fraction} aria-label={message} />
      <span class="soft small">
        {message}, {Math.round(100 * fraction)}%{left}
      </span>
    </span>
  );
}

/** From the beginning of the newest run to its end, or until now. */
export function tookWords({ store, now }: ApiContext, job: JobRow): string {
  const started = store.jobs.startedAt(job.tenant, job.id);
  if (started === null || job.status === "queued") return MISSING;
  return durationWords((isFinal(job.status) ? job.updatedAt : now()) - started);
}

/** What may be done with a job; see the API's route for when an erasure can be cancelled. */
export function possibleActions(
  job: JobRow,
  principal: Principal | null,
): { cancel: boolean; retry: boolean } {
  const may = (role: "analyst" | "admin") => principal !== null && includesRole(principal.role, role);
  const isErasure = job.kind === "erasure";
  const mayChange = may(isErasure ? "admin" : "analyst");
  const isOver = isFinal(job.status);
  const hasBegun = isErasure && job.attempt > 0;
  const ended = job.status === "failed" || job.status === "cancelled";
  // From some point on, a person's erasure knows only the mark; a caller with the id can ask again through the API.
  const knowsWhom = !isErasure || job.payload.scope === "tenant" || "customer_id" in job.payload;
  return {
    cancel: mayChange && !isOver && !job.cancelRequested && !hasBegun,
    retry: mayChange && job.runnable && ended && job.kind !== "email" && knowsWhom,
  };
}

export function JobActions({
  job,
  principal,
}: {
  readonly job: JobRow;
  readonly principal: Principal | null;
}): VNode | null {
  const { cancel, retry } = possibleActions(job, principal);
  if (!cancel && !retry) return null;
  const action = cancel ? "cancel" : "retry";
  return (
    <form method="post" action={`${jobPath(job.id)}/${action}`}>
      <button class="secondary small" type="submit">
        {cancel ? "Cancel" : "Try again"}
        <span class="visually-hidden"> this {KIND_WORDS[job.kind].toLowerCase()}</span>
      </button>
    </form>
  );
}
