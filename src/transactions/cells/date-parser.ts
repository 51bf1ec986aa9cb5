import { DAY_MS } from "../../time";
import { decodeText, textEncoding } from "../bytes/text-decoding";
import { ByteCursor } from "./byte-cursor";
import { firstYear, fullYear, lastYear } from "./calendar";
import { DateKind, moment, mostNames, packDate, packNamed } from "./date-kind";
import { isWeekday, monthOfName, plainWord } from "./month-names";
import { onlyMonthOf } from "./month-table";
import { plainDate } from "./plain-date";
import { withPlainBlanks } from "./special-blanks";
import { parseTimeOfDay, type TimeOfDay, TimePrecision } from "./time-of-day";

/** How a date is written; for the report. */
export const DateNotation = {
  numeric: 0,
  iso: 1,
  named: 2,
  compact: 3,
  unixSeconds: 4,
  unixMilliseconds: 5,
  excelSerial: 6,
} as const;
export type DateNotation = (typeof DateNotation)[keyof typeof DateNotation];

const SLASH = 0x2f;
const DOT = 0x2e;
const MINUS = 0x2d;
const COMMA = 0x2c;

/** Excel's day 0 in its 1900 system is 1899-12-30, counted from 1970. */
const excelEpochDays = -25569;

/** The first moment after the years that are accepted, in ms since 1970. */
const endOfTime = Date.UTC(lastYear + 1, 0);
/** Bytes beyond which a cell is no date. */
const longestCell = 240;
const encoder = new TextEncoder();
/** Encodings of texts that are not UTF-8, and the languages whose months are looked up in them; numbers are in any. */
const nationalEncodings: readonly (readonly [Bun.Encoding, ReadonlySet<string>])[] = [
  ["windows-1254", new Set(["tr", "az"])],
  ["windows-1250", new Set(["pl", "cs", "sk", "hu", "hr", "sl", "ro", "sq", "bs", "sr-Latn"])],
  ["windows-1251", new Set(["ru", "uk", "bg", "sr", "mk", "be"])],
  ["windows-1253", new Set(["el"])],
  ["windows-1257", new Set(["lt", "lv", "et"])],
  ["shift_jis", new Set(["ja"])],
  ["gb18030", new Set(["zh"])],
  ["euc-kr", new Set(["ko"])],
];

/**
 * Reads one date from bytes, with or without a time: ISO 8601, `a/b/c` in numbers with `/`, `-` or `.`, month names in any language,
 * `YYYYMMDD`, `YYYYMMDDhhmm`, `YYYYMMDDhhmmss`, seconds, milliseconds, microseconds or nanoseconds since 1970, and Excel's serial days.
 * What is not written plainly is read again as `plainDate` puts it. The order of `a/b/c`, and the month of a name that is another one in
 * another language, are left open: the column decides them. Never throws.
 */
export class DateParser {
  /** Milliseconds since 1970, or a packed date where `kind` says so. */
  value = Number.NaN;
  kind: DateKind = DateKind.empty;
  notation: DateNotation = DateNotation.iso;
  /** Separator of the numeric date that was read last, as a byte. */
  separator = SLASH;
  readonly time: TimeOfDay = { ms: 0, precision: TimePrecision.day };
  /** Whether the numeric date that was read last has a year of two digits. */
  shortYear = false;
  /** Names of months that were left open; a packed date has an index into it. */
  readonly names: string[] = [];
  /** All names of months that were met (`plainName`): what tells the language of the others. */
  readonly words = new Set<string>();
  readonly #cursor = new ByteCursor();
  readonly #plain = new Uint8Array(longestCell);
  /** Months by names that have but one in all languages, once they were met. */
  readonly #learned = new Map<string, number>();
  #year = 0;
  #day = 0;

  parse(bytes: Uint8Array, start: number, end: number): void {
    this.#parsePlain(bytes, start, end);
    if (this.kind !== DateKind.unreadable || end - start > longestCell || !mayBeWritten(bytes, start, end))
      return;
    const length = withPlainBlanks(bytes, start, end, this.#plain);
    if (length >= 0) this.#parsePlain(this.#plain, 0, length);
    if (this.kind !== DateKind.unreadable) return;
    const encoding = textEncoding(bytes, start, end);
    if (encoding === "latin-1" || encoding === "windows-1252") {
      for (const [encoding, languages] of nationalEncodings) {
        this.#parseWritten(new TextDecoder(encoding).decode(bytes.subarray(start, end)), languages);
        if (this.kind !== DateKind.unreadable) return;
      }
    }
    this.#parseWritten(decodeText(bytes, start, end), null);
  }

  /** `languages`: the only ones whose months are looked up; null for all. */
  #parseWritten(text: string, languages: ReadonlySet<string> | null): void {
    const plain = plainDate(text, languages);
    if (plain === null) return;
    const bytes = encoder.encode(plain.text);
    this.#parsePlain(bytes, 0, bytes.length);
    if (plain.name === null || plain.months === null || this.kind !== DateKind.moment) return;
    this.words.add(plain.name);
    const month = onlyMonthOf(plain.months);
    if (month > 0) {
      this.#learned.set(plain.name, month);
      return;
    }
    let name = this.names.indexOf(plain.name);
    if (name < 0 && this.names.length < mostNames) name = this.names.push(plain.name) - 1;
    this.kind = name < 0 ? DateKind.unreadable : DateKind.eitherMonth;
    this.value = name < 0 ? Number.NaN : packNamed(name, this.#day, this.#year, this.time.ms);
  }

  #parsePlain(bytes: Uint8Array, start: number, end: number): void {
    const cursor = this.#cursor;
    cursor.reset(bytes, start, end);
    this.value = Number.NaN;
    this.kind = DateKind.unreadable;
    this.time.ms = 0;
    this.time.precision = TimePrecision.day;
    if (cursor.done) this.kind = DateKind.empty;
    else if (cursor.atLetter) this.#beginsWithName();
    else this.#beginsWithNumber();
  }

  #beginsWithNumber(): void {
    const cursor = this.#cursor;
    const first = cursor.integer();
    const digits = cursor.digits;
    if (digits === 0) return;
    const separator = cursor.byte;
    if (cursor.done) this.#integer(first, digits);
    else if (separator === DOT && digits >= 5) this.#fractional(first, digits);
    else if (digits === 8 || digits === 14) this.#compact(first, digits);
    else if (separator === SLASH || separator === DOT || separator === MINUS)
      this.#separated(first, digits, separator);
    else this.#numberThenName(first, digits);
  }

  /** `a/b/c` or `2011-12-09`, or a day before a month's name; the cursor is at the first separator. */
  #separated(first: number, digits: number, separator: number): void {
    const cursor = this.#cursor;
    cursor.at++;
    if (separator === DOT) cursor.skipBlanks();
    if (cursor.atLetter) {
      this.#numberThenName(first, digits);
      return;
    }
    const second = cursor.integer();
    if (cursor.digits === 0 || cursor.digits > 2 || !cursor.accept(separator)) return;
    if (separator === DOT) cursor.skipBlanks();
    const third = cursor.integer();
    const thirdDigits = cursor.digits;
    this.separator = separator;
    if (digits === 4 && (thirdDigits === 1 || thirdDigits === 2)) {
      if (this.#restIsTime()) this.#settle(first, second, third, DateNotation.iso);
    } else if (digits <= 2 && (thirdDigits === 4 || thirdDigits === 2)) {
      if (this.#restIsTime()) this.#numeric(first, second, third, thirdDigits === 2);
    }
  }

  /** `a/b/c`, year last or (of two digits) maybe first. */
  #numeric(a: number, b: number, c: number, shortYear: boolean): void {
    this.notation = DateNotation.numeric;
    this.shortYear = shortYear;
    if (b < 1 || b > 31 || a < 1 || c > 4095) return;
    if (a > 31) {
      if (!shortYear) return;
      this.kind = DateKind.yearFirst;
    } else if (a > 12 && b > 12) return;
    else if (a > 12) this.kind = DateKind.dayFirst;
    else if (b > 12) this.kind = DateKind.monthFirst;
    else this.kind = DateKind.eitherOrder;
    if (!shortYear && (c < firstYear || c > lastYear)) {
      this.kind = DateKind.unreadable;
      return;
    }
    this.value = packDate(a, b, c, this.time.ms);
  }

  /** `12-Jan-2011`, `12 January 2011`, `12Jan11`, `2011-Jan-12`; the cursor is at or before the name. */
  #numberThenName(first: number, digits: number): void {
    const cursor = this.#cursor;
    this.#skipSeparators();
    let word = cursor.word();
    if (digits <= 2 && /^(?:st|nd|rd|th|de)$/i.test(word)) {
      this.#skipSeparators();
      word = cursor.word();
    }
    const month = this.#month(word);
    if (month === 0) return;
    this.#skipSeparators();
    if (/^de$/i.test(this.#peekWord())) {
      cursor.word();
      this.#skipSeparators();
    }
    const last = cursor.integer();
    const lastDigits = cursor.digits;
    if (lastDigits !== 2 && lastDigits !== 4 && !(digits === 4 && lastDigits === 1)) return;
    if (!this.#restIsTime()) return;
    if (digits === 4 && lastDigits <= 2) this.#settle(first, month, last, DateNotation.named);
    else if (digits <= 2) this.#settle(yearOf(last, lastDigits), month, first, DateNotation.named);
  }

  /** `Jan 12, 2011`, `Wed, 12 Jan 2011 08:26:00 GMT`, `Thu Dec 01 2010 08:26:00 GMT+0100 (CET)`. */
  #beginsWithName(): void {
    const cursor = this.#cursor;
    let word = cursor.word();
    if (isWeekday(word) && monthOfName(plainWord(word)) === 0) {
      this.#skipSeparators();
      if (!cursor.atLetter) {
        const day = cursor.integer();
        if (cursor.digits > 0 && !cursor.done) this.#numberThenName(day, cursor.digits);
        return;
      }
      word = cursor.word();
    }
    const month = this.#month(word);
    if (month === 0) return;
    this.#skipSeparators();
    const day = cursor.integer();
    if (cursor.digits === 0 || cursor.digits > 2) return;
    if (/^(?:st|nd|rd|th)$/i.test(this.#peekWord())) cursor.word();
    this.#skipSeparators();
    const year = cursor.integer();
    const yearDigits = cursor.digits;
    if (yearDigits !== 4 && yearDigits !== 2) return;
    if (this.#restIsTime()) this.#settle(yearOf(year, yearDigits), month, day, DateNotation.named);
  }

  #month(word: string): number {
    const plain = plainWord(word);
    const month = monthOfName(plain) || (this.#learned.get(plain) ?? 0);
    if (month > 0) this.words.add(plain);
    return month;
  }

  /** `YYYYMMDD` or `YYYYMMDDhhmmss`, then maybe a time. */
  #compact(number: number, digits: number): void {
    const date = digits === 8 ? number : Math.floor(number / 1e6);
    if (digits === 14) {
      const clock = number % 1e6;
      const hour = Math.floor(clock / 1e4);
      const minute = Math.floor(clock / 100) % 100;
      if (hour > 23 || minute > 59 || clock % 100 > 59 || !this.#cursor.done) return;
      this.time.ms = ((hour * 60 + minute) * 60 + (clock % 100)) * 1000;
      this.time.precision = TimePrecision.second;
    } else if (!this.#restIsTime()) return;
    this.#settle(Math.floor(date / 1e4), Math.floor(date / 100) % 100, date % 100, DateNotation.compact);
  }

  /** A whole number: its length says which count it is. */
  #integer(number: number, digits: number): void {
    if (digits === 8 || digits === 14) this.#compact(number, digits);
    else if (digits === 12 && this.#isCompactMinute(number)) this.#compact(number * 100, 14);
    else if (digits === 5) this.#excelSerial(number);
    else if (digits === 9 || digits === 10)
      this.#since1970(number * 1000, DateNotation.unixSeconds, TimePrecision.second);
    else if (digits === 12 || digits === 13)
      this.#since1970(number, DateNotation.unixMilliseconds, TimePrecision.fraction);
    else if (digits === 15 || digits === 16)
      this.#since1970(Math.floor(number / 1000), DateNotation.unixMilliseconds, TimePrecision.fraction);
    else if (digits === 18 || digits === 19)
      this.#since1970(Math.floor(number / 1e6), DateNotation.unixMilliseconds, TimePrecision.fraction);
  }

  /** Whether twelve digits are `YYYYMMDDhhmm` of a year of our time: as milliseconds they would be of 1976. */
  #isCompactMinute(number: number): boolean {
    const year = Math.floor(number / 1e8);
    const month = Math.floor(number / 1e6) % 100;
    const day = Math.floor(number / 1e4) % 100;
    return year >= 1990 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }

  /** `40513.3513888889` or `1322727960.5`; the cursor is at the dot. */
  #fractional(whole: number, digits: number): void {
    const cursor = this.#cursor;
    cursor.at++;
    const fraction = cursor.integer() / 10 ** cursor.digits;
    if (!cursor.done) return;
    if (digits === 5) this.#excelSerial(whole + fraction);
    else if (digits === 9 || digits === 10)
      this.#since1970(
        Math.round((whole + fraction) * 1000),
        DateNotation.unixSeconds,
        TimePrecision.fraction,
      );
    else if (digits === 12 || digits === 13) this.#integer(whole, digits);
    // "20111201.0": a count that passed through floating point.
    else if (fraction === 0) this.#integer(whole, digits);
  }

  #excelSerial(serial: number): void {
    this.time.precision = Number.isInteger(serial) ? TimePrecision.day : TimePrecision.second;
    // Serials are doubles: half a second absorbs their rounding.
    this.#since1970(
      Math.round((serial + excelEpochDays) * (DAY_MS / 1000)) * 1000,
      DateNotation.excelSerial,
      this.time.precision,
    );
  }

  #since1970(ms: number, notation: DateNotation, precision: TimePrecision): void {
    if (ms >= endOfTime) return;
    this.kind = DateKind.moment;
    this.value = ms;
    this.notation = notation;
    this.time.precision = precision;
  }

  /** `year`: in full, so that 0023 is no year of ours. */
  #settle(year: number, month: number, day: number, notation: DateNotation): void {
    this.#year = year;
    this.#day = day;
    this.value = moment(year, month, day, this.time.ms);
    this.notation = notation;
    this.kind = Number.isNaN(this.value) ? DateKind.unreadable : DateKind.moment;
  }

  /** Whether what follows the date is nothing or a time, which is then in `time`. */
  #restIsTime(): boolean {
    const cursor = this.#cursor;
    if (cursor.done) return true;
    const byte = cursor.byte;
    if (byte === 0x54 || byte === 0x74) cursor.at++;
    else if (byte === COMMA || byte === 0x20 || byte === 0x09 || byte === 0x3a || byte === MINUS) {
      cursor.at++;
      cursor.skipBlanks();
    } else return false;
    return parseTimeOfDay(cursor, this.time);
  }

  #skipSeparators(): void {
    const cursor = this.#cursor;
    for (;;) {
      const byte = cursor.byte;
      if (
        byte !== 0x20 &&
        byte !== 0x09 &&
        byte !== COMMA &&
        byte !== DOT &&
        byte !== MINUS &&
        byte !== SLASH
      )
        return;
      cursor.at++;
    }
  }

  #peekWord(): string {
    const at = this.#cursor.at;
    const word = this.#cursor.word();
    this.#cursor.at = at;
    return word;
  }
}

/** A year in full: of two digits as `fullYear` has it, of four as it stands. */
function yearOf(year: number, digits: number): number {
  return digits === 2 ? fullYear(year) : year;
}

/**
 * Whether a cell can be a date that is not written plainly: a quick no to plain words, numbers and codes. ASCII has two numbers then, three
 * where it has no letter or blank, or one in quotes.
 */
function mayBeWritten(bytes: Uint8Array, start: number, end: number): boolean {
  let numbers = 0;
  let inNumber = false;
  let isBare = true;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte >= 0x80) return true;
    const isDigit = byte >= 0x30 && byte <= 0x39;
    if (isDigit && !inNumber) numbers++;
    inNumber = isDigit;
    if (!isDigit && byte !== DOT && byte !== COMMA && byte !== MINUS) isBare = false;
  }
  if (isBare) return numbers >= 3;
  const first = bytes[start]!;
  const isQuoted = first < 0x30 || first === 0x3d || first === 0x5c;
  return numbers >= 2 || (numbers === 1 && isQuoted);
}
