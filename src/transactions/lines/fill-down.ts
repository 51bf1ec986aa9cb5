import { DateKind } from "../cells/date-kind";
import { NumberKind } from "../cells/number-kind";
import { flagOf } from "../columns/flags";
import type { ColumnPlan } from "../columns/plan";
import type { OrderRows } from "./order-rows";
import { usualOrderMs } from "./order-span";
import { linesOf, type OrderWordRole, type RowBlock, type Runs, splitRuns } from "./row-block";
import { totalWords } from "./summary-rows";

/** Words that only the first row of an order has, like its date. */
export const orderWords: readonly OrderWordRole[] = [
  "status",
  "payment_status",
  "cancelled_at",
  "test_order",
  "currency",
  "email",
  "exported_at",
];
/** If there is an order id column, this share of the rows without customer and date must also lack an order id. */
const leastShare = 0.9;
/** With fewer orders there is no habit to see. */
const fewestOrders = 3;

/**
 * Fills what an order gives on its first row only, as Odoo writes it: rows without order id, customer and date belong
 * to the row above. Needs rows whose ids are still dictionary ids. Returns how many rows it filled.
 */
export function continueOrders(rows: OrderRows): number {
  const blankCustomer = rows.customers.blank;
  if (blankCustomer < 0) return 0;
  const hasOrders = rows.plan.index.order_id >= 0;
  const blankOrder = hasOrders ? rows.orders.blank : -1;
  if (hasOrders && blankOrder < 0) return 0;
  const continues = ({ customer, momentKind, order }: Runs, run: number) =>
    customer[run] === blankCustomer &&
    momentKind[run] === DateKind.empty &&
    (!hasOrders || order[run] === blankOrder);
  let blank = 0;
  let continued = 0;
  for (const runs of rows.runs)
    for (let run = 0; run < runs.length; run++) {
      const isBlank = hasOrders ? runs.order[run] === blankOrder : runs.momentKind[run] === DateKind.empty;
      if (isBlank) blank += linesOf(runs, run);
      if (continues(runs, run)) continued += linesOf(runs, run);
    }
  if (!areContinued(continued, blank, rows.rows)) return 0;
  /** The row above, as a run. */
  let above: Runs | null = null;
  let at = 0;
  let filled = 0;
  for (const block of rows.blocks) {
    const runs = splitRuns(block);
    for (let i = 0; i < block.length; i++) {
      if (!continues(runs, i)) {
        above = runs;
        at = i;
        continue;
      }
      if (above === null || isSumRow(rows, block, i)) continue;
      copyOrder(above, at, runs, i, rows);
      filled++;
    }
    // The block is void when the next one comes.
    if (above === runs) {
      above = runAlone(runs, at);
      at = 0;
    }
  }
  return filled;
}

/**
 * Gives rows of an order without its customer or date those of another of its rows. Needs settled people and orders (−1
 * for none; a word for a guest, −2, is not filled; one for a missing value, −3, only if such words stand on all rows of
 * orders but the first or the last) and resolved dates (NaN for none). Returns how many rows it filled.
 */
export function shareWithinOrders(rows: OrderRows, orders: number): number {
  const person = new Int32Array(orders).fill(-1);
  const time = new Float64Array(orders).fill(Number.NaN);
  const seen = new Float64Array(orders).fill(Number.NaN);
  const several = new Uint8Array(orders);
  let hasWords = false;
  for (const { length, order, customer, moment } of rows.runs)
    for (let i = 0; i < length; i++) {
      const id = order[i]!;
      if (id < 0) continue;
      if (customer[i] === -3) hasWords = true;
      if (customer[i]! >= 0) {
        if (person[id]! < 0) {
          person[id] = customer[i]!;
          seen[id] = moment[i]!;
        } else if (person[id] !== customer[i]) several[id] = 1;
      }
      if (Number.isNaN(time[id])) time[id] = moment[i]!;
    }
  const fillable = hasWords && isWordForSame(rows.runs, orders) ? -3 : -1;
  let filled = 0;
  for (const runs of rows.runs) {
    const { length, order, customer, moment, momentKind } = runs;
    for (let i = 0; i < length; i++) {
      const id = order[i]!;
      if (id < 0) continue;
      // A number used a second time is another order, maybe of an unknown customer.
      const isFar = Math.abs(moment[i]! - seen[id]!) > usualOrderMs;
      const isBlank = customer[i] === -1 || customer[i] === fillable;
      const isNobodys = isBlank && person[id]! >= 0 && several[id] === 0 && !isFar;
      const isUndated =
        momentKind[i] === DateKind.empty && Number.isNaN(moment[i]) && !Number.isNaN(time[id]);
      if (isNobodys) customer[i] = person[id]!;
      if (isUndated) moment[i] = time[id]!;
      if (isNobodys || isUndated) filled += linesOf(runs, i);
    }
  }
  return filled;
}

/** Gives rows of an order without a status, currency and the like the first word that another of its rows has. */
export function shareWords(rows: OrderRows, orders: number): void {
  for (const role of orderWords) {
    const blank = rows.words[role]?.blank ?? -1;
    if (blank < 0 || isOfLines(role, rows.plan)) continue;
    const known = new Int32Array(orders).fill(-1);
    for (const { length, order, words } of rows.runs) {
      const word = words[role]!;
      for (let i = 0; i < length; i++)
        if (order[i]! >= 0 && word[i] !== blank && known[order[i]!]! < 0) known[order[i]!] = word[i]!;
    }
    for (const { length, order, words } of rows.runs) {
      const word = words[role]!;
      for (let i = 0; i < length; i++)
        if (order[i]! >= 0 && word[i] === blank && known[order[i]!]! >= 0) word[i] = known[order[i]!]!;
    }
  }
}

/** A blank beside a returned line says that this line was not returned. */
export function isOfLines(role: OrderWordRole, plan: ColumnPlan): boolean {
  return role === "cancelled_at" && flagOf(plan.mapping.cancelled_at!).meaning !== "cancelled";
}

/**
 * Whether a word for a missing customer means "the same as on the other row", as tools write what they leave out:
 * nearly all orders of several rows have a customer on one row, the first or the last, and the word on all others.
 */
function isWordForSame(all: Iterable<Runs>, orders: number): boolean {
  const rows = new Int32Array(orders);
  const words = new Int32Array(orders);
  const first = new Uint8Array(orders);
  const last = new Uint8Array(orders);
  for (const runs of all)
    for (let i = 0; i < runs.length; i++) {
      const id = runs.order[i]!;
      if (id < 0) continue;
      const isKnown = runs.customer[i]! >= 0 ? 1 : 0;
      if (rows[id] === 0) first[id] = isKnown;
      rows[id]! += linesOf(runs, i);
      last[id] = isKnown;
      if (runs.customer[i] === -3) words[id]! += linesOf(runs, i);
    }
  let told = 0;
  let same = 0;
  for (let id = 0; id < orders; id++) {
    if (rows[id]! < 2 || words[id] === rows[id]) continue;
    told++;
    if (words[id] === rows[id]! - 1 && first[id] !== last[id]) same++;
  }
  return areWordsForSame(same, told);
}

/** Of `told` orders with a customer on some rows and a word for a missing one on others, `same` have one customer. */
export function areWordsForSame(same: number, told: number): boolean {
  return same >= fewestOrders && same >= leastShare * told;
}

/** Whether nearly all of the `blank` rows that lack an order lack all that an order has, as if written once an order. */
export function areContinued(continued: number, blank: number, rows: number): boolean {
  return continued > 0 && continued >= leastShare * blank && continued < rows;
}

/** Whether the cell is nothing but a word for a total: "Total Care Shampoo" is a product. */
function isTotal(text: string): boolean {
  return !/\p{L}/u.test(text.replace(totalWords, ""));
}

/** Whether a row that is a line of an order would lack its quantity or its price. */
function isIncomplete({ plan }: OrderRows, { quantity, price }: RowBlock, i: number): boolean {
  return plan.index.quantity < 0 || [quantity.kindAt(i), price.kindAt(i)].includes(NumberKind.empty);
}

/** A row of totals at the end of a table is not a line of the last order. */
function isSumRow(rows: OrderRows, block: RowBlock, i: number): boolean {
  const product = block.items.product[block.item[i]!]!;
  const text = product < 0 ? "" : rows.products.text(product);
  if (totalWords.test(text)) return isTotal(text) || isIncomplete(rows, block, i);
  return rows.plan.index.product_id >= 0 && text === "";
}

/** A copy of one run. */
function runAlone(runs: Runs, i: number): Runs {
  const alone = (values: Int32Array) => values.slice(i, i + 1);
  return {
    length: 1,
    start: Int32Array.of(0, 1),
    row: alone(runs.row),
    customer: alone(runs.customer),
    order: alone(runs.order),
    country: alone(runs.country),
    moment: runs.moment.slice(i, i + 1),
    momentKind: runs.momentKind.slice(i, i + 1),
    words: Object.fromEntries(Object.entries(runs.words).map(([role, words]) => [role, alone(words)])),
  };
}

/** The runs of both are single rows. */
function copyOrder(from: Runs, i: number, to: Runs, j: number, rows: OrderRows): void {
  to.customer[j] = from.customer[i]!;
  to.order[j] = from.order[i]!;
  to.moment[j] = from.moment[i]!;
  to.momentKind[j] = from.momentKind[i]!;
  if (to.country[j]! < 0 || rows.countries.text(to.country[j]!) === "") to.country[j] = from.country[i]!;
  for (const [role, words] of Object.entries(to.words))
    if (rows.words[role as OrderWordRole]!.text(words[j]!) === "")
      words[j] = from.words[role as OrderWordRole]![i]!;
}
