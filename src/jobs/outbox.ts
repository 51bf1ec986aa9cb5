import { Loop } from "../loop";
import { pauseAfter } from "../retry";
import type { ChannelName, ClaimedDelivery } from "../store/outbox";
import type { Store } from "../store/store";
import { DAY_MS, HOUR_MS } from "../time";
import type { Channel, Outcome } from "./channel";
import { defectOf } from "./protocol";
import type { JobLog } from "./run";

/** After this time a try counts as lost, unless its channel takes longer. */
const LOST_MS = 180_000;
const LOOK_MS = 1000;
const TIDY_MS = HOUR_MS;
/** We keep a receiver's address this long, to answer questions, and the record of the delivery a while longer. */
export const ADDRESS_DAYS = 7;
export const KEPT_DAYS = 30;
/** How long a stopping server waits for running tries. All of them can be repeated. */
const MOST_GRACE_MS = 1500;

export interface OutboxOptions {
  readonly store: Store;
  /** The channels that are on. Deliveries for other channels stay. */
  readonly channels: Partial<Readonly<Record<ChannelName, Channel>>>;
  readonly log: JobLog;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** 0 to 1. */
  readonly random?: () => number;
}

/** A running try. */
interface Try {
  readonly channel: Channel;
  readonly deliveries: readonly [ClaimedDelivery, ...ClaimedDelivery[]];
  readonly ending: AbortController;
}

/**
 * Sends what waits in the store, several deliveries at a time per channel, and records how each try ended. Delivers at
 * least once: a delivery that a stopping server was sending is sent again with the same id. Several servers may share
 * one store.
 */
export class Outbox {
  readonly #tries = new Set<Try>();
  readonly #loop: Loop;
  #tidiedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: OutboxOptions) {
    const { store, log } = options;
    this.#loop = new Loop({
      look: () => this.#look(),
      everyMs: LOOK_MS,
      onFailure: (error) =>
        log.error({ error: defectOf(error) }, "deliveries could not be read from the store"),
    });
    store.outbox.onNew(() => this.#loop.wake());
    // A requested mail belongs to a job, so it ends with the job when that is cancelled.
    store.jobs.onChange(({ kind }) => kind === "email" && this.#loop.wake());
  }

  start(): void {
    this.#loop.start();
  }

  /** Stops sending. Unfinished tries wait for the next server. The store stays open. */
  stop(graceMs: number): Promise<void> {
    return this.#loop.stop(Math.min(graceMs, MOST_GRACE_MS));
  }

  /** Starts to send what is due. Never throws. */
  look(): void {
    void this.#loop.look();
  }

  /** Resolves when nothing is being sent. */
  settled(): Promise<void> {
    return this.#loop.settled();
  }

  #look(): void {
    const { store, channels, now } = this.options;
    this.#tidy();
    for (const [name, channel] of Object.entries(channels) as [ChannelName, Channel][]) {
      channel.look?.();
      while (this.#underWay(channel) < channel.atATime) {
        const { atOnce, lostMs = LOST_MS } = channel;
        const begin = (delivery: ClaimedDelivery) => channel.begin?.(delivery) ?? true;
        const terms = { atOnce, begin, now: now(), lostAt: now() + lostMs };
        const [first, ...others] = store.outbox.claim(name, terms);
        if (!first) break;
        this.#begin({ channel, deliveries: [first, ...others], ending: new AbortController() });
      }
    }
  }

  #underWay(channel: Channel): number {
    let count = 0;
    for (const under of this.#tries) if (under.channel === channel) count++;
    return count;
  }

  #begin(one: Try): void {
    this.#tries.add(one);
    const over = this.#try(one).then(() => void this.#tries.delete(one));
    this.#loop.begin(over, () => one.ending.abort());
  }

  async #try(one: Try): Promise<void> {
    const { store, log, now } = this.options;
    const { deliveries } = one;
    const outcome = await this.#outcomeOf(one);
    try {
      store.transaction(() => {
        for (const delivery of deliveries) this.#record(one, delivery, outcome);
      });
    } catch (error) {
      // It counts as lost after a while and is sent again.
      const { tenant, id } = deliveries[0];
      log.error(
        { tenant, id, error: defectOf(error), at: now() },
        "the outcome of a delivery could not be stored",
      );
    }
  }

  async #outcomeOf({ channel, deliveries, ending: { signal } }: Try): Promise<Outcome> {
    try {
      const given = new Promise<never>((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason), { once: true }),
      );
      return await Promise.race([channel.send(deliveries, signal), given]);
    } catch (error) {
      if (signal.aborted) return { type: "later", reason: "The server stopped while sending it." };
      const { tenant, id, channel: name } = deliveries[0];
      this.options.log.error(
        { tenant, id, channel: name, error: defectOf(error) },
        "a delivery failed because of a defect",
      );
      return { type: "later", reason: "An internal error stopped it." };
    }
  }

  #record({ channel, ending }: Try, delivery: ClaimedDelivery, outcome: Outcome): void {
    const { store, log, now, random = Math.random } = this.options;
    const { tenant, id, attempts } = delivery;
    if (outcome.type === "delivered") {
      if (store.outbox.delivered(delivery, now())) channel.ended(delivery, "delivered", "");
      return;
    }
    const { reason } = outcome;
    if (outcome.type === "later") {
      const isInterrupted = ending.signal.aborted;
      const asked = outcome.afterMs ?? 0;
      const pause = isInterrupted ? 0 : pauseAfter(channel.retry, attempts, random(), asked);
      if (pause !== null) {
        const nextAt = now() + pause;
        if (store.outbox.postpone(delivery, nextAt, reason, now()))
          channel.postponed?.(delivery, { reason, nextAt, isInterrupted });
        return;
      }
    }
    const how = outcome.type === "later" ? "given up" : outcome.type;
    log.warn({ tenant, id, channel: delivery.channel, attempts, how }, "a delivery failed");
    if (store.outbox.fail(delivery, reason, now())) channel.ended(delivery, how, reason);
  }

  #tidy(): void {
    const { store, now } = this.options;
    if (now() - this.#tidiedAt < TIDY_MS) return;
    this.#tidiedAt = now();
    store.outbox.forget({
      addressesBefore: now() - ADDRESS_DAYS * DAY_MS,
      allBefore: now() - KEPT_DAYS * DAY_MS,
    });
  }
}
