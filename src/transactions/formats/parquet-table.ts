import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type RowGroup,
  type SchemaTree,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { InputError } from "../../errors";
import type { ReadLimits } from "../limits";
import { cellText } from "./cell-text";
import { CellWriter } from "./cell-writer";
import { checkFooter } from "./parquet-footer";
import { checkPageHeaders } from "./parquet-pages";
import { BatchWriter, type RecordBatch } from "./record-batch";

/** A piece of a table, in this order: its columns once, then shares of the work done (0 to 1) and record batches. */
export type TablePiece =
  | { readonly kind: "columns"; readonly names: readonly string[] }
  | { readonly kind: "share"; readonly share: number }
  | { readonly kind: "batch"; readonly batch: RecordBatch };

/**
 * Decodes a Parquet file a row group at a time; within one, its columns one after the other, so memory holds at most
 * one row group. Row 1 is the header that the format does not have. Throws InputError if the file is damaged or beyond
 * the limits. A damaged page can make the library loop for hours: run it where it can be stopped.
 */
export async function* parquetTable(file: AsyncBuffer, limits: ReadLimits): AsyncGenerator<TablePiece> {
  await checkFooter(file, limits);
  const { metadata, children } = await readable("the footer", async () => {
    const metadata = await parquetMetadataAsync(file);
    const { children } = parquetSchema(metadata);
    if (children.some(({ element }) => typeof element.name !== "string"))
      throw new Error("a column has no name");
    if (metadata.row_groups.some((group) => typeof group.num_rows !== "bigint" || group.num_rows < 0n))
      throw new Error("a row group has no number of rows");
    return { metadata, children };
  });
  const names = children.map((child) => child.element.name);
  checkSize(metadata, names.length, file.byteLength, limits);
  yield { kind: "columns", names };
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    const columns: unknown[][] = [];
    for (const [i, child] of children.entries()) {
      const name = names[i]!;
      yield { kind: "share", share: (rowStart + (rows * i) / names.length) / Number(metadata.num_rows) };
      const reading = async () => {
        await checkColumn(file, group, child);
        return readColumn(file, metadata, name, rowStart, rowStart + rows);
      };
      columns.push(await readable(`column ${name} from row ${rowStart + 2}`, reading));
    }
    yield* recordsOf(columns, rows, rowStart + 2, limits);
    rowStart += rows;
  }
  yield { kind: "share", share: 1 };
}

function* recordsOf(
  columns: readonly (readonly unknown[])[],
  rows: number,
  firstRow: number,
  limits: ReadLimits,
): Generator<TablePiece> {
  const batches = new BatchWriter(columns.length);
  const writer = new CellWriter(columns.length, limits, batches);
  for (let row = 0; row < rows; row++) {
    writer.begin(firstRow + row);
    for (let i = 0; i < columns.length; i++) writer.text(i, cellText(columns[i]![row]));
    writer.send();
    if (batches.isFull) yield { kind: "batch", batch: batches.take() };
  }
  if (!batches.isEmpty) yield { kind: "batch", batch: batches.take() };
}

/** Throws Error if the pages of a column in a row group are visibly damaged. */
async function checkColumn(
  file: AsyncBuffer,
  group: RowGroup,
  { element, children }: SchemaTree,
): Promise<void> {
  const isFlat = children.length === 0 && element.repetition_type !== "REPEATED";
  for (const chunk of group.columns) {
    const meta = chunk.meta_data;
    if (meta?.path_in_schema[0] !== element.name) continue;
    const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
    const end = start + Number(meta.total_compressed_size);
    if (!(start >= 0 && end >= start && end <= file.byteLength))
      throw new Error("it lies outside of the file");
    checkPageHeaders(await file.slice(start, end), Number(meta.num_values), Number(group.num_rows), isFlat);
  }
}

/** The values of one column in rows `rowStart` to `rowEnd` − 1, those of one row group. */
async function readColumn(
  file: AsyncBuffer,
  metadata: FileMetaData,
  name: string,
  rowStart: number,
  rowEnd: number,
): Promise<unknown[]> {
  const values: unknown[] = [];
  await parquetRead({
    file,
    metadata,
    columns: [name],
    rowStart,
    rowEnd,
    compressors,
    onChunk: (chunk) => {
      for (let i = 0; i < chunk.columnData.length; i++) {
        const at = chunk.rowStart + i - rowStart;
        if (at >= 0 && at < rowEnd - rowStart) values[at] = chunk.columnData[i];
      }
    },
  });
  if (values.length !== rowEnd - rowStart)
    throw new Error(`it holds ${values.length} values where there should be ${rowEnd - rowStart}`);
  return values;
}

/** Throws InputError if the footer promises more than the limits allow, or more than any file can hold. */
function checkSize(metadata: FileMetaData, columns: number, sizeBytes: number, limits: ReadLimits): void {
  if (columns === 0) throw new InputError("The file has no columns. A header and order lines are needed.");
  if (columns > limits.maxColumns)
    throw new InputError(`The file has ${columns} columns; at most ${limits.maxColumns} are read.`);
  let unpacked = 0;
  let rows = 0;
  for (const group of metadata.row_groups) {
    rows += Number(group.num_rows);
    for (const { meta_data: column } of group.columns)
      unpacked += Number(column?.total_uncompressed_size ?? 0);
  }
  // Runs of equal values take no room in the file: a cell counts as one separator, as in a CSV file.
  unpacked = Math.max(unpacked, rows * columns);
  if (rows > limits.maxRows)
    throw new InputError(`The file has ${rows} rows; at most ${limits.maxRows} are read. Split it.`);
  if (unpacked > limits.maxUnpackedBytes)
    throw new InputError(
      `The file unpacks to ${unpacked} bytes; at most ${limits.maxUnpackedBytes} are read.`,
    );
  if (unpacked > limits.unpackGraceBytes && unpacked > limits.maxUnpackRatio * sizeBytes)
    throw new InputError(
      `The file unpacks to more than ${limits.maxUnpackRatio} times its size; that looks like an attack.`,
    );
}

/** Makes a library's complaint the user's to fix: the file is damaged or not what it claims to be. */
async function readable<T>(part: string, reading: () => Promise<T>): Promise<T> {
  try {
    return await reading();
  } catch (error) {
    // A slip of the library over damaged bytes tells the user nothing.
    const { message } = error as Error;
    const isSlip = error instanceof TypeError || error instanceof RangeError || message.includes("undefined");
    const why = isSlip ? "" : ` (${message})`;
    throw new InputError(`The Parquet file cannot be read: ${part} is damaged or of an unknown kind${why}.`);
  }
}
