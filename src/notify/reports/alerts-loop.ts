import { UserError } from "../../errors";
import { defectOf } from "../../jobs/protocol";
import type { JobLog } from "../../jobs/run";
import { Loop } from "../../loop";
import type { Store } from "../../store/store";
import { listeners } from "../fan-out";

const LOOK_MS = 60_000;

/** Something crossed its threshold. Names no customers. */
export interface RaisedAlert {
  readonly title: string;
  readonly text: string;
  /** The page that shows it. */
  readonly link: string;
  /** Wire format. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a look at a model found, and what has to be remembered so that nothing is told twice. JSON. */
export interface AlertCheck {
  readonly state: unknown;
  readonly alerts: readonly RaisedAlert[];
}

interface AlertsOptions {
  readonly store: Store;
  readonly log: JobLog;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Looks at the tenant's default model; `state` is what the last look left, null for the first. */
  readonly check: (tenant: string, state: unknown) => Promise<AlertCheck | null>;
}

/**
 * Looks at each new default model of the tenants that somebody hears about, once, and tells what has crossed its
 * threshold since. Several servers may share a store: the one that stores the new state stores the news, in the same
 * transaction.
 */
export function alertsLoop(options: AlertsOptions): Loop {
  const { store, log } = options;
  const loop = new Loop({
    everyMs: LOOK_MS,
    look: async () => {
      for (const { tenant, modelId } of store.alertStates.unchecked())
        if (listeners(store, tenant, "alert.raised").any) await check(options, tenant, modelId);
    },
    onFailure: (error) => log.error({ error: defectOf(error) }, "alerts could not use the store"),
  });
  store.jobs.alongEnd(({ kind }) => kind === "training" && loop.wake());
  return loop;
}

async function check(
  { store, log, now, check: look }: AlertsOptions,
  tenant: string,
  modelId: string,
): Promise<void> {
  const before = store.alertStates.find(tenant);
  try {
    const found = await look(tenant, before?.state ?? null);
    store.transaction(() => {
      if (store.erasures.isTenantErased(tenant, now())) return;
      // Where the model is gone, or damaged for good, there is nothing to look at again.
      const state = found?.state ?? before?.state ?? null;
      if (!store.alertStates.replace(tenant, before, { modelId, state })) return;
      for (const alert of found?.alerts ?? []) tell(store, tenant, alert, now());
    });
  } catch (error) {
    // What a person has to mend is not looked at every minute.
    if (error instanceof UserError)
      store.alertStates.replace(tenant, before, { modelId, state: before?.state ?? null });
    log.error({ tenant, error: defectOf(error) }, "a model could not be checked for alerts");
  }
}

function tell(store: Store, tenant: string, { title, text, link, data }: RaisedAlert, now: number): void {
  store.notifications.insert(
    tenant,
    { id: Bun.randomUUIDv7(), kind: "alert", tone: "warn", title, text, link, createdAt: now, readAt: null },
    { type: "alert.raised", data },
  );
}
