import { MailError, type Mailer } from "./mailer";

/** A mailer that remembers how its last try went. */
export interface WatchedMailer extends Mailer {
  /** Why the last try failed where it was the service that was to blame; null where it was well. */
  readonly trouble: string | null;
  /** Who carries the mails. */
  readonly carrier: string;
}

/** Watches `mailer`. A refused address is nothing that its service is to blame for. */
export function watchedMailer(mailer: Mailer, carrier: string): WatchedMailer {
  let trouble: string | null = null;
  return {
    carrier,
    get trouble() {
      return trouble;
    },
    async send(mail, signal) {
      try {
        await mailer.send(mail, signal);
        trouble = null;
      } catch (error) {
        if (signal.aborted) throw error;
        if (error instanceof MailError && error.isOfService) trouble = error.message;
        throw error;
      }
    },
  };
}
