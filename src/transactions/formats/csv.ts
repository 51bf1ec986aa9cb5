import { InputError } from "../../errors";
import { BrokenArchiveError } from "../bytes/gunzip";
import { decodeText } from "../bytes/text-decoding";
import type { ReadLimits } from "../limits";
import { copyOfRecord, type RecordFields, type RecordSink } from "../records";
import type { CsvDialect } from "./csv-dialect";
import { CsvTokenizer } from "./csv-tokenizer";
import { DataRows } from "./data-rows";
import { findHeader, headerWindow, looksLikeData, titlesNote } from "./header-search";

/** After this many bytes of records, the header is chosen among fewer of them. */
const windowBytes = 1 << 20;

/**
 * Reads CSV text (UTF-8 or single-byte, no byte order mark) into a sink. The header is found among the first records;
 * lines above it are left out, with a note. Throws InputError if the text breaks off, holds NUL bytes, has no header,
 * or a row exceeds the limits.
 */
export async function readCsv(
  chunks: AsyncIterable<Uint8Array>,
  dialect: CsvDialect,
  limits: ReadLimits,
  sink: RecordSink,
  notes: string[],
): Promise<void> {
  const rows = new DataRows(sink);
  const start = new CsvStart(dialect, limits, rows, notes);
  const tokenizer = new CsvTokenizer(dialect.delimiter.charCodeAt(0), limits, (fields) =>
    start.isOver ? rows.record(fields) : start.record(fields),
  );
  try {
    for await (const chunk of chunks) {
      if (chunk.indexOf(0) >= 0)
        throw new InputError(
          `The file is not a text file: it holds NUL bytes, the first after row ${tokenizer.row}. Export it as CSV, XLSX, Parquet or JSON.`,
        );
      if (!tokenizer.write(chunk)) return;
      if (start.isOver) tokenizer.plain ??= rows.plainRecords(tokenizer.delimiter, limits.maxRecordBytes);
    }
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
