import { InputError } from "../../errors";
import { decodeText } from "../bytes/text-decoding";
import type { PlainRecords, RecordFields, RecordSink, RestOfTable, TextPart } from "../records";

const BLANK = 0x20;
/** Rows that a note names. */
const shownRows = 5;

/**
 * Hands on the rows of a text table or a sheet, except those that say nothing: empty rows, and repeated headers from
 * files put together. Empty cells beyond the header's are cut off.
 */
export class DataRows implements RecordSink {
  #names: readonly string[] = [];
  readonly #known = new Set<string>();
  /** The last column with a name: a row that has no name there is not the header. */
  #probe = -1;
  /** Indexed by first byte and length in bytes: whether some name matches. Rules out nearly all rows at once. */
  readonly #firstBytes = new Uint8Array(256);
  readonly #lengths = new Uint8Array(256);
  readonly #repeated: number[] = [];
  #repeats = 0;

  constructor(readonly sink: RecordSink) {}

  columns(names: readonly string[]): void {
    this.#names = names;
    this.#probe = names.findLastIndex((name) => name !== "");
    for (const name of names) {
      if (name === "") continue;
      this.#known.add(name);
      // A name has other bytes in UTF-8 than in a single-byte encoding.
      for (const bytes of [Buffer.from(name), Buffer.from(name, "latin1")]) {
        this.#firstBytes[bytes[0]!] = 1;
        this.#lengths[Math.min(bytes.length, 255)] = 1;
      }
    }
    this.sink.columns(names);
  }

  record(fields: RecordFields): boolean {
    if (!fields.malformed) {
      if (isBlank(fields, 0)) return true;
      const width = this.#names.length;
      if (fields.count > width && isBlank(fields, width)) fields.count = width;
      if (this.#isHeader(fields)) {
        this.#repeats++;
        if (this.#repeated.length < shownRows) this.#repeated.push(fields.row);
        return true;
      }
    }
    return this.sink.record(fields);
  }

  plainRecords(delimiter: number, maxRecordBytes: number): PlainRecords | null {
    // A plain record has a date that begins with a digit, so it is no header if no name does.
    const isHeaderPlain = this.#names.some((name) => /^\W*\d/.test(name));
    return isHeaderPlain ? null : (this.sink.plainRecords?.(delimiter, maxRecordBytes) ?? null);
  }

  rest(part: Omit<TextPart, "names">): RestOfTable | null {
    return this.sink.rest?.({ ...part, names: this.#names }) ?? null;
  }

  notes(): string[] {
    if (this.#repeats === 0) return [];
    const more = this.#repeats > shownRows ? ` and ${this.#repeats - shownRows} more` : "";
    const rows = `row${this.#repeats === 1 ? "" : "s"} ${this.#repeated.join(", ")}${more}`;
    return [`The header is repeated in ${rows}, as if files had been put together; it was skipped there.`];
  }

  /** Throws InputError if the columns appear again in another order, since the rest would be misread. */
  #isHeader(fields: RecordFields): boolean {
    const probe = this.#probe;
    if (fields.count !== this.#names.length || probe < 0) return false;
    const { bytes, starts, ends } = fields;
    let end = ends[probe]!;
    let start = starts[probe]!;
    while (start < end && bytes[start]! <= BLANK) start++;
    while (end > start && bytes[end - 1]! <= BLANK) end--;
    if (this.#firstBytes[bytes[start]!] === 0 || this.#lengths[Math.min(end - start, 255)] === 0)
      return false;
    if (!this.#known.has(textOf(fields, probe))) return false;
    // A second file brings its byte order mark, and a quote after it is no longer the field's first byte.
    const cells = this.#names.map((_, i) => textOf(fields, i));
    cells[0] = cells[0]!.replace(/^"(.*)"$/, "$1");
    if (this.#names.every((name, i) => cells[i] === name)) return true;
    const named = cells.filter((cell) => cell !== "");
    if (
      named.length < 2 ||
      new Set(named).size < named.length ||
      !named.every((cell) => this.#known.has(cell))
    )
      return false;
    throw new InputError(
      `Row ${fields.row} repeats the column names in another order: different files were put together. Upload them one by one.`,
    );
  }
}

/** Without blanks and byte order mark. */
function textOf({ bytes, starts, ends }: RecordFields, column: number): string {
  return decodeText(bytes, starts[column]!, ends[column]!).trim();
}

/** Whether all cells from column `first` on are blank; false if some cells did not fit. */
function isBlank({ bytes, starts, ends, count }: RecordFields, first: number): boolean {
  if (count > starts.length) return false;
  for (let i = first; i < count; i++)
    for (let at = starts[i]!; at < ends[i]!; at++) if (bytes[at]! > BLANK) return false;
  return true;
}
