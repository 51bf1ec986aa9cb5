import { wordsOf } from "../../errors";
import { doubling } from "../../retry";
import type { DeliveryRow } from "../../store/outbox";
import type { Store } from "../../store/store";
import type { Channel, Outcome } from "../channel";
import type { JobLog } from "../run";

/** If a request has not become a job by then, the local queue runs it. */
export const PATIENCE_MS = 120_000;
/** How many requests to look at together. */
const MOST_AT_ONCE = 100;

interface EventTools {
  readonly store: Store;
  readonly log: JobLog;
  /** Milliseconds since 1970. */
  now(): number;
}

/**
 * Gives the local queue all requests from before `moment` that Inngest has not delivered. Returns how many there were.
 */
export function runHere({ store, log, now }: EventTools, moment: number): number {
  const lying = store.outbox.leftLying(moment, MOST_AT_ONCE);
  for (const { tenant, jobId } of lying) {
    store.transaction(() => {
      const row = store.jobs.find(tenant, jobId);
      store.outbox.removeAll(tenant, "inngest", jobId);
      if (row && !row.runnable && store.jobs.makeRunnable(tenant, jobId, row.payload, now()))
        log.warn({ tenant, id: jobId }, "Inngest did not hand a job over; the local queue runs it");
    });
  }
  return lying.length;
}

export interface EventChannelOptions extends EventTools {
  /** Sends events. Resolves when Inngest has them. */
  readonly send: (events: readonly Pick<DeliveryRow, "id" | "event" | "payload">[]) => Promise<void>;
}

/**
 * Sends events to Inngest, and runs jobs here if Inngest does not deliver them in time. So no request is lost, even if
 * Inngest is down or does not know this server.
 */
export class EventChannel implements Channel {
  readonly atATime = 1;
  readonly atOnce = MOST_AT_ONCE;
  readonly retry = doubling(1000, 300_000);
  /** The last try's error; null if it succeeded or there was none. */
  lastError: string | null = null;
  /** When events last arrived, milliseconds since 1970. */
  lastSent: number | null = null;

  constructor(private readonly options: EventChannelOptions) {}

  look(): void {
    runHere(this.options, this.options.now() - PATIENCE_MS);
  }

  async send(events: Parameters<Channel["send"]>[0]): Promise<Outcome> {
    try {
      await this.options.send(events);
    } catch (error) {
      this.lastError = wordsOf(error);
      this.options.log.warn(
        { events: events.length, reason: this.lastError },
        "events did not reach Inngest",
      );
      return { type: "later", reason: this.lastError };
    }
    this.lastError = null;
    this.lastSent = this.options.now();
    return { type: "delivered" };
  }

  /** A request stays until its job starts; messages about events are done once sent. */
  ended(event: Parameters<Channel["ended"]>[0]): void {
    if (event.target === null) this.options.store.outbox.remove(event);
  }
}
