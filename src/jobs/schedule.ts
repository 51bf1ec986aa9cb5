import { Loop } from "../loop";
import type { ScheduleRow } from "../store/schedules";
import type { Store } from "../store/store";
import { DAY_MS } from "../time";
import { newestDataset } from "./newest-dataset";
import { defectOf } from "./protocol";
import type { Queue } from "./queue";
import type { JobLog } from "./run";
import { trainAgain } from "./train-again";

/** How often the timer looks; a training is late by that much at most. */
const LOOK_MS = 30_000;

/**
 * When a schedule falls due first after `after`, milliseconds since 1970. All in UTC, so that no hour is missing or
 * comes twice.
 */
export function nextDue(
  { every, day, hour }: Pick<ScheduleRow, "every" | "day" | "hour">,
  after: number,
): number {
  const from = new Date(after);
  const [year, month, date] = [from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate()];
  if (every === "monthly") {
    const due = Date.UTC(year, month, day, hour);
    return due > after ? due : Date.UTC(year, month + 1, day, hour);
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
 * Trains again when the tenants' schedules say so. What fell due while no server ran is done once, at the next look.
 * Several servers may look at one store: who moves a schedule on enqueues, in the same transaction.
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
          text: "A training was due by the schedule, and there is no data set. Upload one; the next training is at the next date.",
          link: "/app/upload",
          createdAt: now,
          readAt: null,
        },
        { type: "schedule.missed", data: {} },
      );
  });
}
