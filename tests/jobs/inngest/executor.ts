import { createHmac } from "node:crypto";

/** An event as it was sent. */
export interface SentEvent {
  readonly id: string;
  readonly name: string;
  readonly data: Record<string, unknown>;
  readonly ts?: number;
}

/** What the app says of a function when it is registered. */
export interface KnownFunction {
  readonly id: string;
  readonly name: string;
  readonly triggers: readonly {
    readonly event?: string;
    readonly cron?: string;
    readonly expression?: string;
  }[];
  readonly concurrency?: { readonly key?: string; readonly limit: number };
  readonly priority?: { readonly run?: string };
  readonly idempotency?: string;
  readonly cancel?: readonly { readonly event: string; readonly if?: string }[];
  readonly steps: Readonly<Record<string, { readonly retries?: { readonly attempts: number } }>>;
}

/** A run of a function: what its steps have answered so far. */
export interface FunctionRun {
  readonly id: string;
  readonly functionId: string;
  readonly event: SentEvent;
  readonly steps: Map<string, unknown>;
  state: "running" | "waiting" | "completed" | "failed" | "cancelled";
  output: unknown;
  /** Calls of the app, in order: the status and what came back. */
  readonly calls: { readonly status: number; readonly ops: readonly string[] }[];
  wake: ((event: SentEvent | null) => void) | null;
  waitsFor: { readonly name: string; readonly condition: string } | null;
}

/** Functions that are called otherwise than over HTTP. */
interface ConnectedFunctions {
  readonly functions: readonly KnownFunction[];
  call(
    known: KnownFunction,
    runId: string,
    payload: object,
  ): Promise<{ readonly status: number; readonly noRetry: boolean; readonly body: unknown } | null>;
  cancel(runId: string): void;
  /** Answers requests below `/v0/connect/`. */
  take(request: Request): Promise<Response>;
}

/**
 * Stands where Inngest stands, for there is no server of its own to be had: takes events by its event API, and drives
 * the app's functions by its protocol, step after step, signed, with retries, waits and cancelling. `expressions` are
 * compared as text after the values are put in.
 */
export class Executor {
  readonly runs: FunctionRun[] = [];
  readonly events: SentEvent[] = [];
  functions: readonly KnownFunction[] = [];
  /** Functions of workers that have connected, and how to call them. */
  connected: ConnectedFunctions | null = null;
  /** What the event API answers, for when it is to refuse. */
  refuse: number | null = null;
  readonly #server: ReturnType<typeof Bun.serve>;
  readonly #seen = new Set<string>();
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly keys: { readonly eventKey: string; readonly signingKey: string },
    /** Where the app is, `http://127.0.0.1:8000`. */
    public appUrl: string,
  ) {
    this.#server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: (request) => this.#take(request) });
  }

  get url(): string {
    return this.#server.url.origin;
  }

  async stop(): Promise<void> {
    for (const run of this.runs) run.wake?.(null);
    await this.#server.stop(true);
  }

  /** Resolves when `condition` holds; looked at after everything that happens. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        const listener = () => {
          this.#listeners.delete(listener);
          resolve();
        };
        this.#listeners.add(listener);
      });
    }
  }

  /** Asks the app for its functions, as a registration does. */
  async sync(): Promise<void> {
    const body = JSON.stringify({ url: `${this.appUrl}/api/inngest` });
    const response = await fetch(`${this.appUrl}/api/inngest`, {
      method: "PUT",
      body,
      headers: { ...this.signed(body), "Content-Type": "application/json", "x-inngest-sync-kind": "in_band" },
    });
    if (!response.ok) throw new Error(`registration: ${response.status} ${await response.text()}`);
    this.functions = ((await response.json()) as { functions: KnownFunction[] }).functions;
  }

  /** The header that shows who calls; `at` in milliseconds since 1970. */
  signed(body: string, { at = Date.now(), key = this.keys.signingKey } = {}): Record<string, string> {
    const seconds = String(Math.floor(at / 1000));
    const text = body === "" ? JSON.stringify("") : canonical(JSON.parse(body));
    const hash = createHmac("sha256", key.replace(/^signkey-\w+-/, ""))
      .update(body === "" ? "" : text)
      .update(seconds)
      .digest("hex");
    return { "x-inngest-signature": `t=${seconds}&s=${hash}` };
  }

  /** Takes an event as the event API does: one of a known id is not taken twice. */
  send(event: SentEvent): void {
    this.events.push(event);
    if (!this.#seen.has(event.id)) {
      this.#seen.add(event.id);
      for (const run of this.runs) this.#hear(run, event);
      for (const known of [...this.functions, ...(this.connected?.functions ?? [])]) {
        if (
          known.triggers.some(
            (trigger) => trigger.event === event.name && holds(trigger.expression, event, event),
          )
        )
          void this.#run(known, event);
      }
    }
    this.#happened();
  }

  /** Calls one function about one event over HTTP once more, as when an answer was lost. */
  call(functionId: string, run: Pick<FunctionRun, "id" | "event" | "steps">, attempt = 0): Promise<Response> {
    const payload = payloadOf(run, attempt);
    const known = this.connected?.functions.find(({ id }) => id === functionId);
    if (known) return this.#callConnected(known, run.id, payload);
    const body = JSON.stringify(payload);
    return fetch(`${this.appUrl}/api/inngest?fnId=${encodeURIComponent(functionId)}&stepId=step`, {
      method: "POST",
      body,
      headers: { ...this.signed(body), "Content-Type": "application/json" },
    });
  }

  async #callConnected(known: KnownFunction, runId: string, payload: object): Promise<Response> {
    const reply = await this.connected!.call(known, runId, payload);
    if (!reply) throw new Error("the worker is gone");
    const headers = { "x-inngest-no-retry": String(reply.noRetry) };
    return Response.json(reply.body, { status: reply.status, headers });
  }

  async #take(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (this.refuse !== null)
      return Response.json({ error: "away", status: this.refuse }, { status: this.refuse });
    if (this.connected && pathname.startsWith("/v0/connect/")) return this.connected.take(request);
    if (pathname !== `/e/${this.keys.eventKey}`)
      return Response.json({ error: "Event key not found", status: 401 }, { status: 401 });
    const sent = (await request.json()) as SentEvent | SentEvent[];
    const events = Array.isArray(sent) ? sent : [sent];
    for (const event of events) this.send(event);
    return Response.json({ ids: events.map(({ id }) => id), status: 200 });
  }

  async #run(known: KnownFunction, event: SentEvent): Promise<void> {
    const run: FunctionRun = {
      id: Bun.randomUUIDv7(),
      functionId: known.id,
      event,
      steps: new Map(),
      state: "running",
      output: null,
      calls: [],
      wake: null,
      waitsFor: null,
    };
    this.runs.push(run);
    const retries = Object.values(known.steps)[0]?.retries?.attempts ?? 4;
    for (let attempt = 0; run.state === "running"; ) {
      const response = await this.call(known.id, run, attempt).catch(() => null);
      const answer: unknown = response ? await response.json().catch(() => null) : null;
      const ops = response?.status === 206 ? (answer as Op[]) : [];
      run.calls.push({ status: response?.status ?? 0, ops: ops.map(({ op }) => op) });
      if (run.state !== "running") break;
      if (response?.status === 200) {
        run.state = "completed";
        run.output = answer;
      } else if (response?.status === 206) {
        attempt = 0;
        for (const op of ops) if (!(await this.#settle(run, op))) attempt++;
      } else if (response?.headers.get("x-inngest-no-retry") === "true" || ++attempt > retries) {
        run.state = "failed";
        run.output = answer;
      } else await this.#pause(attempt);
      this.#happened();
    }
    if (run.state === "failed") this.#tellOfFailure(known, run);
    this.#happened();
  }

  /** Remembers what a step has answered; waits where it is to wait. False where it is to be tried again. */
  async #settle(run: FunctionRun, op: Op): Promise<boolean> {
    if (op.op === "StepRun" || op.op === "Step")
      run.steps.set(op.id, { type: "data", data: op.data ?? null });
    else if (op.op === "WaitForEvent") {
      run.waitsFor = { name: op.name ?? "", condition: op.opts?.if ?? "" };
      run.state = "waiting";
      this.#happened();
      const event = await new Promise<SentEvent | null>((resolve) => {
        run.wake = resolve;
      });
      run.wake = null;
      run.waitsFor = null;
      if (run.state === "waiting") run.state = "running";
      run.steps.set(op.id, { type: "data", data: event });
    } else if (op.op === "StepFailed") {
      run.steps.set(op.id, { type: "error", error: op.error });
    } else if (op.op === "StepError") return false;
    else throw new Error(`an operation that is not known: ${op.op}`);
    return true;
  }

  #hear(run: FunctionRun, event: SentEvent): void {
    const all = [...this.functions, ...(this.connected?.functions ?? [])];
    const known = all.find(({ id }) => id === run.functionId);
    for (const { event: name, if: condition } of known?.cancel ?? []) {
      if (name !== event.name || !holds(condition, run.event, event)) continue;
      if (run.state !== "running" && run.state !== "waiting") continue;
      run.state = "cancelled";
      run.wake?.(null);
      this.connected?.cancel(run.id);
    }
    if (run.waitsFor?.name === event.name && holds(run.waitsFor.condition, run.event, event))
      run.wake?.(event);
  }

  #tellOfFailure(known: KnownFunction, run: FunctionRun): void {
    const error = run.output as { message?: string };
    this.send({
      id: `${run.id}-failed`,
      name: "inngest/function.failed",
      data: {
        function_id: known.id,
        run_id: run.id,
        error: { name: "Error", message: error?.message ?? "failed", stack: "" },
        event: run.event,
      },
    });
  }

  /** A moment for whoever restarts the app, no fixed time: the next try begins when the app answers or refuses. */
  async #pause(attempt: number): Promise<void> {
    for (let i = 0; i < 50 * attempt; i++) {
      const alive = await fetch(`${this.appUrl}/health`).catch(() => null);
      if (alive?.ok) return;
      await Bun.sleep(100);
    }
  }

  #happened(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** What a call of a function carries. */
function payloadOf(run: Pick<FunctionRun, "id" | "event" | "steps">, attempt: number): object {
  return {
    version: 1,
    event: run.event,
    events: [run.event],
    steps: Object.fromEntries(run.steps),
    ctx: {
      run_id: run.id,
      attempt,
      disable_immediate_execution: false,
      use_api: false,
      stack: { stack: [...run.steps.keys()], current: run.steps.size },
    },
  };
}

interface Op {
  readonly id: string;
  readonly op: string;
  readonly name?: string;
  readonly data?: unknown;
  readonly error?: unknown;
  readonly opts?: { readonly if?: string; readonly timeout?: string };
}

/**
 * Whether `a == b && …` holds, with `event.…` of the run and `async.…` of what has come. No other expressions are
 * known.
 */
function holds(expression: string | undefined, event: SentEvent, arrived: SentEvent): boolean {
  if (!expression) return true;
  return expression.split("&&").every((part) => {
    const [left, right] = part.split("==").map((side) => termValue(side.trim(), event, arrived));
    return left === right;
  });
}

function termValue(term: string, event: SentEvent, arrived: SentEvent): unknown {
  if (term.startsWith('"')) return JSON.parse(term);
  const quoted = /^'(.*)'$/.exec(term);
  if (quoted) return quoted[1];
  const [root, ...path] = term.split(".");
  const from: unknown = root === "async" ? arrived : event;
  return path.reduce((value, name) => (value as Record<string, unknown> | undefined)?.[name], from);
}

/** JSON with the names in order (RFC 8785, for the values that events have here). */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, held]) => held !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, held]) => `${JSON.stringify(name)}:${canonical(held)}`)
    .join(",")}}`;
}
