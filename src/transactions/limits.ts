/** Bounds that stop a hostile or broken file from exhausting the machine. */
export interface ReadLimits {
  /** Columns of a table. */
  readonly maxColumns: number;
  /** Bytes of one record (a CSV record with its quoted line breaks, a JSON line, the text of a sheet's row). */
  readonly maxRecordBytes: number;
  /** Bytes of memory for the distinct ids and texts of a file, at most 4 GiB. */
  readonly maxIdBytes: number;
  /** Data rows; row numbers and indexes are 32-bit integers. */
  readonly maxRows: number;
  /** Bytes that a compressed file may unpack to. */
  readonly maxUnpackedBytes: number;
  /** Unpacked bytes for each packed byte; checked only beyond `unpackGraceBytes`. */
  readonly maxUnpackRatio: number;
  /** Any ratio is fine up to here: small files of repeated rows pack very well. */
  readonly unpackGraceBytes: number;
  /** Share (0 to 1) of rows that may be malformed or have unreadable dates or numbers before the file is refused. */
  readonly maxUnreadableShare: number;
  /** Milliseconds that a Parquet decoder may work without a result (a column of a row group) before it is ended. */
  readonly maxStallMs: number;
  /** Bytes by which the process may grow in that time. */
  readonly maxStallBytes: number;
}

const MIB = 2 ** 20;

/** The first rows of a table, which decide what its columns mean: up to this many rows or bytes. */
export const detectionBounds = { rows: 2000, bytes: 8 * MIB };

export const defaultReadLimits: ReadLimits = {
  maxColumns: 2000,
  maxRecordBytes: MIB,
  maxIdBytes: 4096 * MIB,
  maxRows: 2 ** 31 - 2,
  maxUnpackedBytes: 64 * 1024 * MIB,
  maxUnpackRatio: 200,
  unpackGraceBytes: 64 * MIB,
  maxUnreadableShare: 0.2,
  maxStallMs: 30_000,
  maxStallBytes: 1024 * MIB,
};
