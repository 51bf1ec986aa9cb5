import { DAY_MS } from "../../time";
import { daysFromCivil, fullYear, isCalendarDay } from "./calendar";

/** What a cell of a date column is. Small integers, kept a byte a row. */
export const DateKind = {
  empty: 0,
  unreadable: 1,
  /** The moment is known: its value is milliseconds since 1970. */
  moment: 2,
  /** `a/b/c` of which neither `a` nor `b` is above 12: its value is packed (`packDate`). */
  eitherOrder: 3,
  /** `a/b/c` with `a` from 13 to 31: packed; only day first can be. */
  dayFirst: 4,
  /** `a/b/c` with `b` from 13 to 31: packed; only month first can be. */
  monthFirst: 5,
  /** `a/b/c` with `a` above 31: packed; only year first can be. */
  yearFirst: 6,
  /** A day and year beside a month's name that is another month in another language: packed (`packNamed`). */
  eitherMonth: 7,
} as const;
export type DateKind = (typeof DateKind)[keyof typeof DateKind];

/** Order of the parts of a date that is written in numbers. */
export type DateOrder = "mdy" | "dmy" | "ymd";

const MS_RANGE = 2 ** 29;
/** A zone's offset can move the time of day over either end of its day. */
const MS_BIAS = 2 * DAY_MS;

/**
 * Packs `a/b/c` and the milliseconds since that day's midnight (a zone's offset taken off, so −1 to 2 days) into one
 * integer below 2⁵³, so that a column is kept as 8 bytes a row until its order is known. 0 ≤ a ≤ 99, 0 ≤ b ≤ 31,
 * 0 ≤ c ≤ 4095.
 */
export function packDate(a: number, b: number, c: number, ms: number): number {
  return ((a * 32 + b) * 4096 + c) * MS_RANGE + ms + MS_BIAS;
}

/** Names of months that `packNamed` tells apart. */
export const mostNames = 100;

/** Packs a day, its year and one of `mostNames` names like `packDate`, but below zero, so that it has no order. */
export function packNamed(name: number, day: number, year: number, ms: number): number {
  return -packDate(name, day, year, ms);
}

/** The moment of a date packed by `packNamed`; `months[name]` is 1 to 12, or 0 where it is not known. */
export function resolveNamed(packed: number, months: ArrayLike<number>): number {
  const date = dateOf(-packed);
  return moment(lastPart(date), months[firstPart(date)] ?? 0, middlePart(date), msOf(-packed, date));
}

/** The moment, in ms since 1970, of a date packed by `packDate` and read in an order; NaN where there is no such day. */
export function resolveDate(packed: number, order: DateOrder): number {
  if (!(packed >= 0)) return Number.NaN;
  const date = dateOf(packed);
  const ms = msOf(packed, date);
  const a = firstPart(date);
  const b = middlePart(date);
  const c = lastPart(date);
  if (order === "ymd") return c > 31 ? Number.NaN : moment(fullYear(a), b, c, ms);
  const year = fullYear(c);
  return order === "mdy" ? moment(year, a, b, ms) : moment(year, b, a, ms);
}

/** The three parts of a packed date in one number, without its milliseconds. */
export function dateOf(packed: number): number {
  return Math.floor(packed / MS_RANGE);
}

/** The first part (`a`) of a packed date's `dateOf`. */
export function firstPart(date: number): number {
  return Math.floor(date / (4096 * 32));
}

/** The last part (`c`). */
export function lastPart(date: number): number {
  return date % 4096;
}

function middlePart(date: number): number {
  return Math.floor(date / 4096) % 32;
}

function msOf(packed: number, date: number): number {
  return packed - date * MS_RANGE - MS_BIAS;
}

/** Milliseconds since 1970 of a day and the milliseconds into it; NaN where there is no such day. */
export function moment(year: number, month: number, day: number, ms: number): number {
  return isCalendarDay(year, month, day) ? daysFromCivil(year, month, day) * DAY_MS + ms : Number.NaN;
}
