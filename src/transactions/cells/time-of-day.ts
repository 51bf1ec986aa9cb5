import { HOUR_MS, MINUTE_MS } from "../../time";
import type { ByteCursor } from "./byte-cursor";
import { zoneOffset } from "./zone-names";

const COLON = 0x3a;
const DOT = 0x2e;
const COMMA = 0x2c;
const PLUS = 0x2b;
const MINUS = 0x2d;
const OPEN = 0x28;
const BRACKET = 0x5b;
const SLASH = 0x2f;
const UNDERSCORE = 0x5f;
const SMALL_H = 0x68;

/** Finest unit that a time gives. */
export const TimePrecision = { day: 0, minute: 1, second: 2, fraction: 3 } as const;
export type TimePrecision = (typeof TimePrecision)[keyof typeof TimePrecision];

/** A time of day as read. */
export interface TimeOfDay {
  /** Milliseconds since midnight UTC of the day that is written: a zone's offset is taken off, so −1 to 2 days. 24:00 is a day. */
  ms: number;
  precision: TimePrecision;
}

/**
 * Reads a time from the cursor to its end: `8:26`, `08:26:00.123`, `8:26 PM`, `8.26`, `8h26`, `0826`, `082600`, `24:00`, then maybe a
 * zone: `Z`, `PST`, `UTC+2`, `±hh`, `±hhmm`, `±hh:mm`. A zone by its place (`Europe/Berlin`) alone leaves the time as its
 * clocks show it. Writes into `out`; returns false where it is no time.
 */
export function parseTimeOfDay(cursor: ByteCursor, out: TimeOfDay): boolean {
  if (!readClock(cursor, out)) return false;
  cursor.skipBlanks();
  const meridiem = readMeridiem(cursor);
  if (meridiem !== null) {
    // Japanese clocks begin each half of the day with 0.
    if (out.ms >= 13 * HOUR_MS) return false;
    out.ms = (out.ms % (12 * HOUR_MS)) + (meridiem === "pm" ? 12 * HOUR_MS : 0);
  }
  const offset = zoneOffsetMs(cursor);
  out.ms -= offset;
  return !Number.isNaN(offset);
}

/** Reads hours, minutes, seconds and their fraction; false where there are none or the clock does not go so far. */
function readClock(cursor: ByteCursor, out: TimeOfDay): boolean {
  let hour = cursor.integer();
  let minute = 0;
  let second = 0;
  let fractionMs = 0;
  out.precision = TimePrecision.minute;
  if (cursor.digits === 4 || cursor.digits === 6) {
    if (cursor.digits === 6) {
      second = hour % 100;
      hour = Math.floor(hour / 100);
      out.precision = TimePrecision.second;
    }
    minute = hour % 100;
    hour = Math.floor(hour / 100);
  } else {
    if (cursor.digits === 0 || cursor.digits > 2) return false;
    const separator = cursor.byte;
    if (separator === COLON || separator === DOT || (separator | 0x20) === SMALL_H) {
      cursor.at++;
      minute = cursor.integer();
      if (cursor.digits !== 2) return false;
      if (cursor.accept(separator === DOT ? DOT : COLON)) {
        second = cursor.integer();
        if (cursor.digits !== 2) return false;
        out.precision = TimePrecision.second;
      }
    } else if (!followedByMeridiem(cursor)) return false;
  }
  if (
    out.precision === TimePrecision.second &&
    (cursor.accept(DOT) || cursor.accept(COMMA) || cursor.accept(COLON))
  ) {
    const fraction = cursor.integer();
    if (cursor.digits === 0 || cursor.digits > 9) return false;
    fractionMs = Math.floor((fraction / 10 ** cursor.digits) * 1000 + 1e-6);
    out.precision = TimePrecision.fraction;
  }
  if (minute > 59 || second > 59) return false;
  out.ms = hour * HOUR_MS + minute * MINUTE_MS + second * 1000 + fractionMs;
  return out.ms <= 24 * HOUR_MS;
}

function followedByMeridiem(cursor: ByteCursor): boolean {
  const from = cursor.at;
  cursor.skipBlanks();
  const found = readMeridiem(cursor) !== null;
  cursor.at = from;
  return found;
}

/** Reads `AM`, `PM`, `a.m.`, `p.m.`; null, and the cursor unmoved, where there is none. */
function readMeridiem(cursor: ByteCursor): "am" | "pm" | null {
  const from = cursor.at;
  const first = cursor.byte | 0x20;
  if (first === 0x61 || first === 0x70) {
    cursor.at++;
    cursor.accept(DOT);
    if ((cursor.byte | 0x20) === 0x6d) {
      cursor.at++;
      cursor.accept(DOT);
      if (!cursor.atLetter) return first === 0x61 ? "am" : "pm";
    }
  }
  cursor.at = from;
  return null;
}

/** Reads what is left as a zone: its offset from UTC in ms, 0 where nothing is left, NaN where it is no zone. */
function zoneOffsetMs(cursor: ByteCursor): number {
  let offset = 0;
  let isKnown = false;
  for (;;) {
    cursor.skipBlanks();
    if (cursor.done) return offset;
    const byte = cursor.byte;
    if (byte === OPEN || byte === BRACKET) {
      // A name beside an offset, as JavaScript and Java add it, says nothing more.
      cursor.at++;
      return isKnown ? offset : (zoneOffset(cursor.word()) ?? 0);
    }
    if (byte === PLUS || byte === MINUS) {
      if (isKnown && offset !== 0) return Number.NaN;
      cursor.at++;
      offset = (byte === PLUS ? 1 : -1) * readOffset(cursor);
      isKnown = true;
      if (Number.isNaN(offset)) return offset;
    } else {
      const name = cursor.word();
      if (name !== "" && (cursor.byte === SLASH || cursor.byte === UNDERSCORE))
        return restIsPlace(cursor) ? offset : Number.NaN;
      const known = zoneOffset(name);
      if (known === undefined) return Number.NaN;
      if (!isKnown) offset = known;
      isKnown = true;
    }
  }
}

/** Whether what is left, from its `/` or `_` on, can be the rest of a place such as `America/New_York` or `Etc/GMT-3`. */
function restIsPlace(cursor: ByteCursor): boolean {
  cursor.at++;
  if (!cursor.atLetter) return false;
  while (cursor.atLetter || cursor.byte === SLASH || cursor.byte === UNDERSCORE || cursor.byte === MINUS)
    cursor.at++;
  cursor.accept(PLUS);
  cursor.integer();
  return cursor.done;
}

/** `5`, `05`, `530`, `0530`, `05:30`. */
function readOffset(cursor: ByteCursor): number {
  const value = cursor.integer();
  let hours = value;
  let minutes = 0;
  if (cursor.digits === 3 || cursor.digits === 4) {
    hours = Math.floor(value / 100);
    minutes = value % 100;
  } else if (cursor.digits === 0 || cursor.digits > 2) return Number.NaN;
  else if (cursor.accept(COLON)) {
    minutes = cursor.integer();
    if (cursor.digits !== 2) return Number.NaN;
  }
  return hours <= 15 && minutes <= 59 ? hours * HOUR_MS + minutes * MINUTE_MS : Number.NaN;
}
