import { defectOf } from "../jobs/protocol";
import type { JobLog } from "../jobs/run";
import type { ClaimedDelivery, DeliveryRow } from "../store/deliveries";
import type { Store } from "../store/store";
import type { Channel, Outcome } from "./channel";

/** How many deliveries are sent at a time. */
const MOST_SENDING = 8;
/** After this a try counts as lost: longer than any channel takes. */
const LOST_MS = 180_000;
const LOOK_MS = 1000;
const TIDY_MS = 3_600_000;
/** A receiver's address is kept for questions this long, what was sent a while longer. */
export const ADDRESS_DAYS = 7;
export const KEPT_DAYS = 30;
const DAY_MS = 86_400_000;
/** Who goes down waits this long for tries under way: each can be made again. */
const MOST_GRACE_MS = 1500;

export interface DispatcherOptions {
  readonly store: Store;
  readonly channels: Readonly<Record<DeliveryRow["channel"], Channel>>;
  readonly log: JobLog;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** 0 to 1. */
  readonly random?: () => number;
}

/**
 * Sends what waits in the store, several at a time, one at a time to each receiver, and writes down how each try ended. At least once: what was
 * being sent when a server ended is sent again, under the same id. Several servers may do so on one store.
 */
export class Dispatcher {
  readonly #sending = new Map<Promise<void>, AbortController>();
  readonly #unsubscribe: () => void;
  #timer: ReturnType<typeof setInterval> | null = null;
  #willLook = false;
  #tidiedAt = Number.NEGATIVE_INFINITY;
  #stopped = false;

  constructor(private readonly options: DispatcherOptions) {
    this.#unsubscribe = options.store.deliveries.onNew(() => this.#lookSoon());
  }

  start(): void {
    this.#timer ??= setInterval(() => this.look(), LOOK_MS);
    this.look();
  }

  /** Sends nothing more; tries that are not over soon wait for the next server. The store stays open. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe();
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    const timer = setTimeout(
      () => {
        for (const ending of this.#sending.values()) ending.abort();
      },
      Math.min(graceMs, MOST_GRACE_MS),
    );
    await this.settled();
    clearTimeout(timer);
  }

  /** Begins to send what is due. Called on a timer; never throws. */
  look(): void {
    if (this.#stopped) return;
    const { store, log, now } = this.options;
    try {
      this.#tidy();
      while (this.#sending.size < MOST_SENDING) {
        const delivery = store.deliveries.claim(now(), now() + LOST_MS);
        if (!delivery) return;
        const ending = new AbortController();
        const sent: Promise<void> = this.#send(delivery, ending.signal).then(() => {
          this.#sending.delete(sent);
          this.look();
        });
        this.#sending.set(sent, ending);
      }
    } catch (error) {
      log.error({ error: defectOf(error) }, "deliveries could not be read from the store");
    }
  }

  /** Resolves when nothing is being sent. */
  async settled(): Promise<void> {
    while (this.#sending.size > 0) await Promise.all(this.#sending.keys());
  }

  /** Once what is being stored at this moment is stored. */
  #lookSoon(): void {
    if (this.#willLook || !this.#timer) return;
    this.#willLook = true;
    queueMicrotask(() => {
      this.#willLook = false;
      this.look();
    });
  }

  async #send(delivery: ClaimedDelivery, signal: AbortSignal): Promise<void> {
    const { store, channels, log, now } = this.options;
    const { tenant, id, channel } = delivery;
    let outcome: Outcome;
    try {
      const given = new Promise<never>((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason), { once: true }),
      );
      outcome = await Promise.race([channels[channel].send(delivery, signal), given]);
    } catch (error) {
      if (!signal.aborted)
        log.error({ tenant, id, channel, error: defectOf(error) }, "a delivery met a defect");
      const reason = signal.aborted
        ? "The server went down while it was sent."
        : "An internal error prevented it.";
      outcome = { type: "later", reason, ...(signal.aborted && { afterMs: 0 }) };
    }
    try {
      store.transaction(() => this.#record(delivery, outcome, signal.aborted));
    } catch (error) {
      // It counts as lost after a while, and is sent again.
      log.error(
        { tenant, id, error: defectOf(error), at: now() },
        "how a delivery ended could not be written",
      );
    }
  }

  #record(delivery: ClaimedDelivery, outcome: Outcome, isInterrupted: boolean): void {
    const { store, channels, log, now, random = Math.random } = this.options;
    const { tenant, id, attempts } = delivery;
    const channel = channels[delivery.channel];
    if (outcome.type === "delivered") {
      if (store.deliveries.delivered(delivery, now())) channel.ended(delivery, "delivered", "");
      return;
    }
    const { reason } = outcome;
    if (outcome.type === "later") {
      const pause = isInterrupted ? 0 : channel.pause(attempts, random(), outcome);
      if (pause !== null) {
        store.deliveries.postpone(delivery, now() + pause, reason, now());
        return;
      }
    }
    const how = outcome.type === "later" ? "given up" : outcome.type;
    log.warn({ tenant, id, channel: delivery.channel, attempts, how }, "a delivery failed");
    if (store.deliveries.fail(delivery, reason, now())) channel.ended(delivery, how, reason);
  }

  #tidy(): void {
    const { store, now } = this.options;
    if (now() - this.#tidiedAt < TIDY_MS) return;
    this.#tidiedAt = now();
    store.deliveries.forget({
      addressesBefore: now() - ADDRESS_DAYS * DAY_MS,
      allBefore: now() - KEPT_DAYS * DAY_MS,
    });
  }
}
