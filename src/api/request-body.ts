import { TooLargeError, TooSlowError } from "./errors";
import type { Route } from "./route";

/** No JSON body and no form that we accept comes near this. */
const MOST_BYTES = 1024 * 1024;
/** Enough for signing in, registering and the like. */
const MOST_PUBLIC_BYTES = 16 * 1024;

/** How slowly a body may come: at least `leastBytes` in each `windowMs`. */
interface Pace {
  readonly windowMs: number;
  readonly leastBytes: number;
}

export const PACE: Pace = { windowMs: 60_000, leastBytes: 16 * 1024 };

/** How many bytes the body of a request to the route may have. */
export function mostBodyBytes({ access, bodyBytes }: Route): number {
  if (bodyBytes === "counted by the handler") return Infinity;
  return bodyBytes ?? (access === "public" ? MOST_PUBLIC_BYTES : MOST_BYTES);
}

/**
 * The request with a body that ends in an error as soon as it is longer than `mostBytes` or comes more slowly than
 * `pace`. The caller can then read it in one go. Throws a TooLargeError if the sender announces too much. Without `pace`
 * the server's own deadline is enough.
 */
export function boundedRequest(request: Request, mostBytes: number, pace: Pace | null): Request {
  const { body, url, method, headers, signal } = request;
  if (!body) return request;
  const announced = headers.get("content-length");
  if (Number(announced ?? 0) > mostBytes) throw tooLarge(mostBytes);
  if (announced !== null && !pace) return request;
  return new Request(url, { method, headers, signal, body: bounded(body, mostBytes, pace) });
}

function bounded(
  body: ReadableStream<Uint8Array>,
  mostBytes: number,
  pace: Pace | null,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  let bytesBefore = 0;
  let timer: Timer | undefined;
  const fail = (stream: ReadableStreamDefaultController, error: Error) => {
    clearInterval(timer);
    stream.error(error);
    reader.cancel(error).catch(() => {});
  };
  return new ReadableStream<Uint8Array>(
    {
      start(stream) {
        if (!pace) return;
        timer = setInterval(() => {
          if (bytes - bytesBefore < pace.leastBytes) fail(stream, tooSlow());
          bytesBefore = bytes;
        }, pace.windowMs);
      },
      async pull(stream) {
        const { done, value } = await reader.read();
        if (done) {
          clearInterval(timer);
          return stream.close();
        }
        bytes += value.byteLength;
        if (bytes > mostBytes) fail(stream, tooLarge(mostBytes));
        else stream.enqueue(value);
      },
      cancel(reason) {
        clearInterval(timer);
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

function tooLarge(mostBytes: number): TooLargeError {
  return new TooLargeError(`The body may have ${mostBytes} bytes at most.`);
}

function tooSlow(): TooSlowError {
  return new TooSlowError("The body came too slowly. Send it again over a better connection.");
}
