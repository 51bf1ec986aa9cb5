/** A client that takes nothing for so long has gone or means no good. */
const STALL_MS = 120_000;

const ends = new WeakMap<Response, Promise<void>>();

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
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(stream) {
        clearTimeout(timer);
        try {
          const { done, value } = await reader.read();
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
  ends.set(response, end);
  return response;
}

/** Resolves when an answer has been sent or given up; null if it is not sent as it is made. */
export function endOf(response: Response): Promise<void> | null {
  return ends.get(response) ?? null;
}
