import { UserError } from "../errors";
import { pauseAfter } from "../retry";
import type { HandlerTools, JobHandler } from "./job-handler";
import { TryLater } from "./job-handler";
import { MAIL_RETRY, type Mail, MailError, type Mailer } from "./mailer";
import { requiredText } from "./payload";

/** The note that is kept before a mail is handed over. */
const HANDED_OVER = "handed over";

interface EmailOutcome {
  readonly mayBeTwice: boolean;
}

interface EmailOptions extends Pick<HandlerTools, "store" | "now"> {
  /** Null on a server that cannot send any: each job then fails at once and says so, rather than wait for ever. */
  readonly mailer: Mailer | null;
  /** 0 to 1. */
  random?(): number;
}

/**
 * Mails that were asked for: `to_email`, `subject`, `html`, `text`. Sent at least once, by the server itself. A server that ends between a mail's
 * being taken and its job's being completed sends it again, under the same Message-ID; the result then says that it may have come twice.
 */
export function emailJobs({
  store,
  now,
  mailer,
  random = Math.random,
}: EmailOptions): JobHandler<Mail, EmailOutcome> {
  return {
    async prepare(job) {
      if (!mailer) throw new UserError("Mail is not configured on this server, so nothing was sent.");
      return {
        key: `${job.tenant}/${job.id}`,
        to: requiredText(job.payload, "to_email"),
        subject: requiredText(job.payload, "subject"),
        html: String(job.payload.html ?? ""),
        text: String(job.payload.text ?? ""),
      };
    },

    async perform(mail, job, signal) {
      const { tenant, id, attempt } = job;
      // A note that is there is of a try of which nobody knows how it ended: those that are known to have failed have removed theirs.
      const mayBeTwice = store.notes.of(tenant, id).has(HANDED_OVER);
      const note = { attempt, at: new Date(now()).toISOString() };
      if (!store.runs.within(job, () => store.notes.add(tenant, id, HANDED_OVER, note)))
        throw new TryLater("The mail was not sent, as its job was to end.", 0);
      try {
        await mailer!.send(mail, signal);
      } catch (error) {
        if (!(error instanceof MailError)) throw error;
        if (!mayBeTwice && !error.isUncertain && !signal.aborted) store.notes.clear(tenant, id);
        const pause = error.isTemporary
          ? pauseAfter(MAIL_RETRY, attempt, random(), error.afterMs ?? 0)
          : null;
        if (pause !== null) throw new TryLater(error.message, pause);
        const given = error.isTemporary ? ` It was tried ${attempt} times and is given up.` : "";
        throw new UserError(error.message + given);
      }
      return { mayBeTwice };
    },

    commit: ({ tenant, id, attempt }, { mayBeTwice }) => ({
      result: {
        sent_at: new Date(now()).toISOString(),
        attempts: attempt,
        ...(mayBeTwice && { may_have_been_sent_twice: true }),
      },
      store: () => store.notes.clear(tenant, id),
    }),

    async discard() {},
  };
}
