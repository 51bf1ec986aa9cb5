import { Webhook } from "standardwebhooks";
import { CERTIFICATE, PRIVATE_KEY } from "../../notify/certificates";

/** A message that came, verified. */
export interface ReceivedMessage {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A receiver of webhooks by https, as somebody who takes signatures seriously would write it. */
export class WebhookReceiver {
  readonly received: ReceivedMessage[] = [];
  /** `webhook-id`s in the order in which they were tried, refused ones too. */
  readonly tried: string[] = [];
  readonly #waiting: (() => void)[] = [];
  #server: ReturnType<typeof Bun.serve> | null = null;
  #port = 0;
  secrets: readonly string[] = [];
  /** Answers before the message is looked at; null takes it. */
  answer: () => Response | null | Promise<Response | null> = () => null;

  start(): void {
    this.#server = Bun.serve({
      port: this.#port,
      hostname: "127.0.0.1",
      tls: { key: PRIVATE_KEY, cert: CERTIFICATE },
      fetch: (request) => this.#take(request),
    });
    this.#port = this.#server.port!;
  }

  async stop(): Promise<void> {
    await this.#server?.stop(true);
    this.#server = null;
  }

  get url(): string {
    return `https://localhost:${this.#port}/hooks`;
  }

  /** Resolves with the first `count` messages when they are there. */
  async first(count: number): Promise<readonly ReceivedMessage[]> {
    while (this.received.length < count) await new Promise<void>((wake) => this.#waiting.push(wake));
    return this.received.slice(0, count);
  }

  async #take(request: Request): Promise<Response> {
    const body = await request.text();
    const id = request.headers.get("webhook-id") ?? "";
    this.tried.push(id);
    for (const wake of this.#waiting.splice(0)) wake();
    const instead = await this.answer();
    if (instead) return instead;
    const headers = Object.fromEntries(request.headers);
    const isSigned = this.secrets.every((secret) => {
      try {
        new Webhook(secret).verify(body, headers);
        return true;
      } catch {
        return false;
      }
    });
    if (!isSigned) return new Response("who are you?", { status: 401 });
    this.received.push({ id, ...(JSON.parse(body) as Omit<ReceivedMessage, "id">) });
    for (const wake of this.#waiting.splice(0)) wake();
    return new Response(null, { status: 204 });
  }

  /** Resolves when it was tried `count` times. */
  async triedTimes(count: number): Promise<void> {
    while (this.tried.length < count) await new Promise<void>((wake) => this.#waiting.push(wake));
  }
}
