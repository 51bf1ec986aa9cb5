import { closeSync, openSync, readSync, unlinkSync } from "node:fs";
import { type Field, field, Type } from "@uwdata/flechette";
import { Builder } from "@uwdata/flechette/src/encode/builder.js";
import { encodeDictionaryBatch } from "@uwdata/flechette/src/encode/dictionary-batch.js";
import { writeFooter } from "@uwdata/flechette/src/encode/footer.js";
import { type Block, writeMessage } from "@uwdata/flechette/src/encode/message.js";
import { encodeRecordBatch, type Record as RecordBatch } from "@uwdata/flechette/src/encode/record-batch.js";
import { encodeSchema } from "@uwdata/flechette/src/encode/schema.js";
import type { FileSink } from "../models/model-folder";
import { type ArrowColumn, arrowColumn, type ColumnBatch, type ColumnValues } from "./arrow-column";

/** Arrow's Message.fbs, and its file format. */
const [SCHEMA, DICTIONARY_BATCH, RECORD_BATCH] = [1, 2, 3];
const MAGIC = new TextEncoder().encode("ARROW1");
const END_OF_STREAM = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);
const [VERSION_5, LITTLE_ENDIAN] = [4, 0];

/**
 * Writes an Arrow file as `arrowFile` would, while its rows are made. Every `batchRows` rows are a record batch, however
 * many come at a time, so the bytes depend on the rows alone. Readers want all texts before the first row, so the
 * batches of a large file wait in another file beside it.
 */
export class ArrowWriter {
  readonly #columns = new Map<string, ArrowColumn>();
  readonly #sink: FileSink;
  /** With no other after it, the first batch needs no file to wait in. */
  #first: readonly ColumnBatch[] | null = null;
  #spool: { readonly file: FileSink; readonly builder: Builder } | null = null;
  #fields: readonly Field[] | null = null;
  readonly #records: Block[] = [];
  #waiting = 0;

  constructor(
    private readonly open: (name: string) => FileSink,
    private readonly name: string,
    private readonly batchRows: number,
  ) {
    this.#sink = open(name);
  }

  /** Adds rows; every call has the same columns, each as many rows as the others. */
  append(columns: Readonly<Record<string, ColumnValues>>): void {
    const [first] = Object.values(columns);
    this.#waiting += "places" in first! ? first.places.length : first!.length;
    for (const [name, values] of Object.entries(columns)) {
      const column = this.#columns.get(name) ?? arrowColumn(name, values);
      this.#columns.set(name, column);
      column.add(values);
    }
    while (this.#waiting >= this.batchRows) this.#take(this.batchRows);
  }

  close(): void {
    if (this.#waiting > 0) this.#take(this.#waiting);
    this.#fields ??= this.#settled(false);
    const builder = new Builder(this.#sink);
    const schema = { version: VERSION_5, endianness: LITTLE_ENDIAN, fields: this.#fields, metadata: null };
    const dictionaries: Block[] = [];
    builder.addBuffer(MAGIC);
    writeMessage(builder, SCHEMA, encodeSchema(builder, schema), 0);
    this.#writeTexts(builder, dictionaries);
    const before = builder.outputBytes;
    if (this.#first) this.#writeRecord(builder, this.#first);
    if (this.#spool) copyInto(builder, this.#spool.file);
    const shift = this.#spool ? before : 0;
    const records = this.#records.map((block) => ({ ...block, offset: block.offset + shift }));
    builder.addBuffer(END_OF_STREAM);
    writeFooter(builder, schema, dictionaries, records);
    this.#sink.close();
  }

  #take(rows: number): void {
    this.#waiting -= rows;
    const batch = Array.from(this.#columns.values(), (column) => column.take(rows));
    if (this.#spool === null && this.#first === null) {
      this.#first = batch;
      return;
    }
    if (this.#spool === null) {
      const file = this.open(`${this.name}.rows`);
      this.#spool = { file, builder: new Builder(file) };
      this.#fields = this.#settled(true);
      this.#writeRecord(this.#spool.builder, this.#first!);
      this.#first = null;
    }
    this.#writeRecord(this.#spool.builder, batch);
  }

  /** `isOpen`: more rows will come. */
  #settled(isOpen: boolean): readonly Field[] {
    let id = 0;
    return Array.from(this.#columns, ([name, column]) => {
      const type = column.type(isOpen);
      return field(name, type.typeId === Type.Dictionary ? { ...type, id: id++ } : type);
    });
  }

  #writeTexts(builder: Builder, blocks: Block[]): void {
    let id = 0;
    [...this.#columns.values()].forEach(({ texts }, i) => {
      if (this.#fields![i]!.type.typeId !== Type.Dictionary) return;
      // Readers trip over a list of nothing.
      if (texts!.length === 0) texts!.push("");
      const { offsets, values } = texts!.buffers;
      const data = recordOf([
        { length: texts!.length, nullCount: 0, buffers: [new Uint8Array(0), offsets, values] },
      ]);
      const header = encodeDictionaryBatch(builder, { id: id++, isDelta: false, data }, null);
      writeBatch(builder, DICTIONARY_BATCH, header, data, blocks);
    });
  }

  #writeRecord(builder: Builder, batch: readonly ColumnBatch[]): void {
    const columns = [...this.#columns.values()];
    const data = recordOf(batch.map((rows, i) => columns[i]!.written(rows)));
    writeBatch(builder, RECORD_BATCH, encodeRecordBatch(builder, data, null), data, this.#records);
  }
}

function writeBatch(
  builder: Builder,
  kind: number,
  header: number,
  data: RecordBatch,
  blocks: Block[],
): void {
  writeMessage(builder, kind, header, data.byteLength, blocks);
  for (const bytes of data.buffers) builder.addBuffer(bytes);
}

const COPIED_BYTES = 1 << 22;

/** The file's bytes, a multiple of eight; it is removed. */
function copyInto(builder: Builder, file: FileSink): void {
  file.close(false);
  const source = openSync(file.path, "r");
  try {
    for (;;) {
      const bytes = new Uint8Array(COPIED_BYTES);
      const read = readSync(source, bytes);
      if (read === 0) break;
      builder.addBuffer(bytes.subarray(0, read));
    }
  } finally {
    closeSync(source);
    unlinkSync(file.path);
  }
}

/** The columns' buffers one after the other, each from a multiple of eight bytes on. */
function recordOf(columns: readonly ColumnBatch[]): RecordBatch {
  const regions: { offset: number; length: number }[] = [];
  const buffers: Uint8Array[] = [];
  let byteLength = 0;
  for (const buffer of columns.flatMap((column) => column.buffers)) {
    const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    regions.push({ offset: byteLength, length: bytes.length });
    buffers.push(bytes);
    byteLength += (bytes.length + 7) & ~7;
  }
  const nodes = columns.map(({ length, nullCount }) => ({ length, nullCount }));
  return { byteLength, nodes, regions, variadic: [], buffers };
}
