import { stageEnd } from "../pipeline/progress";
import type { JobRow } from "../store/job-row";
import type { Store } from "../store/store";

/** How far a training is by now. */
export interface Pace {
  /** Share of the whole, 0 to 1: moves on between two reports. */
  readonly fraction: number;
  /** Milliseconds until the end; null if there is no telling. */
  readonly leftMs: number | null;
}

/** From this share of the whole on, the time so far tells how long the whole takes. */
const LEAST_TELLING = 0.1;
/** A shorter training is over before anyone wonders. */
const LEAST_TOTAL_MS = 10_000;

/**
 * A long step reports only its beginning, so time fills in: the part of the step that is over approaches 1 as
 * 1 − e^(−1.6 t/T), with t since its beginning and T as long as the step usually takes. `usualMs` is how long the last
 * training took; null if there was none.
 */
export function trainingPace(
  progress: JobRow["progress"],
  { startedAt, reportedAt, now }: Readonly<Record<"startedAt" | "reportedAt" | "now", number>>,
  usualMs: number | null,
): Pace {
  const { fraction: begun = 0, stage = "reading" } = progress ?? {};
  const soFar = reportedAt - startedAt;
  const totalMs = usualMs ?? (begun >= LEAST_TELLING ? soFar / begun : null);
  if (totalMs === null || totalMs < LEAST_TOTAL_MS) return { fraction: begun, leftMs: null };
  const share = Math.max(0, stageEnd(stage) - begun);
  const over = share === 0 ? 0 : 1 - Math.exp((-1.6 * Math.max(0, now - reportedAt)) / (share * totalMs));
  const left = totalMs - (now - startedAt);
  return { fraction: begun + share * over, leftMs: left > 0 ? left : null };
}

/** The pace of a running training, by the shop's last one. */
export function paceOf({ jobs }: Pick<Store, "jobs">, job: JobRow, now: number): Pace {
  const startedAt = jobs.startedAt(job.tenant, job.id) ?? job.createdAt;
  const last = jobs.list(job.tenant, "training", "completed").find(({ runnable }) => runnable);
  const began = last && jobs.startedAt(last.tenant, last.id);
  const usualMs = last && began ? last.updatedAt - began : null;
  return trainingPace(job.progress, { startedAt, reportedAt: job.updatedAt, now }, usualMs);
}
