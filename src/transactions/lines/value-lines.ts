import type { OrderLines } from "../transactions";
import { type Refunds, refundsOf, takeOff } from "./amounts";
import { gatherCandidates } from "./candidates";
import type { Sales } from "./file-lines";
import type { IdList } from "./id-list";
import type { Judgement } from "./judge";
import { concatLines, type LineTable, positionsWhere, selectLines, selectTable } from "./line-table";
import type { OrderRows } from "./order-rows";
import { divideTotals, type OrderTotals } from "./order-totals";
import { kept, returned, verdictOf } from "./verdict";

/** The lines of a file with what was really paid. */
export interface ValuedLines {
  /** All lines that are worth something, purchases or not, each once. */
  readonly table: LineTable;
  readonly sales: Sales;
  readonly returns: OrderLines;
  /** Rows that are kept as returns, repetitions left out. */
  readonly returnedRows: number;
  /** Rows of the file that got their verdict here. */
  readonly lateRows: { readonly duplicate: Int32Array; readonly refunded: Int32Array };
  readonly notes: readonly string[];
}

const duplicateRow = verdictOf("duplicate_row");
const refundedOrder = verdictOf("refunded_order");
const guestOrder = verdictOf("guest_order");
const paid = flags([kept, guestOrder]);
/** Verdicts of rows whose worth is told: purchases, and what would have been one. */
const worthTelling = flags([
  kept,
  guestOrder,
  refundedOrder,
  verdictOf("cancelled_order"),
  verdictOf("unpaid_order"),
  verdictOf("other_currency"),
]);
const givenBack = Uint8Array.from({ length: 256 }, (_, verdict) => (verdict >= returned ? 1 : 0));

/**
 * Gathers the lines, leaves out repetitions, divides order totals, takes discounts off and finds what was refunded. Brings the
 * counts of the judgement up to date.
 */
export function valueLines(
  rows: OrderRows,
  judged: Judgement,
  totals: OrderTotals,
  ids: { readonly order: IdList; readonly product: IdList; readonly country: IdList },
): ValuedLines {
  const { plan } = rows;
  const orders = ids.order.texts.length;
  // Without an order id and a time of day two equal rows may well be two purchases.
  const mayRepeat = plan.index.order_id < 0 && rows.dates.precision === 0;
  const found = gatherCandidates(rows.blocks, worthTelling, ids, mayRepeat);
  const back = gatherCandidates(rows.blocks, givenBack, ids, mayRepeat);
  const before = found.lines.verdict.slice();
  const single = positionsWhere(found.lines.length, (i) => found.duplicate[i] === 0);
  const table = found.duplicates === 0 ? found.lines : selectTable(found.lines, single);
  for (const part of [table, back.lines]) divideTotals(part, totals.once);
  const discount = takeOff(table, plan.money, orders);
  const refunds = refundsOf(table, plan.money, orders);
  recount(judged.counts, before, found.duplicate, table.verdict);
  const standing = positionsWhere(table.length, (i) => paid[table.verdict[i]!] === 1);
  const returns = selectLines(
    back.lines,
    positionsWhere(back.lines.length, (i) => back.duplicate[i] === 0),
  );
  return {
    table,
    sales: salesOf(table, standing, discount),
    returns: concatLines([returns, refundLines(table, refunds)]),
    returnedRows: returns.length,
    lateRows: {
      duplicate: found.lines.row.filter((_, i) => found.duplicate[i] === 1 && paid[before[i]!] === 1),
      refunded: table.row.filter((_, i) => table.verdict[i] === refundedOrder),
    },
    notes:
      back.duplicates > 0
        ? [`${back.duplicates} returns are equal to an earlier row and were counted once.`]
        : [],
  };
}

/** Counts rows under the verdict that they got after they were gathered. `after`: of those that are no repetition. */
function recount(counts: Uint32Array, before: Uint8Array, duplicate: Uint8Array, after: Uint8Array): void {
  let at = 0;
  for (let i = 0; i < before.length; i++) {
    const isDuplicate = duplicate[i] === 1;
    const verdict = isDuplicate ? (paid[before[i]!] === 1 ? duplicateRow : before[i]!) : after[at]!;
    if (!isDuplicate) at++;
    if (verdict === before[i]) continue;
    counts[before[i]!]!--;
    counts[verdict]!++;
  }
}

function salesOf(table: LineTable, standing: Int32Array, discount: Float64Array | null): Sales {
  let guests = false;
  for (let i = 0; i < standing.length; i++) guests ||= table.verdict[standing[i]!] === guestOrder;
  return {
    ...selectLines(table, standing),
    discount: discount && Float64Array.from(standing, (position) => discount[position]!),
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
