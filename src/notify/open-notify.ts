import { lookup } from "node:dns/promises";
import type { Config } from "../config";
import { type Integration, type IntegrationStatus, waitingWords } from "../integration";
import type { Channel } from "../jobs/channel";
import { Outbox } from "../jobs/outbox";
import type { JobLog } from "../jobs/run";
import type { Store } from "../store/store";
import { fanOut } from "./fan-out";
import { mailAtJobEnds } from "./job-mail";
import { emailChannel } from "./mail/email-channel";
import { mailChannel } from "./mail/mail-channel";
import type { WatchedMailer } from "./mail/watched-mailer";
import { type AlertCheck, alertsLoop } from "./reports/alerts-loop";
import { type WeeklyReport, weeklyLoop } from "./reports/weekly-loop";
import { webhookChannel } from "./webhooks/webhook-channel";

const WEBHOOK_TIMEOUT_MS = 15_000;

interface NotifyOptions {
  readonly config: Pick<Config, "publicUrl" | "webhooksAllowPrivate">;
  readonly store: Store;
  readonly log: JobLog;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Null if no mails can be sent. */
  readonly mailer: WatchedMailer | null;
  /** Null if Inngest is off. */
  readonly inngest: Channel | null;
  /** What there is to tell a tenant this week; null if it has no model yet. */
  readonly writeWeekly: (tenant: string) => Promise<WeeklyReport | null>;
  /** Sends lists of customers. */
  readonly destination: Channel;
  /** What has crossed a threshold since `state`, by the tenant's default model; null if it has none. */
  readonly checkAlerts: (tenant: string, state: unknown) => Promise<AlertCheck | null>;
}

/**
 * Mail and webhooks. From now on, messages about events are stored for everyone who subscribed to them. They are sent
 * between `start` and `stop` of the webhooks, which run the outbox for all channels and write the weekly reports.
 */
export function openNotify({
  config,
  store,
  log,
  now,
  mailer,
  inngest,
  writeWeekly,
  destination,
  checkAlerts,
}: NotifyOptions): readonly [Integration, Integration] {
  const { publicUrl, webhooksAllowPrivate: allowPrivate } = config;
  const telling = { store, canMail: mailer !== null, publicUrl };
  fanOut(telling);
  mailAtJobEnds({ ...telling, now });
  const weekly = weeklyLoop({ ...telling, log, now, write: writeWeekly });
  const alerts = alertsLoop({ store, log, now, check: checkAlerts });
  const outbox = new Outbox({
    store,
    log,
    now,
    channels: {
      mail: mailChannel({ store, mailer, now }),
      email: emailChannel({ store, log, mailer, now }),
      webhook: webhookChannel({
        store,
        now,
        allowPrivate,
        timeoutMs: WEBHOOK_TIMEOUT_MS,
        lookup: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
      }),
      destination,
      ...(inngest && { inngest }),
    },
  });
  return [
    {
      name: "mail",
      purpose: "Mails about the week, jobs, drift and schedules",
      status: () => mailStatus(mailer, store),
    },
    {
      name: "webhooks",
      purpose: "Webhooks: your own programs get events",
      status: () => webhookStatus(store, allowPrivate),
      start: () => {
        outbox.start();
        alerts.start();
        weekly.start();
      },
      stop: async (graceMs) => {
        await Promise.all([alerts.stop(graceMs), weekly.stop(graceMs), outbox.stop(graceMs)]);
      },
    },
  ];
}

function mailStatus(mailer: WatchedMailer | null, store: Store): IntegrationStatus {
  if (!mailer)
    return {
      state: "off",
      detail: "Set BREVO_API_KEY and BREVO_SENDER_EMAIL, or SMTP_URL and MAIL_FROM, to send mails.",
    };
  const waiting = store.outbox.waiting().mail;
  if (mailer.trouble)
    return {
      state: "failing",
      detail: `${mailer.trouble} ${waitingWords(waiting, "message")} to be tried again.`,
    };
  return { state: "well", detail: `By ${mailer.carrier}.` };
}

function webhookStatus(store: Store, allowPrivate: boolean): IntegrationStatus {
  if (!store.webhooks.any())
    return { state: "off", detail: "No webhook is set up. An administrator can add one below." };
  const where = allowPrivate ? " To private addresses too, as WEBHOOKS_ALLOW_PRIVATE is 1." : "";
  return { state: "well", detail: `${waitingWords(store.outbox.waiting().webhook, "message")}.${where}` };
}
