import { UserError } from "../../errors";
import { defectOf } from "../../jobs/protocol";
import type { JobLog } from "../../jobs/run";
import { Loop } from "../../loop";
import type { Store } from "../../store/store";
import type { WeeklyReportRow } from "../../store/weekly-reports";
import { DAY_MS, HOUR_MS } from "../../time";
import { listeners, type TellingOptions, toWebhooks } from "../fan-out";
import { unsubscribeUrl } from "../mail/unsubscribe-link";
import { lastWeekly, nextWeekly, type WeeklyTime } from "./due";
import { type Report, reportLetter } from "./report-letter";

/** A mail is sent at most this late. */
const LOOK_MS = 60_000;
/** A report that could not be written is tried again after an hour, for a day. */
const RETRY_MS = HOUR_MS;
const MOST_RETRIED_MS = DAY_MS;
/** Monday at 8, until the tenant chooses another time. */
export const USUAL_TIME = { day: 1, hour: 8 } as const;

/** A week's report: for people, and what programs get beside its words. */
export interface WeeklyReport {
  readonly report: Report;
  /** Wire format. Names no customers. */
  readonly data: Readonly<Record<string, unknown>>;
}

interface WeeklyOptions extends TellingOptions {
  readonly log: JobLog;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What there is to tell the tenant; null if it has no model yet. */
  readonly write: (tenant: string) => Promise<WeeklyReport | null>;
}

type DueReport = WeeklyReportRow & { readonly tenant: string };

/**
 * Sends each tenant's weekly report when it is due. What was due while no server was running is sent once, at the next
 * look. Several servers may share a store: the one that advances the schedule stores the messages, in the same
 * transaction, and nobody gets two for a week.
 */
export function weeklyLoop(options: WeeklyOptions): Loop {
  const { store, log, now } = options;
  return new Loop({
    everyMs: LOOK_MS,
    look: async () => {
      for (const tenant of store.weeklyReports.unplanned()) planWeekly(store, tenant, USUAL_TIME, now());
      for (const due of store.weeklyReports.due(now())) await send(options, due);
    },
    onFailure: (error) => log.error({ error: defectOf(error) }, "weekly reports could not use the store"),
  });
}

/** Sets the day and hour of a tenant's report. A week that has had one has no other. */
export function planWeekly(
  store: Store,
  tenant: string,
  time: Omit<WeeklyTime, "timeZone">,
  now: number,
): void {
  const known = store.weeklyReports.find(tenant);
  const { at } = nextWeekly({ ...time, timeZone: timeZoneOf(store, tenant) }, now, known?.lastWeek ?? null);
  // What is due goes out before anything else changes.
  const nextDue = known && known.nextDue <= now ? known.nextDue : at;
  store.weeklyReports.save(tenant, { day: time.day, hour: time.hour, nextDue }, now);
}

/** Where the tenant's clock stands. */
function timeZoneOf(store: Store, tenant: string): string {
  const { timeZone } = store.tenants.settings(tenant);
  return typeof timeZone === "string" ? timeZone : "UTC";
}

async function send(options: WeeklyOptions, due: DueReport): Promise<void> {
  const { store, log, now, write } = options;
  const { tenant, nextDue, lastWeek } = due;
  const time = { ...due, timeZone: timeZoneOf(store, tenant) };
  const last = lastWeekly(time, now());
  const sent = { nextDue: nextWeekly(time, now(), last.week).at, lastWeek: last.week };
  const isWanted = listeners(store, tenant, "weekly.report").any;
  try {
    const weekly = isWanted ? await write(tenant) : null;
    store.transaction(() => {
      if (!store.weeklyReports.advance(tenant, nextDue, sent)) return;
      if (weekly && !store.erasures.isTenantErased(tenant, now()))
        deliver(options, tenant, last.week, weekly);
    });
  } catch (error) {
    log.error({ tenant, error: defectOf(error) }, "a weekly report could not be written");
    const isLate = now() - last.at >= MOST_RETRIED_MS;
    store.transaction(() => {
      const next = isLate ? sent : { nextDue: now() + RETRY_MS, lastWeek };
      if (store.weeklyReports.advance(tenant, nextDue, next) && isLate)
        tellFailure(store, tenant, error, now());
    });
  }
}

function deliver(options: WeeklyOptions, tenant: string, week: string, { report, data }: WeeklyReport): void {
  const { store, now, canMail, publicUrl } = options;
  const { title, lead, warning, sections } = report;
  const moves =
    sections[0]?.items.map((item) => `• ${item.title}${item.figure ? `: ${item.figure}` : ""}`) ?? [];
  const text = [warning, lead, ...moves].filter(Boolean).join("\n");
  toWebhooks(
    options,
    tenant,
    { title, text, link: "/app", createdAt: now() },
    { type: "weekly.report", data: { week, ...data } },
    (webhook) => `weekly:${week}:${webhook}`,
  );
  if (!canMail) return;
  const because = `You get this mail every week because your address is in the settings of ${tenant}.`;
  for (const recipient of listeners(store, tenant, "weekly.report").recipients) {
    const stop = publicUrl ? unsubscribeUrl(publicUrl, tenant, recipient, "weekly") : undefined;
    const payload = { ...reportLetter(report, { because, unsubscribeUrl: stop }), group: "weekly" };
    // The same id for the same week: an existing one stays.
    const id = `weekly:${week}:${recipient.id}`;
    const delivery = {
      id,
      channel: "mail",
      target: recipient.address,
      event: "weekly.report",
      payload,
    } as const;
    store.outbox.insert(tenant, delivery, now());
  }
}

function tellFailure(store: Store, tenant: string, error: unknown, now: number): void {
  if (store.erasures.isTenantErased(tenant, now)) return;
  store.notifications.insert(tenant, {
    id: Bun.randomUUIDv7(),
    kind: "email",
    tone: "bad",
    title: "The weekly report was not sent",
    text: `It could not be written for a day. ${error instanceof UserError ? error.message : "An internal error stopped it."}`,
    link: "/app",
    createdAt: now,
    readAt: null,
  });
}
