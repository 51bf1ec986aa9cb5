import { Webhook } from "standardwebhooks";

/** A list that came, verified. */
interface ReceivedList {
  readonly id: string;
  readonly body: string;
  readonly data: { readonly rows: readonly Readonly<Record<string, unknown>>[] } & Readonly<
    Record<string, unknown>
  >;
}

/** A program that takes lists by http and believes no unsigned one. */
export class ListReceiver {
  readonly received: ReceivedList[] = [];
  /** Answers a verified list; null takes it. */
  answer: (list: ReceivedList) => Response | null | Promise<Response | null> = () => null;
  readonly #server: ReturnType<typeof Bun.serve>;

  constructor(private readonly secret: string) {
    this.#server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: (request) => this.#take(request) });
  }

  get url(): string {
    return new URL("/lists", this.#server.url).href;
  }

  async stop(): Promise<void> {
    await this.#server.stop(true);
  }

  async #take(request: Request): Promise<Response> {
    const body = await request.text();
    try {
      new Webhook(this.secret).verify(body, Object.fromEntries(request.headers));
    } catch {
      return new Response(null, { status: 401 });
    }
    const list = { id: request.headers.get("webhook-id")!, body, data: JSON.parse(body).data };
    const instead = await this.answer(list);
    if (instead) return instead;
    this.received.push(list);
    return new Response(null, { status: 204 });
  }
}
