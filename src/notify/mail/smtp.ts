import type { ConnectionOptions } from "node:tls";
import type { MailSender, SmtpServer } from "../../config";
import { mailAddress, oneLine } from "./address";
import { messageId } from "./key";
import { MailError, type Mailer } from "./mailer";

export interface SmtpOptions {
  readonly server: SmtpServer;
  readonly from: MailSender;
  /** How long the server may be silent. */
  readonly timeoutMs?: number;
  /** How long a whole mail may take. */
  readonly mostMs?: number;
  /** Whose certificates are believed, where it is not those that everybody believes. */
  readonly tls?: ConnectionOptions;
}

/** What nodemailer says of a failure. */
interface SmtpFailure {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly syscall?: string;
}

/**
 * Sends mails by SMTP, each over a connection of its own. A password crosses the network by TLS alone: where the server
 * offers none, and is not this machine, nothing is sent.
 */
export function smtpMailer({ server, from, timeoutMs = 20_000, mostMs = 90_000, tls }: SmtpOptions): Mailer {
  const { host, port, isSecure, user, password } = server;
  const isHere = /^(localhost|127\.[\d.]+|::1)$/i.test(host);
  return {
    async send({ key, to, subject, text, html }, signal) {
      const address = mailAddress(to);
      if (address === null)
        throw new MailError("The address is none that mail can be sent to.", { isTemporary: false });
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
          // An object: a text would be read as a list of addresses.
          to: { name: "", address },
          subject: oneLine(subject),
          text,
          html,
          messageId: messageId(key, from.address),
          // So that out-of-office answers stay away.
          headers: { "Auto-Submitted": "auto-generated" },
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

/** Who says 4xx wants to be asked again, who says 5xx does not; a connection that fails may be better later. */
function failureOf({ code, responseCode, response, syscall }: SmtpFailure, address: string): MailError {
  const said = response ? `: ${oneLine(response).replaceAll(address, "(address)").slice(0, 200)}` : ".";
  if (responseCode !== undefined) {
    const isTemporary = responseCode < 500;
    if (code === "EAUTH" && !isTemporary)
      return new MailError(
        "The mail server refused this server's sign-in. Ask the operator of this server to check SMTP_URL.",
        { isTemporary, isOfService: true },
      );
    return new MailError(`The mail server ${isTemporary ? "put the mail off" : "refused the mail"}${said}`, {
      isTemporary,
    });
  }
  if (code === "EENVELOPE" || code === "EMESSAGE")
    return new MailError("The mail could not be made from what was given.", { isTemporary: false });
  if (code === "ETLS")
    return new MailError(
      "The mail server offers no TLS that can be trusted, so nothing was sent. Ask the operator of this server to check SMTP_URL.",
      { isTemporary: true, isOfService: true },
    );
  const isConnected = code !== "EDNS" && syscall !== "connect";
  return new MailError(
    isConnected ? "The connection to the mail server broke off." : "The mail server could not be reached.",
    { isTemporary: true, isUncertain: isConnected, isOfService: true },
  );
}
