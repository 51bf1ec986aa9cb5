import { InputError } from "../../errors";
import { dayMs } from "../cells/calendar";
import type { ReadLimits } from "../limits";
import type { RecordSink } from "../records";
import { CellWriter } from "./cell-writer";
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

/**
 * Turns the XML of a worksheet (ECMA-376 Part 1, 18.3) into records. The header is the first row with at least two
 * cells that are filled; titles above it are skipped. Rows without any cell are skipped. Row numbers are the sheet's.
 */
export class SheetHandler implements XmlHandler {
  /** Whether a header was found. */
  hasHeader = false;
  #writer: CellWriter | null = null;
  #header: string[] = [];
  #stopped = false;
  #row = 0;
  #column = -1;
  #filled = 0;
  #overflow = false;
  #type = "";
  #style = 0;
  #value = "";
  #inValue = false;
  #inPhonetic = false;

  constructor(
    readonly context: SheetContext,
    readonly sink: RecordSink,
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
    else if (name === "row") this.#openRow(attributes.r);
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

  #openRow(reference: string | undefined): void {
    this.#row = reference === undefined ? this.#row + 1 : Number(reference);
    if (!(this.#row >= 1 && this.#row <= this.context.limits.maxRows))
      throw new InputError(`The sheet has a row numbered ${JSON.stringify(reference)}; it is damaged.`);
    this.#column = -1;
    this.#filled = 0;
    this.#overflow = false;
    this.#header = [];
    this.#writer?.begin(this.#row);
  }

  #closeCell(): void {
    if (this.#stopped || this.#value === "" || this.#column < 0) return;
    if (this.#column >= this.context.limits.maxColumns)
      throw new InputError(
        `Row ${this.#row} has a cell in column ${this.#column + 1}; at most ${this.context.limits.maxColumns} columns are read.`,
      );
    const writer = this.#writer;
    if (writer !== null && this.#column >= writer.width) {
      this.#overflow = true;
      return;
    }
    this.#filled++;
    if (writer === null) {
      while (this.#header.length <= this.#column) this.#header.push("");
      this.#header[this.#column] = this.#text().trim();
    } else if (this.#type === "s") {
      const { strings } = this.context;
      const at = this.#sharedIndex();
      writer.bytes(this.#column, strings.bytes, strings.start(at), strings.end(at));
    } else writer.text(this.#column, this.#text());
  }

  #closeRow(): void {
    if (this.#stopped) return;
    if (this.#writer !== null) {
      if (this.#filled > 0 || this.#overflow) this.#stopped = !this.#writer.send(this.#overflow ? 1 : 0);
    } else if (this.#filled >= 2) {
      this.hasHeader = true;
      this.sink.columns(this.#header);
      this.#writer = new CellWriter(this.#header.length, this.context.limits, this.sink);
    }
  }

  /** The cell's text as CSV would hold it. */
  #text(): string {
    const value = this.#value;
    if (this.#type === "s") {
      const { strings } = this.context;
      const at = this.#sharedIndex();
      return new TextDecoder().decode(strings.bytes.subarray(strings.start(at), strings.end(at)));
    }
    if (this.#type !== "n") return value;
    if (this.context.dateStyles[this.#style] === true) return this.#dateText(Number(value));
    // Excel writes doubles with 17 digits (2.5499999999999998); the shortest form of the same double is what was meant.
    return value.length > 15 || value.includes("E") ? String(Number(value)) : value;
  }

  #sharedIndex(): number {
    const index = Number(this.#value);
    if (Number.isInteger(index) && index >= 0 && index < this.context.strings.length) return index;
    throw new InputError(`Row ${this.#row} refers to a shared text that the workbook lacks; it is damaged.`);
  }

  #dateText(serial: number): string {
    const days = serial + (this.context.date1904 ? epoch1904 : epoch1900);
    const ms = Math.round(days * (dayMs / 1000)) * 1000;
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
