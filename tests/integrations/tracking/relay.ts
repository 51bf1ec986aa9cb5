/**
 * Stands between our server and an MLflow server, and lets a test act at a moment that it chooses: when a request is
 * done and not answered yet.
 */
export class Relay {
  /** The requests, as `POST runs/create`. */
  readonly seen: string[] = [];
  /** How they signed in. */
  readonly signIns = new Set<string | null>();
  #server;

  /** `before` is awaited before each answer is given; it is told how many requests there were so far. */
  constructor(target: string, before: (count: number) => Promise<void>) {
    this.#server = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      idleTimeout: 0,
      fetch: async (request) => {
        const { pathname, search } = new URL(request.url);
        const answer = await fetch(`${target}${pathname}${search}`, {
          method: request.method,
          headers: request.headers,
          ...(request.method !== "GET" && { body: await request.arrayBuffer() }),
          redirect: "manual",
        });
        const body = await answer.arrayBuffer();
        const name = pathname.replace(
          /^\/api\/2\.0\/(mlflow\/|mlflow-artifacts\/artifacts\/\d+\/[0-9a-f]+\/)?/,
          "",
        );
        this.signIns.add(request.headers.get("authorization"));
        this.seen.push(`${request.method} ${name}`);
        await before(this.seen.length);
        return new Response(body, { status: answer.status, headers: { "Content-Type": "application/json" } });
      },
    });
  }

  get url(): string {
    return this.#server.url.origin;
  }

  async close(): Promise<void> {
    await this.#server.stop(true);
  }
}
