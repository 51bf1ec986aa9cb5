import { defectOf } from "../jobs/protocol";
import type { JobLog } from "../jobs/run";
import { nextDue } from "../jobs/schedule";
import { Loop } from "../loop";
import type { DestinationRow } from "../store/destinations";
import type { Store } from "../store/store";
import { startRun } from "./start-run";

/** How often the timer looks. A list is sent at most this late. */
const LOOK_MS = 30_000;

/** When a destination is next due after `after`; null if it waits for no time of day. */
export function destinationDue(
  { every, day, hour }: Pick<DestinationRow, "every" | "day" | "hour">,
  after: number,
): number | null {
  return every === "daily" || every === "weekly" ? nextDue({ every, day, hour }, after) : null;
}

/** Sends on the destinations' schedules. What was due while no server was running is done once, at the next look. */
export function destinationLoop({
  store,
  log,
  now = Date.now,
}: {
  readonly store: Store;
  readonly log: JobLog;
  readonly now?: () => number;
}): Loop {
  return new Loop({
    everyMs: LOOK_MS,
    look: () => {
      for (const due of store.destinations.due(now())) send(store, due, now());
    },
    onFailure: (error) =>
      log.error({ error: defectOf(error) }, "the schedule of lists could not use the store"),
  });
}

function send(store: Store, due: DestinationRow & { readonly tenant: string }, now: number): void {
  const { tenant, id, nextDue: from } = due;
  store.transaction(() => {
    const to = destinationDue(due, now);
    if (from === null || to === null || !store.destinations.advance(tenant, id, from, to)) return;
    startRun(store, tenant, due, "schedule", now);
  });
}
