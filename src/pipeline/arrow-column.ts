import {
  columnFromArray,
  type DataType,
  dictionary,
  float64,
  int32,
  nullType,
  TimeUnit,
  Type,
  timestamp,
  uint8,
  utf8,
} from "@uwdata/flechette";
import { DAYS } from "./arrow-columns";
import { isCount, isDifferentTexts, isMoment } from "./arrow-file";
import { TextList } from "./text-list";

/** The rows of a column: numbers, texts or, of texts that come in runs, their places in a list. */
export type ColumnValues =
  | Float64Array
  | Int32Array
  | Uint8Array
  | readonly (string | null)[]
  | { readonly places: Int32Array; readonly texts: readonly string[] };

/** What a record batch has of a column. */
export interface ColumnBatch {
  readonly length: number;
  readonly nullCount: number;
  readonly buffers: readonly (Uint8Array | Int32Array | Float64Array)[];
}

/** A column of a file that is written batch by batch. */
export interface ArrowColumn {
  /** Of a column of texts; each once. */
  readonly texts: TextList | null;
  add(values: ColumnValues): void;
  /** The first so many of the rows added and not yet taken. */
  take(rows: number): ColumnBatch;
  /** The type in the file; `isOpen`: more rows will come. */
  type(isOpen: boolean): DataType;
  /** A batch as it is written, after the type is settled. */
  written(batch: ColumnBatch): ColumnBatch;
}

/** The column of that name, by the kind of its first rows. */
export function arrowColumn(name: string, values: ColumnValues): ArrowColumn {
  if (isMoment(name)) return new NumberColumn(timestamp(TimeUnit.MILLISECOND), momentsOf(name));
  if (isCount(name)) return new CountColumn(name);
  if (isTexts(values))
    return "places" in values || !isDifferentTexts(name) ? new TextColumn() : new PlainTexts();
  return new NumberColumn(TYPES.get(values.constructor)!);
}

const TYPES = new Map<unknown, DataType>([
  [Float64Array, float64()],
  [Int32Array, int32()],
  [Uint8Array, uint8()],
]);

type Numbers = Float64Array | Int32Array | Uint8Array;

function isTexts(values: ColumnValues): values is Exclude<ColumnValues, Numbers> {
  return Array.isArray(values) || "places" in values;
}

function numbers(values: ColumnValues): Numbers {
  if (isTexts(values)) throw new RangeError("texts in a column of numbers");
  return values;
}

function momentsOf(name: string): (values: ColumnValues) => ArrayLike<number | null> {
  if (!DAYS.has(name)) return numbers;
  return (days) => Array.from(days as readonly string[], (day) => (day ? Date.parse(day) : null));
}

class NumberColumn implements ArrowColumn {
  readonly texts = null;
  #waiting: ArrayLike<number | null>[] = [];

  constructor(
    private readonly ofFile: DataType,
    private readonly converted: (values: ColumnValues) => ArrayLike<number | null> = numbers,
  ) {}

  add(values: ColumnValues): void {
    this.#waiting.push(this.converted(values));
  }

  take(rows: number): ColumnBatch {
    const values = this.#taken(rows);
    const isTimestamp = this.ofFile.typeId === Type.Timestamp;
    const column = columnFromArray(values as number[], isTimestamp ? this.ofFile : undefined);
    const { length, nullCount, validity, values: bytes } = column.data[0]!;
    return { length, nullCount, buffers: [validity, bytes as Uint8Array] };
  }

  type(): DataType {
    return this.ofFile;
  }

  written(batch: ColumnBatch): ColumnBatch {
    return batch;
  }

  #taken(rows: number): ArrayLike<number | null> {
    const [first] = this.#waiting;
    const typed = first as Numbers | undefined;
    if (this.#waiting.length === 1 && first!.length === rows) {
      this.#waiting = [];
      return first!;
    }
    const out = ArrayBuffer.isView(typed)
      ? new (typed.constructor as new (length: number) => Numbers)(rows)
      : new Array<number | null>(rows);
    for (let filled = 0; filled < rows; ) {
      const next = this.#waiting.shift()!;
      const count = Math.min(next.length, rows - filled);
      if (ArrayBuffer.isView(out) && ArrayBuffer.isView(next)) {
        out.set((next as Numbers).subarray(0, count), filled);
        if (count < next.length) this.#waiting.unshift((next as Numbers).subarray(count));
      } else {
        for (let i = 0; i < count; i++) out[filled + i] = next[i] as number;
        if (count < next.length) this.#waiting.unshift((next as number[]).slice(count));
      }
      filled += count;
    }
    return out;
  }
}

/** Days of a customer's first order ago: whole only where all orders have the same time of day. */
const MOSTLY_FRACTIONS = new Set(["tenure_days"]);

/** Counts are integers in the file, if all are whole. */
class CountColumn extends NumberColumn {
  #isWhole = true;
  #isInteger: boolean | null = null;

  constructor(private readonly name: string) {
    super(float64());
  }

  override add(values: ColumnValues): void {
    super.add(values);
    const given = numbers(values);
    for (let i = 0; i < given.length && this.#isWhole; i++) this.#isWhole = Number.isInteger(given[i]);
    if (this.#isInteger && !this.#isWhole)
      throw new RangeError(`${this.name} has a fraction where whole numbers were written before`);
  }

  override type(isOpen = false): DataType {
    this.#isInteger = this.#isWhole && !(isOpen && MOSTLY_FRACTIONS.has(this.name));
    return this.#isInteger ? int32() : float64();
  }

  override written(batch: ColumnBatch): ColumnBatch {
    if (!this.#isInteger) return batch;
    const [validity, values] = batch.buffers as readonly [Uint8Array, Float64Array];
    return { ...batch, buffers: [validity, values instanceof Int32Array ? values : Int32Array.from(values)] };
  }
}

const WORD_BYTES = 8;
const NONE = -1;

/** Texts that are another one in each row. */
class PlainTexts implements ArrowColumn {
  readonly texts = null;
  #waiting: string[] = [];

  add(values: ColumnValues): void {
    for (const text of values as readonly string[]) this.#waiting.push(text);
  }

  take(rows: number): ColumnBatch {
    const taken = rows === this.#waiting.length ? this.#waiting : this.#waiting.slice(0, rows);
    this.#waiting = this.#waiting.slice(rows);
    const { length, nullCount, validity, offsets, values } = columnFromArray(taken, utf8()).data[0]!;
    return { length, nullCount, buffers: [validity, offsets as Int32Array, values as Uint8Array] };
  }

  type(): DataType {
    return utf8();
  }

  written(batch: ColumnBatch): ColumnBatch {
    return batch;
  }
}

class TextColumn implements ArrowColumn {
  readonly texts = new TextList();
  readonly #places = new Map<string, number>();
  #waiting: Int32Array[] = [];
  #last: string | null = null;
  #isPadded = true;
  #isEmpty = false;
  #isOneOfMany = false;

  /** If no row has a text, the file says so by its type. */
  type(isOpen: boolean): DataType {
    this.#isEmpty = !isOpen && this.texts.length === 0;
    this.#isOneOfMany = isOpen;
    return this.#isEmpty ? nullType() : dictionary(utf8());
  }

  written(batch: ColumnBatch): ColumnBatch {
    if (this.#isEmpty) return { ...batch, nullCount: batch.length, buffers: [] };
    if (!this.#isOneOfMany || batch.nullCount === 0) return batch;
    const [validity, codes] = batch.buffers as readonly [Uint8Array, Int32Array];
    return { ...batch, buffers: [withMore(validity, batch.length), codes] };
  }

  add(values: ColumnValues): void {
    if ("places" in values) {
      const { places, texts } = values;
      this.#isPadded = false;
      let place = NONE;
      this.#waiting.push(
        places.map((id, i) => {
          // All rows of such a text come together, as those of a customer do.
          if (i === 0 || id !== places[i - 1]) place = this.#grouped(texts[id]!);
          return place;
        }),
      );
      return;
    }
    this.#waiting.push(
      Int32Array.from(values as readonly (string | null)[], (text) =>
        text === null ? NONE : this.#place(text),
      ),
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

  take(rows: number): ColumnBatch {
    const codes = new Int32Array(this.#isPadded ? 2 * Math.ceil(rows / 2) : rows);
    for (let filled = 0; filled < rows; ) {
      const next = this.#waiting.shift()!;
      const count = Math.min(next.length, rows - filled);
      codes.set(next.subarray(0, count), filled);
      if (count < next.length) this.#waiting.unshift(next.subarray(count));
      filled += count;
    }
    let nullCount = 0;
    const validity = new Uint8Array(WORD_BYTES * Math.ceil(rows / 8 / WORD_BYTES));
    for (let i = 0; i < rows; i++) {
      if (codes[i] === NONE) {
        nullCount++;
        codes[i] = 0;
      } else validity[i >> 3]! |= 1 << (i & 7);
    }
    return { length: rows, nullCount, buffers: [nullCount > 0 ? validity : new Uint8Array(0), codes] };
  }
}

/**
 * A bitmap of so many rows that says of those after them that they are known: arquero looks at eight more rows, and takes
 * those for rows of the next batch.
 */
function withMore(validity: Uint8Array, rows: number): Uint8Array {
  const more = new Uint8Array(validity.length + WORD_BYTES).fill(255);
  more.set(validity.subarray(0, rows >> 3));
  if (rows & 7) more[rows >> 3] = validity[rows >> 3]! | (255 << (rows & 7));
  return more;
}
