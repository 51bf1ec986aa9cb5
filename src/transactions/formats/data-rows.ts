import { decodeText } from "../bytes/text-decoding";
import type { RecordFields, RecordSink } from "../records";

const BLANK = 0x20;
/** Rows that a note names. */
const shownRows = 5;

/**
 * Hands on the rows of a text table or a sheet without those that say nothing: rows of empty cells, and the header where
 * it stands again because files were put together with their headers. Empty cells beyond the header's are cut off.
 */
export class DataRows implements RecordSink {
  #names: readonly string[] = [];
  /** The last column with a name: where it has another value, a row is not the header. */
  #probe = -1;
  #probeName = "";
  readonly #repeated: number[] = [];
  #repeats = 0;

  constructor(readonly sink: RecordSink) {}

  columns(names: readonly string[]): void {
    this.#names = names;
    this.#probe = names.findLastIndex((name) => name !== "");
    this.#probeName = names[this.#probe] ?? "";
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

  notes(): string[] {
    if (this.#repeats === 0) return [];
    const more = this.#repeats > shownRows ? ` and ${this.#repeats - shownRows} more` : "";
    const rows = `row${this.#repeats === 1 ? "" : "s"} ${this.#repeated.join(", ")}${more}`;
    return [`The header stands again in ${rows}, as in files that were put together; skipped there.`];
  }

  #isHeader(fields: RecordFields): boolean {
    const probe = this.#probe;
    if (fields.count !== this.#names.length || probe < 0) return false;
    const { bytes, starts, ends } = fields;
    const end = ends[probe]!;
    let start = starts[probe]!;
    while (start < end && bytes[start]! <= BLANK) start++;
    // Nearly all rows end here; one name has different bytes in different encodings.
    const first = this.#probeName.charCodeAt(0);
    if ((bytes[start] !== first && first < 128) || end - start < this.#probeName.length) return false;
    if (textOf(fields, probe) !== this.#probeName) return false;
    return this.#names.every((name, i) => {
      const text = textOf(fields, i);
      // A second file brings its byte order mark along, and behind it a quote is no longer the field's first byte.
      return text === name || (i === 0 && text.replace(/^"(.*)"$/, "$1") === name);
    });
  }
}

/** Without blanks and byte order mark. */
function textOf({ bytes, starts, ends }: RecordFields, column: number): string {
  return decodeText(bytes, starts[column]!, ends[column]!).trim();
}

/** Whether all cells from column `first` on hold nothing but blanks; false where there are cells that have no room. */
function isBlank({ bytes, starts, ends, count }: RecordFields, first: number): boolean {
  if (count > starts.length) return false;
  for (let i = first; i < count; i++)
    for (let at = starts[i]!; at < ends[i]!; at++) if (bytes[at]! > BLANK) return false;
  return true;
}
