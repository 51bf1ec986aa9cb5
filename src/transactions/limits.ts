/** Bounds that keep a hostile or broken file from taking the machine with it. */
export interface ReadLimits {
  /** Columns of a table. */
  readonly maxColumns: number;
  /** Bytes of one record (a CSV record with its quoted line breaks, a JSON line, the text of a sheet's row). */
  readonly maxRecordBytes: number;
  /** Data rows; row numbers and indexes are 32-bit integers. */
  readonly maxRows: number;
  /** Bytes that a compressed file may unpack to. */
  readonly maxUnpackedBytes: number;
  /** Bytes out for a byte in, asked only once more than `unpackGraceBytes` came out. */
  readonly maxUnpackRatio: number;
  /** Up to here any ratio is fine: small files of repeated rows pack very well. */
  readonly unpackGraceBytes: number;
  /** Share (0 to 1) of the rows that may be malformed or hold unreadable dates or numbers before the file is refused. */
  readonly maxUnreadableShare: number;
  /** Milliseconds that the decoder of a Parquet file may work without a result (a column of a row group) before it is ended. */
  readonly maxStallMs: number;
  /** Bytes by which the process may grow in that time. */
  readonly maxStallBytes: number;
}

const MIB = 2 ** 20;

/** The first rows of a table, by which it is decided what its columns mean: so many, or so many bytes of them. */
export const detectionBounds = { rows: 2000, bytes: 8 * MIB };

export const defaultReadLimits: ReadLimits = {
  maxColumns: 2000,
  maxRecordBytes: MIB,
  maxRows: 2 ** 31 - 2,
  maxUnpackedBytes: 64 * 1024 * MIB,
  maxUnpackRatio: 200,
  unpackGraceBytes: 64 * MIB,
  maxUnreadableShare: 0.2,
  maxStallMs: 30_000,
  maxStallBytes: 1024 * MIB,
};
