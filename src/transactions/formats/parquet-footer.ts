import type { AsyncBuffer } from "hyparquet";
import { InputError } from "../../errors";
import type { ReadLimits } from "../limits";

const FALSE = 2;
const BYTE = 3;
const [I16, I64] = [4, 6];
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

const MOST_BYTES = 64 * 2 ** 20;
/** Each takes some 100 bytes when the library has read it. A million is 100 columns in 500 row groups. */
const MOST_VALUES = 1_000_000;
/** Lists of structures are three levels a column; the library keeps the whole path of every one. */
const MOST_LEVELS = 32;
/** Fields of a file's metadata and of an element of its schema, in parquet.thrift. */
const SCHEMA = 2;
const CHILDREN = 5;

/**
 * Throws InputError for a footer that takes a thousand times its size to read: a value of one byte becomes an object,
 * and a schema of n levels n² names. Walks over the footer (Thrift's compact protocol) and keeps nothing. What else is
 * wrong with it the library finds.
 */
export async function checkFooter(file: AsyncBuffer, { maxColumns }: ReadLimits): Promise<void> {
  const end = file.byteLength - 8;
  if (end < 4) return;
  const length = new DataView(await file.slice(end)).getUint32(0, true);
  if (length > end) return;
  if (length > MOST_BYTES) throw tooLarge(`${length} bytes; at most ${MOST_BYTES}`);
  new FooterWalk(new Uint8Array(await file.slice(end - length, end)), 4 * maxColumns).metadata();
}

class FooterWalk {
  #at = 0;
  #values = 0;
  /** How many children of each level of the schema are still to come. */
  readonly #open: number[] = [];

  constructor(
    private readonly bytes: Uint8Array,
    private readonly mostElements: number,
  ) {}

  metadata(): void {
    this.#struct(0, (field, type) => {
      if (field !== SCHEMA || type !== LIST) return false;
      const { size } = this.#list();
      if (size > this.mostElements)
        throw tooLarge(`a schema of ${size} elements; at most ${this.mostElements}`);
      for (let i = 0; i < size && this.#hasMore(); i++) this.#schemaElement();
      return true;
    });
  }

  #schemaElement(): void {
    let children = 0;
    this.#struct(1, (field, type) => {
      if (field !== CHILDREN || type < I16 || type > I64) return false;
      const zigzag = this.#varint();
      children = zigzag >>> 1;
      return true;
    });
    while (this.#open.at(-1) === 0) this.#open.pop();
    if (this.#open.length > 0) this.#open[this.#open.length - 1]!--;
    if (children > 0) this.#open.push(children);
    if (this.#open.length > MOST_LEVELS)
      throw tooLarge(`columns within more than ${MOST_LEVELS} others; at most ${MOST_LEVELS}`);
  }

  /** Walks over a structure. `taken` may take a field itself. */
  #struct(level: number, taken: (field: number, type: number) => boolean = () => false): void {
    if (level > MOST_LEVELS)
      throw tooLarge(`values nested more than ${MOST_LEVELS} deep; at most ${MOST_LEVELS}`);
    for (let field = 0; this.#hasMore(); ) {
      const head = this.bytes[this.#at++]!;
      const type = head & 0x0f;
      if (type === 0) return;
      field = head >> 4 ? field + (head >> 4) : this.#varint() >>> 1;
      this.#count();
      if (!taken(field, type)) this.#value(type, level);
    }
  }

  #value(type: number, level: number): void {
    if (type <= FALSE) return;
    if (type === BYTE) this.#at++;
    else if (type >= I16 && type <= I64) this.#varint();
    else if (type === DOUBLE) this.#at += 8;
    else if (type === BINARY) {
      const length = this.#varint();
      this.#at += length;
    } else if (type === STRUCT) this.#struct(level + 1);
    else if (type === LIST) {
      const { size, of } = this.#list();
      for (let i = 0; i < size && this.#hasMore(); i++) {
        this.#count();
        if (of <= FALSE) this.#at++;
        else this.#value(of, level);
      }
    } else this.#at = this.bytes.length;
  }

  #list(): { readonly size: number; readonly of: number } {
    const head = this.bytes[this.#at++] ?? 0;
    const size = head >> 4 === 15 ? this.#varint() : head >> 4;
    return { size, of: head & 0x0f };
  }

  /** Unsigned; beyond the end of the footer 0. */
  #varint(): number {
    let value = 0;
    for (let shift = 0; this.#hasMore(); shift += 7) {
      const byte = this.bytes[this.#at++]!;
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return value >>> 0;
  }

  #count(): void {
    this.#values++;
    if (this.#values > MOST_VALUES) throw tooLarge(`more than ${MOST_VALUES} values; at most ${MOST_VALUES}`);
  }

  #hasMore(): boolean {
    return this.#at < this.bytes.length;
  }
}

/** `found` ends with the limit: `8 bytes; at most 4`. */
function tooLarge(found: string): InputError {
  return new InputError(
    `The Parquet file's footer has ${found} are read. Write the file again with fewer row groups and columns, or export it as CSV.`,
  );
}
