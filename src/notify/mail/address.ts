import { MAIL_ADDRESS } from "../../config";

/**
 * The address to send to; null if the text is not an address, or could be read as several or as a header. Domains in
 * other scripts must be in ASCII form (`xn--…`).
 */
export function mailAddress(text: string): string | null {
  const trimmed = text.trim();
  return trimmed.length <= 254 && MAIL_ADDRESS.test(trimmed) ? trimmed : null;
}

/** A header's text on one line. A line break could begin another header, so it becomes a space. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
