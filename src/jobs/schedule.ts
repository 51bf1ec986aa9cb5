import { wordsOf } from "../errors";
import { Loop } from "../loop";
import type { DatasetRow } from "../store/datasets";
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
  /** Whether a query would be read as for its newest model. Without it, queries are left to a loop that can ask. */
  readonly isUnchanged?: (tenant: string, dataset: DatasetRow, signal: AbortSignal) => Promise<boolean>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Retrains on the tenants' schedules. What was due while no server was running is done once, at the next look. Several
 * servers may share a store: the one that advances a schedule enqueues the job in the same transaction.
 */
export function scheduleLoop({ store, queue, log, isUnchanged, now = Date.now }: ScheduleOptions): Loop {
  const ending = new AbortController();
  /** Tenants whose warehouse is being asked. */
  const asking = new Set<string>();
  const loop: Loop = new Loop({
    everyMs: LOOK_MS,
    look: () => {
      for (const due of store.schedules.due(now())) {
        const { tenant } = due;
        const newest = newestDataset(store, tenant);
        if (!newest?.query) train({ store, queue }, due, newest, now());
        else if (isUnchanged && !asking.has(tenant)) {
          asking.add(tenant);
          const asked = trainIfChanged(due, newest).finally(() => asking.delete(tenant));
          loop.begin(asked, () => ending.abort(new Error("the server stops")));
        }
      }
    },
    onFailure,
  });
  return loop;

  function onFailure(error: unknown): void {
    log.error({ error: defectOf(error) }, "the schedule could not use the store");
  }

  /** Nobody else waits for a warehouse. If it does not answer, the training will say why. */
  async function trainIfChanged(due: DueSchedule, dataset: DatasetRow): Promise<void> {
    const { tenant } = due;
    const since = now();
    const isSame = await isUnchanged!(tenant, dataset, ending.signal).catch((error: unknown) => {
      log.warn({ tenant, reason: wordsOf(error) }, "a warehouse could not tell whether rows have changed");
      return false;
    });
    if (ending.signal.aborted) return;
    try {
      if (isSame) skip(store, due, dataset, now());
      else train({ store, queue }, due, dataset, now(), since);
    } catch (error) {
      onFailure(error);
    }
  }
}

type DueSchedule = ScheduleRow & { readonly tenant: string };

/** Notes that there was nothing new to learn. */
function skip(store: Store, due: DueSchedule, dataset: DatasetRow, now: number): void {
  const { tenant } = due;
  store.transaction(() => {
    if (store.schedules.advance(tenant, due.nextDue, nextDue(due, now)))
      store.datasetQueries.setUnchanged(tenant, dataset.id, now);
  });
}

function train(
  { store, queue }: Pick<ScheduleOptions, "store" | "queue">,
  due: DueSchedule,
  newest: DatasetRow | null,
  now: number,
  since = now,
): void {
  const { tenant } = due;
  store.transaction(() => {
    if (!store.schedules.advance(tenant, due.nextDue, nextDue(due, now))) return;
    if (store.erasures.isTenantErased(tenant, since)) return;
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
