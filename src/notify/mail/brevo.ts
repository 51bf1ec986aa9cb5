import { mailAddress, oneLine } from "./address";
import { keyUuid } from "./key";
import { MailError, type Mailer, unsubscribeHeaders } from "./mailer";

interface BrevoOptions {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly sender: { readonly name: string; readonly email: string };
  /** How long Brevo may take to answer. */
  readonly timeoutMs?: number;
}

/** How much of an answer is worth keeping if it is not JSON, or too long. */
const MOST_ANSWER_BYTES = 16 * 1024;

/**
 * Sends mails through Brevo's HTTP API. The `idempotencyKey` is derived from the mail's key, so that within half an
 * hour Brevo sends one mail, however often we ask.
 */
export function brevoMailer({ apiUrl, apiKey, sender, timeoutMs = 30_000 }: BrevoOptions): Mailer {
  return {
    async send({ key, to, subject, text, html, unsubscribeUrl, attachments }, signal) {
      const email = mailAddress(to);
      if (email === null) throw new MailError("Mail cannot be sent to this address.", { isTemporary: false });
      const body = JSON.stringify({
        sender,
        to: [{ email }],
        subject: oneLine(subject),
        htmlContent: html,
        textContent: text,
        headers: { idempotencyKey: keyUuid(key), ...unsubscribeHeaders({ unsubscribeUrl }) },
        ...(attachments && {
          attachment: attachments.map(({ fileName, content }) => ({
            name: fileName,
            content: Buffer.from(content).toString("base64"),
          })),
        }),
      });
      let response: Response;
      try {
        response = await fetch(apiUrl, {
          method: "POST",
          headers: { "api-key": apiKey, "Content-Type": "application/json", Accept: "application/json" },
          body,
          redirect: "manual",
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        });
      } catch {
        throw new MailError("Could not reach Brevo.", {
          isTemporary: true,
          isUncertain: true,
          isOfService: true,
        });
      }
      const told = await wordOf(response);
      if (!response.ok) throw failureOf(response, told);
    },
  };
}

function failureOf(
  { status, headers }: Response,
  { code, message }: { code: string; message: string },
): MailError {
  if (status === 401 || status === 403)
    return new MailError(
      "Brevo refused this server's key. Ask the operator of this server to check BREVO_API_KEY and the IP addresses that Brevo accepts.",
      { isTemporary: false, isOfService: true },
    );
  const said = code || message ? `: ${[code, message].filter(Boolean).join(", ")}` : "";
  // 402 means an account without credits, which someone will top up.
  const isTemporary = [402, 408, 425, 429].includes(status) || status >= 500;
  return new MailError(`Brevo answered ${status}${said}.`, {
    isTemporary,
    isUncertain: status >= 500,
    // 404 means a wrong BREVO_API_URL.
    isOfService: isTemporary || status === 404,
    afterMs: retryAfterMs(headers),
  });
}

/** `Retry-After` in seconds, or Brevo's own `x-sib-ratelimit-reset`; at most a day. */
function retryAfterMs(headers: Headers): number | null {
  const seconds = Number(headers.get("retry-after") ?? headers.get("x-sib-ratelimit-reset") ?? Number.NaN);
  return seconds > 0 ? Math.min(seconds, 86_400) * 1000 : null;
}

/** Brevo's error, without any address that it repeats. */
async function wordOf(response: Response): Promise<{ code: string; message: string }> {
  let text = "";
  try {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > MOST_ANSWER_BYTES) break;
    }
    const { code, message } = JSON.parse(text) as Record<string, unknown>;
    return { code: wordless(code), message: wordless(message) };
  } catch {
    return { code: "", message: "" };
  }
}

function wordless(value: unknown): string {
  if (typeof value !== "string") return "";
  return oneLine(value)
    .replace(/[^\s<>"',;:()]+@[^\s<>"',;:()]+/g, "(address)")
    .slice(0, 200)
    .replace(/\.$/, "");
}
