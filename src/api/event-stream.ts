import { streamed } from "./streamed";

/** Proxies close a connection after a minute of silence. */
const HEARTBEAT_MS = 15_000;

/**
 * Answers with server-sent events (WHATWG HTML, section 9.2): sends the frames as they come, and a comment after every
 * `heartbeatMs` without one. Ends when `frames` ends. When the reader leaves, `controller` aborts and `frames` must
 * stop waiting.
 */
export function eventStream(
  frames: AsyncGenerator<string>,
  controller: AbortController,
  heartbeatMs = HEARTBEAT_MS,
): Response {
  const encoder = new TextEncoder();
  let next: Promise<IteratorResult<string>> | null = null;
  const body = new ReadableStream<Uint8Array>({
    async pull(stream) {
      next ??= frames.next();
      const { promise: silence, resolve } = Promise.withResolvers<"silence">();
      const timer = setTimeout(() => resolve("silence"), heartbeatMs);
      const found = await Promise.race([next, silence]).finally(() => clearTimeout(timer));
      if (found === "silence") {
        stream.enqueue(encoder.encode(": still here\n\n"));
        return;
      }
      next = null;
      if (found.done) stream.close();
      else stream.enqueue(encoder.encode(found.value));
    },
    async cancel() {
      controller.abort();
      await next?.catch(() => {});
      await frames.return(undefined);
    },
  });
  return streamed(body, {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
  });
}
