import { UserError } from "../../errors";
import type { Channel, Outcome } from "../../jobs/channel";
import { requiredText } from "../../jobs/payload";
import type { JobLog } from "../../jobs/run";
import type { RunToken } from "../../store/job-row";
import type { ClaimedDelivery } from "../../store/outbox";
import type { Store } from "../../store/store";
import { MAIL_RETRY, type Mail, MailError, type Mailer, outcomeOf } from "./mailer";

/** The note stored before a mail is handed over. */
const HANDED_OVER = "handed over";

interface EmailChannelOptions {
  readonly store: Store;
  readonly log: JobLog;
  /** Null on a server that cannot send mails: each job then fails at once and says so, rather than wait forever. */
  readonly mailer: Mailer | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The job's run that belongs to a try. Each claim begins one, so their numbers match. */
const runOf = ({ tenant, target, attempts }: ClaimedDelivery): RunToken => ({
  tenant,
  id: target!,
  attempt: attempts,
});

/**
 * Requested mails, as jobs: `to_email`, `subject`, `html`, `text`. The delivery only names the job; its tries are the
 * job's runs. Sends at least once: a mail that was being sent when its server stopped is sent again with the same
 * Message-ID, and the result says that it may have arrived twice.
 */
export function emailChannel({ store, log, mailer, now }: EmailChannelOptions): Channel {
  /** The running tries, and how to abort each. */
  const sending = new Map<ClaimedDelivery, AbortController>();
  const jobOf = ({ tenant, target }: ClaimedDelivery) => store.jobs.find(tenant, target!);

  return {
    atATime: 4,
    atOnce: 1,
    retry: MAIL_RETRY,

    /** Others can cancel too, even through another server. */
    look() {
      for (const [delivery, cancelling] of sending) if (jobOf(delivery)?.cancelRequested) cancelling.abort();
    },

    begin(delivery) {
      const { tenant, id, attempt } = runOf(delivery);
      const last = jobOf(delivery);
      // Its server hangs, or died while others were alive.
      if (last?.status === "processing")
        store.runs.killed({ tenant, id, attempt: last.attempt }, "stopped together with its server", now());
      if (!store.runs.begin(tenant, id, delivery.nextAt!, now())) return false;
      // The first note stays, because it is about a try with an unknown outcome. Tries that are known to have failed
      // have removed theirs.
      const at = new Date(now()).toISOString();
      store.notes.add(tenant, id, HANDED_OVER, { attempt, at });
      return true;
    },

    async send([delivery], signal): Promise<Outcome> {
      if (!mailer)
        return {
          type: "refused",
          reason: "Mail is not configured on this server, so nothing was sent.",
        };
      const cancelling = new AbortController();
      sending.set(delivery, cancelling);
      const given = new Promise<never>((_, reject) =>
        cancelling.signal.addEventListener("abort", reject, { once: true }),
      );
      try {
        const mail = mailOf(delivery, jobOf(delivery)?.payload ?? {});
        await Promise.race([mailer.send(mail, AbortSignal.any([signal, cancelling.signal])), given]);
        return { type: "delivered" };
      } catch (error) {
        if (cancelling.signal.aborted) return { type: "refused", reason: "The mail was cancelled." };
        const isCertain = error instanceof UserError || (error instanceof MailError && !error.isUncertain);
        if (isCertain && !signal.aborted && !isOfEarlierTry(store.notes, delivery))
          store.notes.clear(delivery.tenant, delivery.target!);
        return outcomeOf(error);
      } finally {
        sending.delete(delivery);
      }
    },

    postponed(delivery, { reason, nextAt, isInterrupted }) {
      const run = runOf(delivery);
      if (jobOf(delivery)?.cancelRequested) store.runs.cancelled(run, now());
      else if (isInterrupted) store.runs.requeue(run, now());
      else {
        log.warn({ ...run, kind: "email", reason }, "a job is tried again later");
        store.runs.postpone(run, nextAt, reason, now());
      }
    },

    ended(delivery, how, reason) {
      const run = runOf(delivery);
      const { tenant, id, attempt } = run;
      if (how === "delivered") {
        const result = {
          sent_at: new Date(now()).toISOString(),
          attempts: attempt,
          ...(isOfEarlierTry(store.notes, delivery) && { may_have_been_sent_twice: true }),
        };
        const completed = store.runs.complete(run, result, now(), () => store.notes.clear(tenant, id));
        if (completed) return;
      }
      // It was already done when asked to stop, or was given up because of that.
      if (jobOf(delivery)?.cancelRequested) store.runs.cancelled(run, now());
      else {
        const given = how === "given up" ? ` We tried ${attempt} times and gave up.` : "";
        store.runs.fail(run, reason + given, now());
      }
    },
  };
}

/** Whether an earlier try handed the mail to the mail server with an unknown outcome. */
function isOfEarlierTry(notes: Store["notes"], { tenant, target, attempts }: ClaimedDelivery): boolean {
  const note = notes.of(tenant, target!).get(HANDED_OVER) as { readonly attempt: number } | undefined;
  return note !== undefined && note.attempt !== attempts;
}

function mailOf({ tenant, target }: ClaimedDelivery, payload: Readonly<Record<string, unknown>>): Mail {
  return {
    key: `${tenant}/${target}`,
    to: requiredText(payload, "to_email"),
    subject: requiredText(payload, "subject"),
    html: String(payload.html ?? ""),
    text: String(payload.text ?? ""),
  };
}
