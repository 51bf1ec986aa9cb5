/**
 * Characters that make a spreadsheet read a cell as a formula (OWASP, "CSV Injection"): in some languages also the
 * full-width ones.
 */
const BEGINS_FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/;

/**
 * Text that no spreadsheet runs: anything that looks like a formula gets an apostrophe in front. Numbers are not text
 * and stay as they are, even negative ones.
 */
export function harmless(text: string): string {
  return BEGINS_FORMULA.test(text) ? `'${text}` : text;
}
