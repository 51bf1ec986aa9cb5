/** A client that takes nothing for so long has gone or means no good. */
const STALL_MS = 120_000;

/** An answer under way. */
interface Stream {
  /** Resolves when it has been sent or given up. */
  readonly end: Promise<void>;
  /** Ends it early, but in order. */
  stop(): void;
}

const streams = new WeakMap<Response, Stream>();

/**
 * An answer that is sent as it is made. The connection closes if the client takes nothing more of it for `stallMs`; the
 * source itself may pause for as long as it likes.
 */
export function streamed(
  source: ReadableStream<Uint8Array>,
  headers: Readonly<Record<string, string>>,
  stallMs = STALL_MS,
): Response {
  const { promise: end, resolve: over } = Promise.withResolvers<void>();
  const reader = source.getReader();
  let timer: Timer | undefined;
  let isStopped = false;
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>(
    {
      start(stream) {
        stop = () => {
          isStopped = true;
          clearTimeout(timer);
          // It may have ended in this moment.
          try {
            stream.close();
          } catch {}
          reader.cancel().catch(() => {});
          over();
        };
      },
      async pull(stream) {
        clearTimeout(timer);
        try {
          const { done, value } = await reader.read();
          if (isStopped) return;
          if (done) {
            stream.close();
            return over();
          }
          stream.enqueue(value);
        } catch (error) {
          over();
          throw error;
        }
        timer = setTimeout(() => {
          stream.error(new Error("the client takes nothing more"));
          reader.cancel().catch(() => {});
          over();
        }, stallMs);
      },
      async cancel(reason) {
        clearTimeout(timer);
        over();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  const response = new Response(body, { headers });
  streams.set(response, { end, stop: () => stop() });
  return response;
}

/** How the answer is sent; null if it is not sent as it is made. */
export function streamOf(response: Response): Stream | null {
  return streams.get(response) ?? null;
}
