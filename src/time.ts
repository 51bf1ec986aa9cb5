export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
/** Days are 24 hours of UTC: order lines carry no time zone. */
export const DAY_MS = 86_400_000;

/** Whole calendar days (UTC) from 1970-01-01 to the day of `timeMs`. */
export function dayNumber(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS);
}

/** `2011-12-09`, the calendar day (UTC) of `timeMs`. */
export function isoDay(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** Milliseconds of the beginning (UTC) of a day written `2011-12-09`; null for no day. */
export function dayStart(text: string): number | null {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // 31 February is rolled over by some, and no day for us.
  return Number.isNaN(time) || isoDay(time) !== text ? null : time;
}

/** The first millisecond of `2011-03`, and the first one after it; null if it is not a month. */
export function monthBounds(month: string): readonly [number, number] | null {
  const found = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month);
  if (!found) return null;
  const [year, m] = [Number(found[1]), Number(found[2])];
  return [Date.UTC(year, m - 1, 1), Date.UTC(year, m, 1)];
}

/** When an id of ours (UUIDv7) was made, milliseconds since 1970; 0 for any other. */
export function timeOfId(id: string): number {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(id) ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : 0;
}
