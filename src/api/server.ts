import type { Server } from "bun";

/** A server that answers until it is stopped. */
export interface RunningServer {
  /** `http://127.0.0.1:8000`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Takes no new connections and waits for the answers that are under way; after `withinMs` it cuts them off. */
  stop(withinMs?: number): Promise<void>;
}

/**
 * Answers a request. `keepOpen` takes the limit off how long the connection may be silent; `peer` is the IP address at
 * its other end.
 */
export type Answer = (request: Request, keepOpen: () => void, peer: string) => Promise<Response>;

/** A connection on which nothing moves for as long is closed. */
const IDLE_SECONDS = 60;

/**
 * Listens. Bun's own limit for bodies is off: its answer to a longer one is an empty 413 before any code of ours is
 * asked. The routes hold the limits, and answer in the one shape of errors. A port that is taken is an error, not a
 * share of its requests.
 */
export function startServer(answer: Answer, hostname: string, port: number): RunningServer {
  const server: Server<undefined> = Bun.serve({
    hostname,
    port,
    reusePort: false,
    development: false,
    idleTimeout: IDLE_SECONDS,
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    fetch: (request, server) =>
      answer(request, () => server.timeout(request, 0), server.requestIP(request)?.address ?? ""),
  });
  return {
    url: server.url.origin,
    port: server.port!,
    stop: (withinMs = 0) => stopWithin(server, withinMs),
  };
}

async function stopWithin(server: Server<undefined>, withinMs: number): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, withinMs);
  await Promise.race([server.stop(), late]);
  clearTimeout(timer);
  await server.stop(true);
}
