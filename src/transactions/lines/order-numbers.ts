import { isoDay } from "../../time";
import type { Warning } from "../cleaning-report";
import { freeMemory } from "../spill/pages";
import { IdList, idList, refuseShortened } from "./id-list";
import type { OrderRows } from "./order-rows";
import { longestOrderMs } from "./order-span";
import { applyNumbers } from "./renumber";
import { linesOf } from "./row-block";

/** The orders of the rows, numbered from 0. */
export interface Orders {
  readonly ids: IdList;
  /** By order: its number as in the file; several orders may share one. */
  readonly numbers: IdList;
  /** Whether a row may lack a customer or date that another row of its order has. */
  readonly isPartial: boolean;
  readonly warnings: readonly Warning[];
}

/** Numbers with several rows are split only if this share has several customers or spans too long. */
const leastShare = 0.2;
const fewestNumbers = 3;

/**
 * Writes into `order` the order of every row, −1 if it has none. An order belongs to one customer and a short time: if
 * numbers start over every day, month or year, an order is a number, a day and a customer. Needs settled people and
 * resolved dates. Throws InputError if a spreadsheet has shortened the numbers.
 */
export function settleOrders(rows: OrderRows): Orders {
  const numbers = idList(rows.orders);
  refuseShortened(numbers, rows.plan.mapping.order_id, "orders");
  const { canonical } = numbers;
  if (!isIdentity(canonical)) for (const { order } of rows.runs) applyNumbers(order, canonical);
  const { again, example, isPartial } = lookAtOrders(rows, numbers.size);
  if (again === null) return { ids: numbers, numbers, isPartial, warnings: [] };
  const { texts, numbers: own } = splitByDay(rows, numbers.texts);
  const named = rows.plan.mapping.order_id!;
  return {
    ids: IdList.ofTexts(texts),
    numbers: IdList.ofTexts(own),
    isPartial,
    warnings: [repeatedNumbers(named, again, numbers.texts[example]!, rows.rows)],
  };
}

function isIdentity(numbers: Int32Array): boolean {
  for (let id = 0; id < numbers.length; id++) if (numbers[id] !== id) return false;
  return true;
}

/**
 * `again`: how many order numbers are used more than once, or null if too few to say that numbers start over;
 * `example`: the first of them. `isPartial`: whether some rows of a number lack the customer that others have, or a row
 * has no date.
 */
function lookAtOrders(
  rows: OrderRows,
  size: number,
): { again: number | null; example: number; isPartial: boolean } {
  const customer = new Int32Array(size).fill(-1);
  const first = new Float64Array(size).fill(Number.NaN);
  /** The latest, as soon as an order has several moments. */
  let last = first;
  /** 0, 1, or 2 for more. */
  const lines = new Uint8Array(size);
  const several = new Uint8Array(size);
  const blank = new Uint8Array(size);
  let isPartial = false;
  for (const runs of rows.runs) {
    const { length, order, customer: people, moment } = runs;
    for (let i = 0; i < length; i++) {
      const id = order[i]!;
      const person = people[i]!;
      if (id < 0) continue;
      isPartial ||= Number.isNaN(moment[i]);
      if (person < 0) {
        if (person !== -2) blank[id] = 1;
        continue;
      }
      lines[id] = lines[id] === 0 ? Math.min(2, linesOf(runs, i)) : 2;
      if (customer[id]! < 0) customer[id] = person;
      else if (customer[id] !== person) several[id] = 1;
      if (Number.isNaN(first[id])) {
        first[id] = moment[i]!;
        last[id] = moment[i]!;
      } else if (moment[i]! < first[id]! || moment[i]! > last[id]!) {
        if (last === first) last = first.slice();
        if (moment[i]! < first[id]!) first[id] = moment[i]!;
        else last[id] = moment[i]!;
      }
    }
  }
  let told = 0;
  let used = 0;
  let example = -1;
  for (let order = 0; order < size; order++) {
    isPartial ||= blank[order] === 1 && lines[order]! > 0;
    if (lines[order]! < 2) continue;
    told++;
    if (several[order] !== 1 && !(last[order]! - first[order]! > longestOrderMs)) continue;
    used++;
    if (example < 0) example = order;
  }
  freeMemory([customer, first, last]);
  return { again: startOver(used, told) ? used : null, example, isPartial };
}

/** Whether numbers start over: of `told` numbers with several rows, `used` have several customers or span too long. */
export function startOver(used: number, told: number): boolean {
  return used >= fewestNumbers && used >= leastShare * told;
}

/** Says that they do. */
export function repeatedNumbers(named: string, again: number, example: string | null, rows: number): Warning {
  return {
    code: "order_numbers_repeat",
    message: `The numbers in ${JSON.stringify(named)} start over: ${again.toLocaleString("en")} of them belong to several customers or to dates far apart, such as ${JSON.stringify(example)}. An order was identified by its number, day and customer.`,
    rows,
    samples: [],
  };
}

/** Numbers the orders by number, day and customer; returns their texts, and their numbers as written. */
function splitByDay(
  rows: OrderRows,
  numbers: readonly (string | null)[],
): { texts: string[]; numbers: (string | null)[] } {
  const known = new Map<string, number>();
  const texts: string[] = [];
  const own: (string | null)[] = [];
  for (const { length, order, moment, customer } of rows.runs)
    for (let i = 0; i < length; i++) {
      const number = order[i]!;
      if (number < 0) continue;
      const day = Number.isNaN(moment[i]) ? "" : isoDay(moment[i]!);
      const key = `${number} ${day} ${customer[i]}`;
      let id = known.get(key);
      if (id === undefined) {
        id = texts.length;
        known.set(key, id);
        texts.push(`${numbers[number]} ${day}`);
        own.push(numbers[number]!);
      }
      order[i] = id;
    }
  return { texts, numbers: own };
}
