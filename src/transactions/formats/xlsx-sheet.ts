import { InputError } from "../../errors";
import { DAY_MS } from "../../time";
import type { ReadLimits } from "../limits";
import type { SharedStrings } from "./xlsx-shared-strings";
import type { XmlHandler } from "./xml-events";

/** Days from 1970-01-01 to day 0 of the two systems. */
const epoch1900 = -25569;
const epoch1904 = -24107;

/** What is needed to understand the cells of any sheet of a workbook. */
export interface SheetContext {
  readonly strings: SharedStrings;
  /** By cell style: whether it shows numbers as dates. */
  readonly dateStyles: readonly boolean[];
  readonly date1904: boolean;
  readonly limits: ReadLimits;
}

/** Takes the filled cells of a sheet, row by row. */
export interface CellTarget {
  /** Begins a row. `row`: its number in the sheet, from 1. */
  begin(row: number): void;
  /** A cell that is not empty; `column` from 0. */
  text(column: number, text: string): void;
  /** A cell whose text is UTF-8 already: `bytes[start, end)`. */
  bytes(column: number, bytes: Uint8Array, start: number, end: number): void;
  /** Ends a row that has such cells; false where the target has seen enough. */
  send(): boolean;
}

/** Turns the XML of a worksheet (ECMA-376 Part 1, 18.3) into the texts that the same cells would have in a CSV file. */
export class SheetHandler implements XmlHandler {
  /** Rows with cells that the sheet hides, as a filter does. */
  hiddenRows = 0;
  /** Number of the last row. */
  lastRow = 0;
  #stopped = false;
  #row = 0;
  #isHidden = false;
  #column = -1;
  #filled = 0;
  #type = "";
  #style = 0;
  #value = "";
  #inValue = false;
  #inPhonetic = false;

  constructor(
    readonly context: SheetContext,
    readonly target: CellTarget,
  ) {}

  open(name: string, attributes: Record<string, string>): void {
    if (name === "c") {
      const reference = attributes.r;
      this.#column = reference === undefined ? this.#column + 1 : columnOf(reference);
      this.#type = attributes.t ?? "n";
      this.#style = Number(attributes.s ?? 0);
      this.#value = "";
    } else if (name === "v" || name === "t") this.#inValue = !this.#inPhonetic;
    else if (name === "rPh") this.#inPhonetic = true;
    else if (name === "row") this.#openRow(attributes);
  }

  text(piece: string): void {
    if (!this.#inValue) return;
    this.#value += piece;
    if (this.#value.length > this.context.limits.maxRecordBytes)
      throw new InputError(
        `Row ${this.#row} has a cell longer than ${this.context.limits.maxRecordBytes} bytes, which is the limit for a row.`,
      );
  }

  close(name: string): void {
    if (name === "v" || name === "t") this.#inValue = false;
    else if (name === "rPh") this.#inPhonetic = false;
    else if (name === "c") this.#closeCell();
    else if (name === "row") this.#closeRow();
  }

  done(): boolean {
    return this.#stopped;
  }

  #openRow({ r: reference, hidden }: Record<string, string>): void {
    this.#row = reference === undefined ? this.#row + 1 : Number(reference);
    if (!(Number.isInteger(this.#row) && this.#row >= 1 && this.#row <= this.context.limits.maxRows))
      throw new InputError(`The sheet has a row numbered ${JSON.stringify(reference)}; it is damaged.`);
    this.lastRow = Math.max(this.lastRow, this.#row);
    this.#isHidden = hidden === "1" || hidden === "true";
    this.#column = -1;
    this.#filled = 0;
    if (!this.#stopped) this.target.begin(this.#row);
  }

  #closeCell(): void {
    // An error such as #N/A is no value: whoever reads the cell finds it empty.
    if (this.#stopped || this.#value === "" || this.#type === "e" || this.#column < 0) return;
    if (this.#row === 0) throw new InputError("The sheet has a cell outside of any row; it is damaged.");
    if (this.#column >= this.context.limits.maxColumns)
      throw new InputError(
        `Row ${this.#row} has a cell in column ${this.#column + 1}; at most ${this.context.limits.maxColumns} columns are read.`,
      );
    this.#filled++;
    if (this.#type === "s") {
      const { strings } = this.context;
      const at = this.#sharedIndex();
      this.target.bytes(this.#column, strings.bytes, strings.start(at), strings.end(at));
    } else this.target.text(this.#column, this.#text());
  }

  #closeRow(): void {
    if (this.#stopped || this.#filled === 0) return;
    if (this.#isHidden) this.hiddenRows++;
    this.#stopped = !this.target.send();
  }

  /** The cell's text as CSV would hold it. */
  #text(): string {
    const value = this.#value;
    if (this.#type === "b") return value === "0" ? "FALSE" : "TRUE";
    if (this.#type !== "n") return value;
    if (this.context.dateStyles[this.#style] === true) return this.#dateText(Number(value));
    // Excel writes doubles with 17 digits (2.5499999999999998); the shortest form of the same double is what was meant.
    const number = value.length > 15 || value.includes("E") ? Number(value) : Number.NaN;
    return Number.isFinite(number) ? String(number) : value;
  }

  #sharedIndex(): number {
    const index = Number(this.#value);
    if (Number.isInteger(index) && index >= 0 && index < this.context.strings.length) return index;
    throw new InputError(`Row ${this.#row} refers to a shared text that the workbook lacks; it is damaged.`);
  }

  #dateText(serial: number): string {
    // A time of day alone.
    if (serial >= 0 && serial < 1)
      return new Date(Math.round(serial * (DAY_MS / 1000)) * 1000).toISOString().slice(11, 19);
    const days = serial + (this.context.date1904 ? epoch1904 : epoch1900);
    const ms = Math.round(days * (DAY_MS / 1000)) * 1000;
    // Serials beyond the calendar of JavaScript stay numbers, and so no dates.
    return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : this.#value;
  }
}

/** The column, from 0, of a cell reference such as `AB12`. */
function columnOf(reference: string): number {
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const letter = (reference.charCodeAt(i) | 0x20) - 0x60;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
}
