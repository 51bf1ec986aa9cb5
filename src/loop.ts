import { pauseAfter, type RetryPolicy } from "./retry";

/** Time and chance, so that a test can bring its own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** 0 to 1. */
  random(): number;
  /** Calls `call` after `ms`, unless the returned function is called first. */
  after(ms: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  now: Date.now,
  random: Math.random,
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

export interface LoopOptions {
  /** Does what is due. Starts nothing new once `loop.stopping` is aborted. If it throws, the loop is failing. */
  look(): void | Promise<void>;
  /** How long to wait for the next look if nobody wakes the loop. */
  readonly everyMs: number;
  /** When to look again after failed looks. Without it, a failure changes nothing. */
  readonly retry?: RetryPolicy;
  /** Of several servers, only the one that holds the lock looks. The others keep asking for it. */
  readonly lock?: { take(): boolean; release(): void; readonly everyMs: number };
  onFailure(error: unknown, againInMs: number): void;
  /** Called by the first look that succeeds after failures. */
  onRecovery?(): void;
  /** Closes what must be closed after the last look, within the grace period. */
  close?(): Promise<void>;
  readonly clock?: Clock;
}

export type LoopState =
  | { readonly doing: "well" }
  /** Another server has the lock. */
  | { readonly doing: "standing by" }
  /** `since`: milliseconds since 1970. */
  | { readonly doing: "failing"; readonly since: number; readonly error: unknown };

/** Work in the background: looks for due work at intervals and when woken, one look at a time. */
export class Loop {
  #state: LoopState = { doing: "well" };
  #failures = 0;
  #isStarted = false;
  #willLook = false;
  #again = false;
  #looking: Promise<void> | null = null;
  #cancelNext = () => {};
  /** Running tasks, and how to end each of them early. */
  readonly #works = new Map<Promise<void>, () => void>();
  readonly #stopping = new AbortController();
  readonly #clock: Clock;

  constructor(private readonly options: LoopOptions) {
    this.#clock = options.clock ?? systemClock;
  }

  get state(): LoopState {
    return this.#state;
  }

  /** Aborted as soon as the loop is asked to stop. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  start(): void {
    this.#isStarted = true;
    void this.look();
  }

  /**
   * Something is due: look soon, after the store has finished its current write. A failing loop keeps to its pauses.
   */
  wake(): void {
    if (!this.#isStarted || this.#willLook || this.#failures > 0) return;
    this.#willLook = true;
    queueMicrotask(() => {
      this.#willLook = false;
      this.#lookAgain();
    });
  }

  /** Looks now, or joins the look in progress. Never rejects. */
  look(): Promise<void> {
    if (this.stopping.aborted) return Promise.resolve();
    if (this.#looking) return this.#looking;
    this.#cancelNext();
    this.#again = false;
    try {
      const { lock } = this.options;
      if (lock && !lock.take()) {
        this.#state = { doing: "standing by" };
        this.#next(lock.everyMs);
        return Promise.resolve();
      }
      const over = this.options.look();
      if (over) this.#looking = this.#whenOver(over);
      else this.#succeeded();
    } catch (error) {
      this.#failed(error);
    }
    return this.#looking ?? Promise.resolve();
  }

  /**
   * Adds a task that runs beside the looks and never rejects. The loop looks again when it ends. `end` is called when
   * the grace period of `stop` is over.
   */
  begin(work: Promise<void>, end: () => void): void {
    const over: Promise<void> = work.then(() => {
      this.#works.delete(over);
      this.#lookAgain();
    });
    this.#works.set(over, end);
  }

  /** Resolves when the loop is idle. */
  async settled(): Promise<void> {
    while (this.#looking || this.#works.size > 0) await Promise.all([this.#looking, ...this.#works.keys()]);
  }

  /**
   * Starts nothing new. Running work gets `graceMs`. After that, tasks are told to end and awaited; a look that does
   * not end is abandoned.
   */
  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort();
    this.#cancelNext();
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, graceMs);
    try {
      await Promise.race([this.settled().then(() => this.options.close?.()), late.promise]);
    } finally {
      clearTimeout(timer);
      for (const end of this.#works.values()) end();
      await Promise.all(this.#works.keys());
      this.options.lock?.release();
    }
  }

  async #whenOver(look: Promise<void>): Promise<void> {
    try {
      await look;
      this.#looking = null;
      this.#succeeded();
    } catch (error) {
      this.#looking = null;
      this.#failed(error);
    }
  }

  #lookAgain(): void {
    if (this.#looking) this.#again = true;
    else void this.look();
  }

  #succeeded(): void {
    const isBack = this.#failures > 0;
    this.#failures = 0;
    this.#state = { doing: "well" };
    if (isBack) this.options.onRecovery?.();
    if (this.#again) void this.look();
    else this.#next(this.options.everyMs);
  }

  #failed(error: unknown): void {
    // Work cut off by the stop has not failed.
    if (this.stopping.aborted) return;
    const { retry, everyMs, onFailure } = this.options;
    const since = this.#state.doing === "failing" ? this.#state.since : this.#clock.now();
    this.#state = { doing: "failing", since, error };
    this.#failures++;
    const pauseMs = (retry && pauseAfter(retry, this.#failures, this.#clock.random())) ?? everyMs;
    onFailure(error, pauseMs);
    this.#next(pauseMs);
  }

  #next(ms: number): void {
    if (this.#isStarted && !this.stopping.aborted)
      this.#cancelNext = this.#clock.after(ms, () => void this.look());
  }
}
