/** Records searched for the header. */
export const headerWindow = 50;

/** Least share of the fullest row's cells that a header fills. */
const leastFilled = 0.6;

/**
 * Index of the header among the first rows of a table, −1 if all are blank. Titles, shop names, date ranges and the
 * like may stand above it. `rows`: cells, trimmed; rows may differ in length.
 *
 * The evidence works in any language: column names hold no digits, while dates, amounts and most ids below them do. A
 * later row beats the first one only if it contrasts more with the rows below and fills more cells than any row above.
 * So a file that begins with its header is read from there, whatever the names look like.
 */
export function findHeader(rows: readonly (readonly string[])[]): number {
  const filled = rows.map((cells) => cells.reduce((count, cell) => count + (cell === "" ? 0 : 1), 0));
  const first = filled.findIndex((count) => count > 0);
  if (first < 0) return -1;
  const least = leastFilled * Math.max(...filled);
  const isPlausible = filled[first]! >= least;
  const contrasts = contrastsWithBelow(rows);
  let best = first;
  let fullestAbove = filled[first]!;
  for (let row = first + 1; row < rows.length; row++) {
    // A single text cell in a column of numbers may be bad data.
    const isBetter = contrasts[row]! > contrasts[best]! && (contrasts[row]! >= 2 || !isPlausible);
    // A line of facts about the file, as DATEV writes it, may be as full as the header below it.
    const isAboveFull = best === first && filled[row]! >= least && looksLikeData(rows[best]!);
    if ((filled[row]! > fullestAbove || isAboveFull) && isBetter && !looksLikeData(rows[row]!)) best = row;
    fullestAbove = Math.max(fullestAbove, filled[row]!);
  }
  if (best > first || isPlausible) return best;
  return filled.findIndex((count) => count >= least);
}

/** For each row, how many of its cells have no digit while the cells below mostly do. */
function contrastsWithBelow(rows: readonly (readonly string[])[]): number[] {
  const width = Math.max(...rows.map((cells) => cells.length));
  const below = new Int32Array(width);
  const digitsBelow = new Int32Array(width);
  const contrasts = rows.map(() => 0);
  for (let row = rows.length - 1; row >= 0; row--) {
    for (const [column, cell] of rows[row]!.entries()) {
      if (cell === "") continue;
      const hasDigit = /\d/.test(cell);
      if (!hasDigit && digitsBelow[column]! * 2 > below[column]!) contrasts[row]!++;
      below[column]!++;
      if (hasDigit) digitsBelow[column]!++;
    }
  }
  return contrasts;
}

/** Whether a supposed header is data: at least two of its cells, and half of them, are plain numbers or dates. */
export function looksLikeData(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== "");
  const values = filled.filter((cell) => /^[-+]?\d[\d.,:/ TZ-]*$/.test(cell));
  return values.length >= 2 && values.length * 2 >= filled.length;
}

/** A sentence on the rows above the header; null if none has text. `titles`: their numbers and cells. */
export function titlesNote(titles: readonly { row: number; cells: readonly string[] }[]): string | null {
  const shown = titles
    .map(({ row, cells }) => ({ row, text: cells.filter((cell) => cell !== "").join(" ") }))
    .filter(({ text }) => text !== "")
    .map(
      ({ row, text }) => `row ${row} ${JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)}`,
    );
  if (shown.length === 0) return null;
  const more = shown.length > 3 ? ` and ${shown.length - 3} more` : "";
  return `Skipped above the header: ${shown.slice(0, 3).join(", ")}${more}.`;
}
