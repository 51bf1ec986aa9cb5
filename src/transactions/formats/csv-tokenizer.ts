import { InputError } from "../../errors";
import type { ReadLimits } from "../limits";
import { newRecordFields, type PlainRecords, type RecordFields } from "../records";

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/**
 * Splits CSV bytes (RFC 4180, any single-byte delimiter, LF, CRLF or CR) into records without making strings. A record
 * cut by the end of a chunk is read again with the next chunk, so every record handed out is contiguous; its quotes are
 * then unescaped in place. Blank lines count as rows but are not handed out.
 *
 * Text that is neither UTF-8 nor single-byte must be transcoded before: in both, delimiters, quotes and line ends are
 * single bytes that never occur inside another character.
 */
export class CsvTokenizer {
  readonly #fields: RecordFields;
  readonly #stops = new Uint8Array(256);
  #work: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #carried = 0;
  #skipLf = false;
  /** Fields of the current record whose quotes are doubled. */
  readonly #doubled: number[] = [];
  /** Number of the last record; the first is 1. */
  row = 0;
  /** Takes plain records before they are split here. */
  plain: PlainRecords | null = null;

  /**
   * `delimiter`: its byte. `onRecord` gets the reused record and returns false to stop. `maxRecordBytes`: a longer
   * record throws InputError.
   */
  constructor(
    readonly delimiter: number,
    readonly limits: Pick<ReadLimits, "maxColumns" | "maxRecordBytes">,
    readonly onRecord: (fields: RecordFields) => boolean,
  ) {
    this.#fields = newRecordFields(limits.maxColumns);
    this.#stops[delimiter] = 1;
    this.#stops[LF] = 1;
    this.#stops[CR] = 1;
  }

  /** Reads a chunk, which it may overwrite. Returns false once `onRecord` did. */
  write(chunk: Uint8Array): boolean {
    let bytes = chunk;
    let length = chunk.length;
    if (this.#carried > 0) {
      length += this.#carried;
      if (length > this.#work.length) {
        const grown = new Uint8Array(length * 2);
        grown.set(this.#work.subarray(0, this.#carried));
        this.#work = grown;
      }
      this.#work.set(chunk, this.#carried);
      bytes = this.#work;
    }
    return this.#split(bytes, length, false);
  }

  /** Whether all bytes so far belong to complete records. */
  get isBetweenRecords(): boolean {
    return this.#carried === 0;
  }

  /** Reads what is left. Throws InputError if a quoted field was never closed. */
  end(): boolean {
    return this.#carried === 0 || this.#split(this.#work, this.#carried, true);
  }

  #split(bytes: Uint8Array, end: number, final: boolean): boolean {
    let position = 0;
    if (this.#skipLf && end > 0) {
      if (bytes[0] === LF) position = 1;
      this.#skipLf = false;
    }
    this.plain?.load(bytes, end);
    while (position < end) {
      position = this.#takePlain(position, end);
      if (position === end) break;
      const next = this.#record(bytes, position, end, final);
      if (next < 0) break;
      if (next - position > this.limits.maxRecordBytes) throw this.#tooLong();
      this.row++;
      const fields = this.#fields;
      const blank = fields.count === 1 && fields.ends[0] === fields.starts[0] && bytes[position] !== QUOTE;
      position = next;
      if (blank) continue;
      if (this.#doubled.length > 0) this.#undouble(bytes);
      fields.bytes = bytes;
      fields.row = this.row;
      if (!this.onRecord(fields)) return false;
    }
    this.#keep(bytes, position, end);
    return true;
  }

  #takePlain(from: number, end: number): number {
    const { plain } = this;
    if (plain === null) return from;
    plain.row = this.row;
    const position = plain.take(from, end);
    this.row = plain.row;
    return position;
  }

  /** Reads one record from `from`; returns where the next begins, or −1 if this one is incomplete. */
  #record(bytes: Uint8Array, from: number, end: number, final: boolean): number {
    const { starts, ends } = this.#fields;
    const stops = this.#stops;
    const delimiter = this.delimiter;
    this.#fields.malformed = false;
    this.#doubled.length = 0;
    let count = 0;
    let i = from;
    for (;;) {
      if (i < end && bytes[i] === QUOTE) {
        const close = this.#closingQuote(bytes, i + 1, end, final, count);
        if (close < 0) return -1;
        starts[count] = i + 1;
        ends[count] = close;
        i = close + 1;
        if (i < end && stops[bytes[i]!] === 0) {
          this.#fields.malformed = true;
          while (i < end && stops[bytes[i]!] === 0) i++;
        }
      } else {
        starts[count] = i;
        while (i < end && stops[bytes[i]!] === 0) i++;
        ends[count] = i;
      }
      if (i >= end && !final) return -1;
      count++;
      if (i >= end) break;
      const stop = bytes[i++];
      if (stop === delimiter) continue;
      if (stop === CR) {
        if (i === end) this.#skipLf = true;
        else if (bytes[i] === LF) i++;
      }
      break;
    }
    this.#fields.count = count;
    return i;
  }

  /** Where the quoted field that begins at `from` closes; −1 if that lies beyond `end`. */
  #closingQuote(bytes: Uint8Array, from: number, end: number, final: boolean, field: number): number {
    let doubled = false;
    let i = from;
    for (;;) {
      while (i < end && bytes[i] !== QUOTE) i++;
      if (i >= end) {
        if (!final) return -1;
        throw new InputError(
          `Row ${this.row + 1}: the quoted field in column ${field + 1} is never closed; the file ends inside it. Close or remove the quote that opens it.`,
        );
      }
      if (i + 1 >= end && !final) return -1;
      if (i + 1 < end && bytes[i + 1] === QUOTE) {
        doubled = true;
        i += 2;
        continue;
      }
      if (doubled) this.#doubled.push(field);
      return i;
    }
  }

  #undouble(bytes: Uint8Array): void {
    const { starts, ends } = this.#fields;
    for (const field of this.#doubled) {
      if (field >= starts.length) continue;
      let to = starts[field]!;
      for (let from = to; from < ends[field]!; from++) {
        bytes[to++] = bytes[from]!;
        if (bytes[from] === QUOTE) from++;
      }
      ends[field] = to;
    }
  }

  #keep(bytes: Uint8Array, from: number, end: number): void {
    const length = end - from;
    if (length > this.limits.maxRecordBytes) throw this.#tooLong();
    if (length > 0) {
      if (bytes === this.#work) this.#work.copyWithin(0, from, end);
      else {
        if (this.#work.length < length) this.#work = new Uint8Array(Math.max(1 << 12, length * 2));
        this.#work.set(bytes.subarray(from, end));
      }
    }
    this.#carried = length;
  }

  #tooLong(): InputError {
    return new InputError(
      `Row ${this.row + 1} is longer than ${this.limits.maxRecordBytes} bytes, the limit for a row. ` +
        "Is a quote left open, or is the file not a table?",
    );
  }
}
