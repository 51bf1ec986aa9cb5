import { InputError } from "../../errors";
import { newRow, writeAgain } from "../apart/row-again";
import { ByteDictionary } from "../bytes/byte-dictionary";
import { EncodingTally } from "../bytes/text-decoding";
import { DateColumn } from "../cells/date-column";
import { DateKind } from "../cells/date-kind";
import { NumberColumn } from "../cells/number-column";
import { NumberKind } from "../cells/number-kind";
import { nameColumns } from "../columns/name-columns";
import type { ColumnPlan } from "../columns/plan";
import { Kernel } from "../kernel/kernel";
import { isNobody } from "../profiles/nobody";
import type { RecordFields } from "../records";
import type { Pages } from "../spill/pages";
import type { SpillRoom } from "../spill/spill-file";
import { isAsked } from "./amounts";
import { CellSamples, samplesShown } from "./cell-samples";
import { JoinedDate } from "./joined-date";
import { joinedNames, Labels, type LabelTexts } from "./labels";
import { type LabelledIds, OpenBlock } from "./open-block";
import { PlainRows } from "./plain-rows";
import {
  type AmountRole,
  amountRoles,
  blocksIn,
  capacityIn,
  type RowBlock,
  type RowColumns,
  type Runs,
  runsOf,
  type WordRole,
  wordRoles,
} from "./row-block";

const BLANK = 0x20;
/** Where the kernel counts the encodings of cells in unmapped columns; see `columns.ts` there. */
const ENCODINGS = 2;
const STATE_WORDS = 128;

/**
 * Parses the records of a table into typed columns: ids through dictionaries, dates and numbers parsed, the rest as a
 * hash. What needs the whole column is left to `cleanFile`.
 */
export class OrderRows {
  readonly blocks: Pages<RowBlock>;
  readonly capacity: number;
  readonly kernel: Kernel;
  readonly customers: ByteDictionary;
  readonly orders: ByteDictionary;
  readonly products: ByteDictionary;
  readonly countries: ByteDictionary;
  readonly dates = new DateColumn();
  readonly quantities = new NumberColumn("quantity");
  readonly prices = new NumberColumn();
  readonly dateSamples = new CellSamples();
  readonly quantitySamples = new CellSamples();
  readonly priceSamples = new CellSamples();
  /** Those of zero and below. */
  readonly quantitiesBelow = new CellSamples();
  readonly pricesBelow = new CellSamples();
  /** Dictionaries and number columns of the roles that few files have. */
  readonly words: Partial<Record<WordRole, ByteDictionary>> = {};
  readonly amounts: Partial<Record<AmountRole, NumberColumn>> = {};
  /** Beside customers and, for guests, beside addresses; null if the file has no such column. */
  readonly customerNames: LabelTexts | null;
  readonly customerEmails: Labels | null;
  readonly emailNames: LabelTexts | null;
  readonly productNames: Labels | null;
  readonly encodings = new EncodingTally();
  malformed = 0;
  readonly malformedRows: { row: number; fields: number }[] = [];
  /** Rows in `blocks` and in the open one. */
  rows = 0;
  readonly open: OpenBlock;
  readonly amountRoles: readonly AmountRole[];
  readonly #width: number;
  readonly #restColumns: readonly number[];
  readonly #isMissing = new Map<number, boolean>();
  readonly #priceColumn: number;
  readonly #wordRoles: readonly WordRole[];
  readonly #wordIds: Int32Array;
  readonly #emailAt: number;
  readonly labelled: { labels: Labels; column: number; beside: LabelledIds; texts: ByteDictionary }[] = [];
  readonly #timeColumn: number;
  #plain: PlainRows | null = null;
  readonly #again: RowColumns;
  readonly #date = new JoinedDate();
  #length = 0;
  #priceUnit: Uint8Array | null = null;
  #start = 0;
  #end = 0;

  constructor(
    readonly plan: ColumnPlan,
    readonly maxRows: number,
    maxIdBytes: number,
    room: SpillRoom | null,
  ) {
    this.blocks = blocksIn(room);
    this.capacity = capacityIn(room);
    this.kernel = new Kernel(maxIdBytes);
    this.customers = new ByteDictionary(this.kernel);
    this.orders = new ByteDictionary(this.kernel);
    this.products = new ByteDictionary(this.kernel);
    this.countries = new ByteDictionary(this.kernel);
    const { index, columns } = plan;
    this.#width = columns.length;
    this.#priceColumn = Math.max(index.unit_price, index.line_total, index.order_total);
    this.#wordRoles = wordRoles.filter(
      (role) => index[role] >= 0 && (role !== "product_name" || plan.asksProductNames),
    );
    this.#wordIds = new Int32Array(this.#wordRoles.length);
    this.amountRoles = amountRoles.filter((role) => index[role] >= 0 && isAsked(role, plan.money));
    this.#timeColumn = index.order_time;
    this.customerNames = this.#names("customer", index.customer_id);
    this.customerEmails = this.#labelled(index.email, "customer", index.customer_id);
    this.emailNames = this.#names("email", index.email);
    this.productNames = this.#labelled(index.product_name, "product", index.product_id);
    this.#emailAt = this.#wordRoles.indexOf("email");
    for (const role of this.#wordRoles) this.words[role] = new ByteDictionary(this.kernel);
    for (const role of this.amountRoles)
      this.amounts[role] = new NumberColumn(role === "discount" ? "discount" : "amount");
    const mapped = new Set<number>([
      index.customer_id,
      index.order_id,
      index.order_datetime,
      index.product_id,
      index.quantity,
      this.#priceColumn,
      index.country,
      index.order_time,
      plan.rowNumber,
      ...this.#wordRoles.filter((role) => role !== "product_name").map((role) => index[role]),
      ...this.amountRoles.map((role) => index[role]),
    ]);
    // Rows of one line differ elsewhere if its table was joined with payments or reviews.
    this.#restColumns =
      plan.lineNumber >= 0 ? [plan.lineNumber] : columns.map((_, i) => i).filter((i) => !mapped.has(i));
    this.open = this.#openBlock();
    this.#again = newRow(this.#wordRoles, this.amountRoles);
  }

  #names(beside: LabelledIds, besideColumn: number): LabelTexts | null {
    return joinedNames(nameColumns(this.plan).map((part) => this.#labelled(part, beside, besideColumn)));
  }

  /** Room for the texts of a column beside the ids of another; null unless the file has both. */
  #labelled(column: number, beside: LabelledIds, besideColumn: number): Labels | null {
    if (column < 0 || besideColumn < 0 || column === besideColumn) return null;
    const labels = new Labels(this.kernel, this.labelled.length);
    this.labelled.push({ labels, column, beside, texts: labels.texts });
    return labels;
  }

  #openBlock(): OpenBlock {
    const { index } = this.plan;
    return new OpenBlock(this.kernel, {
      width: this.#width,
      date: index.order_datetime,
      quantity: index.quantity,
      price: this.#priceColumn,
      ids: {
        customer: [index.customer_id, this.customers],
        order: [index.order_id, this.orders],
        product: [index.product_id, this.products],
        country: [index.country, this.countries],
      },
      words: this.#wordRoles.map((role) => [role, index[role], this.words[role]!]),
      amounts: this.amountRoles.map((role) => [role, index[role]]),
      labels: this.labelled,
      rest: this.#restColumns,
    });
  }

  /** Adds one row. Throws InputError beyond `maxRows`. */
  add(fields: RecordFields): void {
    if (fields.malformed || fields.count !== this.#width) {
      this.#addMalformed(fields);
      return;
    }
    if (this.rows >= this.maxRows) throw this.tooMany();
    if (this.#length === this.capacity) this.seal();
    const at = this.#length++;
    this.rows++;
    this.#hashRest(fields, at);
    this.#write(() => this.open.columns, at, fields);
    this.#priceUnit = withUnit(this.#priceUnit, this.capacity, at, this.prices.unit);
    this.#plain?.noteOdd(fields, at);
  }

  /** Of all blocks. */
  get runs(): Iterable<Runs> {
    return runsOf(this.blocks);
  }

  tooMany(): InputError {
    return new InputError(`The file has more than ${this.maxRows} rows, which is the limit. Split it.`);
  }

  /**
   * Reads a row of a block again, all but the hash of its unmapped columns: another thread has read it, but cannot know
   * what rows before it have shown.
   */
  addAgain(fields: RecordFields, block: RowBlock, at: number): void {
    if (fields.malformed || fields.count !== this.#width) {
      this.#addMalformed(fields);
      return;
    }
    this.#write(() => this.#again, 0, fields);
    writeAgain(block, at, this.#again);
    block.priceUnit = withUnit(block.priceUnit, block.length, at, this.prices.unit);
  }

  /** Writes all cells of a row, but for the unmapped ones. */
  #write(columnsNow: () => RowColumns, at: number, fields: RecordFields): void {
    const { index } = this.plan;
    const customer = this.#intern(this.customers, fields, index.customer_id);
    const order = this.#intern(this.orders, fields, index.order_id);
    const product = this.#intern(this.products, fields, index.product_id);
    const country = this.#intern(this.countries, fields, index.country);
    for (let i = 0; i < this.#wordRoles.length; i++) {
      const role = this.#wordRoles[i]!;
      this.#wordIds[i] = this.#intern(this.words[role]!, fields, index[role]);
    }
    if (this.labelled.length > 0)
      this.#addLabels(fields, customer, product, this.#wordIds[this.#emailAt] ?? -1);
    // The kernel's memory may have grown until here.
    const columns = columnsNow();
    columns.row[at] = fields.row;
    columns.customer[at] = customer;
    columns.order[at] = order;
    columns.product[at] = product;
    columns.country[at] = country;
    for (let i = 0; i < this.#wordRoles.length; i++)
      columns.words[this.#wordRoles[i]!]![at] = this.#wordIds[i]!;
    const remember = !this.#isNobody(customer);
    this.#addDate(columns, at, fields, index.order_datetime, remember);
    this.#addQuantity(columns, at, fields, index.quantity, remember);
    this.#addPrice(columns, at, fields, remember);
    for (let i = 0; i < this.amountRoles.length; i++)
      this.#addAmount(columns, at, fields, this.amountRoles[i]!);
  }

  /** Lets the kernel read plain rows of a text by itself; null if they have columns that it does not know. */
  plainRows(delimiter: number, maxRecordBytes: number): PlainRows | null {
    if (this.#timeColumn >= 0) return null;
    this.#plain = new PlainRows(this, delimiter, maxRecordBytes, {
      length: () => this.#length,
      fill: (length) => {
        this.rows += length - this.#length;
        this.#length = length;
        if (length === this.capacity) this.seal();
      },
    });
    return this.#plain;
  }

  /** Call after the last row. */
  end(): void {
    this.seal();
    this.count(this.counts());
  }

  /** A copy of what the kernel has counted. */
  counts(): Int32Array<ArrayBuffer> {
    const state = this.kernel.run.stateAt() >>> 2;
    return this.kernel.words.slice(state, state + STATE_WORDS);
  }

  /** Adds what a kernel has counted. */
  count(counts: Int32Array): void {
    this.#plain?.count(counts);
    const [utf8, latin1, windows1252] = counts.subarray(ENCODINGS);
    this.encodings.addCounts(utf8!, latin1!, windows1252!);
  }

  /** Moves the rows of the open block to the others. */
  seal(): void {
    if (this.#length === 0 && this.blocks.length > 0) return;
    this.blocks.push(this.open.copy(this.#length, this.#priceUnit));
    this.#length = 0;
    this.#priceUnit = null;
  }

  #isNobody(customer: number): boolean {
    let known = this.#isMissing.get(customer);
    if (known === undefined) {
      known = isNobody(this.customers.text(customer)) !== null;
      this.#isMissing.set(customer, known);
    }
    return known;
  }

  /** Notes what stands beside ids that have no text yet. */
  #addLabels(fields: RecordFields, customer: number, product: number, email: number): void {
    for (let i = 0; i < this.labelled.length; i++) {
      const { labels, column, beside } = this.labelled[i]!;
      const id = beside === "customer" ? customer : beside === "product" ? product : email;
      if (labels.has(id)) continue;
      this.#trim(fields, column);
      labels.note(id, fields.bytes, this.#start, this.#end);
    }
  }

  #addMalformed(fields: RecordFields): void {
    this.malformed++;
    if (this.malformedRows.length < samplesShown)
      this.malformedRows.push({ row: fields.row, fields: fields.malformed ? -1 : fields.count });
  }

  #addDate(block: RowColumns, at: number, fields: RecordFields, column: number, remember: boolean): void {
    const dates = this.dates;
    let { bytes } = fields;
    let start = fields.starts[column]!;
    let end = fields.ends[column]!;
    if (this.#timeColumn >= 0 && end > start) {
      this.#date.join(fields, start, end, this.#timeColumn);
      bytes = this.#date.bytes;
      start = 0;
      end = this.#date.length;
    }
    dates.parse(bytes, start, end);
    block.moment[at] = dates.value;
    block.momentKind[at] = dates.kind;
    if (!remember) return;
    if (dates.kind !== DateKind.moment) this.dateSamples.remember(dates.kind, fields.row, bytes, start, end);
    this.dateSamples.remember(dates.year, fields.row, bytes, start, end);
  }

  #addQuantity(block: RowColumns, at: number, fields: RecordFields, column: number, remember: boolean): void {
    if (column < 0) return;
    const numbers = this.quantities;
    this.#trim(fields, column);
    numbers.parse(fields.bytes, this.#start, this.#end);
    block.quantity[at] = numbers.value;
    block.quantityKind[at] = numbers.kind;
    if (!remember) return;
    if (numbers.kind !== NumberKind.plain)
      this.quantitySamples.remember(numbers.kind, fields.row, fields.bytes, this.#start, this.#end);
    if (numbers.value <= 0)
      this.quantitiesBelow.remember(0, fields.row, fields.bytes, this.#start, this.#end);
  }

  #addPrice(block: RowColumns, at: number, fields: RecordFields, remember: boolean): void {
    const numbers = this.prices;
    this.#trim(fields, this.#priceColumn);
    numbers.parse(fields.bytes, this.#start, this.#end);
    block.price[at] = numbers.value;
    block.priceKind[at] = numbers.kind;
    if (!remember) return;
    if (numbers.kind !== NumberKind.plain)
      this.priceSamples.remember(numbers.kind, fields.row, fields.bytes, this.#start, this.#end);
    if (numbers.value <= 0) this.pricesBelow.remember(0, fields.row, fields.bytes, this.#start, this.#end);
  }

  #addAmount(block: RowColumns, at: number, fields: RecordFields, role: AmountRole): void {
    const numbers = this.amounts[role]!;
    const cells = block.amounts[role]!;
    this.#trim(fields, this.plan.index[role]);
    numbers.parse(fields.bytes, this.#start, this.#end);
    cells.value[at] = numbers.value;
    cells.kind[at] = numbers.kind;
  }

  #intern(dictionary: ByteDictionary, fields: RecordFields, column: number): number {
    if (column < 0) return -1;
    this.#trim(fields, column);
    return dictionary.intern(fields.bytes, this.#start, this.#end);
  }

  #trim(fields: RecordFields, column: number): void {
    const { bytes } = fields;
    let start = fields.starts[column]!;
    let end = fields.ends[column]!;
    while (start < end && bytes[start]! <= BLANK) start++;
    while (end > start && bytes[end - 1]! <= BLANK) end--;
    this.#start = start;
    this.#end = end;
  }

  /** Writes a hash of the cells in the unmapped columns. */
  #hashRest({ bytes, starts, ends }: RecordFields, at: number): void {
    const { run } = this.kernel;
    run.beginRest();
    for (let i = 0; i < this.#restColumns.length; i++) {
      const column = this.#restColumns[i]!;
      const [start, end] = [starts[column]!, ends[column]!];
      run.addRest(this.kernel.place(bytes, start, end), end - start);
    }
    run.endRest(at);
  }
}

/** The currency signs of a block's prices, with that of one more row. */
function withUnit(units: Uint8Array | null, length: number, at: number, unit: number): Uint8Array | null {
  if (unit === 0) return units;
  const known = units ?? new Uint8Array(length);
  known[at] = unit;
  return known;
}
