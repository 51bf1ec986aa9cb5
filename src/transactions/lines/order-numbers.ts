import { isoDay } from "../../time";
import type { Warning } from "../cleaning-report";
import { type IdList, idList, refuseShortened } from "./id-list";
import type { OrderRows } from "./order-rows";
import { longestOrderMs } from "./order-span";
import { applyNumbers } from "./renumber";

/** The orders that the rows belong to, numbered from 0. */
export interface Orders {
  readonly ids: IdList;
  /** By order: its number as the file writes it; several orders may have one. */
  readonly numbers: readonly (string | null)[];
  /** Whether a row may lack the customer or the date that another row of its order has. */
  readonly isPartial: boolean;
  readonly warnings: readonly Warning[];
}

/** Of the numbers with several rows, this share must have several customers or span too long before they are split. */
const leastShare = 0.2;
const fewestNumbers = 3;

/**
 * Writes into `order` of every row the order it belongs to, −1 where it has none. An order belongs to one customer and a short
 * time: where the numbers begin again every day, month or year, an order is a number, a day and a customer. To be called on
 * settled people and resolved dates. Throws InputError where a spreadsheet has shortened the numbers.
 */
export function settleOrders(rows: OrderRows): Orders {
  const numbers = idList(rows.orders);
  refuseShortened(numbers.texts, rows.plan.mapping.order_id, "orders");
  const { canonical } = numbers;
  if (canonical.some((first, id) => first !== id))
    for (const { length, order } of rows.blocks) applyNumbers(order.subarray(0, length), canonical);
  const { again, example, isPartial } = lookAtOrders(rows, numbers.texts.length);
  if (again === null) return { ids: numbers, numbers: numbers.texts, isPartial, warnings: [] };
  const { texts, numbers: own } = splitByDay(rows, numbers.texts);
  const column = JSON.stringify(rows.plan.mapping.order_id);
  return {
    ids: { texts, canonical: Int32Array.from(texts, (_, id) => id) },
    numbers: own,
    isPartial,
    warnings: [
      {
        code: "order_numbers_repeat",
        message: `The numbers in ${column} begin again: ${again.toLocaleString("en")} of them belong to several customers or to dates far apart, such as ${JSON.stringify(numbers.texts[example])}. An order was taken to be a number, a day and a customer.`,
        rows: rows.rows,
        samples: [],
      },
    ],
  };
}

/**
 * `again`: how many order numbers are used more than once, where so many are that they begin again, else null; `example`: the first of them. `isPartial`: whether rows
 * of one number name a customer and others leave it blank, or a row has no date.
 */
function lookAtOrders(
  rows: OrderRows,
  size: number,
): { again: number | null; example: number; isPartial: boolean } {
  const customer = new Int32Array(size).fill(-1);
  const first = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const last = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const lines = new Int32Array(size);
  const several = new Uint8Array(size);
  const blank = new Uint8Array(size);
  let isPartial = false;
  for (const { length, order, customer: people, moment } of rows.blocks)
    for (let i = 0; i < length; i++) {
      const id = order[i]!;
      const person = people[i]!;
      if (id < 0) continue;
      isPartial ||= Number.isNaN(moment[i]);
      if (person < 0) {
        if (person !== -2) blank[id] = 1;
        continue;
      }
      lines[id]!++;
      if (customer[id]! < 0) customer[id] = person;
      else if (customer[id] !== person) several[id] = 1;
      if (moment[i]! < first[id]!) first[id] = moment[i]!;
      if (moment[i]! > last[id]!) last[id] = moment[i]!;
    }
  let told = 0;
  let used = 0;
  let example = -1;
  for (let order = 0; order < size; order++) {
    isPartial ||= blank[order] === 1 && lines[order]! > 0;
    if (lines[order]! < 2) continue;
    told++;
    if (several[order] !== 1 && last[order]! - first[order]! <= longestOrderMs) continue;
    used++;
    if (example < 0) example = order;
  }
  return { again: used >= fewestNumbers && used >= leastShare * told ? used : null, example, isPartial };
}

/** Numbers the orders by number, day and customer; returns their texts, and their numbers as written. */
function splitByDay(
  rows: OrderRows,
  numbers: readonly (string | null)[],
): { texts: string[]; numbers: (string | null)[] } {
  const known = new Map<string, number>();
  const texts: string[] = [];
  const own: (string | null)[] = [];
  for (const block of rows.blocks)
    for (let i = 0; i < block.length; i++) {
      const number = block.order[i]!;
      if (number < 0) continue;
      const moment = block.moment[i]!;
      const day = Number.isNaN(moment) ? "" : isoDay(moment);
      const key = `${number} ${day} ${block.customer[i]}`;
      let id = known.get(key);
      if (id === undefined) {
        id = texts.length;
        known.set(key, id);
        texts.push(`${numbers[number]} ${day}`);
        own.push(numbers[number]!);
      }
      block.order[i] = id;
    }
  return { texts, numbers: own };
}
