import { open } from "node:fs/promises";
import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { InputError } from "../../errors";
import { sha256OfFile } from "../bytes/file-chunks";
import type { ReadLimits } from "../limits";
import type { RecordSink } from "../records";
import { cellText } from "./cell-text";
import { CellWriter } from "./cell-writer";
import type { OnChunk, TableSource } from "./table-source";

/**
 * Opens a Parquet file. It is read a row group at a time; within one, its columns are decoded one after the other, so
 * the memory needed is that of the largest row group. Row 1 is the header that the format does not have.
 */
export async function openParquet(
  path: string,
  sizeBytes: number,
  limits: ReadLimits,
  onChunk: OnChunk,
): Promise<TableSource> {
  return {
    format: "parquet",
    delimiter: null,
    encoding: "utf-8",
    sizeBytes,
    sha256: () => sha256OfFile(path),
    notes: () => [],
    read: async (sink) => {
      const handle = await open(path, "r");
      try {
        const file: AsyncBuffer = {
          byteLength: sizeBytes,
          slice: async (start, end = sizeBytes) => {
            const buffer = new Uint8Array(Math.max(0, end - start));
            const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
            return bytesRead === buffer.length ? buffer.buffer : buffer.buffer.slice(0, bytesRead);
          },
        };
        await readRowGroups(file, limits, sink, (share) => onChunk(share * sizeBytes, sizeBytes));
      } finally {
        await handle.close();
      }
    },
  };
}

async function readRowGroups(
  file: AsyncBuffer,
  limits: ReadLimits,
  sink: RecordSink,
  onShare: (share: number) => void,
): Promise<void> {
  const metadata = await readable("the footer", parquetMetadataAsync(file));
  const names = parquetSchema(metadata).children.map((child) => child.element.name);
  checkSize(metadata, names.length, file.byteLength, limits);
  sink.columns(names);
  const writer = new CellWriter(names.length, limits, sink);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const columns: ArrayLike<unknown>[] = [];
    for (const [i, name] of names.entries()) {
      onShare((rowStart + ((rowEnd - rowStart) * i) / names.length) / Number(metadata.num_rows));
      const reading = readColumn(file, metadata, name, rowStart, rowEnd);
      columns.push(await readable(`column ${name} from row ${rowStart + 2}`, reading));
    }
    for (let row = 0; row < rowEnd - rowStart; row++) {
      writer.begin(rowStart + row + 2);
      for (let i = 0; i < columns.length; i++) writer.text(i, cellText(columns[i]![row]));
      if (!writer.send()) return;
    }
    rowStart = rowEnd;
  }
  onShare(1);
}

/** The values of one column in rows `rowStart` to `rowEnd` − 1. */
async function readColumn(
  file: AsyncBuffer,
  metadata: FileMetaData,
  name: string,
  rowStart: number,
  rowEnd: number,
): Promise<unknown[]> {
  const values: unknown[] = new Array(rowEnd - rowStart);
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
        if (at >= 0 && at < values.length) values[at] = chunk.columnData[i];
      }
    },
  });
  return values;
}

/** Throws InputError where the footer promises more than the limits allow. */
function checkSize(metadata: FileMetaData, columns: number, sizeBytes: number, limits: ReadLimits): void {
  if (columns > limits.maxColumns)
    throw new InputError(`The file has ${columns} columns; at most ${limits.maxColumns} are read.`);
  let unpacked = 0;
  let rows = 0;
  for (const group of metadata.row_groups) {
    rows += Number(group.num_rows);
    for (const { meta_data: column } of group.columns)
      unpacked += Number(column?.total_uncompressed_size ?? 0);
  }
  if (rows > limits.maxRows)
    throw new InputError(`The file has ${rows} rows; at most ${limits.maxRows} are read. Split it.`);
  if (unpacked > limits.maxUnpackedBytes)
    throw new InputError(
      `The file unpacks to ${unpacked} bytes; at most ${limits.maxUnpackedBytes} are read.`,
    );
  if (unpacked > limits.unpackGraceBytes && unpacked > limits.maxUnpackRatio * sizeBytes)
    throw new InputError(
      `The file unpacks to more than ${limits.maxUnpackRatio} times its size; such a file is taken for an attack.`,
    );
}

/** A library's complaint about the file is the user's to mend: the file is damaged or not what it says. */
async function readable<T>(part: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw new InputError(
      `The file is no Parquet file that can be read: ${part} is damaged or of an unknown kind (${(error as Error).message}).`,
    );
  }
}
