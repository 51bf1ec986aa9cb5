/**
 * One record as byte fields: field `i` is `bytes[starts[i], ends[i])`, quotes already taken off, text in UTF-8 or in
 * whatever single-byte encoding the file has. A reader reuses the same object; it holds only during the call.
 */
export interface RecordFields {
  bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Number of fields, even if `starts` has room for fewer. */
  count: number;
  /**
   * Row number in the file as a spreadsheet counts: usually the header is row 1. `TableSource.where` gives the sheet.
   */
  row: number;
  /** The reader could not parse the record; `count` and the fields mean nothing. */
  malformed: boolean;
}

/** Takes a table, record by record. Readers of a format do not know what the columns mean. */
export interface RecordSink {
  /** Called once, before the first record, with the names as in the file (maybe empty, maybe repeated). */
  columns(names: readonly string[]): void;
  /** Returns false once it has enough; the reader then stops without an error. */
  record(fields: RecordFields): boolean;
  /** What takes the plain records of a text with that delimiter by itself; null if nothing does, or not yet. */
  plainRecords?(delimiter: number, maxRecordBytes: number): PlainRecords | null;
  /** Begins to read the rest of a text on another thread; null if the sink cannot. */
  rest?(part: TextPart): RestOfTable | null;
}

/** The records of a CSV file from byte `start` on, which is taken for the first of a record. */
export interface TextPart {
  readonly path: string;
  readonly start: number;
  readonly delimiter: number;
  readonly names: readonly string[];
}

/** The rest of a table, while another thread reads it. */
export interface RestOfTable {
  /**
   * Appends it to the sink, once all records before it are there; `lastRow`: number of the last. Returns the new last
   * number, or null, with the sink unchanged, if the rest has to be read here. `onTick` may throw to stop waiting.
   */
  append(lastRow: number, onTick: () => void): Promise<number | null>;
}

/** Takes plain records from a text, as many at a time as there are, and leaves the others to the reader. */
export interface PlainRecords {
  /** Number of the last record. */
  row: number;
  /** Sets the text to take from, `bytes[0, end)`. */
  load(bytes: Uint8Array, end: number): void;
  /** Takes records from `from` on. Returns where it stopped: at `end`, or at a record that is not plain or complete. */
  take(from: number, end: number): number;
}

/** `capacity`: number of fields with room; `count` shows if a record has more. */
export function newRecordFields(capacity: number): RecordFields {
  return {
    bytes: new Uint8Array(0),
    starts: new Int32Array(capacity),
    ends: new Int32Array(capacity),
    count: 0,
    row: 0,
    malformed: false,
  };
}

/** A copy of a record that outlives the call: it owns its bytes, and the offsets refer to them. */
export function copyOfRecord(fields: RecordFields): RecordFields {
  const { bytes, starts, ends, count, row, malformed } = fields;
  const known = Math.min(count, starts.length);
  let from = bytes.length;
  let to = 0;
  for (let i = 0; i < known; i++) {
    if (starts[i]! < from) from = starts[i]!;
    if (ends[i]! > to) to = ends[i]!;
  }
  const copy = newRecordFields(known);
  for (let i = 0; i < known; i++) {
    copy.starts[i] = starts[i]! - from;
    copy.ends[i] = ends[i]! - from;
  }
  // Not `slice`: a Buffer's does not copy, and the reader reuses the bytes.
  copy.bytes = new Uint8Array(bytes.subarray(Math.min(from, to), to));
  copy.count = count;
  copy.row = row;
  copy.malformed = malformed;
  return copy;
}
