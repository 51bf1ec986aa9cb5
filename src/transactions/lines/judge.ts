import { DateKind, type DateOrder, resolveDate } from "../cells/date-kind";
import { type DecimalSeparator, NumberKind, resolveNumber } from "../cells/number-kind";
import type { IdList } from "./id-list";
import type { OrderRows } from "./order-rows";
import { type OrderTotals, settleOrderTotals } from "./order-totals";
import type { RowBlock } from "./row-block";
import { dropReasons, kept, returned, verdictOf } from "./verdict";

/** What was decided from whole columns, and is now asked of each row. */
export interface Standards {
  readonly dateOrder: DateOrder;
  readonly quantityDecimal: DecimalSeparator;
  readonly priceDecimal: DecimalSeparator;
  readonly orders: IdList;
  /** How the value of a line is given: its quantity and unit price, its quantity and total, or its total alone. */
  readonly value: "unit_price" | "quantity_and_total" | "total";
  /** Whether the column of totals is called one of lines. */
  readonly areLineTotals: boolean;
}

/** How the rows were judged. */
export interface Judgement {
  /** Rows by verdict less the `returned` bit. */
  readonly counts: Uint32Array;
  /** Rows that have the `returned` bit. */
  readonly returned: number;
  /** Orders with one total for all of their lines, still to be divided. */
  readonly totals: OrderTotals;
}

const missingCustomer = verdictOf("missing_customer");
const unreadableDate = verdictOf("unreadable_date");
const unreadableNumber = verdictOf("unreadable_number");
const cancelledOrder = verdictOf("cancelled_order");
const nonPositiveQuantity = verdictOf("non_positive_quantity");
const nonPositivePrice = verdictOf("non_positive_price");

const cancellation = /^C\d/;

/**
 * Judges every row: resolves moments, quantities and unit prices in place (so they are plain numbers afterwards) and
 * writes each row's verdict, duplicates excepted.
 */
export function judgeRows(rows: OrderRows, standards: Standards): Judgement {
  const counts = new Uint32Array(dropReasons.length + 1);
  let returnedRows = 0;
  const cancelled = Uint8Array.from(standards.orders.texts, (text) =>
    text !== null && cancellation.test(text) ? 1 : 0,
  );
  const { value, orders, areLineTotals } = standards;
  for (const block of rows.blocks) resolveBlock(block, standards);
  let totals: OrderTotals = { once: new Uint8Array(orders.texts.length), notes: [] };
  if (value !== "unit_price") {
    totals = settleOrderTotals(rows.blocks, orders.canonical, areLineTotals);
    for (const block of rows.blocks) spreadTotals(block, value);
  }
  for (const block of rows.blocks) {
    for (let i = 0; i < block.length; i++) {
      const verdict = rows.isMissingCustomer(block.customer[i]!)
        ? missingCustomer
        : verdictOfRow(block, i, block.order[i]! >= 0 && cancelled[block.order[i]!] === 1);
      block.verdict[i] = verdict;
      counts[verdict & ~returned]!++;
      if (verdict >= returned) returnedRows++;
    }
  }
  counts[verdictOf("malformed_row")] = rows.malformed;
  return { counts, returned: returnedRows, totals };
}

function verdictOfRow(block: RowBlock, i: number, isCancelled: boolean): number {
  const quantity = block.quantity[i]!;
  const price = block.price[i]!;
  if (Number.isNaN(block.moment[i])) return unreadableDate;
  if (Number.isNaN(quantity) || Number.isNaN(price)) return unreadableNumber;
  const asReturn = quantity < 0 && price > 0 ? returned : 0;
  if (isCancelled) return cancelledOrder | asReturn;
  if (!(quantity > 0)) return nonPositiveQuantity | asReturn;
  return price > 0 ? kept : nonPositivePrice;
}

function resolveBlock(block: RowBlock, standards: Standards): void {
  const { dateOrder, quantityDecimal, priceDecimal } = standards;
  for (let i = 0; i < block.length; i++) {
    const dateKind = block.momentKind[i]!;
    if (dateKind > DateKind.moment) block.moment[i] = resolveDate(block.moment[i]!, dateOrder);
    else if (dateKind < DateKind.moment) block.moment[i] = Number.NaN;
    const quantityKind = block.quantityKind[i]!;
    if (quantityKind !== NumberKind.plain)
      block.quantity[i] = resolveNumber(block.quantity[i]!, quantityKind, quantityDecimal);
    const priceKind = block.priceKind[i]!;
    if (priceKind !== NumberKind.plain)
      block.price[i] = resolveNumber(block.price[i]!, priceKind, priceDecimal);
  }
}

/** Turns the totals of lines into unit prices > 0; a negative total is a return. */
function spreadTotals(block: RowBlock, value: "quantity_and_total" | "total"): void {
  for (let i = 0; i < block.length; i++) {
    const total = block.price[i]!;
    const quantity = block.quantity[i]!;
    if (value === "total") {
      block.quantity[i] = total < 0 ? -1 : 1;
      block.price[i] = Math.abs(total);
    } else if (quantity !== 0) {
      block.quantity[i] = total < 0 ? -Math.abs(quantity) : quantity;
      block.price[i] = Math.abs(total / quantity);
    }
  }
}
