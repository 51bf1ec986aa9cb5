import { decodeText } from "../bytes/text-decoding";
import { type ParsedNumber, parseDecoratedNumber } from "./decorated-number";
import { largestMagnitude, NumberKind } from "./number-kind";

/**
 * Reads the cells of one numeric column and counts what they say about its decimal separator. The value of a cell with
 * one separator is its reading as a decimal; whether that separator is one is decided from the whole column
 * (`resolveNumber`).
 */
export class NumberColumn {
  /** Cells of each kind so far. */
  readonly counts = new Uint32Array(8);
  /** Reading of the cell that was parsed last. */
  value = 0;
  kind: NumberKind = NumberKind.empty;
  readonly #decorated: ParsedNumber = { value: 0, kind: NumberKind.empty };

  /** Parses `bytes[start, end)` into `value` and `kind`. Never throws. */
  parse(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#parsePlain(bytes, start, end)) {
      parseDecoratedNumber(decodeText(bytes, start, end), this.#decorated);
      this.value = this.#decorated.value;
      this.kind = this.#decorated.kind;
    }
    this.counts[this.kind]!++;
  }

  /** `-?digits[.,]digits` of at most 15 digits; false for all else. */
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
    // Both operands are exact, so the quotient is the nearest double to what is written.
    const magnitude = fraction === 0 ? mantissa : mantissa / powersOfTen[fraction]!;
    this.value = negative ? -magnitude : magnitude;
    if (Math.abs(magnitude) > largestMagnitude) this.kind = NumberKind.tooLarge;
    else if (separator === 0 || fraction === 0) this.kind = NumberKind.plain;
    else {
      const isDot = separator === 0x2e;
      const whole = separatorAt - first;
      // "1.234" may be a thousand and some, "0.234" and "1234.567" may not.
      const ambiguous = fraction === 3 && whole >= 1 && whole <= 3 && bytes[first] !== 0x30;
      if (ambiguous) this.kind = isDot ? NumberKind.dotOrThousands : NumberKind.commaOrThousands;
      else this.kind = isDot ? NumberKind.dot : NumberKind.comma;
    }
    return true;
  }
}

const powersOfTen = Float64Array.from({ length: 16 }, (_, i) => 10 ** i);
