import { MAIL_ADDRESS } from "../../config";

/**
 * The address as it is sent to; null where the text is none, or could be read as several or as a header. Domains of
 * other scripts are to be given in their ASCII form (`xn--…`).
 */
export function mailAddress(text: string): string | null {
  const trimmed = text.trim();
  return trimmed.length <= 254 && MAIL_ADDRESS.test(trimmed) ? trimmed : null;
}

/** A header's text on one line: what could begin another header is a space. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
