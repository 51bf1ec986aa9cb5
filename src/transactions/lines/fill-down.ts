import { dayMs } from "../cells/calendar";
import { DateKind } from "../cells/date-kind";
import type { OrderRows } from "./order-rows";
import { type RowBlock, type WordRole, wordRoles } from "./row-block";

/** Words of an order that stand on its first row only, like its date. */
const orderWords: readonly WordRole[] = ["status", "cancelled_at", "currency", "email", "exported_at"];
/** Of the rows without a customer and a date, this share must also be without an order id where there is such a column. */
const leastShare = 0.9;
/** Rows of one order are dated no further apart than this, where some of them lack the customer. */
const longestOrderMs = 2 * dayMs;

/**
 * Fills what an order gives on its first row only, as Odoo writes it: rows without order id, customer and date belong to the row
 * above. To be called on rows whose ids are still those of the dictionaries. Returns how many rows were filled.
 */
export function continueOrders(rows: OrderRows): number {
  const blankCustomer = rows.customers.blank;
  if (blankCustomer < 0) return 0;
  const hasOrders = rows.plan.index.order_id >= 0;
  const blankOrder = hasOrders ? rows.orders.blank : -1;
  if (hasOrders && blankOrder < 0) return 0;
  const continues = ({ customer, momentKind, order }: RowBlock, i: number) =>
    customer[i] === blankCustomer &&
    momentKind[i] === DateKind.empty &&
    (!hasOrders || order[i] === blankOrder);
  let blank = 0;
  let continued = 0;
  for (const block of rows.blocks)
    for (let i = 0; i < block.length; i++) {
      const isBlank = hasOrders ? block.order[i] === blankOrder : block.momentKind[i] === DateKind.empty;
      if (isBlank) blank++;
      if (continues(block, i)) continued++;
    }
  if (continued === 0 || continued < leastShare * blank || continued === rows.rows) return 0;
  let above: { block: RowBlock; i: number } | null = null;
  let filled = 0;
  for (const block of rows.blocks)
    for (let i = 0; i < block.length; i++) {
      if (!continues(block, i)) {
        above = { block, i };
        continue;
      }
      if (above === null || isSumRow(rows, block, i)) continue;
      copyOrder(above.block, above.i, block, i, rows);
      filled++;
    }
  return filled;
}

/**
 * Gives rows of an order that lack its customer, date, status or currency what another row of the order has. To be called on
 * settled people and orders (−1 for none; a cell that says that it is nobody, −2, is not filled) and resolved dates (NaN for none). Returns how many rows were filled.
 */
export function shareWithinOrders(rows: OrderRows, orders: number): number {
  const customer = new Int32Array(orders).fill(-1);
  const moment = new Float64Array(orders).fill(Number.NaN);
  const seen = new Float64Array(orders).fill(Number.NaN);
  const several = new Uint8Array(orders);
  const words = orderWords.flatMap((role) => {
    const dictionary = rows.words[role];
    return dictionary === undefined
      ? []
      : [{ role, blank: dictionary.blank, known: new Int32Array(orders).fill(-1) }];
  });
  let lacking = false;
  for (const block of rows.blocks)
    for (let i = 0; i < block.length; i++) {
      const order = block.order[i]!;
      const person = block.customer[i]!;
      if (person < 0 || Number.isNaN(block.moment[i])) lacking = true;
      if (order < 0) continue;
      if (person >= 0) {
        if (customer[order]! < 0) {
          customer[order] = person;
          seen[order] = block.moment[i]!;
        } else if (customer[order] !== person) several[order] = 1;
      }
      if (Number.isNaN(moment[order])) moment[order] = block.moment[i]!;
      for (const { role, blank, known } of words) {
        const word = block.words[role]![i]!;
        if (word === blank) lacking = true;
        else if (known[order]! < 0) known[order] = word;
      }
    }
  if (!lacking) return 0;
  let filled = 0;
  for (const block of rows.blocks)
    for (let i = 0; i < block.length; i++) {
      const order = block.order[i]!;
      if (order < 0) continue;
      let changed = false;
      // A number that begins again months later is another order, and may be nobody's.
      const isFar = Math.abs(block.moment[i]! - seen[order]!) > longestOrderMs;
      if (block.customer[i] === -1 && customer[order]! >= 0 && several[order] === 0 && !isFar) {
        block.customer[i] = customer[order]!;
        changed = true;
      }
      if (
        block.momentKind[i] === DateKind.empty &&
        Number.isNaN(block.moment[i]) &&
        !Number.isNaN(moment[order])
      ) {
        block.moment[i] = moment[order]!;
        changed = true;
      }
      for (const { role, blank, known } of words)
        if (block.words[role]![i] === blank && known[order]! >= 0) block.words[role]![i] = known[order]!;
      if (changed) filled++;
    }
  return filled;
}

/** A row of totals at the end of a table is no line of the last order. */
function isSumRow(rows: OrderRows, block: RowBlock, i: number): boolean {
  const product = block.product[i]!;
  const text = product < 0 ? "" : rows.products.text(product);
  if (/^(?:grand\s*total|sub\s*total|total|sum|summe|gesamt|totale|totaal|insgesamt)\b/i.test(text))
    return true;
  return rows.plan.index.product_id >= 0 && text === "";
}

function copyOrder(from: RowBlock, i: number, to: RowBlock, j: number, rows: OrderRows): void {
  to.customer[j] = from.customer[i]!;
  to.order[j] = from.order[i]!;
  to.moment[j] = from.moment[i]!;
  to.momentKind[j] = from.momentKind[i]!;
  if (to.country[j]! < 0 || rows.countries.text(to.country[j]!) === "") to.country[j] = from.country[i]!;
  for (const role of wordRoles) {
    const dictionary = rows.words[role];
    if (dictionary === undefined || dictionary.text(to.words[role]![j]!) !== "") continue;
    to.words[role]![j] = from.words[role]![i]!;
  }
}
