/** What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"). */
const BEGINS_FORMULA = /^[=+\-@\t\r]/;

/**
 * A text that no spreadsheet runs: one that begins like a formula gets an apostrophe before it. Numbers are not texts
 * and stay what they are, the negative ones too.
 */
export function harmless(text: string): string {
  return BEGINS_FORMULA.test(text) ? `'${text}` : text;
}
