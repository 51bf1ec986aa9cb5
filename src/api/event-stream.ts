import type { JobEvent } from "../../store/job-row";

/** Proxies close what is silent for a minute. */
const HEARTBEAT_MS = 15_000;

/**
 * Server-sent events (WHATWG HTML, section 9.2): one a job event, its sequence as the id, and a comment whenever nothing happened for
 * `heartbeatMs`. Ends where `events` does. A reader who goes away aborts `controller`.
 */
export function eventStream(
  events: AsyncIterator<JobEvent>,
  controller: AbortController,
  heartbeatMs = HEARTBEAT_MS,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next: Promise<IteratorResult<JobEvent>> | null = null;
  return new ReadableStream<Uint8Array>({
    async pull(stream) {
      next ??= events.next();
      const { promise: silence, resolve } = Promise.withResolvers<"silence">();
      const timer = setTimeout(() => resolve("silence"), heartbeatMs);
      const found = await Promise.race([next, silence]).finally(() => clearTimeout(timer));
      if (found === "silence") {
        stream.enqueue(encoder.encode(": still here\n\n"));
        return;
      }
      next = null;
      if (found.done) stream.close();
      else stream.enqueue(encoder.encode(frame(found.value)));
    },
    async cancel() {
      controller.abort();
      await next?.catch(() => {});
    },
  });
}

/** JSON holds no line break outside of its strings, and none within: one `data` line is enough. */
function frame({ sequence, event, data }: JobEvent): string {
  return `id: ${sequence}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
