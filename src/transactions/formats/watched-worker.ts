/** How often to check on a silent worker, unless its stall limit is shorter. */
const tickMs = 100;

/** The worker was silent for too long, or took too much memory meanwhile. */
export class StalledWorkerError extends Error {
  override readonly name = "StalledWorkerError";
}

/** When to give up on a silent worker. */
export interface StallLimits {
  /** Milliseconds without a message. */
  readonly maxStallMs: number;
  /** Bytes by which the whole process may grow between two messages. */
  readonly maxStallBytes: number;
}

/**
 * A worker whose messages are awaited one by one and that may hang: a wait that takes too long ends in
 * StalledWorkerError. Timer ticks measure the time instead of a clock, so a busy main thread or a machine that slept
 * does not count its own pause as the worker's.
 */
export class WatchedWorker<Request, Answer> {
  readonly #worker: Worker;
  readonly #answers: Answer[] = [];
  #failure: Error | null = null;
  #wake = () => {};
  #residentBytes = 0;
  readonly #closed: Promise<void>;

  constructor(
    url: URL,
    readonly limits: StallLimits,
  ) {
    this.#worker = new Worker(url);
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      this.#answers.push(data);
      this.#wake();
    };
    this.#worker.onerror = ({ message }) => this.#fail(new Error(`a worker failed: ${message}`));
    this.#closed = new Promise((resolve) => {
      this.#worker.addEventListener("close", () => {
        this.#fail(new Error("a worker ended early"));
        resolve();
      });
    });
  }

  send(request: Request): void {
    this.#worker.postMessage(request);
  }

  /** The next message. `onTick` is called a few times a second during the wait and may throw to end it. */
  async next(onTick: () => void): Promise<Answer> {
    if (this.#answers.length === 0 && this.#failure === null) await this.#wait(onTick);
    if (this.#answers.length > 0) return this.#answers.shift()!;
    throw this.#failure!;
  }

  /** Ends the worker whatever it is doing; resolves when it is gone. */
  async end(): Promise<void> {
    this.#answers.length = 0;
    this.#worker.terminate();
    await this.#closed;
  }

  #wait(onTick: () => void): Promise<void> {
    const { maxStallMs, maxStallBytes } = this.limits;
    const everyMs = Math.max(1, Math.min(tickMs, maxStallMs / 4));
    this.#residentBytes = process.memoryUsage.rss();
    let ticks = 0;
    return new Promise((resolve, reject) => {
      const timer = setInterval(() => {
        ticks++;
        try {
          onTick();
          if (ticks * everyMs >= maxStallMs)
            throw new StalledWorkerError(`no result in ${maxStallMs / 1000} s`);
          if (process.memoryUsage.rss() - this.#residentBytes > maxStallBytes)
            throw new StalledWorkerError(`it takes more than ${maxStallBytes} bytes of memory`);
        } catch (error) {
          clearInterval(timer);
          reject(error);
        }
      }, everyMs);
      this.#wake = () => {
        clearInterval(timer);
        resolve();
      };
    });
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wake();
  }
}
