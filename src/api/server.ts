import type { Server } from "bun";
import { sparingDescriptors } from "./descriptors";

/** A server that answers until stopped. */
export interface RunningServer {
  /** `http://127.0.0.1:8000`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Refuses new connections and waits for running answers; cuts them off after `withinMs`. */
  stop(withinMs?: number): Promise<void>;
}

/**
 * Answers a request. `keepOpen` lets the connection stay silent for longer; `peer` is the IP address at its other end.
 */
export type Answer = (request: Request, keepOpen: () => void, peer: string) => Promise<Response>;

/** A connection closes after this much silence, and one whose head does not end after a few times as much. */
const IDLE_SECONDS = 60;

/** How long answers that were cut off have to clear up. */
const CLEAR_UP_MS = 1000;

/**
 * Listens. Bun's own body limit is off, because Bun answers a longer body with an empty 413 before our code runs. The
 * routes set the limits and answer in our usual shape. If the port is taken, that is an error: we do not share it.
 */
export function startServer(
  answer: Answer,
  hostname: string,
  port: number,
  idleSeconds = IDLE_SECONDS,
): RunningServer {
  const underWay = new Set<Promise<Response>>();
  const server: Server<undefined> = Bun.serve({
    hostname,
    port,
    reusePort: false,
    development: false,
    idleTimeout: idleSeconds,
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    fetch: (request, server) => {
      const address = server.requestIP(request)?.address ?? "";
      const answered = answer(request, () => server.timeout(request, 0), address);
      underWay.add(answered);
      return answered.finally(() => underWay.delete(answered));
    },
  });
  const spareNoMore = sparingDescriptors(() => server.closeIdleConnections());
  return {
    url: server.url.origin,
    port: server.port!,
    stop: async (withinMs = 0) => {
      await stopWithin(server, withinMs);
      // Those that were cut off still remove what they have begun.
      await Promise.race([Promise.allSettled(underWay), Bun.sleep(CLEAR_UP_MS)]);
      spareNoMore();
    },
  };
}

async function stopWithin(server: Server<undefined>, withinMs: number): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, withinMs);
  await Promise.race([server.stop(), late]);
  clearTimeout(timer);
  await server.stop(true);
}
