import { wordsOf } from "../../errors";
import { pauseAfter, type RetryPolicy } from "../../retry";
import type { WarehouseOf } from "../connections";
import type { ColumnKind, EngineBatch, EngineColumn, EngineValue } from "../engine";
import { asTable, batchOf, type Driver, plainValue, whenAborted } from "./driver";

/** Of an answer that is held back, because a statement may have to run again. */
const HELD_BYTES = 64 * 1024 ** 2;
/** What a gateway or a busy coordinator answers; the protocol asks for another try soon. */
const SOON: RetryPolicy = { pausesMs: [100, 200, 500, 1000, 2000, 5000], afterLast: "give up", spread: 0.2 };
/** A worker that has died is still given work until the coordinator has noticed. */
const AGAIN: RetryPolicy = { pausesMs: [1000, 5000, 15_000], afterLast: "give up", spread: 0.2 };

/** Errors that tell of a worker that has died or is overloaded, not of the statement. */
const PASSING = [
  ...["NO_NODES_AVAILABLE", "REMOTE_HOST_GONE", "REMOTE_TASK_ERROR", "REMOTE_TASK_MISMATCH"],
  ...["PAGE_TRANSPORT_ERROR", "PAGE_TRANSPORT_TIMEOUT", "SERVER_SHUTTING_DOWN", "SERVER_STARTING_UP"],
  "TOO_MANY_REQUESTS_FAILED",
];
const WHOLE = /^(tinyint|smallint|integer|bigint)$/;
const FLOAT = /^(real|double)$/;

interface TrinoColumn {
  readonly name: string;
  readonly type: string;
}

/** A page of an answer, as the protocol has it. */
interface Page {
  readonly nextUri?: string;
  readonly columns?: readonly TrinoColumn[];
  readonly data?: readonly (readonly unknown[])[];
  readonly stats?: { readonly progressPercentage?: number };
  readonly error?: { readonly message: string; readonly errorName: string };
}

class TrinoError extends Error {
  constructor(
    message: string,
    readonly isPassing: boolean,
    cause?: unknown,
  ) {
    super(message, { cause });
  }

  /** As that of a lost connection: what has died with a worker can be asked for again. */
  get code(): string | undefined {
    return this.isPassing ? "ECONNRESET" : undefined;
  }
}

/** Trino by its HTTP protocol. Every statement is a read-only transaction of its own. */
export class TrinoDriver implements Driver {
  constructor(
    private readonly warehouse: WarehouseOf<"trino">,
    private readonly mostSeconds: number,
  ) {}

  async describe(query: string, signal: AbortSignal): Promise<readonly EngineColumn[]> {
    let columns: readonly TrinoColumn[] = [];
    for await (const page of this.#pagesAgain(`${asTable(query)} LIMIT 0`, signal))
      columns = page.columns ?? columns;
    return columns.map(({ name, type }) => ({ name, kind: kindOf(type), engineType: type }));
  }

  async *run(
    statement: string,
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): AsyncGenerator<EngineBatch> {
    for await (const { columns = [], data = [], stats } of this.#pagesAgain(statement, signal)) {
      onProgress((stats?.progressPercentage ?? 0) / 100);
      if (data.length === 0) continue;
      const cells = columns.map(({ type }) =>
        FLOAT.test(type) ? floatOf : WHOLE.test(type) ? wholeOf : plainValue,
      );
      yield batchOf(data, columns.length, (value, column) => cells[column]!(value));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Nothing is left open between statements.
  }

  /**
   * The pages of a statement, which is run again if a worker dies before any of them was handed on. They are held back
   * until all are there, or until they are too many; then a failure is the caller's, who asks for all of them again.
   */
  async *#pagesAgain(statement: string, signal: AbortSignal): AsyncGenerator<Page> {
    for (let failures = 1; ; failures++) {
      let held: Page[] | null = [];
      let bytes = 0;
      try {
        for await (const page of this.#pages(statement, signal, (size) => (bytes += size))) {
          held?.push(page);
          if (held && bytes <= HELD_BYTES) continue;
          if (held) yield* held;
          else yield page;
          held = null;
        }
        yield* held ?? [];
        return;
      } catch (error) {
        const pause = pauseAfter(AGAIN, failures, Math.random());
        const mayAgain = held !== null && error instanceof TrinoError && error.isPassing;
        if (!mayAgain || pause === null || signal.aborted) throw error;
        await pausing(pause, signal);
      }
    }
  }

  async *#pages(statement: string, signal: AbortSignal, read: (bytes: number) => void): AsyncGenerator<Page> {
    const transaction = await this.#begin(signal);
    let columns: readonly TrinoColumn[] | undefined;
    let next: string | undefined;
    try {
      let page = await this.#page(`${this.#root}/v1/statement`, signal, { statement, transaction }, read);
      for (;;) {
        next = page.nextUri;
        columns = page.columns ?? columns;
        if (page.error) throw new TrinoError(page.error.message, PASSING.includes(page.error.errorName));
        yield { ...page, ...(columns && { columns }) };
        if (next === undefined) break;
        page = await this.#page(next, signal, null, read);
      }
    } finally {
      // Whoever reads no further ends the statement, too.
      if (next !== undefined) await this.#cancel(next);
      await this.#end(transaction);
    }
  }

  /** Throws what says that the transaction cannot be begun. */
  async #begin(signal: AbortSignal): Promise<string> {
    const response = await this.#send(`${this.#root}/v1/statement`, signal, {
      statement: "START TRANSACTION READ ONLY",
      transaction: "NONE",
    });
    let page = (await response.json()) as Page;
    let transaction = response.headers.get("X-Trino-Started-Transaction-Id");
    while (page.nextUri !== undefined) {
      const following = await this.#send(page.nextUri, signal, null);
      transaction ??= following.headers.get("X-Trino-Started-Transaction-Id");
      page = (await following.json()) as Page;
    }
    if (page.error) throw new TrinoError(page.error.message, PASSING.includes(page.error.errorName));
    if (transaction === null) throw new TrinoError("No read-only transaction was begun.", false);
    return transaction;
  }

  async #end(transaction: string): Promise<void> {
    const limit = AbortSignal.timeout(5000);
    try {
      let page = await this.#page(`${this.#root}/v1/statement`, limit, {
        statement: "ROLLBACK",
        transaction,
      });
      while (page.nextUri !== undefined) page = await this.#page(page.nextUri, limit, null);
    } catch {
      // It has failed already, or ends when it has been idle for a while.
    }
  }

  async #cancel(uri: string): Promise<void> {
    try {
      await fetch(this.#own(uri), {
        ...{ method: "DELETE", headers: this.#headers(), redirect: "error" },
        signal: AbortSignal.timeout(5000),
      });
    } catch {
      // The query then ends because nobody asks for its pages.
    }
  }

  async #page(
    uri: string,
    signal: AbortSignal,
    post: Statement | null,
    read: (bytes: number) => void = () => {},
  ): Promise<Page> {
    const text = await (await this.#send(uri, signal, post)).text();
    read(text.length);
    return JSON.parse(text) as Page;
  }

  async #send(uri: string, signal: AbortSignal, post: Statement | null): Promise<Response> {
    const address = this.#own(uri);
    for (let failures = 1; ; failures++) {
      const response = await fetch(address, {
        ...{ signal, redirect: "error", headers: this.#headers(post?.transaction) },
        ...(post && { method: "POST", body: post.statement }),
      }).catch((error) => {
        signal.throwIfAborted();
        // A TypeError, as if it were a defect of ours.
        throw new TrinoError(`Trino does not answer: ${wordsOf(error)}`, false, error);
      });
      if (response.ok) return response;
      const words = (await response.text()).slice(0, 300);
      const pause = pauseAfter(SOON, failures, Math.random());
      if (![502, 503, 504].includes(response.status) || pause === null)
        throw new TrinoError(`${response.status} ${response.statusText} ${words}`.trim(), false);
      await pausing(pause, signal);
    }
  }

  get #root(): string {
    return this.warehouse.url.replace(/\/$/, "");
  }

  /** Trino tells where its next page is; our sign-in goes nowhere but to the operator's address. */
  #own(uri: string): string {
    const { origin } = new URL(uri);
    if (origin !== new URL(this.#root).origin)
      throw new TrinoError(
        `The next page is said to be at ${origin}, which is not the connection's url. Behind a proxy, set http-server.process-forwarded=true in Trino`,
        false,
      );
    return uri;
  }

  #headers(transaction?: string): Record<string, string> {
    const { catalog, schema, user, password, token } = this.warehouse;
    const basic = password === undefined ? undefined : `Basic ${btoa(utf8(`${user}:${password}`))}`;
    const authorization = token === undefined ? basic : `Bearer ${token}`;
    return {
      ...{ "X-Trino-User": user, "X-Trino-Source": "perennial", "X-Trino-Time-Zone": "UTC" },
      ...{ "X-Trino-Catalog": catalog, ...(schema !== undefined && { "X-Trino-Schema": schema }) },
      // Without it, moments come without what lies below the millisecond.
      "X-Trino-Client-Capabilities": "PARAMETRIC_DATETIME",
      "X-Trino-Session": `query_max_run_time=${this.mostSeconds}s`,
      ...(transaction !== undefined && { "X-Trino-Transaction-Id": transaction }),
      ...(authorization !== undefined && { Authorization: authorization }),
    };
  }
}

interface Statement {
  readonly statement: string;
  readonly transaction: string;
}

function kindOf(type: string): ColumnKind {
  if (WHOLE.test(type) || FLOAT.test(type) || type.startsWith("decimal")) return "number";
  if (type.startsWith("timestamp")) return "moment";
  if (type === "date") return "day";
  if (type === "boolean") return "truth";
  return /^(varchar|char|unknown|uuid)/.test(type) ? "text" : "other";
}

/** Floats that JSON has no sign for come as texts. */
function floatOf(value: unknown): EngineValue {
  return typeof value === "string" ? Number(value) : plainValue(value);
}

/** JSON has rounded what is too large for a number. */
function wholeOf(value: unknown): EngineValue {
  return typeof value === "number" && !Number.isSafeInteger(value)
    ? plainValue(BigInt(value))
    : plainValue(value);
}

/** The bytes of a text in UTF-8, a character each: what `btoa` takes. */
function utf8(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

async function pausing(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  using _ = whenAborted(signal, resolve);
  await promise;
  clearTimeout(timer);
  signal.throwIfAborted();
}
