import { InputError } from "../../errors";
import { BrokenArchiveError } from "../bytes/gunzip";
import { decodeText } from "../bytes/text-decoding";
import type { ReadLimits } from "../limits";
import type { RecordSink } from "../records";
import { cellText } from "./cell-text";
import { CellWriter } from "./cell-writer";
import { forEachLine } from "./lines-of-text";

/** Records whose keys become the table's columns, in order of first appearance. */
const recordsForColumns = 500;
/** Objects inside objects become columns `outer.inner`, down to here; deeper ones are kept as JSON text. */
const deepestKey = 4;

type Row = Map<string, unknown>;

/** Whether a text begins like JSON lines. Throws InputError for a JSON array, which cannot be streamed by lines. */
export function looksLikeJsonLines(sample: Uint8Array): boolean {
  const text = decodeText(sample, 0, Math.min(sample.length, 1024)).trimStart();
  if (/^\[\s*(?:\{|$)/.test(text))
    throw new InputError("The file is a JSON array. Write one object a line instead (JSON lines).");
  return /^\{\s*(?:"|\}|$)/.test(text);
}

/**
 * Reads JSON lines, one object a line, into a sink. The columns are the keys of the first 500 records; a key that
 * appears later is left out with a note. Row 1 is the first line. Throws InputError, with the row, where a line is no object.
 */
export async function readJsonLines(
  chunks: AsyncIterable<Uint8Array>,
  limits: ReadLimits,
  sink: RecordSink,
  notes: string[],
): Promise<void> {
  const progress = { line: 0 };
  const table = new JsonTable(limits, sink);
  try {
    await forEachLine(chunks, limits, progress, (bytes, line) => {
      const text = decodeText(bytes).trim();
      return text === "" || table.add(parseRow(text, line), line);
    });
  } catch (error) {
    if (error instanceof BrokenArchiveError)
      throw new InputError(
        `The gzip data is broken (${error.reason}): it breaks off after row ${progress.line}. Upload the whole file again.`,
      );
    throw error;
  }
  table.end();
  notes.push(...table.notes());
}

/** Collects columns from the first rows, then writes rows as they come. */
class JsonTable {
  readonly #waiting: { row: Row; line: number }[] = [];
  readonly #columns = new Map<string, number>();
  readonly #late = new Set<string>();
  #writer: CellWriter | null = null;

  constructor(
    readonly limits: ReadLimits,
    readonly sink: RecordSink,
  ) {}

  add(row: Row, line: number): boolean {
    if (this.#writer !== null) return this.#write(this.#writer, row, line);
    for (const key of row.keys()) if (!this.#columns.has(key)) this.#columns.set(key, this.#columns.size);
    if (this.#columns.size > this.limits.maxColumns)
      throw new InputError(
        `The records up to row ${line} have ${this.#columns.size} different keys; at most ${this.limits.maxColumns} are read.`,
      );
    this.#waiting.push({ row, line });
    return this.#waiting.length < recordsForColumns || this.#release();
  }

  end(): void {
    if (this.#writer === null && this.#waiting.length > 0) this.#release();
  }

  notes(): string[] {
    if (this.#late.size === 0) return [];
    const keys = [...this.#late].slice(0, 5).map((key) => JSON.stringify(key));
    return [`Keys that first appear after ${recordsForColumns} records were left out: ${keys.join(", ")}.`];
  }

  #release(): boolean {
    this.sink.columns([...this.#columns.keys()]);
    this.#writer = new CellWriter(this.#columns.size, this.limits, this.sink);
    for (const { row, line } of this.#waiting) if (!this.#write(this.#writer, row, line)) return false;
    this.#waiting.length = 0;
    return true;
  }

  #write(writer: CellWriter, row: Row, line: number): boolean {
    writer.begin(line);
    for (const [key, value] of row) {
      const column = this.#columns.get(key);
      if (column !== undefined) writer.text(column, cellText(value));
      else if (this.#late.size < 100) this.#late.add(key);
    }
    return writer.send();
  }
}

function parseRow(text: string, line: number): Row {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new InputError(
      `Row ${line} is no JSON: ${JSON.stringify(text.slice(0, 80))}. Expected one object a line.`,
    );
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new InputError(`Row ${line} is no JSON object: ${JSON.stringify(text.slice(0, 80))}.`);
  const row: Row = new Map();
  flatten(parsed as Record<string, unknown>, "", 1, row);
  return row;
}

function flatten(object: Record<string, unknown>, prefix: string, depth: number, out: Row): void {
  for (const [key, value] of Object.entries(object)) {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    if (isObject && depth < deepestKey)
      flatten(value as Record<string, unknown>, `${prefix}${key}.`, depth + 1, out);
    else out.set(prefix + key, value);
  }
}
