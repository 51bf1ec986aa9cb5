import { decodeText } from "../bytes/text-decoding";

const ZERO = 0x30;
const SPACE = 0x20;

/** A position in the bytes of one cell, with the few moves that dates and times need. Reused from cell to cell. */
export class ByteCursor {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  end = 0;
  /** Digits that `integer` read last. */
  digits = 0;

  /** Points at `bytes[start, end)` without the blanks around it. */
  reset(bytes: Uint8Array, start: number, end: number): void {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    while (this.end > this.at && bytes[this.end - 1]! <= SPACE) this.end--;
    this.skipBlanks();
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  /** The byte here, 0 at the end. */
  get byte(): number {
    return this.at < this.end ? this.bytes[this.at]! : 0;
  }

  skipBlanks(): void {
    while (this.at < this.end && this.bytes[this.at]! <= SPACE) this.at++;
  }

  /** Moves over `byte` if it is here. */
  accept(byte: number): boolean {
    if (this.byte !== byte) return false;
    this.at++;
    return true;
  }

  /** Reads a run of digits and sets `digits` to their number (0 if none are here). Exact up to 15 digits. */
  integer(): number {
    const from = this.at;
    let value = 0;
    while (this.at < this.end) {
      const digit = this.bytes[this.at]! - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      this.at++;
    }
    this.digits = this.at - from;
    return value;
  }

  /** Whether a letter, or a byte of a non-ASCII character, is here. */
  get atLetter(): boolean {
    const byte = this.byte;
    return byte >= 0x80 || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a);
  }

  /** Reads a run of letters. */
  word(): string {
    const from = this.at;
    while (this.atLetter) this.at++;
    return decodeText(this.bytes, from, this.at);
  }
}
