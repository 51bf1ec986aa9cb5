import { UserError } from "../../errors";
import type { Outcome } from "../../jobs/channel";
import type { RetryPolicy } from "../../retry";
import { MINUTE_MS } from "../../time";

/** A mail that is ready to be sent. */
export interface Mail {
  /** One of a kind: two mails with the same key are the same mail, and bear the same Message-ID. */
  readonly key: string;
  /** One address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Whoever can send mails. */
export interface Mailer {
  /** Resolves when the mail was taken. Throws a `MailError`, and gives up when `signal` is aborted. */
  send(mail: Mail, signal: AbortSignal): Promise<void>;
}

interface MailFailure {
  /** Whether the same may succeed later. */
  readonly isTemporary: boolean;
  /** Whether the mail may have been taken all the same: the answer was lost. */
  readonly isUncertain?: boolean;
  /** Whether it would have befallen any mail: the service is away, or refuses this server. */
  readonly isOfService?: boolean;
  /** How long the service asks to be left alone. */
  readonly afterMs?: number | null;
}

/** Why a mail was not sent: a sentence for the tenant that tells no secret and repeats no address. */
export class MailError extends Error {
  override readonly name = "MailError";
  readonly isTemporary: boolean;
  readonly isUncertain: boolean;
  readonly isOfService: boolean;
  readonly afterMs: number | null;

  constructor(
    message: string,
    { isTemporary, isUncertain = false, isOfService = false, afterMs = null }: MailFailure,
  ) {
    super(message);
    this.isOfService = isOfService;
    this.isTemporary = isTemporary;
    this.isUncertain = isUncertain;
    this.afterMs = afterMs;
  }
}

/** Eight more tries within a day and a half. */
export const MAIL_RETRY: RetryPolicy = {
  pausesMs: [0.5, 2, 10, 30, 60, 240, 720, 1200].map((minutes) => minutes * MINUTE_MS),
  afterLast: "give up",
  spread: 0.1,
};

/** What became of a try that threw `error`. Throws it where it is a defect. */
export function outcomeOf(error: unknown): Outcome {
  if (error instanceof UserError) return { type: "refused", reason: error.message };
  if (!(error instanceof MailError)) throw error;
  const { message: reason, isTemporary, afterMs } = error;
  return isTemporary ? { type: "later", reason, afterMs } : { type: "refused", reason };
}
