const missing = new Set(["", "nan", "null", "none", "n/a", "#n/a", "<na>", "nil", "undefined"]);

/** Whether an id stands for none: blank, or what a spreadsheet, a database or pandas writes for a missing value. */
export function isMissingId(text: string): boolean {
  return missing.has(text.toLowerCase());
}
