import type { Config } from "../../config";
import { brevoMailer } from "./brevo";
import { smtpMailer } from "./smtp";
import { type WatchedMailer, watchedMailer } from "./watched-mailer";

/** The mailer in the settings, Brevo or a mail server; null if neither is set. */
export function openMailer(config: Config): WatchedMailer | null {
  const { brevoApiKey, brevoApiUrl, brevoSenderEmail, brevoSenderName, smtpUrl, mailFrom } = config;
  if (brevoApiKey && brevoSenderEmail) {
    const sender = { name: brevoSenderName, email: brevoSenderEmail };
    return watchedMailer(brevoMailer({ apiUrl: brevoApiUrl, apiKey: brevoApiKey, sender }), "Brevo");
  }
  const from = mailFrom ?? (brevoSenderEmail ? { name: brevoSenderName, address: brevoSenderEmail } : null);
  if (!smtpUrl || !from) return null;
  return watchedMailer(smtpMailer({ server: smtpUrl, from }), `the mail server ${smtpUrl.host}`);
}
