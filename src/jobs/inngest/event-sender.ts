import { wordsOf } from "../../errors";
import { delayMs } from "../../retry/delay";
import type { DueEvent } from "../../store/inngest-events";
import type { Store } from "../../store/store";
import { defectOf } from "../protocol";
import type { JobLog } from "../run";

/** How often what was delayed is looked for; what is new is sent at once. */
const LOOK_MS = 1000;
/** Events of one request. */
const MOST_AT_ONCE = 100;
/** A request that has not become a job by then is run by the local queue all the same. */
export const PATIENCE_MS = 120_000;

/** How long to wait before trying again after so many failures, milliseconds: doubling from 1 s to 5 minutes. */
export function backOffMs(failures: number): number {
  return delayMs(Math.max(0, failures - 1), 1000, 300_000, () => 0);
}

/** Hands to the local queue what was asked for before `moment` and that Inngest has not handed over. Answers how many events that were. */
export function runHere(
  { store, log, now }: Pick<EventSenderOptions, "store" | "log" | "now">,
  moment: number,
): number {
  const lying = store.inngestEvents.leftLying(moment, MOST_AT_ONCE);
  for (const { tenant, jobId } of lying) {
    store.transaction(() => {
      const row = store.jobs.find(tenant, jobId);
      store.inngestEvents.takenUp(tenant, jobId);
      if (row && !row.runnable && store.jobs.makeRunnable(tenant, jobId, row.payload, now()))
        log.warn({ tenant, id: jobId }, "Inngest did not hand a job over; the local queue runs it");
    });
  }
  return lying.length;
}

export interface EventSenderOptions {
  readonly store: Store;
  readonly log: JobLog;
  /** Sends events; resolves when Inngest has them. */
  readonly send: (events: readonly DueEvent[]) => Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Sends the events that wait in the store, and runs here what Inngest does not hand over in time. */
export class EventSender {
  #timer: ReturnType<typeof setInterval> | null = null;
  #unsubscribe = () => {};
  #atWork: Promise<void> | null = null;
  /** What the last try said; null where it succeeded or none was made. */
  lastError: string | null = null;
  /** When events last arrived, milliseconds since 1970. */
  lastSent: number | null = null;

  constructor(private readonly options: EventSenderOptions) {}

  start(): void {
    this.#timer ??= setInterval(() => void this.look(), LOOK_MS);
    this.#unsubscribe = this.options.store.jobs.onChange(() => void this.look());
    void this.look();
  }

  /** Waits for what is being sent, `graceMs` at most. The rest is sent by the next start. */
  async stop(graceMs: number): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#unsubscribe();
    await Promise.race([this.#atWork, new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
  }

  /** Sends what is due, and runs what was left lying. Never rejects. */
  look(): Promise<void> {
    this.#atWork ??= this.#work()
      .catch((error) =>
        this.options.log.error({ error: defectOf(error) }, "events could not be looked after"),
      )
      .finally(() => {
        this.#atWork = null;
      });
    return this.#atWork;
  }

  async #work(): Promise<void> {
    const { store, now } = this.options;
    this.#runLeftLying();
    for (;;) {
      const due = store.inngestEvents.due(now(), MOST_AT_ONCE);
      if (due.length === 0 || !(await this.#send(due))) return;
    }
  }

  async #send(events: readonly DueEvent[]): Promise<boolean> {
    const { store, log, now, send } = this.options;
    try {
      await send(events);
    } catch (error) {
      this.lastError = wordsOf(error);
      log.warn({ events: events.length, reason: this.lastError }, "events did not reach Inngest");
      store.transaction(() => {
        for (const { tenant, id, attempts } of events)
          store.inngestEvents.delay(tenant, id, now() + backOffMs(attempts + 1));
      });
      return false;
    }
    this.lastError = null;
    this.lastSent = now();
    store.transaction(() => {
      for (const { tenant, id } of events) store.inngestEvents.sent(tenant, id);
    });
    return true;
  }

  /** Nothing that was asked for is lost, be Inngest away or not know of this server. */
  #runLeftLying(): void {
    runHere(this.options, this.options.now() - PATIENCE_MS);
  }
}
