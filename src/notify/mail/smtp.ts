import type { ConnectionOptions } from "node:tls";
import type { MailSender, SmtpServer } from "../../config";
import { mailAddress, oneLine } from "./address";
import { messageId } from "./key";
import { MailError, type Mailer, unsubscribeHeaders } from "./mailer";

export interface SmtpOptions {
  readonly server: SmtpServer;
  readonly from: MailSender;
  /** How long the server may be silent. */
  readonly timeoutMs?: number;
  /** How long a whole mail may take. */
  readonly mostMs?: number;
  /** Trusted certificates, in place of the usual ones. */
  readonly tls?: ConnectionOptions;
}

/** nodemailer's details of a failure. */
interface SmtpFailure {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly syscall?: string;
}

/**
 * Sends mails through SMTP, each over its own connection. A password only crosses the network through TLS: if the
 * server offers none and is not this machine, nothing is sent.
 */
export function smtpMailer({ server, from, timeoutMs = 20_000, mostMs = 90_000, tls }: SmtpOptions): Mailer {
  const { host, port, isSecure, user, password } = server;
  const isHere = /^(localhost|127\.[\d.]+|::1)$/i.test(host);
  return {
    async send({ key, to, subject, text, html, unsubscribeUrl, attachments = [] }, signal) {
      const address = mailAddress(to);
      if (address === null)
        throw new MailError("Mail cannot be sent to this address.", { isTemporary: false });
      const { createTransport } = await import("nodemailer");
      const transport = createTransport({
        host,
        port,
        secure: isSecure,
        requireTLS: !isSecure && user !== null && !isHere,
        ...(user !== null && { auth: { user, pass: password ?? "" } }),
        connectionTimeout: timeoutMs,
        greetingTimeout: timeoutMs,
        dnsTimeout: timeoutMs,
        socketTimeout: timeoutMs,
        disableFileAccess: true,
        disableUrlAccess: true,
        ...(tls && { tls }),
      });
      const limit = AbortSignal.timeout(mostMs);
      try {
        await transport.sendMail({
          from: { name: from.name ?? "", address: from.address },
          // An object, because text would be read as a list of addresses.
          to: { name: "", address },
          subject: oneLine(subject),
          text,
          html,
          attachments: attachments.map(({ fileName, contentType, content }) => ({
            filename: fileName,
            contentType,
            content: Buffer.from(content.buffer, content.byteOffset, content.length),
          })),
          messageId: messageId(key, from.address),
          // Keeps out-of-office replies away.
          headers: { "Auto-Submitted": "auto-generated", ...unsubscribeHeaders({ unsubscribeUrl }) },
          signal: AbortSignal.any([signal, limit]),
        });
      } catch (error) {
        throw failureOf(error as SmtpFailure, address);
      } finally {
        transport.close();
      }
    },
  };
}

/** A 4xx invites another try, a 5xx does not. A failed connection may work later. */
function failureOf({ code, responseCode, response, syscall }: SmtpFailure, address: string): MailError {
  const said = response ? `: ${oneLine(response).replaceAll(address, "(address)").slice(0, 200)}` : ".";
  // Also where the server answers that it knows no STARTTLS.
  if (code === "ETLS")
    return new MailError(
      "The mail server offers no trusted TLS, so nothing was sent. Ask the operator of this server to check SMTP_URL.",
      { isTemporary: true, isOfService: true },
    );
  if (responseCode !== undefined) {
    const isTemporary = responseCode < 500;
    if (code === "EAUTH" && !isTemporary)
      return new MailError(
        "The mail server refused this server's sign-in. Ask the operator of this server to check SMTP_URL.",
        { isTemporary, isOfService: true },
      );
    return new MailError(`The mail server ${isTemporary ? "deferred the mail" : "refused the mail"}${said}`, {
      isTemporary,
    });
  }
  if (code === "EENVELOPE" || code === "EMESSAGE")
    return new MailError("The mail's content is not valid.", { isTemporary: false });
  const isConnected = code !== "EDNS" && syscall !== "connect";
  return new MailError(
    isConnected ? "The connection to the mail server was lost." : "Could not reach the mail server.",
    { isTemporary: true, isUncertain: isConnected, isOfService: true },
  );
}
