import { type Clock, Loop } from "../loop";
import { doubling, pauseAfter } from "../retry";
import type { OutboxRow } from "../store/mirror";
import type { SenderLock } from "../store/sender-lock";
import type { Store } from "../store/store";
import { HOUR_MS, MINUTE_MS } from "../time";
import { documentOf } from "./documents";
import { blameFor, isSignInError, reasonOf } from "./failure";
import { sizeOf } from "./size";
import { sweep } from "./sweep";
import type { MirrorTarget, Write } from "./target";

/** Firestore's limits are 500 writes and 10 MiB at once, https://firebase.google.com/docs/firestore/quotas */
const MOST_WRITES = 500;
const MOST_BYTES = 8 * 1024 * 1024;
/** How often to check the outbox, because other processes' changes send no signal. */
const POLL_MS = 500;
const LOCKED_POLL_MS = 2000;
const FAILED = doubling(500, 60_000);
/** A document that is to blame is tried less and less often; one that may not be, as often as the service would be. */
const REFUSED = { document: doubling(2000, HOUR_MS), unclear: doubling(2000, MINUTE_MS) };
/** A longer call counts as failed. */
const SLOW_MS = 15_000;

export interface SenderOptions {
  readonly store: Store;
  readonly lock: SenderLock;
  /** Connects. A UserError says what to fix first. */
  connect(): Promise<MirrorTarget>;
  readonly log: { warn(fields: object, message: string): void; info(fields: object, message: string): void };
  readonly clock: Clock;
}

/** The sender's last known state. */
export type SenderState =
  | { readonly doing: "sending" }
  /** Another server of the same store sends. */
  | { readonly doing: "standing by" }
  | { readonly doing: "failing"; readonly since: number; readonly reason: string };

interface Refusal {
  readonly row: OutboxRow;
  readonly error: unknown;
}

/**
 * Sends what the outbox names, oldest change first, with the rows' current content. One batch at a time, so that no
 * document overtakes itself. A row leaves the outbox only when Firestore has it. A document that Firestore refuses is
 * set aside and tried less and less often, while the others go on.
 */
export class MirrorSender {
  #target: MirrorTarget | null = null;
  #callSince: number | null = null;
  readonly #loop: Loop;

  constructor(private readonly options: SenderOptions) {
    const { lock, log, clock } = options;
    this.#loop = new Loop({
      look: async () => void (await this.drain()),
      everyMs: POLL_MS,
      retry: FAILED,
      lock: { take: () => lock.take(), release: () => lock.release(), everyMs: LOCKED_POLL_MS },
      onFailure: (error, againInMs) =>
        log.warn(
          { reason: reasonOf(error), again_in_ms: againInMs },
          "the mirror is failing; changes wait to be copied",
        ),
      onRecovery: () => log.info({}, "the mirror works again"),
      close: () => this.#disconnect(),
      clock,
    });
  }

  get state(): SenderState {
    const { state } = this.#loop;
    if (state.doing === "standing by") return state;
    if (state.doing === "failing")
      return { doing: "failing", since: state.since, reason: reasonOf(state.error) };
    const since = this.#callSince;
    if (since === null || this.options.clock.now() - since < SLOW_MS) return { doing: "sending" };
    return { doing: "failing", since, reason: "Firestore does not answer" };
  }

  start(): void {
    this.#loop.start();
  }

  /** Ends after the current batch, or after `graceMs`. What was not recorded as sent is sent after the next start. */
  stop(graceMs: number): Promise<void> {
    return this.#loop.stop(graceMs);
  }

  /**
   * Sends until nothing more can be sent now. Throws the service's failure. Returns how many documents were written or
   * deleted.
   */
  async drain(): Promise<number> {
    let written = 0;
    for (let step = await this.#step(); step !== null; step = await this.#step()) written += step;
    return written;
  }

  /** Sends one batch. Null if there is nothing to do now. */
  async #step(): Promise<number | null> {
    const { store, clock } = this.options;
    if (this.#loop.stopping.aborted) return null;
    const rows = batchOf(store.mirror.next(clock.now(), MOST_WRITES));
    if (rows.length > 0) return this.#send(rows);
    if (store.mirror.isSwept()) return null;
    const target = await this.#connected();
    const isWhole = await this.#call(() => sweep(store, target, clock.now, this.#loop.stopping));
    if (isWhole) store.mirror.swept();
    return isWhole ? 0 : null;
  }

  async #send(rows: readonly OutboxRow[]): Promise<number> {
    const refusals: Refusal[] = [];
    const written = await this.#sendParts(rows, refusals, true);
    const { store, clock, log } = this.options;
    for (const { row, error } of refusals) {
      const { tenant, collection, id, tries } = row;
      const policy = REFUSED[blameFor(error) === "document" ? "document" : "unclear"];
      const reason = reasonOf(error);
      log.warn({ tenant, collection, id, reason }, "Firestore refuses a document");
      store.mirror.refused(row, reason, clock.now() + pauseAfter(policy, tries + 1, clock.random())!);
    }
    return written;
  }

  /** Halves a refused batch until it finds the documents that are to blame. The others get through. */
  async #sendParts(rows: readonly OutboxRow[], refusals: Refusal[], isWhole: boolean): Promise<number> {
    // Read only now: this includes a change made after the row was found, whose newer number keeps the row in the
    // outbox.
    const writes = this.#writesOf(rows);
    const sending = rows.slice(0, writes.length);
    try {
      return await this.#apply(sending, writes);
    } catch (error) {
      const blame = blameFor(error);
      if (blame === "service") throw error;
      if (sending.length === 1) {
        refusals.push({ row: sending[0]!, error });
        return 0;
      }
      if (blame === "unclear" && isWhole && !(await this.#anyGetsThrough(sending))) throw error;
      const middle = sending.length >> 1;
      const first = await this.#sendParts(sending.slice(0, middle), refusals, false);
      return first + (await this.#sendParts(sending.slice(middle), refusals, false));
    }
  }

  /** Whether one of two documents, chosen at random, is accepted. Then the service is not failing. */
  async #anyGetsThrough(rows: readonly OutboxRow[]): Promise<boolean> {
    const first = Math.floor(this.options.clock.random() * rows.length);
    const second = (first + 1 + Math.floor(this.options.clock.random() * (rows.length - 1))) % rows.length;
    for (const row of [rows[first]!, rows[second]!]) {
      try {
        await this.#apply([row], this.#writesOf([row]));
        return true;
      } catch (error) {
        if (blameFor(error) === "service") throw error;
      }
    }
    return false;
  }

  async #apply(rows: readonly OutboxRow[], writes: readonly Write[]): Promise<number> {
    const target = await this.#connected();
    const written = await this.#call(() => target.apply(writes));
    this.options.store.mirror.sent(rows);
    return written;
  }

  /** As many rows, from the first on, as fit into one batch. */
  #writesOf(rows: readonly OutboxRow[]): Write[] {
    const writes: Write[] = [];
    let bytes = 0;
    for (const { sequence, tenant, collection, id } of rows) {
      const key = { tenant, collection, id };
      const fields = documentOf(this.options.store, key);
      bytes += fields === null ? 0 : sizeOf(fields);
      if (writes.length > 0 && bytes > MOST_BYTES) break;
      writes.push({ key, fields, version: sequence });
    }
    return writes;
  }

  async #call<T>(call: () => Promise<T>): Promise<T> {
    this.#callSince = this.options.clock.now();
    try {
      return await call();
    } catch (error) {
      // The key may have been replaced at its source, so we read it again.
      if (isSignInError(error)) await this.#disconnect();
      throw error;
    } finally {
      this.#callSince = null;
    }
  }

  async #connected(): Promise<MirrorTarget> {
    this.#target ??= await this.options.connect();
    return this.#target;
  }

  async #disconnect(): Promise<void> {
    const target = this.#target;
    this.#target = null;
    await target?.close();
  }
}

/** A document that was refused before goes alone, after the others. */
function batchOf(rows: readonly OutboxRow[]): readonly OutboxRow[] {
  const fresh = rows.filter(({ tries }) => tries === 0);
  return fresh.length > 0 ? fresh : rows.slice(0, 1);
}
