import { InputError } from "../../errors";
import type { ReadLimits } from "../limits";
import type { RecordSink } from "../records";
import { cellText } from "./cell-text";
import { CellWriter } from "./cell-writer";

/** Records and bytes that suffice to find the columns, which are keys in order of first appearance. */
const recordsForColumns = 500;
const bytesForColumns = 8 * 2 ** 20;
/** Nested objects become columns `outer.inner` down to this depth; deeper ones stay JSON text. */
const deepestKey = 4;

/** Last parts of keys under which systems list an order's contents; used only if a record has several lists. */
const lineKeys: ReadonlySet<string> = new Set([
  "lineitems",
  "items",
  "lines",
  "orderlines",
  "orderitems",
  "orderrows",
  "products",
  "positions",
]);

/** A record's values by column, objects inside it flattened. */
type Row = Map<string, unknown>;
type JsonObject = Record<string, unknown>;

/**
 * Turns JSON objects into the rows of a table. Columns come from the first 500 objects. If these hold one list of
 * objects, such as an order's `line_items`, each object in it becomes a row that repeats the fields around the list.
 */
export class JsonTable {
  readonly #waiting: { row: Row; number: number }[] = [];
  #waitingBytes = 0;
  readonly #columns = new Map<string, number>();
  readonly #late = new Set<string>();
  readonly #lists = new Set<string>();
  #list: string | null = null;
  #writer: CellWriter | null = null;

  constructor(
    readonly limits: ReadLimits,
    readonly sink: RecordSink,
  ) {}

  /**
   * Adds the object in `text`; `number` is its row number. False once the sink has enough. Throws InputError if the
   * text is no JSON object.
   */
  add(text: string, number: number): boolean {
    const row: Row = new Map();
    flatten(parsed(text, number), "", 1, row);
    if (this.#writer !== null) return this.#writeAll(this.#writer, row, number);
    for (const [key, value] of row) if (isListOfObjects(value)) this.#lists.add(key);
    this.#waiting.push({ row, number });
    this.#waitingBytes += text.length;
    const isEnough = this.#waiting.length >= recordsForColumns || this.#waitingBytes >= bytesForColumns;
    return isEnough ? this.#release() : true;
  }

  /** Call once all objects are added. */
  end(): void {
    if (this.#writer === null && this.#waiting.length > 0) this.#release();
  }

  notes(): string[] {
    const notes: string[] = [];
    if (this.#list !== null)
      notes.push(
        `Each object in the list ${JSON.stringify(this.#list)} became a row; the fields around the list are repeated.`,
      );
    else if (this.#lists.size > 0)
      notes.push(`Lists inside the objects were kept as text: ${quoted(this.#lists)}.`);
    if (this.#late.size > 0)
      notes.push(
        `Keys that first appear after ${recordsForColumns} records were left out: ${quoted(this.#late)}.`,
      );
    return notes;
  }

  #release(): boolean {
    const lists = [...this.#lists];
    const named = lists.filter((key) => key.split(".").some((part) => lineKeys.has(withoutMarks(part))));
    this.#list = (lists.length === 1 ? lists[0] : named.length === 1 ? named[0] : null) ?? null;
    for (const { row, number } of this.#waiting) {
      for (const expanded of this.#rowsOf(row))
        for (const key of expanded.keys())
          if (!this.#columns.has(key)) this.#columns.set(key, this.#columns.size);
      if (this.#columns.size > this.limits.maxColumns)
        throw new InputError(
          `The records up to row ${number} have ${this.#columns.size} different keys; at most ${this.limits.maxColumns} are read.`,
        );
    }
    this.sink.columns([...this.#columns.keys()]);
    this.#writer = new CellWriter(this.#columns.size, this.limits, this.sink);
    for (const { row, number } of this.#waiting) if (!this.#writeAll(this.#writer, row, number)) return false;
    this.#waiting.length = 0;
    return true;
  }

  #writeAll(writer: CellWriter, row: Row, number: number): boolean {
    return this.#rowsOf(row).every((each) => this.#write(writer, each, number));
  }

  #write(writer: CellWriter, row: Row, number: number): boolean {
    writer.begin(number);
    for (const [key, value] of row) {
      const column = this.#columns.get(key);
      if (column !== undefined) writer.text(column, textOf(value, number));
      else if (this.#late.size < 100) this.#late.add(key);
    }
    return writer.send();
  }

  /** The rows of a record: one for each object in its list, or the record itself if it has no list. */
  #rowsOf(row: Row): Row[] {
    const key = this.#list;
    if (key === null || !row.has(key)) return [row];
    const list = row.get(key);
    const lines: readonly JsonObject[] = isListOfObjects(list) ? list : [{}];
    return lines.map((line) => {
      const merged: Row = new Map();
      for (const [name, value] of row) {
        if (name === key) flatten(line, `${key}.`, 2, merged);
        else merged.set(name, value);
      }
      return merged;
    });
  }
}

function parsed(text: string, number: number): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(
      `Row ${number} is no JSON: ${JSON.stringify(text.slice(0, 80))}. Expected one object a line, or a list of objects.`,
    );
  }
  if (isObject(value)) return value;
  throw new InputError(`Row ${number} is no JSON object: ${JSON.stringify(text.slice(0, 80))}.`);
}

function flatten(object: JsonObject, prefix: string, depth: number, out: Row): void {
  for (const [key, value] of Object.entries(object)) {
    if (isObject(value) && depth < deepestKey) flatten(value, `${prefix}${key}.`, depth + 1, out);
    else out.set(prefix + key, value);
  }
}

function textOf(value: unknown, number: number): string {
  try {
    return cellText(value);
  } catch (error) {
    // What can be parsed may be nested too deeply to be written again.
    if (error instanceof RangeError)
      throw new InputError(`Row ${number} has lists or objects nested too deeply.`);
    throw error;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isListOfObjects(value: unknown): value is readonly JsonObject[] {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}

function withoutMarks(key: string): string {
  return key.toLowerCase().replace(/[^a-z]/g, "");
}

function quoted(keys: ReadonlySet<string>): string {
  return [...keys]
    .slice(0, 5)
    .map((key) => JSON.stringify(key))
    .join(", ");
}
