import { counted } from "../../figures";
import type { Warning } from "../cleaning-report";
import type { OrderLines } from "../transactions";
import { type Refunds, refundsOf, takeOff } from "./amounts";
import { type Candidates, gatherCandidates, joinEqualTexts } from "./candidates";
import { samplesShown } from "./cell-samples";
import type { Sales } from "./file-lines";
import type { IdList } from "./id-list";
import type { Judgement } from "./judge";
import {
  compactLines,
  concatLines,
  freeMemory,
  type LineTable,
  moveNumbers,
  positionsOf,
  selectLines,
} from "./line-table";
import type { OrderRows } from "./order-rows";
import { divideTotals, type OrderTotals } from "./order-totals";
import { isOverlap } from "./overlap";
import { type RowBlock, rowNumber } from "./row-block";
import { kept, returned, verdictOf } from "./verdict";

/** The lines of a file with what was really paid. */
interface ValuedLines {
  /** All lines that are worth something, purchases or not; repetitions have that verdict. */
  readonly table: LineTable;
  /** Turns `table`, which must not be used afterwards, into the lines that are paid for. */
  sales(): Sales;
  readonly returns: OrderLines;
  /** Rows kept as returns, without repetitions. */
  readonly returnedRows: number;
  /** The first rows of the file that got their verdict here. */
  readonly lateRows: { readonly duplicate: readonly number[]; readonly refunded: readonly number[] };
  readonly warnings: readonly Warning[];
  readonly notes: readonly string[];
}

const duplicateRow = verdictOf("duplicate_row");
const refundedOrder = verdictOf("refunded_order");
const guestOrder = verdictOf("guest_order");
const paid = flags([kept, guestOrder]);
/** Verdicts of rows whose value is reported: purchases, and what would have been one. */
const worthTelling = flags([
  kept,
  guestOrder,
  refundedOrder,
  verdictOf("cancelled_order"),
  verdictOf("unpaid_order"),
  verdictOf("other_currency"),
]);
/** Of marks of repetitions: the lines that are none. */
const once = flags([0]);
const givenBack = Uint8Array.from({ length: 256 }, (_, verdict) => (verdict >= returned ? 1 : 0));

/**
 * Gathers the lines, leaves out repetitions, divides order totals, takes discounts off and finds refunds. Updates the
 * counts of the judgement.
 */
export function valueLines(
  rows: OrderRows,
  judged: Judgement,
  totals: OrderTotals,
  ids: { readonly order: IdList; readonly product: IdList; readonly country: IdList },
): ValuedLines {
  const { plan } = rows;
  const orders = ids.order.size;
  // Without an order id and a time of day, two equal rows may well be two purchases.
  const mayRepeat = plan.index.order_id < 0 && rows.dates.precision === 0;
  joinEqualTexts(rows.blocks, ids);
  const found = gatherCandidates(rows.blocks, worthTelling, orders, mayRepeat);
  const back = gatherCandidates(rows.blocks, givenBack, orders, mayRepeat);
  const table = found.lines;
  const overlap = plan.rowNumber >= 0 ? settleOverlap(rows, found, back, orders) : [];
  const { verdict } = table;
  const before = verdict.slice();
  for (let i = 0; i < table.length; i++) if (found.duplicate[i] === 1) verdict[i] = duplicateRow;
  divideTotals(table, totals.once, found.duplicate);
  divideTotals(back.lines, totals.once, back.duplicate);
  const discount = takeOff(table, plan.money, orders);
  const { status } = rows.words;
  const statuses = Array.from({ length: status?.size ?? 0 }, (_, id) => status!.text(id));
  const refunds = refundsOf(table, plan.money, orders, statuses);
  freeMemory([found.duplicate]);
  const late = recount(rows.blocks, judged.counts, before, table);
  const standing = positionsOf(verdict, table.length, paid);
  const returns = selectLines(back.lines, positionsOf(back.duplicate, back.lines.length, once));
  return {
    table,
    sales: () => {
      const sales = salesOf(table, standing, discount, judged.counts[guestOrder]! > 0);
      freeMemory([standing, before, verdict]);
      return sales;
    },
    returns: concatLines([returns, refundLines(table, refunds)]),
    returnedRows: returns.length,
    lateRows: late,
    warnings: overlap,
    notes: back.duplicate.includes(1)
      ? [
          `${counted(back.duplicates, "return")} ${back.duplicates === 1 ? "repeats an earlier row and was" : "repeat earlier rows and were"} counted once.`,
        ]
      : [],
  };
}

/** If a column numbers the rows, lines equal in all else repeat each other only if whole orders do. */
function settleOverlap({ plan }: OrderRows, found: Candidates, back: Candidates, orders: number): Warning[] {
  if (found.duplicates === 0 && back.duplicates === 0) return [];
  if (!isOverlap(found, orders)) {
    found.duplicate.fill(0);
    back.duplicate.fill(0);
    return [];
  }
  return [
    {
      code: "repeated_orders",
      message: `${found.duplicates.toLocaleString("en")} rows are equal to an earlier one in all but the running number in ${JSON.stringify(plan.columns[plan.rowNumber])}: whole orders are in the file twice, as in exports that overlap. They were counted once.`,
      rows: found.duplicates,
      samples: [],
    },
  ];
}

/** Counts rows under the verdict they got after gathering, and remembers the first of each kind. */
function recount(
  blocks: readonly RowBlock[],
  counts: Uint32Array,
  before: Uint8Array,
  { verdict }: LineTable,
): ValuedLines["lateRows"] {
  const duplicate: number[] = [];
  const refunded: number[] = [];
  for (let i = 0; i < before.length; i++) {
    const was = before[i]!;
    const is = verdict[i]!;
    if (is === was) continue;
    // A repetition of a cancelled row is a cancelled row.
    if (is === duplicateRow && paid[was] === 0) continue;
    counts[was]!--;
    counts[is]!++;
    const lines = is === duplicateRow ? duplicate : is === refundedOrder ? refunded : null;
    if (lines !== null && lines.length < samplesShown) lines.push(i);
  }
  return { duplicate: rowNumbers(blocks, duplicate), refunded: rowNumbers(blocks, refunded) };
}

/** The row numbers of these lines of the table, which ascend. */
function rowNumbers(blocks: readonly RowBlock[], lines: readonly number[]): number[] {
  const rows: number[] = [];
  let line = 0;
  for (const block of blocks)
    for (let i = 0; i < block.length && rows.length < lines.length; i++)
      if (worthTelling[block.verdict[i]!] === 1 && line++ === lines[rows.length])
        rows.push(rowNumber(block, i));
  return rows;
}

function salesOf(
  table: LineTable,
  standing: Int32Array,
  discount: Float64Array | null,
  guests: boolean,
): Sales {
  return {
    ...compactLines(table, standing),
    discount: discount && moveNumbers(discount, standing, new Float64Array(standing.length)),
    guest: guests
      ? Uint8Array.from(standing, (position) => (table.verdict[position] === guestOrder ? 1 : 0))
      : null,
  };
}

/** Refunds as returns: the units sent back, or one unit of the whole amount. */
function refundLines(table: LineTable, { line, units, amount }: Refunds): OrderLines {
  return {
    ...selectLines(table, Int32Array.from(line)),
    quantity: Float64Array.from(units, (count) => -count),
    unitPrice: Float64Array.from(amount, (value, i) => value / units[i]!),
  };
}

function flags(verdicts: readonly number[]): Uint8Array {
  const take = new Uint8Array(256);
  for (const verdict of verdicts) take[verdict] = 1;
  return take;
}
