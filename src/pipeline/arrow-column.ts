import {
  columnFromArray,
  type DataType,
  dictionary,
  float64,
  int32,
  nullType,
  TimeUnit,
  timestamp,
  uint8,
  utf8,
} from "@uwdata/flechette";
import { DAYS } from "./arrow-columns";
import { isCount, isDifferentTexts, isMoment } from "./arrow-file";
import { TextList } from "./text-list";
import { Waiting } from "./waiting-rows";

type Numbers = Float64Array | Int32Array | Uint8Array;

/**
 * The rows of a column: numbers, texts or, of texts that come in runs, their places in a list; values of a type that the
 * file is to have.
 */
export type ColumnValues =
  | Numbers
  | readonly (string | null)[]
  | { readonly places: Int32Array; readonly texts: readonly string[] }
  | { readonly values: readonly unknown[]; readonly type: DataType };

/** How many rows these are. */
export function rowsOf(values: ColumnValues): number {
  if ("places" in values) return values.places.length;
  return "type" in values ? values.values.length : values.length;
}

/** Some rows of a column. */
export interface Piece {
  readonly rows: number;
  readonly nulls: number;
  /** A bit a row, lowest first; empty if every row has a value. */
  readonly validity: Uint8Array;
  /** Values by row; of plain texts, where each begins and the last one ends, and then their bytes. */
  readonly buffers: readonly Uint8Array[];
}

/** What a whole column has after its validity: how many bytes, and each piece's as they are written. */
export interface Region {
  /** Place among a piece's buffers. */
  readonly buffer: number;
  readonly length: number;
  /** May change the bytes, and they are valid until the next piece's. */
  readonly written: (bytes: Uint8Array) => Uint8Array;
}

/** A column of a file that is made piece by piece. */
export interface ArrowColumn {
  /** Of a column of texts; each once. */
  readonly texts: TextList | null;
  add(values: ColumnValues): void;
  /** The first so many of the rows added and not yet taken. */
  take(rows: number): Piece;
  /** The type in the file, when all rows are known. */
  readonly type: DataType;
  /** Of so many rows; `written` is called with the pieces in their order. */
  regions(rows: number): readonly Region[];
}

/** The column of that name, by the kind of its first rows. */
export function arrowColumn(name: string, values: ColumnValues): ArrowColumn {
  if ("type" in values) return new TypedColumn(values.type);
  if (isMoment(name)) return new MomentColumn(DAYS.has(name));
  if (isTexts(values))
    return "places" in values || !isDifferentTexts(name) ? new TextColumn() : new PlainTexts();
  return isCount(name) ? new CountColumn(values) : new NumberColumn(values);
}

function isTexts(values: ColumnValues): values is Exclude<ColumnValues, Numbers> {
  return Array.isArray(values) || "places" in values;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

const NO_NULLS = new Uint8Array(0);
const same = (bytes: Uint8Array) => bytes;
const WORD_BYTES = 8;
const upToWord = (bytes: number) => WORD_BYTES * Math.ceil(bytes / WORD_BYTES);

class NumberColumn implements ArrowColumn {
  readonly texts = null;
  readonly #waiting = new Waiting<Numbers>();

  constructor(protected readonly first: Numbers) {}

  add(values: ColumnValues): void {
    this.#waiting.add(values as Numbers);
  }

  take(rows: number): Piece {
    const values = this.#waiting.take(rows, new (this.first.constructor as typeof Float64Array)(rows));
    return { rows, nulls: 0, validity: NO_NULLS, buffers: [bytesOf(values)] };
  }

  get type(): DataType {
    if (this.first instanceof Float64Array) return float64();
    return this.first instanceof Int32Array ? int32() : uint8();
  }

  regions(rows: number): readonly Region[] {
    return [{ buffer: 0, length: this.first.BYTES_PER_ELEMENT * rows, written: same }];
  }
}

/** Counts are integers in the file, if all are whole. */
class CountColumn extends NumberColumn {
  #isWhole = true;

  override add(values: ColumnValues): void {
    super.add(values);
    const given = values as Numbers;
    for (let i = 0; i < given.length && this.#isWhole; i++) this.#isWhole = Number.isInteger(given[i]);
  }

  override get type(): DataType {
    return this.#isWhole ? int32() : float64();
  }

  override regions(rows: number): readonly Region[] {
    if (!this.#isWhole || this.first instanceof Int32Array) return super.regions(rows);
    const Own = this.first.constructor as typeof Float64Array;
    let counts = new Int32Array(0);
    const written = ({ buffer, byteOffset, byteLength }: Uint8Array) => {
      const values = new Own(buffer as ArrayBuffer, byteOffset, byteLength / Own.BYTES_PER_ELEMENT);
      if (counts.length < values.length) counts = new Int32Array(values.length);
      counts.set(values);
      return bytesOf(counts.subarray(0, values.length));
    };
    return [{ buffer: 0, length: Int32Array.BYTES_PER_ELEMENT * rows, written }];
  }
}

/** Values of one type, some of which may be missing, in one buffer. */
class TypedColumn implements ArrowColumn {
  readonly texts = null;
  readonly #waiting = new Waiting<ArrayLike<unknown>>();
  #bytes = 0;

  constructor(readonly type: DataType) {}

  add(values: ColumnValues): void {
    this.#waiting.add("type" in values ? values.values : (values as readonly unknown[]));
  }

  take(rows: number): Piece {
    const given = this.#waiting.take(rows, new Array<unknown>(rows)) as unknown[];
    const { nullCount, validity, values } = columnFromArray(given, this.type).data[0]!;
    const bytes = bytesOf(values as Uint8Array);
    this.#bytes += bytes.length;
    return { rows, nulls: nullCount, validity, buffers: [bytes] };
  }

  regions(): readonly Region[] {
    return [{ buffer: 0, length: this.#bytes, written: same }];
  }
}

/** Moments in milliseconds, or days as texts. */
class MomentColumn extends TypedColumn {
  constructor(private readonly areDays: boolean) {
    super(timestamp(TimeUnit.MILLISECOND));
  }

  override add(values: ColumnValues): void {
    const parsed = (day: string | null) => (day ? Date.parse(day) : null);
    super.add(
      this.areDays
        ? { values: Array.from(values as readonly (string | null)[], parsed), type: this.type }
        : values,
    );
  }
}

/** Texts that are another one in each row. */
class PlainTexts implements ArrowColumn {
  readonly texts = null;
  readonly type = utf8();
  readonly #waiting = new Waiting<ArrayLike<string | null>>();
  #bytes = 0;

  add(values: ColumnValues): void {
    this.#waiting.add(values as readonly (string | null)[]);
  }

  take(rows: number): Piece {
    const list = new TextList();
    const known = new KnownRows(rows);
    const texts = this.#waiting.take(rows, new Array<string | null>(rows));
    for (let i = 0; i < rows; i++) {
      if (texts[i] !== null) known.add(i);
      list.push(texts[i] ?? "");
    }
    const { offsets, values } = list.used;
    this.#bytes += values.length;
    return { ...known.piece, buffers: [bytesOf(offsets), values] };
  }

  regions(rows: number): readonly Region[] {
    // Each piece counts its bytes from 0, and has one place more than rows: where the next one begins.
    let [before, isFirst] = [0, true];
    const written = ({ buffer, byteOffset, byteLength }: Uint8Array) => {
      const places = new Int32Array(
        buffer as ArrayBuffer,
        byteOffset,
        byteLength / Int32Array.BYTES_PER_ELEMENT,
      );
      for (let i = 0; i < places.length; i++) places[i]! += before;
      before = places.at(-1)!;
      const own = places.subarray(isFirst ? 0 : 1);
      isFirst = false;
      return bytesOf(own);
    };
    return [
      { buffer: 0, length: upToWord(Int32Array.BYTES_PER_ELEMENT * (rows + 1)), written },
      { buffer: 1, length: upToWord(this.#bytes + 1), written: same },
    ];
  }
}

/** Which rows of a piece have a value. */
class KnownRows {
  #nulls: number;
  readonly #validity: Uint8Array;

  constructor(private readonly rows: number) {
    this.#nulls = rows;
    this.#validity = new Uint8Array(Math.ceil(rows / 8));
  }

  add(row: number): void {
    this.#nulls--;
    this.#validity[row >> 3]! |= 1 << (row & 7);
  }

  get piece(): Omit<Piece, "buffers"> {
    const nulls = this.#nulls;
    return { rows: this.rows, nulls, validity: nulls > 0 ? this.#validity : NO_NULLS };
  }
}

const NONE = -1;

/** Texts that many rows share: each stands once in a dictionary. */
class TextColumn implements ArrowColumn {
  readonly texts = new TextList();
  readonly #places = new Map<string, number>();
  readonly #waiting = new Waiting<Int32Array>();
  #last: string | null = null;
  #isPadded = true;

  /** If no row has a text, the file says so by its type. */
  get type(): DataType {
    return this.texts.length > 0 ? dictionary(utf8()) : nullType();
  }

  add(values: ColumnValues): void {
    if (!("places" in values)) {
      const texts = values as readonly (string | null)[];
      this.#waiting.add(Int32Array.from(texts, (text) => (text === null ? NONE : this.#place(text))));
      return;
    }
    const { places, texts } = values;
    this.#isPadded = false;
    let place = NONE;
    this.#waiting.add(
      places.map((id, i) => {
        // All rows of such a text come together, as those of a customer do.
        if (i === 0 || id !== places[i - 1]) place = this.#grouped(texts[id]!);
        return place;
      }),
    );
  }

  #grouped(text: string): number {
    if (text !== this.#last) this.texts.push(text);
    this.#last = text;
    return this.texts.length - 1;
  }

  #place(text: string): number {
    let place = this.#places.get(text);
    if (place === undefined) {
      place = this.texts.push(text);
      this.#places.set(text, place);
    }
    return place;
  }

  take(rows: number): Piece {
    const codes = this.#waiting.take(rows, new Int32Array(rows)).slice();
    const known = new KnownRows(rows);
    for (let i = 0; i < rows; i++) {
      if (codes[i] === NONE) codes[i] = 0;
      else known.add(i);
    }
    return { ...known.piece, buffers: [bytesOf(codes)] };
  }

  regions(rows: number): readonly Region[] {
    if (this.texts.length === 0) return [];
    const length = Int32Array.BYTES_PER_ELEMENT * rows;
    return [{ buffer: 0, length: this.#isPadded ? upToWord(length) : length, written: same }];
  }
}
