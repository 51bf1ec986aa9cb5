import { closeSync, openSync, readSync } from "node:fs";
import { FileChunks } from "../bytes/file-chunks";
import type { RestOfTable } from "../records";
import type { CsvTokenizer } from "./csv-tokenizer";
import type { DataRows } from "./data-rows";

/** A file that is a text as it stands. */
export interface TextFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Bytes before the text: the byte order mark. */
  readonly markBytes: number;
  /** Called while another thread is waited for; may throw to stop. */
  readonly onTick: () => void;
}

/** The first part's share of what is left once the columns are known: its thread hashes the whole file as well. */
const FIRST_SHARE = 0.38;
/** How far to look for the end of a line. */
const MOST_LINE_BYTES = 1 << 16;
const LF = 0x0a;

/**
 * The last part of a text, which another thread reads meanwhile. Whether the line that it begins with begins a record
 * shows once the first part is read: a quoted cell may run over it.
 */
export class LastPart {
  /** Whether all before it is read, and it does begin with a record. */
  isBegun = false;

  /** `start`: its first byte in the text. */
  constructor(
    readonly file: TextFile,
    readonly start: number,
    readonly rest: RestOfTable,
  ) {}

  /** Lets another thread begin; `at`: bytes of the text that are read. */
  static begin(file: TextFile, at: number, rows: DataRows, delimiter: number): LastPart | null {
    const left = file.sizeBytes - file.markBytes - at;
    const start = lineStart(file.path, file.markBytes + at + Math.floor(left * FIRST_SHARE));
    if (start < 0) return null;
    const rest = rows.rest({ path: file.path, start, delimiter });
    return rest === null ? null : new LastPart(file, start - file.markBytes, rest);
  }

  /**
   * Appends it, once the tokenizer has read all before it. Returns null, or the chunks of this part if they have to be
   * read here.
   */
  async append(tokenizer: CsvTokenizer): Promise<AsyncIterable<Uint8Array> | null> {
    const lastRow = await this.rest.append(tokenizer.row, this.file.onTick);
    if (lastRow === null)
      return new FileChunks(this.file.path, this.file.onTick, this.start + this.file.markBytes);
    tokenizer.row = lastRow;
    return null;
  }
}

/** Where the first line behind byte `from` of a file begins; −1 if none does soon. */
function lineStart(path: string, from: number): number {
  const file = openSync(path, "r");
  try {
    const bytes = new Uint8Array(MOST_LINE_BYTES);
    const length = readSync(file, bytes, 0, bytes.length, from);
    const end = bytes.subarray(0, length).indexOf(LF);
    return end < 0 || end + 1 === length ? -1 : from + end + 1;
  } finally {
    closeSync(file);
  }
}
