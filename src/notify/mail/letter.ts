import { oneLine } from "./address";

/** The content of a mail. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where its reader stops mails of this kind with one click; absent if there is no such link. */
  readonly unsubscribeUrl?: string | undefined;
}

/** The message. Names no customers. */
interface Told {
  readonly tenant: string;
  readonly title: string;
  readonly text: string;
  /** A complete URL; null if the server does not know its public address. */
  readonly url: string | null;
  /** Why the reader gets the mail, as a sentence. */
  readonly because: string;
  readonly unsubscribeUrl?: string | undefined;
}

const BODY =
  "margin:0;padding:24px;background:#f5f5f2;font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;color:#1f2a24";
const CARD =
  "max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #e2e2dc;border-radius:8px";
const BUTTON =
  "display:inline-block;padding:10px 16px;background:#1f6f4a;color:#ffffff;text-decoration:none;border-radius:6px";

/** The mail as plain text and as HTML that loads nothing from anywhere. */
export function letterOf({ tenant, title, text, url, because, unsubscribeUrl }: Told): Letter {
  const stop = unsubscribeUrl ? `\nStop these mails: ${unsubscribeUrl}` : "";
  const paragraphs = [title, text, ...(url ? [`See it here: ${url}`] : []), `--\n${because}${stop}`];
  const link = url
    ? `<p style="margin:20px 0"><a href="${escaped(url)}" style="${BUTTON}">Open the page</a></p>`
    : "";
  const stopLink = unsubscribeUrl
    ? ` <a href="${escaped(unsubscribeUrl)}" style="color:#5c6b63">Stop these mails</a>`
    : "";
  return {
    subject: oneLine(`${title} (${tenant})`),
    text: `${paragraphs.filter(Boolean).join("\n\n")}\n`,
    html:
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title></head><body style="${BODY}">` +
      `<div style="${CARD}"><p style="margin:0 0 4px;color:#5c6b63;font-size:13px">Perennial, ${escaped(tenant)}</p>` +
      `<h1 style="margin:0 0 12px;font-size:20px">${escaped(title)}</h1><p style="margin:0;line-height:1.5">${escaped(text)}</p>${link}` +
      `<p style="margin:20px 0 0;color:#5c6b63;font-size:13px">${escaped(because)}${stopLink}</p></div></body></html>`,
    ...(unsubscribeUrl && { unsubscribeUrl }),
  };
}

function escaped(text: string): string {
  return Bun.escapeHTML(text);
}
