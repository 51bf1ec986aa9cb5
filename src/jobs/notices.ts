import type { BacktestOutcome } from "../answers/backtest";
import { counted } from "../figures";
import type { JobRow } from "../store/job-row";
import type { NotificationEvent, NotificationRow } from "../store/notifications";
import type { Store } from "../store/store";
import { type SegmentNotice, segmentEvent, segmentNotices } from "./segment-notices";
import type { TrainingResult } from "./training-task";

type Notice = Pick<NotificationRow, "kind" | "tone" | "title" | "text" | "link"> & {
  /** Of a notice about a saved segment. */
  readonly segment?: SegmentNotice["segment"] | undefined;
};

/** Tells tenants how their jobs ended, in the transaction that ends each, until the returned function is called. */
export function tellOfJobs(store: Store, now: () => number): () => void {
  return store.jobs.alongEnd((job) => {
    if (job.runnable) tellOfEnd(store, job, now());
  });
}

/** Tells a job's tenant how it ended. */
export function tellOfEnd(store: Store, job: JobRow, now: number): void {
  // Nothing may be recorded for an erased tenant.
  if (store.erasures.isTenantErased(job.tenant, job.createdAt)) return;
  for (const { segment, ...notice } of noticesOf(job)) {
    // Somebody may have deleted it during the training.
    if (segment && !store.savedSegments.find(job.tenant, segment.saved_segment_id)) continue;
    const moment = { id: Bun.randomUUIDv7(), createdAt: now, readAt: null };
    store.notifications.insert(job.tenant, { ...notice, ...moment }, eventOf(job, { ...notice, segment }));
  }
}

/**
 * The notices about a job that has ended: none for one that someone cancelled, or for a single prediction. They name no
 * customers, so an erasure need not check them.
 */
export function noticesOf({ id, kind, status, payload, result, error }: JobRow): Notice[] {
  const link = `/app/queue/${encodeURIComponent(id)}`;
  if (status === "failed") return failure(kind, payload, error, link);
  if (status !== "completed") return [];
  if (kind === "training") return trained(result as TrainingResult);
  if (kind === "erasure")
    return [
      {
        kind,
        tone: "good",
        title: "Erasure done",
        text: "The proof of what was removed is with the job.",
        link,
      },
    ];
  if (kind === "backtest")
    return [
      {
        kind,
        tone: "good",
        title: "A backtest is done",
        text: `${counted((result as BacktestOutcome).churn.tests.length, "test")} of churn and ${counted((result as BacktestOutcome).lifetime_value.tests.length, "test")} of spend, each on days that the models had not seen.`,
        link: `/app/backtests/${encodeURIComponent(id)}`,
      },
    ];
  if (kind !== "prediction" || payload.mode !== "batch") return [];
  const { count, prediction_id } = result as { count: number; prediction_id: string };
  return [
    {
      kind,
      tone: "good",
      title: "Predictions are ready",
      text: `${counted(count, "customer")} ${count === 1 ? "was" : "were"} scored.`,
      link: `/app/predictions/${encodeURIComponent(prediction_id)}`,
    },
  ];
}

/** The part of a job's result that goes out with the text. */
const TOLD = ["model_id", "prediction_id", "customers", "count", "as_of"] as const;

/** The event for a job's notice. Names no customers. */
export function eventOf({ id, status, result }: JobRow, { kind, segment }: Notice): NotificationEvent {
  const all = (result ?? {}) as Readonly<Record<string, unknown>>;
  const told = TOLD.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]] as const]));
  if (segment) return segmentEvent(segment, { job_id: id, model_id: all.model_id });
  const type = kind === "drift" ? "drift.detected" : `${kind}.${status}`;
  return { type, data: { job_id: id, ...Object.fromEntries(told) } };
}

function failure(
  kind: JobRow["kind"],
  payload: JobRow["payload"],
  error: string | null,
  link: string,
): Notice[] {
  const titles = {
    training: "A training failed",
    prediction: "A prediction failed",
    backtest: "A backtest failed",
    email: "A mail was not sent",
    erasure: "An erasure is not done yet",
  };
  // The error of a single prediction or an erasure may name the customer.
  const isAboutOne = (kind === "prediction" && payload.mode !== "batch") || kind === "erasure";
  if (kind === "prediction" && isAboutOne) return [];
  const text = isAboutOne ? "Something is left to erase. Open the job and start it again." : (error ?? "");
  return [{ kind, tone: "bad", title: titles[kind], text, link }];
}

function trained({
  model_id,
  metrics,
  customers,
  as_of,
  limitations,
  drift,
  note,
  saved_segments = [],
}: TrainingResult): Notice[] {
  const link = `/app/models/${encodeURIComponent(model_id)}`;
  const limits =
    limitations.length === 0
      ? ""
      : ` ${limitations.length === 1 ? "One limitation is" : `${limitations.length} limitations are`} named on its page.`;
  const notices: Notice[] = [
    {
      kind: "training",
      tone: "good",
      title: "A new model is ready",
      text: `It knows ${counted(customers, "customer")} as of ${as_of.slice(0, 10)} and ${churnWords(metrics.churn_auc)}.${limits}${note ? ` ${note}` : ""}`,
      link,
    },
  ];
  if (drift?.is_alert)
    notices.push({ kind: "drift", tone: "warn", title: "Customers have changed", text: drift.text, link });
  return [...notices, ...segmentNotices(saved_segments)];
}

/**
 * The area under the ROC curve in words: the share of pairs of a leaver and a stayer that the model ranks correctly.
 */
function churnWords(auc: number | undefined): string {
  if (auc === undefined) return "could not be tested on later orders, as the file is too short";
  const quality =
    auc >= 0.8 ? "well" : auc >= 0.7 ? "fairly well" : auc >= 0.6 ? "with some skill" : "hardly";
  return `tells who leaves ${quality}: right for ${Math.round(100 * auc)} of 100 pairs of a leaver and a stayer`;
}
