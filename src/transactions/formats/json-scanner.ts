import { InputError } from "../../errors";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const SPACE = 0x20;

/** Which objects of a JSON text are its records: those that stand alone, or those in its one list. */
type RecordsAre = "alone" | "in a list";

/**
 * Cuts the bytes of JSON into the objects that are records, without parsing them: it only follows brackets and strings.
 * A list may be the whole text or lie inside objects, as in `{"data": {"orders": [{…}, {…}]}}`; there must be one.
 */
export class JsonScanner {
  /** Records that came to their end. */
  records = 0;
  /** Bytes of the record that is not at its end yet. */
  pendingBytes = 0;
  readonly #pending: Uint8Array[] = [];
  /** Brackets that are open, the record's included. */
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  /** `#depth` outside of the record that is being read; −1 where none is. */
  #recordDepth = -1;
  /** `#depth` inside of the outermost list; −1 outside of it. */
  #listDepth = -1;
  #listRecords = 0;
  #hasOther = false;

  /** `onRecord` gets each record's bytes and returns false to stop. */
  constructor(
    readonly recordsAre: RecordsAre,
    readonly onRecord: (bytes: Uint8Array) => boolean,
  ) {}

  /** Reads a chunk, which must not change afterwards. Returns false once `onRecord` did. Throws InputError where it is no JSON. */
  push(chunk: Uint8Array): boolean {
    let from = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (this.#inString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
        else if (byte === QUOTE) this.#inString = false;
      } else if (byte > SPACE) {
        const wasInRecord = this.#recordDepth >= 0;
        if (!wasInRecord) this.#outside(byte);
        if (byte === QUOTE) this.#inString = true;
        else if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.#depth++;
        else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) this.#depth--;
        if (!wasInRecord && this.#recordDepth >= 0) from = i;
        else if (wasInRecord && this.#depth === this.#recordDepth) {
          this.#recordDepth = -1;
          this.records++;
          if (!this.#send(chunk.subarray(from, i + 1))) return false;
        }
      }
    }
    if (this.#recordDepth >= 0) {
      this.#pending.push(chunk.subarray(from));
      this.pendingBytes += chunk.length - from;
    }
    return true;
  }

  /** What was read of a record that is not at its end. */
  pending(): Uint8Array {
    return Buffer.concat(this.#pending);
  }

  /** To be called at the end of the text. Throws InputError where brackets or strings are still open. */
  end(): void {
    if (this.#depth > 0 || this.#inString)
      throw new InputError(
        `The JSON is cut short or damaged: it breaks off after row ${this.records}. Upload the whole file again.`,
      );
  }

  /** A byte that is no blank, outside of records and strings. */
  #outside(byte: number): void {
    if (this.recordsAre === "alone") {
      if (byte !== OPEN_OBJECT) throw this.#unexpected(byte);
      this.#recordDepth = this.#depth;
    } else if (this.#depth === 0) {
      if (byte !== OPEN_OBJECT && byte !== OPEN_LIST) throw this.#unexpected(byte);
      if (byte === OPEN_LIST) this.#openList();
    } else if (this.#listDepth < 0) {
      if (byte === OPEN_LIST) this.#openList();
    } else if (this.#depth === this.#listDepth) this.#inList(byte);
  }

  #openList(): void {
    this.#listDepth = this.#depth + 1;
    this.#listRecords = 0;
    this.#hasOther = false;
  }

  #inList(byte: number): void {
    if (byte === CLOSE_LIST) this.#listDepth = -1;
    else if (byte === OPEN_OBJECT) {
      if (this.#listRecords === 0 && this.records > 0)
        throw new InputError(
          `The JSON holds several lists of objects, the second after row ${this.records}. Keep the list of the orders alone.`,
        );
      if (this.#hasOther) throw this.#unexpected(byte);
      this.#listRecords++;
      this.#recordDepth = this.#depth;
    } else if (byte !== COMMA) {
      this.#hasOther = true;
      if (this.#listRecords > 0) throw this.#unexpected(byte);
    }
  }

  #send(last: Uint8Array): boolean {
    const bytes = this.#pending.length === 0 ? last : Buffer.concat([...this.#pending, last]);
    this.#pending.length = 0;
    this.pendingBytes = 0;
    return this.onRecord(bytes);
  }

  #unexpected(byte: number): InputError {
    const found = byte < 127 ? JSON.stringify(String.fromCharCode(byte)) : "a letter";
    return new InputError(
      `The JSON is damaged: after row ${this.records} comes ${found} where an object should begin or the list should end.`,
    );
  }
}
