import { DAY_MS } from "../../time";
import { decodeText } from "../bytes/text-decoding";
import { fullYear } from "./calendar";
import { DateKind, dateOf, firstPart, lastPart } from "./date-kind";
import { type DateNotation, DateParser } from "./date-parser";

const yearMs = 365.2425 * DAY_MS;

/**
 * Reads the cells of the date column and counts what they reveal about the order of day, month and year; the whole
 * column decides it (`decideDateOrder`). A cell that repeats the one before costs only a comparison.
 */
export class DateColumn {
  /** Cells by DateKind. */
  readonly counts = new Uint32Array(8);
  /** Readable cells by DateNotation. */
  readonly notations = new Uint32Array(8);
  /** Finest TimePrecision met. */
  precision = 0;
  /** Separator of the numeric dates, as first met. */
  separator: string | null = null;
  /** Text (at most 80 characters) of the first cell of each DateKind. */
  readonly firsts: (string | undefined)[] = [];
  /** Numeric dates with a year of two digits; their first and last parts, 0 to 99. */
  shortYears = 0;
  readonly firstParts = new Uint8Array(100);
  readonly lastParts = new Uint8Array(100);
  value = Number.NaN;
  kind: DateKind = DateKind.empty;
  readonly #parser = new DateParser();
  readonly #previous = new Uint8Array(64);
  #previousLength = -1;

  /** Parses `bytes[start, end)` into `value` and `kind`. Never throws. */
  parse(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#isPrevious(bytes, start, end)) {
      const parser = this.#parser;
      parser.parse(bytes, start, end);
      this.value = parser.value;
      this.kind = parser.kind;
      this.#remember(bytes, start, end);
      if (this.kind >= DateKind.moment) this.precision = Math.max(this.precision, parser.time.precision);
      if (isNumeric(this.kind)) this.separator ??= String.fromCharCode(parser.separator);
      if (this.counts[this.kind] === 0) this.firsts[this.kind] = decodeText(bytes, start, end).slice(0, 80);
    }
    this.counts[this.kind]!++;
    if (this.hasShortYear) this.#countShortYear();
    if (this.kind >= DateKind.moment) this.notations[this.#parser.notation]!++;
  }

  /** How the last date is written, and whether its year has two digits. */
  get notation(): DateNotation {
    return this.#parser.notation;
  }

  get hasShortYear(): boolean {
    return this.#parser.shortYear && isNumeric(this.kind);
  }

  /** Month names that mean different months in different languages; a packed date holds an index into it. */
  get names(): readonly string[] {
    return this.#parser.names;
  }

  /** All month names in the column. */
  get words(): ReadonlySet<string> {
    return this.#parser.words;
  }

  /** The year of the cell's date, give or take a day; NaN if it holds none. */
  get year(): number {
    const { kind, value } = this;
    if (kind === DateKind.moment) return 1970 + Math.floor(value / yearMs);
    if (kind === DateKind.yearFirst) return fullYear(firstPart(dateOf(value)));
    if (kind === DateKind.eitherMonth) return lastPart(dateOf(-value));
    return kind > DateKind.moment ? fullYear(lastPart(dateOf(value))) : Number.NaN;
  }

  #countShortYear(): void {
    const date = dateOf(this.value);
    this.shortYears++;
    this.firstParts[firstPart(date)] = 1;
    this.lastParts[lastPart(date)] = 1;
  }

  #isPrevious(bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (length !== this.#previousLength) return false;
    const previous = this.#previous;
    for (let i = 0; i < length; i++) if (previous[i] !== bytes[start + i]) return false;
    return true;
  }

  #remember(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.#previousLength = length <= this.#previous.length ? length : -1;
    for (let i = 0; i < this.#previousLength; i++) this.#previous[i] = bytes[start + i]!;
  }
}

function isNumeric(kind: DateKind): boolean {
  return kind >= DateKind.eitherOrder && kind <= DateKind.yearFirst;
}
