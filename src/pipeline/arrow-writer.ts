import { closeSync, openSync, readSync, unlinkSync } from "node:fs";
import { type Field, field, Type } from "@uwdata/flechette";
import { Builder } from "@uwdata/flechette/src/encode/builder.js";
import { encodeDictionaryBatch } from "@uwdata/flechette/src/encode/dictionary-batch.js";
import { writeFooter } from "@uwdata/flechette/src/encode/footer.js";
import { type Block, writeMessage } from "@uwdata/flechette/src/encode/message.js";
import { encodeRecordBatch } from "@uwdata/flechette/src/encode/record-batch.js";
import { encodeSchema } from "@uwdata/flechette/src/encode/schema.js";
import type { FileSink } from "../models/model-folder";
import { type ArrowColumn, arrowColumn, type ColumnValues, type Piece, rowsOf } from "./arrow-column";

/** Arrow's Message.fbs, and its file format. */
const [SCHEMA, DICTIONARY_BATCH, RECORD_BATCH] = [1, 2, 3];
const MAGIC = new TextEncoder().encode("ARROW1");
const END_OF_STREAM = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);
const [VERSION_5, LITTLE_ENDIAN] = [4, 0];
const WORD_BYTES = 8;

/** A piece of a column in the file where pieces wait: where each buffer begins, and how long it is. */
interface StoredPiece extends Omit<Piece, "buffers" | "validity"> {
  readonly validity: Stored;
  readonly buffers: readonly Stored[];
}

interface Stored {
  readonly at: number;
  readonly length: number;
}

/**
 * Writes an Arrow file while its rows are made, byte for byte the one that `arrowFile` would make of all of them. A file
 * has one batch, so that a reader maps whole columns; but rows come with all of theirs. So every `pieceRows` rows wait in
 * another file beside it (a multiple of 8), and are written column by column when all are there.
 */
export class ArrowWriter {
  readonly #columns = new Map<string, ArrowColumn>();
  readonly #pieces = new Map<ArrowColumn, StoredPiece[]>();
  readonly #sink: FileSink;
  readonly #waits: FileSink;
  #stored = 0;
  #rows = 0;
  #waiting = 0;

  constructor(
    open: (name: string) => FileSink,
    name: string,
    private readonly pieceRows: number,
  ) {
    if (pieceRows % 8 > 0) throw new RangeError(`${pieceRows} rows are no whole bytes of a bit a row`);
    this.#sink = open(name);
    this.#waits = open(`${name}.rows`);
  }

  /** Adds rows; every call has the same columns, each as many rows as the others. */
  append(columns: Readonly<Record<string, ColumnValues>>): void {
    const [first] = Object.values(columns);
    this.#waiting += rowsOf(first!);
    for (const [name, values] of Object.entries(columns)) {
      const column = this.#columns.get(name) ?? arrowColumn(name, values);
      this.#columns.set(name, column);
      column.add(values);
    }
    while (this.#waiting >= this.pieceRows) this.#store(this.pieceRows);
  }

  close(): void {
    if (this.#waiting > 0) this.#store(this.#waiting);
    this.#waits.close(false);
    const source = openSync(this.#waits.path, "r");
    try {
      this.#write(source);
    } finally {
      closeSync(source);
      unlinkSync(this.#waits.path);
    }
    this.#sink.close();
  }

  #store(rows: number): void {
    this.#waiting -= rows;
    this.#rows += rows;
    for (const column of this.#columns.values()) {
      const { validity, buffers, ...piece } = column.take(rows);
      const pieces = this.#pieces.get(column) ?? [];
      this.#pieces.set(column, pieces);
      const stored = (bytes: Uint8Array): Stored => {
        this.#waits.write(bytes);
        this.#stored += bytes.length;
        return { at: this.#stored - bytes.length, length: bytes.length };
      };
      pieces.push({ ...piece, validity: stored(validity), buffers: buffers.map(stored) });
    }
  }

  #write(source: number): void {
    const builder = new Builder(this.#sink);
    let id = 0;
    const fields = Array.from(this.#columns, ([name, column]): Field => {
      const { type } = column;
      return field(name, type.typeId === Type.Dictionary ? { ...type, id: id++ } : type);
    });
    const schema = { version: VERSION_5, endianness: LITTLE_ENDIAN, fields, metadata: null };
    const [dictionaries, records]: [Block[], Block[]] = [[], []];
    builder.addBuffer(MAGIC);
    writeMessage(builder, SCHEMA, encodeSchema(builder, schema), 0);
    const texts = Array.from(this.#columns.values(), (column) => column.texts);
    texts
      .filter((list) => list !== null && list.length > 0)
      .forEach((list, place) => {
        writeTexts(builder, place, list!, dictionaries);
      });
    if (this.#rows > 0) this.#writeBatch(builder, records, source);
    builder.addBuffer(END_OF_STREAM);
    writeFooter(builder, schema, dictionaries, records);
  }

  #writeBatch(builder: Builder, blocks: Block[], source: number): void {
    const columns = Array.from(
      this.#pieces,
      ([column, pieces]) => new WholeColumn(column, pieces, this.#rows),
    );
    let byteLength = 0;
    const regions = columns
      .flatMap(({ lengths }) => lengths)
      .map((length) => {
        const region = { offset: byteLength, length };
        byteLength += WORD_BYTES * Math.ceil(length / WORD_BYTES);
        return region;
      });
    const nodes = columns.map(({ node }) => node);
    const batch = { byteLength, nodes, regions, variadic: [], buffers: [] };
    writeMessage(builder, RECORD_BATCH, encodeRecordBatch(builder, batch, null), byteLength, blocks);
    const waiting = new WaitingFile(source);
    for (const column of columns) column.write(this.#sink, waiting);
  }
}

function writeTexts(
  builder: Builder,
  id: number,
  texts: NonNullable<ArrowColumn["texts"]>,
  blocks: Block[],
): void {
  const { offsets, values } = texts.buffers;
  const buffers = [new Uint8Array(offsets.buffer), values];
  const data = {
    byteLength: buffers[0]!.length + values.length,
    nodes: [{ length: texts.length, nullCount: 0 }],
    regions: [
      { offset: 0, length: 0 },
      { offset: 0, length: buffers[0]!.length },
      { offset: buffers[0]!.length, length: values.length },
    ],
    variadic: [],
    buffers,
  };
  const header = encodeDictionaryBatch(builder, { id, isDelta: false, data }, null);
  writeMessage(builder, DICTIONARY_BATCH, header, data.byteLength, blocks);
  for (const bytes of buffers) builder.addBuffer(bytes);
}

/** A column whose pieces are all known. */
class WholeColumn {
  readonly node: { readonly length: number; readonly nullCount: number };
  readonly #regions;
  readonly #validity: number;

  constructor(
    column: ArrowColumn,
    private readonly pieces: readonly StoredPiece[],
    rows: number,
  ) {
    const isNothing = column.type.typeId === Type.Null;
    const nulls = pieces.reduce((sum, piece) => sum + piece.nulls, 0);
    this.node = { length: rows, nullCount: nulls };
    this.#regions = column.regions(rows);
    this.#validity = nulls === 0 || isNothing ? 0 : WORD_BYTES * Math.ceil(rows / 8 / WORD_BYTES);
    this.lengths = isNothing ? [] : [this.#validity, ...this.#regions.map(({ length }) => length)];
  }

  /** Bytes of each buffer. */
  readonly lengths: readonly number[];

  write(sink: FileSink, source: WaitingFile): void {
    if (this.#validity > 0)
      padded(sink, this.#validity, this.pieces, ({ rows, validity }) =>
        validity.length > 0 ? source.read(validity).subarray(0, Math.ceil(rows / 8)) : allKnown(rows),
      );
    for (const { buffer, length, written } of this.#regions)
      padded(sink, length, this.pieces, ({ buffers }) => written(source.read(buffers[buffer]!)));
  }
}

/** Writes the pieces' bytes one after the other, then zeroes up to `length` and to a multiple of eight. */
function padded(
  sink: FileSink,
  length: number,
  pieces: readonly StoredPiece[],
  bytesOf: (piece: StoredPiece) => Uint8Array,
): void {
  let written = 0;
  for (const piece of pieces) {
    const bytes = bytesOf(piece);
    sink.write(bytes);
    written += bytes.length;
  }
  sink.write(new Uint8Array(WORD_BYTES * Math.ceil(length / WORD_BYTES) - written));
}

/** A bit for each of so many rows. */
function allKnown(rows: number): Uint8Array {
  const bits = new Uint8Array(Math.ceil(rows / 8)).fill(255);
  if (rows % 8 > 0) bits[bits.length - 1] = 255 >> (8 - (rows % 8));
  return bits;
}

/** The file where pieces wait, read piece by piece into the same memory: what is written here would pile up otherwise. */
class WaitingFile {
  #bytes = new Uint8Array(0);

  constructor(private readonly descriptor: number) {}

  /** Valid until the next piece is read. */
  read({ at, length }: Stored): Uint8Array {
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const count = readSync(this.descriptor, this.#bytes, done, length - done, at + done);
      if (count === 0) throw new RangeError("rows that were waiting are missing");
      done += count;
    }
    return this.#bytes.subarray(0, length);
  }
}
