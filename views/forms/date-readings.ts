/** The orders in which a date of numbers can be read. */
export const DATE_ORDERS = ["mdy", "dmy", "ymd"] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

export function isDateOrder(text: string | null | undefined): text is DateOrder {
  return DATE_ORDERS.includes(text as DateOrder);
}

/**
 * A date as a file writes it, and the day that each order reads in it: `2011-02-01`, or null where it cannot be read
 * so.
 */
export interface DateReadings {
  readonly value: string;
  readonly days: Readonly<Record<DateOrder, string | null>>;
}

const NUMERIC = /^\s*(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?!\d)/;

/**
 * The one of `values` that shows best what the order is about: the first whose day and month could be either and
 * differ, else the first that is a date of three numbers. Null where there is none: the order does not matter then.
 */
export function dateReadings(values: readonly string[]): DateReadings | null {
  let first: DateReadings | null = null;
  for (const value of values) {
    const found = NUMERIC.exec(value);
    if (!found) continue;
    const [a, b, c] = [found[1]!, found[3]!, found[4]!];
    const days = { mdy: day(c, a, b), dmy: day(c, b, a), ymd: day(a, b, c) };
    const readings = { value: value.trim(), days };
    if (days.mdy && days.dmy && days.mdy !== days.dmy) return readings;
    first ??= readings;
  }
  return first;
}

/** Years are of four digits, or of two as 1970 to 2069. */
function day(yearText: string, monthText: string, dayText: string): string | null {
  if (![2, 4].includes(yearText.length) || monthText.length > 2 || dayText.length > 2) return null;
  const short = Number(yearText);
  const year = yearText.length === 4 ? short : short < 70 ? 2000 + short : 1900 + short;
  const time = Date.UTC(year, Number(monthText) - 1, Number(dayText));
  const read = new Date(time);
  const isDate = read.getUTCMonth() === Number(monthText) - 1 && read.getUTCDate() === Number(dayText);
  return isDate ? read.toISOString().slice(0, 10) : null;
}
