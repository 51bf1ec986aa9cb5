import { NumberKind } from "../cells/number-kind";
import type { Warning } from "../cleaning-report";
import type { Pages } from "../spill/pages";
import type { LineTables } from "./line-table";
import type { RowBlock } from "./row-block";
import { verdictOf } from "./verdict";

const notGoods = verdictOf("not_goods");

/** For a total to be the order's, this share of the orders with several lines must have one total on all of them. */
const leastShare = 0.95;
/** Fewer such orders prove nothing, unless the column is named after orders. */
const fewestOrders = 10;
const fewestNamed = 2;

/** Which orders have one total for all of their lines. */
export interface OrderTotals {
  /** By order: 1 if each line has the total of the whole order, to be counted once. */
  readonly once: Uint8Array;
  /** Notes on it for the report. */
  readonly notes: readonly string[];
  readonly warnings: readonly Warning[];
}

/** What is gathered from an order as its rows pass. */
interface Survey {
  /** Lines with a total, without those that repeat the order's first. */
  readonly lines: Int32Array;
  readonly total: Float64Array;
  /** 1 if two lines have different totals. */
  readonly differs: Uint8Array;
}

/**
 * Finds the orders with a total on one line only, as Shopify writes it, and copies it to the others, in place; and
 * whether the file repeats each order's total on all of its lines. Needs resolved totals. `size`: number of orders.
 * `are`: whose totals they are known to be; a column with "line" in its name proves it, and one with "order" makes it
 * likely. Warns of too few orders to tell.
 */
export function settleOrderTotals(blocks: Pages<RowBlock>, size: number, are: TotalsOf): OrderTotals {
  const survey = surveyOrders(blocks, size);
  const once = new Uint8Array(size);
  let several = 0;
  let same = 0;
  for (let order = 0; order < size; order++) {
    if (survey.lines[order]! < 2) continue;
    several++;
    if (survey.differs[order] === 0) same++;
  }
  const { areOrders, notes, warnings } = whoseTotals(are, several, same, () => varies(survey));
  if (areOrders)
    for (let order = 0; order < once.length; order++)
      if (survey.lines[order]! > 1) once[order] = 1 - survey.differs[order]!;
  const filled = fillBlanks(blocks, survey, once);
  return { once, notes: [...notes, ...filledNotes(filled)], warnings };
}

/** Whose totals a column may be known to hold. */
export type TotalsOf = "unknown" | "maybe of orders" | "of lines" | "of orders";

/**
 * Whether each line has the total of its order: of `several` orders with several lines, `same` have one total on all of
 * them. `varies`: whether their totals differ from order to order.
 */
export function whoseTotals(
  are: TotalsOf,
  several: number,
  same: number,
  varies: () => boolean,
): Omit<OrderTotals, "once"> & { readonly areOrders: boolean } {
  const isOpen = are === "unknown" || are === "maybe of orders";
  const fewest = are === "unknown" ? fewestOrders : fewestNamed;
  const repeated = isOpen && same >= fewest && same >= leastShare * several;
  const isUntold = isOpen && !repeated && same >= fewestNamed && same === several && varies();
  return {
    areOrders: are === "of orders" || repeated,
    notes: repeated
      ? [
          `${same} of ${several} orders with several lines have the same total on all of them: it was read as the order's total, counted once and divided over the lines. ` +
            "If these are totals of lines, map the column to line_total.",
        ]
      : [],
    warnings: isUntold ? [untold(several)] : [],
  };
}

export function filledNotes(filled: number): string[] {
  return filled === 0
    ? []
    : [
        `${filled} lines have no total of their own, but another line of their order has: it was read as the order's total and divided over the lines.`,
      ];
}

/** Whether orders of several lines differ in their totals: where everything costs the same, lines repeat too. */
function varies({ lines, total }: Survey): boolean {
  return new Set(total.filter((_, order) => lines[order]! > 1)).size > 1;
}

function untold(orders: number): Warning {
  return {
    code: "totals_may_repeat",
    message: `All ${orders} orders with several lines have the same total on each of them, which may be the order's, written several times. They were added up. If so, name the column "order total", or map a column of the lines.`,
    rows: 0,
    samples: [],
  };
}

function surveyOrders(blocks: Pages<RowBlock>, orders: number): Survey {
  const survey: Survey = {
    lines: new Int32Array(orders),
    total: new Float64Array(orders),
    differs: new Uint8Array(orders),
  };
  const firstBlock = new Int32Array(orders);
  const firstRow = new Int32Array(orders);
  for (const [number, block] of blocks.entries()) {
    const { length, run, runs, verdict, price } = block;
    for (let i = 0; i < length; i++) {
      const order = runs.order[run[i]!]!;
      if (order < 0 || verdict[i] === notGoods) continue;
      const total = price.at(i);
      if (price.kindAt(i) === NumberKind.empty) continue;
      if (Number.isNaN(total)) survey.differs[order] = 1;
      else if (survey.lines[order] === 0) {
        survey.lines[order] = 1;
        survey.total[order] = total;
        firstBlock[order] = number;
        firstRow[order] = i;
      } else if (!isRepetition(block, i, blocks.at(firstBlock[order]!), firstRow[order]!)) {
        survey.lines[order]!++;
        if (survey.total[order] !== total) survey.differs[order] = 1;
      }
    }
  }
  return survey;
}

/** Whether two rows of an order are equal in all that can differ: rows exported twice prove nothing. */
function isRepetition(a: RowBlock, i: number, b: RowBlock, j: number): boolean {
  const x = a.item[i]!;
  const y = b.item[j]!;
  return (
    a.items.restLow[x] === b.items.restLow[y] &&
    a.items.restHigh[x] === b.items.restHigh[y] &&
    a.items.product[x] === b.items.product[y] &&
    a.runs.customer[a.run[i]!] === b.runs.customer[b.run[j]!] &&
    a.runs.moment[a.run[i]!] === b.runs.moment[b.run[j]!] &&
    a.quantity.at(i) === b.quantity.at(j) &&
    a.price.at(i) === b.price.at(j)
  );
}

/** Gives lines without a total their order's, if it has exactly one; returns how many. */
function fillBlanks(blocks: Iterable<RowBlock>, survey: Survey, once: Uint8Array): number {
  let filled = 0;
  for (const block of blocks) {
    const { run, runs, price } = block;
    for (let i = 0; i < block.length; i++) {
      const order = runs.order[run[i]!]!;
      if (price.kindAt(i) !== NumberKind.empty || order < 0) continue;
      if (block.verdict[i] === notGoods || survey.lines[order] === 0 || survey.differs[order] === 1) continue;
      // Two equal totals and a blank are lines with a gap, unless the file repeats its totals.
      if (survey.lines[order]! > 1 && once[order] === 0) continue;
      once[order] = 1;
      price.set(i, survey.total[order]!);
      // It stays distinct from a line that equals it except for the total.
      block.filled ??= new Uint8Array(block.length);
      block.filled[i] = 1;
      filled++;
    }
  }
  return filled;
}

/**
 * Divides the total of each order in `once`, which all of its lines have, over these lines: every unit of an order
 * costs the same, so that Σ |quantity| × unit price over the order is its total. Writes `unitPrice`. Repetitions are
 * left out.
 */
export function divideTotals(tables: LineTables, once: Uint8Array): void {
  if (!once.includes(1)) return;
  const units = new Float64Array(once.length);
  const total = new Float64Array(once.length);
  for (const { length, order, quantity, unitPrice, duplicate } of tables)
    for (let i = 0; i < length; i++) {
      if (order[i]! < 0 || once[order[i]!] === 0 || duplicate[i] === 1) continue;
      units[order[i]!]! += Math.abs(quantity[i]!);
      total[order[i]!] = Math.abs(quantity[i]! * unitPrice[i]!);
    }
  for (const { length, order, unitPrice } of tables)
    for (let i = 0; i < length; i++)
      if (order[i]! >= 0 && once[order[i]!] === 1) unitPrice[i] = total[order[i]!]! / units[order[i]!]!;
}
