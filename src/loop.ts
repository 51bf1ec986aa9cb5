import { pauseAfter, type RetryPolicy } from "./retry";

/** Time and chance, so that a test can have its own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** 0 to 1. */
  random(): number;
  /** Calls `call` after `ms`, unless the returned function is called before. */
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
  /** Does what is due. Begins nothing more once `loop.stopping` is aborted; where it throws, the loop is failing. */
  look(): void | Promise<void>;
  /** How long after a look the next one is, where nobody wakes the loop. */
  readonly everyMs: number;
  /** When it looks again after looks that threw; as ever where it is left out. */
  readonly retry?: RetryPolicy;
  /** Of several servers, whoever has the lock looks. The others ask for it every so often. */
  readonly lock?: { take(): boolean; release(): void; readonly everyMs: number };
  onFailure(error: unknown, againInMs: number): void;
  /** The first look that succeeds after failures. */
  onRecovery?(): void;
  /** What is to be closed after the last look, within the grace. */
  close?(): Promise<void>;
  readonly clock?: Clock;
}

export type LoopState =
  | { readonly doing: "well" }
  /** Another server has the lock. */
  | { readonly doing: "standing by" }
  /** `since`: milliseconds since 1970. */
  | { readonly doing: "failing"; readonly since: number; readonly error: unknown };

/**
 * What goes on by itself: it looks whether something is due, every so often and when it is woken, one look at a time.
 */
export class Loop {
  #state: LoopState = { doing: "well" };
  #failures = 0;
  #isStarted = false;
  #willLook = false;
  #again = false;
  #looking: Promise<void> | null = null;
  #cancelNext = () => {};
  /** The works under way, and what ends each before its time. */
  readonly #works = new Map<Promise<void>, () => void>();
  readonly #stopping = new AbortController();
  readonly #clock: Clock;

  constructor(private readonly options: LoopOptions) {
    this.#clock = options.clock ?? systemClock;
  }

  get state(): LoopState {
    return this.#state;
  }

  /** Aborted as soon as the loop is to stop. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  start(): void {
    this.#isStarted = true;
    void this.look();
  }

  /**
   * Something is due: the loop looks soon, once what is being stored at this moment is stored. One that fails keeps to
   * its pauses.
   */
  wake(): void {
    if (!this.#isStarted || this.#willLook || this.#failures > 0) return;
    this.#willLook = true;
    queueMicrotask(() => {
      this.#willLook = false;
      this.#lookAgain();
    });
  }

  /** Looks now, or goes along with the look under way. Never rejects. */
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
   * Takes in a piece of work beside the looks, which never rejects: it looks again when that is over. `end` is called
   * when the grace of `stop` is over.
   */
  begin(work: Promise<void>, end: () => void): void {
    const over: Promise<void> = work.then(() => {
      this.#works.delete(over);
      this.#lookAgain();
    });
    this.#works.set(over, end);
  }

  /** Resolves when nothing is being done. */
  async settled(): Promise<void> {
    while (this.#looking || this.#works.size > 0) await Promise.all([this.#looking, ...this.#works.keys()]);
  }

  /**
   * Begins nothing more. What is at work has `graceMs`; then works are told to end and waited for, and a look that does
   * not end is left behind.
   */
  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort();
    this.#cancelNext();
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, graceMs);
    await Promise.race([this.settled().then(() => this.options.close?.()), late.promise]);
    clearTimeout(timer);
    for (const end of this.#works.values()) end();
    await Promise.all(this.#works.keys());
    this.options.lock?.release();
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
    // What was cut off by the stop is no failure.
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
