import { type DecimalSeparator, decimalSeparator, NumberKind, resolveNumber } from "../cells/number-kind";
import { samplesShown } from "./cell-samples";
import type { DateReading } from "./date-order";
import type { OrderRows } from "./order-rows";
import { type AmountRole, amountRoles, type OrderWordRole, type RowBlock, rowNumber } from "./row-block";
import { dropReasons, kept, returned, verdictOf } from "./verdict";

/** What was decided from whole columns and now applies to each cell. */
export interface Standards {
  readonly date: Pick<DateReading, "moment">;
  readonly quantityDecimal: DecimalSeparator;
  readonly priceDecimal: DecimalSeparator;
}

/** How the rows were judged. */
export interface Judgement {
  /** Rows by verdict without the `returned` bit. */
  readonly counts: Uint32Array;
  /** Rows with the `returned` bit. */
  readonly returned: number;
  /** 1 for each person with a row in the file. */
  readonly people: Uint8Array;
  /** The first rows with each verdict, for samples. */
  readonly firsts: readonly (readonly JudgedRow[])[];
}

/** What a sample shows of a row. */
export interface JudgedRow {
  readonly row: number;
  readonly order: number;
  readonly product: number;
  readonly hasQuantity: boolean;
  /** Ids of its words. */
  readonly words: Readonly<Partial<Record<OrderWordRole, number>>>;
}

const missingCustomer = verdictOf("missing_customer");
const guestOrder = verdictOf("guest_order");
const unreadableDate = verdictOf("unreadable_date");
const unreadableNumber = verdictOf("unreadable_number");
const cancelledOrder = verdictOf("cancelled_order");
const otherCurrency = verdictOf("other_currency");
const returnRow = verdictOf("return_row");
const nonPositiveQuantity = verdictOf("non_positive_quantity");
const nonPositivePrice = verdictOf("non_positive_price");

/** Turns the dates and numbers of all rows into plain ones, in place: NaN for a cell without one. */
export function resolveCells(rows: OrderRows, standards: Standards): void {
  const amounts = amountRoles.filter((role) => rows.amounts[role] !== undefined);
  for (const block of rows.blocks) {
    resolveBlock(block, standards);
    for (const role of amounts) {
      const decimal = decimalSeparator(rows.amounts[role]!.counts) ?? standards.priceDecimal;
      resolveAmounts(block, role, decimal);
    }
  }
}

/**
 * Writes the verdict of every row that has none yet, except for repetitions. Needs settled people and orders and
 * resolved cells. `cancelled`: by order, 1 if its number says so. `guests`: a row without a customer is a guest's.
 */
export function judgeRows(
  rows: OrderRows,
  cancelled: Uint8Array,
  people: number,
  guests: boolean,
): Judgement {
  const counts = new Uint32Array(dropReasons.length + 1);
  const seen = new Uint8Array(people);
  const firsts = Array.from(counts, (): JudgedRow[] => []);
  let returnedRows = 0;
  for (const block of rows.blocks) {
    const { run, verdict, quantity, price } = block;
    const { customer, order } = block.runs;
    for (let i = 0; i < block.length; i++) {
      const who = customer[run[i]!]!;
      const number = order[run[i]!]!;
      if (who >= 0) seen[who] = 1;
      let judged = verdict[i]!;
      if (judged === kept) {
        if (who >= 0) judged = verdictOfRow(block, i, number >= 0 && cancelled[number] === 1);
        else judged = guests ? verdictOfGuest(block, i) : missingCustomer;
      } else if (judged >= returned) judged = verdictOfReturn(block, i);
      else if (Number.isNaN(quantity.at(i)) || Number.isNaN(price.at(i))) {
        quantity.set(i, 0);
        price.set(i, 0);
      }
      verdict[i] = judged;
      const reason = judged & ~returned;
      if (reason !== kept && counts[reason]! < samplesShown) firsts[reason]!.push(judgedRow(block, i));
      counts[reason]!++;
      if (judged >= returned) returnedRows++;
    }
  }
  counts[verdictOf("malformed_row")] = rows.malformed;
  return { counts, returned: returnedRows, people: seen, firsts };
}

function judgedRow(block: RowBlock, i: number): JudgedRow {
  const { runs, items } = block;
  const run = block.run[i]!;
  return {
    row: rowNumber(block, i),
    order: runs.order[run]!,
    product: items.product[block.item[i]!]!,
    hasQuantity: !Number.isNaN(block.quantity.at(i)),
    words: Object.fromEntries(Object.entries(runs.words).map(([role, ids]) => [role, ids[run]])),
  };
}

function verdictOfRow(block: RowBlock, i: number, isCancelled: boolean): number {
  const quantity = block.quantity.at(i);
  const price = block.price.at(i);
  if (Number.isNaN(block.runs.moment[block.run[i]!])) return unreadableDate;
  if (Number.isNaN(quantity) || Number.isNaN(price)) return unreadableNumber;
  const givesBack = (quantity < 0 && price !== 0) || (quantity > 0 && price < 0);
  if (givesBack) turnIntoReturn(block, i);
  const asReturn = givesBack ? returned : 0;
  if (isCancelled) return cancelledOrder | asReturn;
  if (!(quantity > 0)) return nonPositiveQuantity | asReturn;
  return price > 0 ? kept : nonPositivePrice | asReturn;
}

/** A guest's row must be a valid purchase like any other; returns of guests belong to no customer. */
function verdictOfGuest(block: RowBlock, i: number): number {
  const judged = verdictOfRow(block, i, false);
  return judged === kept ? guestOrder : judged & ~returned;
}

/** A row that gives money back: its amount counts against the customer, whatever its sign. */
function verdictOfReturn(block: RowBlock, i: number): number {
  const run = block.run[i]!;
  if (block.runs.customer[run]! < 0) return missingCustomer;
  if (Number.isNaN(block.runs.moment[run])) return unreadableDate;
  if (Number.isNaN(block.price.at(i))) return unreadableNumber;
  turnIntoReturn(block, i);
  if ((block.verdict[i]! & ~returned) === otherCurrency) return otherCurrency;
  return block.price.at(i) === 0 ? returnRow : returnRow | returned;
}

function turnIntoReturn(block: RowBlock, i: number): void {
  block.quantity.set(i, -Math.abs(block.quantity.at(i) || 1));
  block.price.set(i, Math.abs(block.price.at(i)));
}

function resolveBlock(block: RowBlock, standards: Standards): void {
  const { date, quantityDecimal, priceDecimal } = standards;
  const { length, moment, momentKind } = block.runs;
  for (let run = 0; run < length; run++) moment[run] = date.moment(moment[run]!, momentKind[run]!);
  block.quantity.change((value, kind) => resolveNumber(value, kind, quantityDecimal));
  block.price.change((value, kind) => resolveNumber(value, kind, priceDecimal));
}

function resolveAmounts(block: RowBlock, role: AmountRole, decimal: DecimalSeparator): void {
  block.amounts[role]!.change((value, kind) => {
    // No rate is in the thousands: in `1,165` the comma is decimal, whatever the prices use.
    const isComma = role === "exchange_rate" && kind === NumberKind.commaOrThousands;
    const isDot = role === "exchange_rate" && kind === NumberKind.dotOrThousands;
    return resolveNumber(value, kind, isComma ? "," : isDot ? "." : decimal);
  });
}

/** Turns line totals into unit prices ≥ 0; a negative total is a return. `hasQuantity`: the file gives the units. */
export function spreadTotals(blocks: Iterable<RowBlock>, hasQuantity: boolean): void {
  for (const { length, quantity, price } of blocks)
    for (let i = 0; i < length; i++) {
      const total = price.at(i);
      const units = quantity.at(i);
      if (!hasQuantity) {
        quantity.set(i, total < 0 ? -1 : 1);
        price.set(i, Math.abs(total));
      } else if (units !== 0) {
        quantity.set(i, total < 0 ? -Math.abs(units) : units);
        price.set(i, Math.abs(total / units));
      } else if (total < 0) {
        // Money given back without an item.
        quantity.set(i, -1);
        price.set(i, -total);
      }
    }
}
