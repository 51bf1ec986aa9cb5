import { UserError } from "../../errors";
import type { Outcome } from "../../jobs/channel";
import type { RetryPolicy } from "../../retry";
import { MINUTE_MS } from "../../time";

/** A mail ready to send. */
export interface Mail {
  /** Identifies the mail: two mails with the same key are the same mail and have the same Message-ID. */
  readonly key: string;
  /** One address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where the reader's mail program stops mails of this kind with one click. */
  readonly unsubscribeUrl?: string | undefined;
  readonly attachments?: readonly Attachment[];
}

interface Attachment {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** Sends mails. */
export interface Mailer {
  /** Resolves when the mail was accepted. Throws a `MailError`, and gives up when `signal` is aborted. */
  send(mail: Mail, signal: AbortSignal): Promise<void>;
}

interface MailFailure {
  /** Whether the same mail may succeed later. */
  readonly isTemporary: boolean;
  /** Whether the mail may have been accepted anyway, because the answer was lost. */
  readonly isUncertain?: boolean;
  /** Whether any mail would have failed: the service is down, or refuses this server. */
  readonly isOfService?: boolean;
  /** How long the service asks us to wait. */
  readonly afterMs?: number | null;
}

/** Why a mail was not sent: a sentence for the tenant, without secrets or addresses. */
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

/** The header fields by which a mail program unsubscribes its reader with one click (RFC 8058). */
export function unsubscribeHeaders({ unsubscribeUrl }: Pick<Mail, "unsubscribeUrl">): Record<string, string> {
  if (!unsubscribeUrl) return {};
  return { "List-Unsubscribe": `<${unsubscribeUrl}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}

/** Eight more tries within a day and a half. */
export const MAIL_RETRY: RetryPolicy = {
  pausesMs: [0.5, 2, 10, 30, 60, 240, 720, 1200].map((minutes) => minutes * MINUTE_MS),
  afterLast: "give up",
  spread: 0.1,
};

/** The outcome of a try that threw `error`. Rethrows it if it is a defect. */
export function outcomeOf(error: unknown): Outcome {
  if (error instanceof UserError) return { type: "refused", reason: error.message };
  if (!(error instanceof MailError)) throw error;
  const { message: reason, isTemporary, afterMs } = error;
  return isTemporary ? { type: "later", reason, afterMs } : { type: "refused", reason };
}
