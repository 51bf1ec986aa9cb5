import { ClientGoneError, OverloadedError } from "./errors";

/** How long a request may wait for its turn. */
interface Patience {
  /** After a moment without a queue: a burst is worked off. */
  readonly burstMs: number;
  /** Once the queue has stood for as long as a burst may take: more comes than can be answered. */
  readonly standingMs: number;
}

const PATIENCE: Patience = { burstMs: 1000, standingMs: 250 };

/** The event loop: what time it is, and how to go on after everything else that is due. */
interface EventLoop {
  readonly now: () => number;
  readonly later: (call: () => void) => void;
}

const EVENT_LOOP: EventLoop = { now: () => performance.now(), later: (call) => void setImmediate(call) };

interface Waiting {
  readonly since: number;
  readonly signal: AbortSignal;
  readonly begin: () => void;
  readonly turnAway: (error: Error) => void;
}

/** What one round of the event loop should take, in ms, and how many requests may begin in one. */
const ROUND_MS = 4;
const MOST_A_ROUND = 64;

/**
 * What a round counts for at the most, in ms: one that is longer was held up once, such as by the first loading of a
 * page's code, and does not show that more comes than can be answered.
 */
const LONGEST_ROUND_MS = 100;

/**
 * Lets a few requests begin in each round of the event loop, as many as it can work off in some milliseconds; whatever
 * else is due comes between them. So the time that a request waits here is the delay of the event loop, and `/health`,
 * which does not wait, is answered within a round or two. Addresses take turns: a caller who sends a lot waits for
 * itself. Who has waited too long is turned away, which costs next to nothing, so those who are let in are answered as
 * soon as on a quiet day ("controlled delay", Maurer, Fail at Scale, ACM Queue 13(8), 2015).
 */
export class Turns {
  /** By address, in the order of their next turns. */
  readonly #lines = new Map<string, Waiting[]>();
  #isUnderWay = false;
  #roundSince = 0;
  /** What the rounds so far count for, in ms: how waiting is measured. */
  #waited = 0;
  #begun = 0;
  #aRound = 1;
  #lastEmpty = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly loop: EventLoop = EVENT_LOOP,
    private readonly patience = PATIENCE,
  ) {}

  /** Resolves when the request may begin. Rejects with an OverloadedError if that takes too long. */
  wait(address: string, signal: AbortSignal): Promise<void> {
    if (!this.#isUnderWay) {
      this.#isUnderWay = true;
      this.#roundSince = this.loop.now();
      this.#lastEmpty = this.#waited;
      this.#begun = 0;
      this.loop.later(this.#nextRound);
    }
    if (this.#lines.size === 0 && this.#begun < this.#aRound) {
      this.#begun++;
      return Promise.resolve();
    }
    const { promise, resolve: begin, reject: turnAway } = Promise.withResolvers<void>();
    const waiting = { since: this.#waited, signal, begin, turnAway };
    const line = this.#lines.get(address);
    if (line) line.push(waiting);
    else this.#lines.set(address, [waiting]);
    return promise;
  }

  readonly #nextRound = (): void => {
    const now = this.loop.now();
    const isQuick = now - this.#roundSince < ROUND_MS;
    this.#aRound = isQuick ? Math.min(MOST_A_ROUND, this.#aRound * 2) : Math.ceil(this.#aRound / 2);
    this.#waited += Math.min(now - this.#roundSince, LONGEST_ROUND_MS);
    this.#roundSince = now;
    this.#begun = 0;
    while (this.#begun < this.#aRound) {
      const waiting = this.#shift();
      if (!waiting) break;
      if (waiting.signal.aborted) waiting.turnAway(new ClientGoneError("The client closed the connection."));
      else if (this.#waited - waiting.since > this.#mostMs())
        waiting.turnAway(new OverloadedError("The server has more to do than it can. Try again soon."));
      else {
        waiting.begin();
        this.#begun++;
      }
    }
    if (this.#lines.size === 0) this.#lastEmpty = this.#waited;
    this.#isUnderWay = this.#begun > 0 || this.#lines.size > 0;
    if (this.#isUnderWay) this.loop.later(this.#nextRound);
  };

  #mostMs(): number {
    const { burstMs, standingMs } = this.patience;
    return this.#waited - this.#lastEmpty > burstMs ? standingMs : burstMs;
  }

  /** The longest waiting request of the address whose turn it is, which then goes to the end. */
  #shift(): Waiting | undefined {
    for (const [address, line] of this.#lines) {
      const first = line.shift();
      this.#lines.delete(address);
      if (line.length > 0) this.#lines.set(address, line);
      return first;
    }
    return undefined;
  }
}
