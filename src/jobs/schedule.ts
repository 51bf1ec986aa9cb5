import { Loop } from "../loop";
import type { ScheduleRow } from "../store/schedules";
import type { Store } from "../store/store";
import { DAY_MS } from "../time";
import { newestDataset } from "./newest-dataset";
import { defectOf } from "./protocol";
import type { Queue } from "./queue";
import type { JobLog } from "./run";
import { trainAgain } from "./train-again";

/** How often the timer looks. A training starts at most this late. */
const LOOK_MS = 30_000;

/**
 * When a schedule is next due after `after`, milliseconds since 1970. All in UTC, so that no hour is missing or
 * repeated.
 */
export function nextDue(
  {
    every,
    day,
    hour,
  }: { readonly every: ScheduleRow["every"] | "daily"; readonly day: number; readonly hour: number },
  after: number,
): number {
  const from = new Date(after);
  const [year, month, date] = [from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate()];
  if (every === "monthly") {
    const due = Date.UTC(year, month, day, hour);
    return due > after ? due : Date.UTC(year, month + 1, day, hour);
  }
  if (every === "daily") {
    const due = Date.UTC(year, month, date, hour);
    return due > after ? due : due + DAY_MS;
  }
  const daysAhead = (day - from.getUTCDay() + 7) % 7;
  const due = Date.UTC(year, month, date + daysAhead, hour);
  return due > after ? due : due + 7 * DAY_MS;
}

interface ScheduleOptions {
  readonly store: Store;
  readonly queue: Pick<Queue, "enqueue">;
  readonly log: JobLog;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Retrains on the tenants' schedules. What was due while no server was running is done once, at the next look. Several
 * servers may share a store: the one that advances a schedule enqueues the job in the same transaction.
 */
export function scheduleLoop({ store, queue, log, now = Date.now }: ScheduleOptions): Loop {
  return new Loop({
    everyMs: LOOK_MS,
    look: () => {
      for (const due of store.schedules.due(now())) train({ store, queue }, due, now());
    },
    onFailure: (error) => log.error({ error: defectOf(error) }, "the schedule could not use the store"),
  });
}

function train(
  { store, queue }: Pick<ScheduleOptions, "store" | "queue">,
  due: ScheduleRow & { readonly tenant: string },
  now: number,
): void {
  const { tenant } = due;
  store.transaction(() => {
    if (!store.schedules.advance(tenant, due.nextDue, nextDue(due, now))) return;
    if (store.erasures.isTenantErased(tenant, now)) return;
    const newest = newestDataset(store, tenant);
    if (newest) queue.enqueue(tenant, "training", trainAgain(store, tenant, newest));
    else
      store.notifications.insert(
        tenant,
        {
          id: Bun.randomUUIDv7(),
          kind: "schedule",
          tone: "warn",
          title: "Nothing to train on",
          text: "A scheduled training was due, but there is no data set. Upload one before the next scheduled date.",
          link: "/app/upload",
          createdAt: now,
          readAt: null,
        },
        { type: "schedule.missed", data: {} },
      );
  });
}
