import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../time";
/** Years outside are taken for errors: no order line is that old, and no plan that far ahead. */
export const firstYear = 1900;
export const lastYear = 2199;

/** The clocks of the world are at most so far from UTC, in such steps. */
export const farthestZoneMs = 14 * HOUR_MS;
export const zoneStepMs = 15 * MINUTE_MS;

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether that day exists in the Gregorian calendar, within the years that are accepted. `month` is 1 to 12. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  if (year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 && leap ? 29 : monthLengths[month - 1]!);
}

/**
 * Days from 1970-01-01 to a day of the proleptic Gregorian calendar, by integer arithmetic alone, so that no time zone
 * has a say (Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil).
 */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** Two-digit years: 00 to 49 are 2000 to 2049, 50 to 99 are 1950 to 1999 (as SQL Server and .NET read them). */
export function fullYear(year: number): number {
  if (year >= 100) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

/** The same moment with its day and month exchanged; NaN where there is no such day. `ms`: since 1970. */
export function withDayAndMonthExchanged(ms: number): number {
  const date = new Date(ms);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  if (!isCalendarDay(year, day, month)) return Number.NaN;
  return ms + (daysFromCivil(year, day, month) - daysFromCivil(year, month, day)) * DAY_MS;
}
