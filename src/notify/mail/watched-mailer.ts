import { MailError, type Mailer } from "./mailer";

/** A mailer that remembers its last outcome. */
export interface WatchedMailer extends Mailer {
  /** Why the last try failed, if that was the service's fault; null if all is well. */
  readonly trouble: string | null;
  /** The service that carries the mails. */
  readonly carrier: string;
}

/** Watches `mailer`. A refused address is not the service's fault. */
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
