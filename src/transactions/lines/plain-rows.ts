import type { DateColumn } from "../cells/date-column";
import { DateKind } from "../cells/date-kind";
import type { NumberColumn } from "../cells/number-column";
import { NumberKind } from "../cells/number-kind";
import type { ColumnPlan } from "../columns/plan";
import type { Kernel } from "../kernel/kernel";
import type { PlainRecords, RecordFields } from "../records";
import type { CellSamples } from "./cell-samples";
import { FLAG_BELOW, type OpenBlock } from "./open-block";
import { type AmountRole, blockRows } from "./row-block";

/** Words of the kernel's state; see `columns.ts` there. */
const ROWS = 0;
const LAST_ROW = 1;
const DATE_KINDS = 8;
const DATE_NOTATIONS = 16;
const NUMBER_KINDS = 24;
/** Years for which the kernel has a flag. */
const FIRST_YEAR = 1900;
const YEARS = 512;
/** The longest date that the kernel keeps to compare with the next row's. */
const LONGEST_DATE = 48;
/** Rows after which the kernel is left alone if it read fewer than half of them. */
const TRIAL_ROWS = 50_000;
const SLACK = 32;

/** What the columns have shown so far. */
interface ReadSoFar {
  readonly kernel: Kernel;
  readonly plan: ColumnPlan;
  readonly open: OpenBlock;
  readonly rows: number;
  readonly maxRows: number;
  readonly capacity: number;
  readonly dates: DateColumn;
  readonly quantities: NumberColumn;
  readonly prices: NumberColumn;
  readonly amountRoles: readonly AmountRole[];
  readonly amounts: Readonly<Partial<Record<AmountRole, NumberColumn>>>;
  readonly dateSamples: CellSamples;
  readonly quantitySamples: CellSamples;
  readonly priceSamples: CellSamples;
  readonly quantitiesBelow: CellSamples;
  readonly pricesBelow: CellSamples;
}

/** The block that plain rows go to: how many rows it has, and has now. */
interface Filling {
  length(): number;
  fill(length: number): void;
}

/**
 * Rows that the kernel reads by itself. It takes a row only if there is nothing to remember or to decide about its
 * cells: all its kinds of cells were met before, and reports have enough samples of them.
 */
export class PlainRows implements PlainRecords {
  row = 0;
  #text = 0;
  #room = 0;
  #taken = 0;
  #odd = 0;
  readonly #state: number;

  constructor(
    readonly rows: ReadSoFar,
    delimiter: number,
    maxRecordBytes: number,
    readonly filling: Filling,
  ) {
    const { run } = rows.kernel;
    this.#state = run.stateAt() >>> 2;
    run.setText(delimiter, maxRecordBytes);
  }

  load(bytes: Uint8Array, end: number): void {
    const { kernel } = this.rows;
    if (end > this.#room) {
      this.#room = 2 * end;
      this.#text = kernel.run.allocate(this.#room + SLACK);
    }
    kernel.bytes.set(end === bytes.length ? bytes : bytes.subarray(0, end), this.#text);
  }

  take(from: number, end: number): number {
    const { rows, filling } = this;
    const { kernel } = rows;
    if (!this.#isWorthwhile || rows.rows + blockRows > rows.maxRows || rows.capacity < blockRows) return from;
    kernel.run.setFinest(rows.dates.precision);
    let at = from;
    for (;;) {
      const before = filling.length();
      const { words } = kernel;
      words[this.#state + ROWS] = before;
      words[this.#state + LAST_ROW] = this.row;
      at = kernel.run.take(this.#text + at, this.#text + end) - this.#text;
      const length = kernel.words[this.#state + ROWS]!;
      this.row = kernel.words[this.#state + LAST_ROW]!;
      this.#taken += length - before;
      filling.fill(length);
      if (length < blockRows) return at;
    }
  }

  get #isWorthwhile(): boolean {
    return this.#taken >= this.#odd || this.#odd < TRIAL_ROWS;
  }

  /** A row that the kernel did not read: which of its kinds of cells may be read by the kernel from now on. */
  noteOdd(fields: RecordFields, at: number): void {
    const { rows } = this;
    this.#odd++;
    if (!this.#isWorthwhile) return;
    this.#rememberDate(fields);
    const { dates, dateSamples, open, kernel } = rows;
    const { bytes } = kernel;
    const isSampled = (samples: CellSamples, group: number) => (samples.isFull(group) ? 1 : 0);
    bytes[open.dateFlags + dates.kind] =
      dates.kind === DateKind.moment ? 1 : isSampled(dateSamples, dates.kind);
    const { year } = dates;
    if (year >= FIRST_YEAR && year < FIRST_YEAR + YEARS)
      bytes[open.dateFlags + 8 + year - FIRST_YEAR] = isSampled(dateSamples, year);
    const note = (flags: number, kind: number, samples: CellSamples, below: CellSamples) => {
      bytes[flags + kind] = kind === NumberKind.plain ? 1 : isSampled(samples, kind);
      bytes[flags + FLAG_BELOW] = isSampled(below, 0);
    };
    const { columns } = open;
    if (open.quantityFlags >= 0)
      note(open.quantityFlags, columns.quantityKind[at]!, rows.quantitySamples, rows.quantitiesBelow);
    note(open.priceFlags, columns.priceKind[at]!, rows.priceSamples, rows.pricesBelow);
    rows.amountRoles.forEach((role, i) => {
      const flags = open.amountFlags(i);
      bytes[flags + columns.amounts[role]!.kind[at]!] = 1;
      bytes[flags + FLAG_BELOW] = 1;
    });
  }

  /** Dates in notations that the kernel does not know are read once for all rows of an order. */
  #rememberDate({ bytes, starts, ends }: RecordFields): void {
    const { kernel, dates, plan } = this.rows;
    const column = plan.index.order_datetime;
    const [start, end] = [starts[column]!, ends[column]!];
    // A header in the middle of the file begins with a letter.
    if (dates.kind < DateKind.moment || end - start > LONGEST_DATE || !isDigit(bytes[start]!)) return;
    if (dates.hasShortYear) return;
    const at = kernel.place(bytes, start, end);
    kernel.run.rememberDate(at, end - start, dates.value, dates.kind, dates.notation, dates.year);
  }

  /** Adds what a kernel has counted to the columns. */
  count(words: Int32Array): void {
    const { rows } = this;
    const numbers = [
      ...(rows.open.quantityFlags >= 0 ? [rows.quantities] : []),
      rows.prices,
      ...rows.amountRoles.map((role) => rows.amounts[role]!),
    ];
    for (let kind = 0; kind < 8; kind++) {
      rows.dates.counts[kind]! += words[DATE_KINDS + kind]!;
      rows.dates.notations[kind]! += words[DATE_NOTATIONS + kind]!;
      numbers.forEach(({ counts }, i) => {
        counts[kind]! += words[NUMBER_KINDS + 8 * i + kind]!;
      });
    }
  }
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
