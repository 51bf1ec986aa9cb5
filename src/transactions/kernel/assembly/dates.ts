// AssemblyScript, compiled with `index.ts` to `kernel.wasm` by `bun run build:kernels`. Addresses are in bytes.

import { BLOCK_ROWS, count, DATE_KINDS, DATE_NOTATIONS, ends, starts } from "./columns";
import { allocate, isSame } from "./memory";
import { powers } from "./numbers";

let dateColumn: i32 = -1;
let moments: usize = 0;
let momentKinds: usize = 0;
/** By DateKind, then by year from 1900: 1 if such a cell needs nothing but to be counted. */
let plainDates: usize = 0;
let plainYears: usize = 0;
/** Finest time met so far, and whether a separator was. */
let finest: i32 = 0;

/** Sets the column of dates; returns where the values go, the kinds, 8 flags by kind and 512 by year behind them. */
export function setDates(column: i32): usize {
  dateColumn = column;
  moments = allocate(BLOCK_ROWS * 9 + 8 + 512);
  momentKinds = moments + (BLOCK_ROWS << 3);
  plainDates = moments + BLOCK_ROWS * 9;
  plainYears = plainDates + 8;
  memory.fill(plainDates, 0, 8 + 512);
  return moments;
}

export function setFinest(precision: i32): void {
  finest = precision;
}

/** Counts the cell that `readDate` read last. */
export function countDate(): void {
  count(DATE_KINDS + ((<usize>dateKind) << 2));
  count(DATE_NOTATIONS + ((<usize>dateNotation) << 2));
}

const DAY_MS: i64 = 86_400_000;
const YEAR_MS: f64 = 365.2425 * 86_400_000;

/** DateKind in `date-kind.ts`, DateNotation in `date-parser.ts`. */
const MOMENT: i32 = 2;
const EITHER_ORDER: i32 = 3;
const DAY_FIRST: i32 = 4;
const MONTH_FIRST: i32 = 5;
const NUMERIC: i32 = 0;
const ISO: i32 = 1;

/** The last cell read, and what it said. */
const lastCell = memory.data(64, 8);
let lastLength: i32 = -1;
let dateValue: f64 = NaN;
let dateKind: i32 = 0;
let dateNotation: i32 = 0;
let dateYear: i32 = 0;
let datePrecision: i32 = 0;

/** A cell that JavaScript has read, for the rows below that repeat it. `at`: its text, at most 48 bytes. */
export function rememberDate(at: usize, length: i32, value: f64, kind: i32, notation: i32, year: i32): void {
  memory.copy(lastCell, at, <usize>length);
  lastLength = length;
  dateValue = value;
  dateKind = kind;
  dateNotation = notation;
  dateYear = year;
  datePrecision = 0;
}

/** Reads the date of the record at hand as row `at`; false if it is not plain, or the flags ask for a closer look. */
export function readDate(at: i32): bool {
  const column = (<usize>dateColumn) << 2;
  const start = load<usize>(starts + column);
  const length = <i32>(load<usize>(ends + column) - start);
  if (length !== lastLength || !isSame(start, lastCell, length)) {
    lastLength = -1;
    if (length < 8 || length > 40 || !parseDate(start, start + length)) return false;
    memory.copy(lastCell, start, <usize>length);
    lastLength = length;
  }
  if (datePrecision > finest || load<u8>(plainDates + dateKind) === 0) return false;
  if (<u32>(dateYear - 1900) >= 512 || load<u8>(plainYears + (dateYear - 1900)) === 0) return false;
  store<f64>(moments + ((<usize>at) << 3), dateValue);
  store<u8>(momentKinds + at, <u8>dateKind);
  return true;
}

let cursor: usize = 0;
let digits: i32 = 0;

/** A run of at most 9 digits; sets `digits` to their number. */
function integer(end: usize): i32 {
  const from = cursor;
  let value = 0;
  while (cursor < end && cursor - from < 9) {
    const digit: u32 = <u32>load<u8>(cursor) - 0x30;
    if (digit > 9) break;
    value = value * 10 + digit;
    cursor++;
  }
  digits = <i32>(cursor - from);
  return value;
}

/** As `DateParser` reads `a/b/2011` and `2011-12-09`, with or without a time; false for anything else. */
function parseDate(start: usize, end: usize): bool {
  cursor = start;
  const first = integer(end);
  const firstDigits = digits;
  if (firstDigits === 0 || cursor >= end) return false;
  const separator = load<u8>(cursor++);
  if (separator !== 0x2f && separator !== 0x2d && separator !== 0x2e) return false;
  const second = integer(end);
  if (digits === 0 || digits > 2 || cursor >= end || load<u8>(cursor++) !== separator) return false;
  const third = integer(end);
  const thirdDigits = digits;
  const isYearFirst = firstDigits === 4 && (thirdDigits === 1 || thirdDigits === 2);
  if (!isYearFirst && (firstDigits > 2 || thirdDigits !== 4)) return false;
  datePrecision = 0;
  const ms = cursor === end ? 0 : timeOfDay(end);
  if (ms === NO_TIME) return false;
  if (isYearFirst) return settle(first, second, third, ms);
  if (first < 1 || first > 31 || second < 1 || second > 31 || third < 1900 || third > 2199) return false;
  if (first > 12 && second > 12) return false;
  dateKind = first > 12 ? DAY_FIRST : second > 12 ? MONTH_FIRST : EITHER_ORDER;
  dateNotation = NUMERIC;
  dateYear = third;
  dateValue = <f64>((((((<i64>first) << 5) + second) * 4096 + third) << 29) + ms + 2 * DAY_MS);
  return true;
}

const monthLengths = memory.data<u8>([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);

function settle(year: i32, month: i32, day: i32, ms: i64): bool {
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > (month === 2 && isLeap ? 29 : <i32>load<u8>(monthLengths + (month - 1)))) return false;
  dateKind = MOMENT;
  dateNotation = ISO;
  dateValue = <f64>(<i64>daysFromCivil(year, month, day) * DAY_MS + ms);
  dateYear = 1970 + <i32>Math.floor(dateValue / YEAR_MS);
  return true;
}

/** Hinnant, "chrono-Compatible Low-Level Date Algorithms", for years from 0. */
function daysFromCivil(year: i32, month: i32, day: i32): i32 {
  const y = month <= 2 ? year - 1 : year;
  const era = y / 400;
  const yearOfEra = y - era * 400;
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

const NO_TIME: i64 = i64.MIN_VALUE;

/** `T` or a blank, `8:26` or `08:26:00`, then maybe a fraction, AM or PM, and `Z` or an offset; else `NO_TIME`. */
function timeOfDay(end: usize): i64 {
  const before = load<u8>(cursor++);
  if (before !== 0x20 && before !== 0x54) return NO_TIME;
  const hour = integer(end);
  if (digits === 0 || digits > 2 || cursor >= end || load<u8>(cursor++) !== 0x3a) return NO_TIME;
  const minute = integer(end);
  if (digits !== 2 || minute > 59) return NO_TIME;
  datePrecision = 1;
  let ms = <i64>hour * 3_600_000 + <i64>minute * 60_000;
  if (cursor < end && load<u8>(cursor) === 0x3a) {
    cursor++;
    const second = integer(end);
    if (digits !== 2 || second > 59) return NO_TIME;
    datePrecision = 2;
    ms += <i64>second * 1000;
    if (cursor < end && load<u8>(cursor) === 0x2e) {
      cursor++;
      const fraction = integer(end);
      if (digits === 0) return NO_TIME;
      datePrecision = 3;
      ms += <i64>Math.floor((<f64>fraction / load<f64>(powers + ((<usize>digits) << 3))) * 1000 + 1e-6);
    }
  }
  if (ms > DAY_MS) return NO_TIME;
  if (cursor < end && load<u8>(cursor) === 0x20) cursor++;
  if (cursor === end) return load<u8>(end - 1) === 0x20 ? NO_TIME : ms;
  const mark = load<u8>(cursor++);
  if (mark === 0x5a) return cursor === end ? ms : NO_TIME;
  if (mark === 0x2b || mark === 0x2d) {
    const offset = zoneOffset(end);
    return offset < 0 ? NO_TIME : mark === 0x2b ? ms - offset : ms + offset;
  }
  const half = mark | 0x20;
  if ((half !== 0x61 && half !== 0x70) || cursor + 1 !== end || (load<u8>(cursor) | 0x20) !== 0x6d)
    return NO_TIME;
  if (ms >= 13 * 3_600_000) return NO_TIME;
  return (ms % (12 * 3_600_000)) + (half === 0x70 ? 12 * 3_600_000 : 0);
}

/** `0100` or `01:00` to the end, in ms; −1 for anything else. */
function zoneOffset(end: usize): i64 {
  let hours = integer(end);
  let minutes: i32;
  if (digits === 4) {
    minutes = hours % 100;
    hours /= 100;
  } else {
    if (digits !== 2 || cursor >= end || load<u8>(cursor++) !== 0x3a) return -1;
    minutes = integer(end);
    if (digits !== 2) return -1;
  }
  if (cursor !== end || hours > 15 || minutes > 59) return -1;
  return <i64>hours * 3_600_000 + <i64>minutes * 60_000;
}
