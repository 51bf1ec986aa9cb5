import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type ShopServer, startShopServer, trainedShop } from "../resources/shop-server";
import session from "./old-client-session.json";

/** One exchange as it was recorded: what the old system's client asked, and what of the answer it reads. */
interface Exchange {
  readonly request: {
    readonly method: string;
    readonly path: string;
    /** Null: sent without `X-Tenant-Id`. */
    readonly tenant?: null;
    readonly body?: unknown;
    readonly form?: Readonly<Record<string, string>>;
  };
  /**
   * `<text>`, `<number>` and `<any>` stand for any such value, `<keep name>` for one that later exchanges name as
   * `<name>`.
   */
  readonly answer: { readonly status: number; readonly body?: unknown };
  /** A job that the client waited for before it went on. */
  readonly then_wait_for?: string;
}

/** Replays a session, exchange after exchange; ids of this server stand in the place of the recorded ones. */
class Replay {
  readonly #kept = new Map<string, string | number>();

  constructor(private readonly server: ShopServer) {}

  async step({ request, answer, then_wait_for: job }: Exchange): Promise<void> {
    const response = await this.#ask(request);
    const text = await response.text();
    const shown = `${request.method} ${request.path}: ${text.slice(0, 300)}`;
    expect({ shown, status: response.status }).toEqual({ shown, status: answer.status });
    if (typeof answer.body === "string") expect(text).toStartWith(answer.body);
    else if (answer.body !== undefined) this.#compare(answer.body, JSON.parse(text), shown);
    if (job) await this.server.context.queue.waitForEnd("shop", String(this.#filled(job)));
  }

  async #ask({ method, path, tenant, body, form }: Exchange["request"]): Promise<Response> {
    const asked = String(this.#filled(path));
    const headers = new Headers(tenant === null ? {} : { "X-Tenant-Id": "shop" });
    let sent: string | FormData | null = null;
    if (body !== undefined) {
      headers.set("Content-Type", "application/json");
      sent = JSON.stringify(this.#filled(body));
    } else if (form) {
      sent = new FormData();
      for (const [name, value] of Object.entries(form)) {
        if (name === "file") sent.set(name, Bun.file((await trainedShop()).dataPath), value);
        else sent.set(name, value);
      }
    }
    return fetch(new URL(asked, this.server.url), { method, headers, ...(sent !== null && { body: sent }) });
  }

  /**
   * The recorded value with what was kept put in. A text that is a name alone becomes the kept value, number or text.
   */
  #filled(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.#filled(each));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.#filled(each)]));
    if (typeof value !== "string") return value;
    const alone = this.#kept.get(/^<([a-z_]+)>$/.exec(value)?.[1] ?? "");
    if (alone !== undefined) return alone;
    return value.replace(/<([a-z_]+)>/g, (all, name) => String(this.#kept.get(name) ?? all));
  }

  /** Everything that was recorded must be there; more may be. */
  #compare(recorded: unknown, answered: unknown, shown: string): void {
    if (Array.isArray(recorded)) {
      expect({ shown, isList: Array.isArray(answered) }).toEqual({ shown, isList: true });
      const list = answered as unknown[];
      if (recorded.length === 0) expect({ shown, list }).toEqual({ shown, list: [] });
      for (const [i, each] of recorded.entries()) this.#compare(each, list[i], shown);
      return;
    }
    if (typeof recorded === "object" && recorded !== null) {
      if (Object.keys(recorded).length === 0) expect({ shown, answered }).toEqual({ shown, answered: {} });
      for (const [name, each] of Object.entries(recorded))
        this.#compare(each, (answered as Record<string, unknown>)?.[name], `${name} of ${shown}`);
      return;
    }
    const [, name] = /^<keep ([a-z_]+)>$/.exec(String(recorded)) ?? [];
    if (name !== undefined) {
      expect({ shown, type: typeof answered }).toEqual({
        shown,
        type: expect.stringMatching(/^(string|number)$/),
      });
      this.#kept.set(name, answered as string | number);
    } else if (recorded === "<any>") expect({ shown, answered }).not.toEqual({ shown, answered: undefined });
    else if (recorded === "<text>")
      expect({ shown, answered }).toEqual({ shown, answered: expect.any(String) });
    else if (recorded === "<number>")
      expect({ shown, answered }).toEqual({ shown, answered: expect.any(Number) });
    else expect({ shown, answered }).toEqual({ shown, answered: this.#filled(recorded) });
  }
}

describe("a session of the old system's client, replayed", () => {
  let server: ShopServer;
  let replay: Replay;
  beforeAll(async () => {
    server = await startShopServer();
    replay = new Replay(server);
  });
  afterAll(() => server.close());

  const exchanges = session as readonly Exchange[];
  const named = exchanges.map(
    (exchange, i) => [i + 1, exchange.request.method, exchange.request.path, exchange] as const,
  );
  test.each(named)("%i. %s %s", (_number, _method, _path, exchange) => replay.step(exchange));

  test("says null where old clients have nothing to say, and ends its queue rows itself", () => {
    const bodies = exchanges.map(({ request }) => JSON.stringify(request.body ?? {}));
    const fields = ["queue_id", "notify_email", "features", "customer_id", "model_id", "status", "metadata"];
    for (const field of [...fields, "mapping_path", "result", "error"])
      expect(bodies.filter((body) => body.includes(`"${field}":null`)).length).toBeGreaterThan(0);
    const ended = exchanges.filter(
      ({ request }) => request.method === "PATCH" && JSON.stringify(request.body).includes('"completed"'),
    );
    expect(ended.length).toBeGreaterThan(2);
  });
});
