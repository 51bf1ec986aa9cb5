import { decodeText, isAscii } from "../bytes/text-decoding";
import { type ParsedNumber, parseDecoratedNumber } from "./decorated-number";
import { largestMagnitude, NumberKind } from "./number-kind";
import type { NumberPurpose } from "./number-unit";

/** Units that one column can tell apart: a row keeps an index in one byte. */
const mostUnits = 255;
/** Number of decorations remembered, and the longest in bytes. */
const mostDresses = 64;
const longestDress = 16;

/** What stands around the digits of a number, if that is just a sign and a unit. */
interface Dress {
  readonly isNegative: boolean;
  readonly unit: number;
}

/**
 * Reads the cells of one numeric column and counts what they say about its decimal separator. A single separator is
 * first read as a decimal one; the whole column decides whether it is (`resolveNumber`).
 */
export class NumberColumn {
  /** Cells of each kind so far. */
  readonly counts = new Uint32Array(8);
  /** Text (at most 80 characters) of the first cell of each kind except `plain`. */
  readonly firsts: (string | undefined)[] = [];
  /** Currencies and other units in order of appearance (see `unitOf`); the first is none. */
  readonly units: string[] = [""];
  /** Cells by unit; those without a unit do not count. */
  readonly unitCounts: number[] = [0];
  /** Reading of the last cell; `unit` is an index into `units`. */
  value = 0;
  kind: NumberKind = NumberKind.empty;
  unit = 0;
  readonly #decorated: ParsedNumber = { value: 0, kind: NumberKind.empty, unit: "" };

  readonly #dresses = new Map<string, Dress | null>();

  constructor(readonly purpose: NumberPurpose = "amount") {}

  /** Parses `bytes[start, end)` into `value`, `kind` and `unit`. Never throws. */
  parse(bytes: Uint8Array, start: number, end: number): void {
    this.unit = 0;
    if (start === end) {
      this.value = Number.NaN;
      this.kind = NumberKind.empty;
    } else if (!this.#parsePlain(bytes, start, end) && !this.#parseDressed(bytes, start, end))
      this.#parseDecorated(decodeText(bytes, start, end));
    if (this.counts[this.kind]!++ === 0 && this.kind !== NumberKind.plain)
      this.firsts[this.kind] = decodeText(bytes, start, end).slice(0, 80);
  }

  /** A plain number with a decoration seen before, such as `$` or ` kr`, or ASCII words without a digit; else false. */
  #parseDressed(bytes: Uint8Array, start: number, end: number): boolean {
    let first = start;
    let last = end;
    while (first < last && !isDigit(bytes[first]!)) first++;
    while (last > first && !isDigit(bytes[last - 1]!)) last--;
    if (first === last && last > start && isWord(bytes, start, end)) {
      this.value = Number.NaN;
      this.kind = NumberKind.unreadable;
      return true;
    }
    const after = bytes[last]!;
    // A separator may be followed by a dash for no cents, which tells what groups the digits.
    if (first === last || (last < end && (after === 0x2e || after === 0x2c || after === 0x3a))) return false;
    if (first - start + end - last > longestDress || !this.#parsePlain(bytes, first, last)) return false;
    const before = decodeText(bytes, start, first);
    const key = `${before}1${decodeText(bytes, last, end)}`;
    let dress = this.#dresses.get(key);
    if (dress === undefined) {
      const [value, kind] = [this.value, this.kind];
      dress = this.#dressOf(key);
      if (this.#dresses.size < mostDresses) this.#dresses.set(key, dress);
      this.value = value;
      this.kind = kind;
    }
    if (dress === null) return false;
    if (dress.isNegative) this.value = -this.value;
    this.#countUnit(dress.unit);
    return true;
  }

  /** What the decoration of a one says; null if that is more than a sign and a unit. */
  #dressOf(text: string): Dress | null {
    const decorated = this.#decorated;
    parseDecoratedNumber(text, this.purpose, decorated);
    if (decorated.kind !== NumberKind.plain || Math.abs(decorated.value) !== 1) return null;
    const unit = this.#indexOf(decorated.unit);
    return unit < 0 ? null : { isNegative: decorated.value < 0, unit };
  }

  #parseDecorated(text: string): void {
    const decorated = this.#decorated;
    parseDecoratedNumber(text, this.purpose, decorated);
    this.value = decorated.value;
    this.kind = decorated.kind;
    const unit = this.#indexOf(decorated.unit);
    if (unit < 0) this.kind = NumberKind.unreadable;
    else this.#countUnit(unit);
  }

  #countUnit(unit: number): void {
    this.unit = unit;
    if (unit > 0) this.unitCounts[unit]!++;
  }

  /** Index of a unit; −1 if there are too many. */
  #indexOf(unit: string): number {
    const known = this.units.indexOf(unit);
    if (known >= 0 || this.units.length > mostUnits) return known;
    this.unitCounts.push(0);
    return this.units.push(unit) - 1;
  }

  /** `-?digits[.,]digits` of at most 15 digits; else false. */
  #parsePlain(bytes: Uint8Array, start: number, end: number): boolean {
    let i = start;
    const negative = bytes[i] === 0x2d && i < end;
    if (negative) i++;
    const first = i;
    let mantissa = 0;
    let separator = 0;
    let separatorAt = -1;
    for (; i < end; i++) {
      const digit = bytes[i]! - 0x30;
      if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
      else if (separator === 0 && (digit === -2 || digit === -4)) {
        separator = bytes[i]!;
        separatorAt = i;
      } else return false;
    }
    const digits = end - first - (separator === 0 ? 0 : 1);
    if (digits === 0 || digits > 15) return false;
    const fraction = separator === 0 ? 0 : end - separatorAt - 1;
    // Both operands are exact, so the quotient is the double nearest to the text.
    const magnitude = fraction === 0 ? mantissa : mantissa / powersOfTen[fraction]!;
    this.value = negative ? -magnitude : magnitude;
    if (Math.abs(magnitude) > largestMagnitude) this.kind = NumberKind.tooLarge;
    else if (separator === 0 || fraction === 0) this.kind = NumberKind.plain;
    else {
      const isDot = separator === 0x2e;
      const whole = separatorAt - first;
      // "1.234" may be a thousand and some; "0.234" and "1234.567" may not.
      const ambiguous = fraction === 3 && whole >= 1 && whole <= 3 && bytes[first] !== 0x30;
      if (ambiguous) this.kind = isDot ? NumberKind.dotOrThousands : NumberKind.commaOrThousands;
      else this.kind = isDot ? NumberKind.dot : NumberKind.comma;
    }
    return true;
  }
}

/** Whether it begins with an ASCII letter and is ASCII throughout. */
function isWord(bytes: Uint8Array, start: number, end: number): boolean {
  const letter = bytes[start]! | 0x20;
  return letter >= 0x61 && letter <= 0x7a && isAscii(bytes, start, end);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

const powersOfTen = Float64Array.from({ length: 16 }, (_, i) => 10 ** i);
