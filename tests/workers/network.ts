/** The way from a machine to a service, which can be cut: then nothing comes back any more. */
export class Network implements AsyncDisposable {
  isCut = false;
  readonly #server;

  constructor(to: string) {
    this.#server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      idleTimeout: 0,
      fetch: async (request) => {
        if (this.isCut) return new Promise<Response>(() => {});
        const { pathname, search } = new URL(request.url);
        const body = request.body === null ? null : await request.arrayBuffer();
        const answer = await fetch(`${to}${pathname}${search}`, {
          method: request.method,
          headers: request.headers,
          body,
        });
        if (this.isCut) return new Promise<Response>(() => {});
        // Passed on as a stream, a large body would lose its length, which tells whether it is whole.
        const { status, headers } = answer;
        return request.method === "HEAD"
          ? answer
          : new Response(await answer.arrayBuffer(), { status, headers });
      },
    });
  }

  get url(): string {
    return this.#server.url.origin;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true);
  }
}
