import { EventSourceParserStream } from "eventsource-parser/stream";
import type { Perennial } from "./client.js";
import { PerennialError } from "./problem.js";
import type { paths } from "./schema.js";

export type Job = paths["/jobs/{job_id}"]["get"]["responses"]["200"]["content"]["application/json"];

/** Something that happened to a job: `started`, `progress`, …, and last `completed`, `failed` or `cancelled`. */
export interface JobEvent {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** A job that did not complete. The message is its error. */
export class JobFailed extends Error {
  override readonly name = "JobFailed";

  constructor(readonly job: Job) {
    super(job.error ?? `The job is ${job.status}.`);
  }
}

export interface WaitOptions {
  readonly onEvent?: (event: JobEvent) => void;
  readonly signal?: AbortSignal;
}

const FINAL: readonly string[] = ["completed", "failed", "cancelled"];
/** So often in a row, the stream may break off without an event; before each try it waits a second longer. */
const MOST_TRIES = 10;
const SECOND_MS = 1000;

/**
 * Waits until a job has ended, by its events: no polling. Goes on after the last event if the connection breaks. Returns
 * the completed job; throws a JobFailed if it failed or was cancelled, and a PerennialError if there is no such job.
 */
export async function waitForJob(
  client: Perennial,
  jobId: string,
  { onEvent, signal }: WaitOptions = {},
): Promise<Job> {
  const path = { job_id: jobId };
  let last = "0";
  for (let tries = 0; ; tries++) {
    try {
      for await (const event of eventsOf(client, jobId, last, signal)) {
        last = event.id;
        tries = 0;
        onEvent?.(event);
      }
      const { data } = await client.GET("/jobs/{job_id}", { params: { path }, ...(signal && { signal }) });
      const job = data as Job;
      if (job.status === "completed") return job;
      if (FINAL.includes(job.status)) throw new JobFailed(job);
    } catch (error) {
      if (signal?.aborted || tries >= MOST_TRIES || !canBeTriedAgain(error)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, tries * SECOND_MS));
  }
}

async function* eventsOf(
  client: Perennial,
  jobId: string,
  last: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<JobEvent> {
  const { data } = await client.GET("/jobs/{job_id}/events", {
    params: { path: { job_id: jobId } },
    headers: { "Last-Event-ID": last },
    parseAs: "stream",
    ...(signal && { signal }),
  });
  const reader = (data as ReadableStream<Uint8Array<ArrayBuffer>>)
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const { id = last, event = "message", data: text } = read.value;
    yield { id, event, data: JSON.parse(text) };
  }
}

/** A broken connection, or a server that is not ready at the moment. */
function canBeTriedAgain(error: unknown): boolean {
  if (error instanceof JobFailed) return false;
  return !(error instanceof PerennialError) || error.status === 429 || error.status === 503;
}
