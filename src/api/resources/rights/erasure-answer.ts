import { t } from "elysia";
import type { JobRow } from "../../../store/job-row";
import { isFinal } from "../../../store/job-row";
import type { ApiContext } from "../../context";
import { ConflictError, NotFoundError, UnavailableError } from "../../errors";
import type { RouteAnswer } from "../../route";
import { preferenceOf } from "../prefer";
import { JOB_ID_EXAMPLE } from "../schemas";

/** The answer if the caller does not wait, or not long enough. */
export const ACCEPTED: RouteAnswer = {
  description: "It is queued or running. The job's result will be the proof.",
  schema: t.Object({
    status: t.Union([t.Literal("queued"), t.Literal("processing")]),
    job_id: t.String(),
    status_url: t.String(),
    events_url: t.String(),
    warnings: t.Array(t.String()),
  }),
  example: {
    status: "queued",
    job_id: JOB_ID_EXAMPLE,
    status_url: `/jobs/${JOB_ID_EXAMPLE}`,
    events_url: `/jobs/${JOB_ID_EXAMPLE}/events`,
    warnings: ["An upload that cannot be read is deleted completely; the proof names it."],
  },
};

/** Error answers of an erasure. */
export const ERASURE_ERRORS = {
  409: "The erasure was cancelled in the meantime, or the whole tenant is being erased",
  503: "The erasure failed, or the server is stopping before it is done. Ask again to continue",
};

/**
 * Answers with the job, or with the proof once it exists if the caller prefers to wait. Throws 404 with `notFound` if
 * there was nothing to erase.
 */
export async function erasureAnswer(
  { queue }: ApiContext,
  { tenant, id }: JobRow,
  request: Request,
  { notFound, warnings }: { notFound: string; warnings: readonly string[] },
): Promise<Response> {
  const { waitMs, applied } = preferenceOf(request);
  const job = await jobAfter(queue, tenant, id, waitMs ?? 0, request.signal);
  const headers = {
    Location: `/jobs/${encodeURIComponent(id)}`,
    ...(applied && { "Preference-Applied": applied }),
  };
  if (waitMs !== null && job && isFinal(job.status)) {
    requireDone(job, notFound);
    return Response.json(job.result, { headers });
  }
  if (!job) throw new UnavailableError("The erasure's job is gone. Ask again.");
  const status = job.status === "queued" ? "queued" : "processing";
  const [status_url, events_url] = [headers.Location, `${headers.Location}/events`];
  return Response.json({ status, job_id: id, status_url, events_url, warnings }, { status: 202, headers });
}

/** The job at its end, or its state when the time is up. */
async function jobAfter(
  queue: ApiContext["queue"],
  tenant: string,
  id: string,
  waitMs: number,
  signal: AbortSignal,
): Promise<JobRow | null> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), waitMs);
  try {
    return await queue.waitForEnd(tenant, id, AbortSignal.any([signal, late.signal]));
  } catch (error) {
    if (!late.signal.aborted || signal.aborted) throw error;
    return queue.find(tenant, id);
  } finally {
    clearTimeout(timer);
  }
}

function requireDone({ status, error, result }: JobRow, notFound: string): void {
  if (status === "failed") throw new UnavailableError(`${error} Ask again to continue where it stopped.`);
  if (status === "cancelled") throw new ConflictError("The erasure was cancelled. Ask again.");
  if ((result as { status: string }).status === "nothing_found") throw new NotFoundError(notFound);
}
