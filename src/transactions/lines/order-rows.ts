import { InputError } from "../../errors";
import { ByteDictionary } from "../bytes/byte-dictionary";
import { EncodingTally } from "../bytes/text-decoding";
import { DateColumn } from "../cells/date-column";
import { DateKind } from "../cells/date-kind";
import { NumberColumn } from "../cells/number-column";
import { NumberKind } from "../cells/number-kind";
import type { ColumnPlan } from "../columns/plan";
import { isNobody } from "../profiles/nobody";
import type { RecordFields } from "../records";
import { CellSamples, samplesShown } from "./cell-samples";
import { Labels } from "./labels";
import { type AmountRole, amountRoles, blockRows, RowBlock, type WordRole, wordRoles } from "./row-block";

const BLANK = 0x20;

/**
 * Parses the records of a table into typed columns: ids through dictionaries, dates and numbers parsed, the rest as a
 * hash. What needs the whole column is left to `cleanFile`.
 */
export class OrderRows {
  readonly blocks: RowBlock[] = [];
  readonly customers = new ByteDictionary();
  readonly orders = new ByteDictionary();
  readonly products = new ByteDictionary();
  readonly countries = new ByteDictionary();
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
  readonly customerNames: Labels | null;
  readonly customerEmails: Labels | null;
  readonly emailNames: Labels | null;
  readonly productNames: Labels | null;
  readonly encodings = new EncodingTally();
  malformed = 0;
  readonly malformedRows: { row: number; fields: number }[] = [];
  /** Rows in `blocks`. */
  rows = 0;
  readonly #width: number;
  readonly #restColumns: readonly number[];
  readonly #isMissing: boolean[] = [];
  readonly #priceColumn: number;
  readonly #wordRoles: readonly WordRole[];
  readonly #amountRoles: readonly AmountRole[];
  readonly #hasFurther: boolean;
  readonly #hasLabels: boolean;
  readonly #timeColumn: number;
  #date = new Uint8Array(64);
  #joined = 0;
  #block: RowBlock;
  #start = 0;
  #end = 0;
  #restLow = 0;
  #restHigh = 0;

  constructor(
    readonly plan: ColumnPlan,
    readonly maxRows: number,
  ) {
    const { index, columns } = plan;
    this.#width = columns.length;
    this.#priceColumn = Math.max(index.unit_price, index.line_total, index.order_total);
    this.#wordRoles = wordRoles.filter(
      (role) => index[role] >= 0 && (role !== "product_name" || plan.profile?.notGoods !== undefined),
    );
    this.#amountRoles = amountRoles.filter((role) => index[role] >= 0 && isAsked(role, plan));
    this.#hasFurther = this.#wordRoles.length + this.#amountRoles.length > 0;
    this.#timeColumn = index.order_time;
    const labelled = (role: "customer_name" | "email" | "product_name", beside: number) =>
      index[role] >= 0 && beside >= 0 && index[role] !== beside ? new Labels() : null;
    this.customerNames = labelled("customer_name", index.customer_id);
    this.customerEmails = labelled("email", index.customer_id);
    this.emailNames = labelled("customer_name", index.email);
    this.productNames = labelled("product_name", index.product_id);
    this.#hasLabels = [this.customerNames, this.customerEmails, this.productNames].some(Boolean);
    for (const role of this.#wordRoles) this.words[role] = new ByteDictionary();
    for (const role of this.#amountRoles)
      this.amounts[role] = new NumberColumn(role === "discount" ? "discount" : "amount");
    this.#block = new RowBlock(this.#wordRoles, this.#amountRoles);
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
      ...this.#amountRoles.map((role) => index[role]),
    ]);
    // Rows of one line differ elsewhere if its table was joined with payments or reviews.
    this.#restColumns =
      plan.lineNumber >= 0 ? [plan.lineNumber] : columns.map((_, i) => i).filter((i) => !mapped.has(i));
    this.blocks.push(this.#block);
  }

  /** Adds one row. Throws InputError beyond `maxRows`. */
  add(fields: RecordFields): void {
    if (fields.malformed || fields.count !== this.#width) {
      this.#addMalformed(fields);
      return;
    }
    if (this.rows >= this.maxRows)
      throw new InputError(`The file has more than ${this.maxRows} rows, which is the limit. Split it.`);
    if (this.#block.length === blockRows) {
      this.#block = new RowBlock(this.#wordRoles, this.#amountRoles);
      this.blocks.push(this.#block);
    }
    const block = this.#block;
    const at = block.length++;
    const { index } = this.plan;
    this.rows++;
    block.row[at] = fields.row;
    const customer = this.#intern(this.customers, fields, index.customer_id);
    if (customer === this.#isMissing.length)
      this.#isMissing.push(isNobody(this.customers.text(customer)) !== null);
    const remember = !this.#isMissing[customer]!;
    block.customer[at] = customer;
    block.order[at] = this.#intern(this.orders, fields, index.order_id);
    block.product[at] = this.#intern(this.products, fields, index.product_id);
    block.country[at] = this.#intern(this.countries, fields, index.country);
    this.#addDate(block, at, fields, index.order_datetime, remember);
    this.#addQuantity(block, at, fields, index.quantity, remember);
    this.#addPrice(block, at, fields, remember);
    if (this.#hasFurther) this.#addFurther(block, at, fields);
    if (this.#hasLabels) this.#addLabels(block, at, fields);
    this.#hashRest(fields);
    block.restLow[at] = this.#restLow;
    block.restHigh[at] = this.#restHigh;
  }

  /** The cells of the roles that few files have. */
  #addFurther(block: RowBlock, at: number, fields: RecordFields): void {
    const { index } = this.plan;
    for (let i = 0; i < this.#wordRoles.length; i++) {
      const role = this.#wordRoles[i]!;
      block.words[role]![at] = this.#intern(this.words[role]!, fields, index[role]);
    }
    for (let i = 0; i < this.#amountRoles.length; i++)
      this.#addAmount(block, at, fields, this.#amountRoles[i]!);
  }

  #addLabels(block: RowBlock, at: number, fields: RecordFields): void {
    const { index } = this.plan;
    this.#label(this.customerNames, block.customer[at]!, fields, index.customer_name);
    this.#label(this.customerEmails, block.customer[at]!, fields, index.email);
    this.#label(this.productNames, block.product[at]!, fields, index.product_name);
    if (this.emailNames !== null)
      this.#label(this.emailNames, block.words.email![at]!, fields, index.customer_name);
  }

  #label(labels: Labels | null, id: number, fields: RecordFields, column: number): void {
    if (labels === null || labels.has(id)) return;
    this.#trim(fields, column);
    labels.note(id, fields.bytes, this.#start, this.#end);
  }

  #addMalformed(fields: RecordFields): void {
    this.malformed++;
    if (this.malformedRows.length < samplesShown)
      this.malformedRows.push({ row: fields.row, fields: fields.malformed ? -1 : fields.count });
  }

  #addDate(block: RowBlock, at: number, fields: RecordFields, column: number, remember: boolean): void {
    const dates = this.dates;
    let { bytes } = fields;
    let start = fields.starts[column]!;
    let end = fields.ends[column]!;
    if (this.#timeColumn >= 0 && end > start) {
      bytes = this.#withTime(fields, start, end);
      start = 0;
      end = this.#joined;
    }
    dates.parse(bytes, start, end);
    block.moment[at] = dates.value;
    block.momentKind[at] = dates.kind;
    if (!remember) return;
    if (dates.kind !== DateKind.moment) this.dateSamples.remember(dates.kind, fields.row, bytes, start, end);
    this.dateSamples.remember(dates.year, fields.row, bytes, start, end);
  }

  /** The date, a blank and the time of day as one cell in `#joined`; returns its length. */
  #withTime({ bytes, starts, ends }: RecordFields, start: number, end: number): Uint8Array {
    const column = this.#timeColumn;
    const time = bytes.subarray(starts[column]!, ends[column]!);
    const length = end - start + 1 + time.length;
    if (length > this.#date.length) this.#date = new Uint8Array(length * 2);
    this.#date.set(bytes.subarray(start, end));
    this.#date[end - start] = BLANK;
    this.#date.set(time, end - start + 1);
    this.#joined = length;
    return this.#date;
  }

  #addQuantity(block: RowBlock, at: number, fields: RecordFields, column: number, remember: boolean): void {
    if (column < 0) {
      block.quantity[at] = 1;
      block.quantityKind[at] = NumberKind.plain;
      return;
    }
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

  #addPrice(block: RowBlock, at: number, fields: RecordFields, remember: boolean): void {
    const numbers = this.prices;
    this.#trim(fields, this.#priceColumn);
    numbers.parse(fields.bytes, this.#start, this.#end);
    block.price[at] = numbers.value;
    if (numbers.unit !== 0) block.noteUnit(at, numbers.unit);
    block.priceKind[at] = numbers.kind;
    if (!remember) return;
    if (numbers.kind !== NumberKind.plain)
      this.priceSamples.remember(numbers.kind, fields.row, fields.bytes, this.#start, this.#end);
    if (numbers.value <= 0) this.pricesBelow.remember(0, fields.row, fields.bytes, this.#start, this.#end);
  }

  #addAmount(block: RowBlock, at: number, fields: RecordFields, role: AmountRole): void {
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

  /** Two 32-bit FNV-like lanes with different multipliers and steps; the end of a field counts as a byte. */
  #hashRest(fields: RecordFields): void {
    const { bytes, starts, ends } = fields;
    let low = 0x811c9dc5 | 0;
    let high = 0x9e3779b9 | 0;
    for (let at = 0; at < this.#restColumns.length; at++) {
      const column = this.#restColumns[at]!;
      const start = starts[column]!;
      const end = ends[column]!;
      let bits = 0;
      for (let i = start; i < end; i++) {
        const byte = bytes[i]!;
        bits |= byte;
        low = Math.imul(low ^ byte, 0x01000193);
        high = Math.imul((high << 5) ^ (high >>> 27) ^ byte, 0x5bd1e995);
      }
      low = Math.imul(low ^ 0x100, 0x01000193);
      high = Math.imul((high << 5) ^ (high >>> 27) ^ 0x100, 0x5bd1e995);
      if (bits > 127) this.encodings.add(bytes, start, end);
    }
    this.#restLow = low;
    this.#restHigh = high;
  }
}

/** Whether an amount is needed to value the order lines. */
function isAsked(role: AmountRole, { money }: ColumnPlan): boolean {
  if (role === "discount") return money.discount !== null;
  if (role === "shipping" || role === "tax") return money.extras.includes(role);
  return true;
}
