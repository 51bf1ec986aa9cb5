import { InputError } from "../../errors";
import { BrokenArchiveError } from "../bytes/gunzip";
import { decodeText } from "../bytes/text-decoding";
import type { ReadLimits } from "../limits";
import { copyOfRecord, type RecordFields, type RecordSink } from "../records";
import type { CsvDialect } from "./csv-dialect";
import { CsvTokenizer } from "./csv-tokenizer";
import { DataRows } from "./data-rows";
import { findHeader, headerWindow, looksLikeData, titlesNote } from "./header-search";
import { LastPart, type TextFile } from "./text-parts";

/** After this many bytes of records, the header is chosen among fewer of them. */
const windowBytes = 1 << 20;
/** Until plain records are taken, the text is read in pieces of so many bytes, not to miss when they may be. */
const PIECE_BYTES = 1 << 14;

/**
 * Reads CSV text (UTF-8 or single-byte, no byte order mark) into a sink. The header is found among the first records;
 * lines above it are left out, with a note. `file`: the file that is this text, of which another thread may read a
 * part. Throws InputError if the text breaks off, holds NUL bytes, has no header, or a row exceeds the limits.
 */
export async function readCsv(
  chunks: AsyncIterable<Uint8Array>,
  dialect: CsvDialect,
  limits: ReadLimits,
  sink: RecordSink,
  notes: string[],
  file: TextFile | null,
): Promise<void> {
  const rows = new DataRows(sink);
  const start = new CsvStart(dialect, limits, rows, notes);
  const tokenizer = new CsvTokenizer(dialect.delimiter.charCodeAt(0), limits, (fields) =>
    start.isOver ? rows.record(fields) : start.record(fields),
  );
  try {
    if (!(await readChunks(chunks, tokenizer, start, file))) return;
    tokenizer.end();
    start.end();
  } catch (error) {
    if (error instanceof BrokenArchiveError)
      throw new InputError(
        `${capitalised(error.reason)}: it breaks off after row ${tokenizer.row}. Upload the whole file again.`,
      );
    throw error;
  } finally {
    notes.push(...rows.notes());
  }
}

/** Returns false once the sink has enough. */
async function readChunks(
  chunks: AsyncIterable<Uint8Array>,
  tokenizer: CsvTokenizer,
  start: CsvStart,
  file: TextFile | null,
): Promise<boolean> {
  let last: LastPart | null = null;
  let at = 0;
  for await (const chunk of chunks) {
    at += chunk.length;
    let rest = chunk;
    if (last !== null && at >= last.start) {
      const before = chunk.length - (at - last.start);
      // Beyond it, the chunks are only hashed.
      if (last.isBegun) continue;
      if (!writeChunk(tokenizer, chunk.subarray(0, before))) return false;
      if (tokenizer.isBetweenRecords) {
        last.isBegun = true;
        continue;
      }
      last = null;
      rest = chunk.subarray(before);
    }
    while (tokenizer.plain === null && rest.length > 0) {
      if (!writeChunk(tokenizer, rest.subarray(0, PIECE_BYTES))) return false;
      rest = rest.subarray(PIECE_BYTES);
      if (!start.isOver) continue;
      tokenizer.plain = start.rows.plainRecords(tokenizer.delimiter, tokenizer.limits.maxRecordBytes);
      if (tokenizer.plain !== null && file !== null)
        last = LastPart.begin(file, at, start.rows, tokenizer.delimiter);
    }
    if (rest.length > 0 && !writeChunk(tokenizer, rest)) return false;
  }
  const unread = last?.isBegun ? await last.append(tokenizer) : null;
  return unread === null || readChunks(unread, tokenizer, start, null);
}

/** Returns false once the sink has enough. Throws InputError at a NUL byte. */
function writeChunk(tokenizer: CsvTokenizer, chunk: Uint8Array): boolean {
  const nul = chunk.indexOf(0);
  if (nul < 0) return tokenizer.write(chunk);
  // Records before it are counted, so that the message does not depend on where chunks end.
  tokenizer.write(chunk.subarray(0, nul));
  throw new InputError(
    `The file is not a text file: it holds NUL bytes, the first after row ${tokenizer.row}. Export it as CSV, XLSX, Parquet or JSON.`,
  );
}

/** Holds the first records until the header is found among them. */
class CsvStart {
  /** Whether the header was found. */
  isOver = false;
  readonly #held: RecordFields[] = [];
  #heldBytes = 0;

  constructor(
    readonly dialect: CsvDialect,
    readonly limits: ReadLimits,
    readonly rows: DataRows,
    readonly notes: string[],
  ) {}

  /** Takes one more record; false once the sink has enough. */
  record(fields: RecordFields): boolean {
    if (fields.row === 1 && this.dialect.hasSepLine) return true;
    const copy = copyOfRecord(fields);
    this.#held.push(copy);
    this.#heldBytes += copy.bytes.length;
    return this.#held.length < headerWindow && this.#heldBytes < windowBytes ? true : this.end();
  }

  /** Finds the header and hands on the records below it. */
  end(): boolean {
    if (this.isOver) return true;
    const cells = this.#held.map(cellsOf);
    const at = findHeader(cells);
    if (at < 0) {
      // Nothing but blank rows so far: the header may still come.
      this.#held.length = 0;
      this.#heldBytes = 0;
      return true;
    }
    this.isOver = true;
    const header = this.#held[at]!;
    this.#requireHeader(header, cells[at]!);
    const below = this.#held.slice(at + 1);
    this.rows.columns(this.#names(cells[at]!, below));
    const titles = this.#held.slice(0, at).map(({ row }, i) => ({ row, cells: cells[i]! }));
    const note = titlesNote(titles);
    if (note !== null) this.notes.push(note);
    return below.every((fields) => this.rows.record(fields));
  }

  #requireHeader({ count, row }: RecordFields, cells: readonly string[]): void {
    if (count > this.limits.maxColumns)
      throw new InputError(
        `Row ${row}, taken for the header, has ${count} columns; at most ${this.limits.maxColumns} are read. Is it the header of a table of order lines?`,
      );
    if (looksLikeData(cells))
      throw new InputError(
        `The file has no header: its first row, ${shownCells(cells)}, looks like the rows below it. Put a row with the names of the columns above it.`,
      );
  }

  /** The header's cells, without trailing empty ones that nearly all rows below lack too. */
  #names(cells: readonly string[], below: readonly RecordFields[]): readonly string[] {
    const named = cells.findLastIndex((cell) => cell !== "") + 1;
    for (let width = named; width < cells.length; width++)
      if (below.filter(({ count }) => count === width).length > 0.9 * below.length)
        return cells.slice(0, width);
    return cells;
  }
}

function cellsOf({ bytes, starts, ends }: RecordFields): string[] {
  return Array.from(starts, (start, i) => decodeText(bytes, start, ends[i]!).trim());
}

function shownCells(cells: readonly string[]): string {
  return JSON.stringify(`${cells.slice(0, 4).join(" ").slice(0, 60)}…`);
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
