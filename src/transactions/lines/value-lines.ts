import { counted } from "../../figures";
import type { Warning } from "../cleaning-report";
import { plainFields } from "../spill/loaded-page";
import { freeMemory, Pages } from "../spill/pages";
import { type SpillRoom, shareOf } from "../spill/spill-file";
import type { OrderLines } from "../transactions";
import { type Refunds, refundsOf, takeOff } from "./amounts";
import { type Candidates, type Gathering, gatherCandidates, joinEqualTexts } from "./candidates";
import { samplesShown } from "./cell-samples";
import { DuplicateSearch, scatteredOrders } from "./duplicates";
import type { Sales } from "./file-lines";
import { GatheredAgain } from "./gathered-again";
import type { IdList } from "./id-list";
import type { Judgement } from "./judge";
import {
  columnsOf,
  compactLines,
  type LineTable,
  type LineTables,
  moveNumbers,
  positionsOf,
  selectLines,
} from "./line-table";
import type { OrderRows } from "./order-rows";
import { divideTotals, type OrderTotals } from "./order-totals";
import { isOverlap } from "./overlap";
import { type AmountRole, type RowBlock, rowNumber } from "./row-block";
import { kept, returned, verdictOf } from "./verdict";

/** The lines of a file with what was really paid. */
interface ValuedLines {
  /** All lines that are worth something, purchases or not; repetitions have that verdict. */
  readonly tables: LineTables;
  /** Whether they are not in memory. */
  readonly isSpilled: boolean;
  /** Whether they are gathered again from the rows. */
  readonly needsRows: boolean;
  /** Turns `tables`, which must not be used afterwards, into the lines that are paid for. */
  sales(): Iterable<Sales>;
  readonly returns: Iterable<OrderLines>;
  /** Gives all lines back. */
  free(): void;
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
 * counts of the judgement. `room`: where the lines go if the rows are not all in memory.
 */
export function valueLines(
  rows: OrderRows,
  judged: Judgement,
  totals: OrderTotals,
  ids: { readonly order: IdList; readonly product: IdList; readonly country: IdList },
  room: SpillRoom | null,
): ValuedLines {
  const { plan, blocks } = rows;
  const orders = ids.order.size;
  // Without an order id and a time of day, two equal rows may well be two purchases.
  const mayRepeat = plan.index.order_id < 0 && rows.dates.precision === 0;
  joinEqualTexts(blocks, ids);
  // If some rows are not in memory, no line is.
  const away = room !== null && blocks.isSpilled ? shareOf(room, 0) : null;
  const has = (role: AmountRole) => rows.amounts[role] !== undefined;
  const isAgain = away !== null && areAsRead(rows, totals);
  const gathering = away === null ? "whole" : isAgain ? "again" : away;
  const scattered = mayRepeat ? null : scatteredOrders(blocks, orders);
  const search = (take: Uint8Array) =>
    mayRepeat ? null : new DuplicateSearch(blocks, take, orders, scattered);
  const found = gatherCandidates(rows, worthTelling, search(worthTelling), gathering);
  const back = gatherCandidates(rows, givenBack, search(givenBack), gathering);
  const { tables } = found;
  const overlap = plan.rowNumber >= 0 ? settleOverlap(rows, found, back, orders) : [];
  if (!isAgain)
    for (const { length, verdict, duplicate } of tables)
      for (let i = 0; i < length; i++) if (duplicate[i] === 1) verdict[i] = duplicateRow;
  divideTotals(tables, totals.once);
  divideTotals(back.tables, totals.once);
  takeOff(tables, has, plan.money, orders);
  const { status } = rows.words;
  const statuses = Array.from({ length: status?.size ?? 0 }, (_, id) => status!.text(id));
  const refunded = new Pages<OrderLines>(plainFields, away);
  for (const [table, refunds] of refundsOf(tables, has, plan.money, orders, statuses))
    if (refunds.line.length > 0) refunded.push(refundLines(table, refunds));
  const late = recount(blocks, judged.counts, tables instanceof GatheredAgain ? tables.verdicts() : tables);
  const hasGuests = judged.counts[guestOrder]! > 0;
  return {
    tables,
    isSpilled: away !== null,
    needsRows: isAgain,
    sales: () => salesOf(tables, hasGuests, gathering),
    returns: returnsOf(back.tables, refunded),
    free: () => {
      for (const pages of [tables, back.tables, refunded]) pages.free();
    },
    returnedRows: back.lines - back.duplicates,
    lateRows: late,
    warnings: overlap,
    notes:
      back.duplicates > 0
        ? [
            `${counted(back.duplicates, "return")} ${back.duplicates === 1 ? "repeats an earlier row and was" : "repeat earlier rows and were"} counted once.`,
          ]
        : [],
  };
}

/** Whether every line is worth what its row says, and only repetitions are left out. */
function areAsRead({ plan, amounts }: OrderRows, { once }: OrderTotals): boolean {
  const isLeft = (role: AmountRole) => amounts[role] === undefined;
  return (
    plan.rowNumber < 0 &&
    !once.includes(1) &&
    (["discount", "refund", "returned_quantity"] as const).every(isLeft) &&
    plan.money.extras.every(isLeft)
  );
}

/** If a column numbers the rows, lines equal in all else repeat each other only if whole orders do. */
function settleOverlap({ plan }: OrderRows, found: Candidates, back: Candidates, orders: number): Warning[] {
  if (found.duplicates === 0 && back.duplicates === 0) return [];
  if (!isOverlap(found.tables, orders)) {
    for (const candidates of [found, back]) {
      candidates.duplicates = 0;
      for (const { duplicate } of candidates.tables) duplicate.fill(0);
    }
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
  blocks: Iterable<RowBlock>,
  counts: Uint32Array,
  tables: Iterable<Pick<LineTable, "length" | "judged" | "verdict">>,
): ValuedLines["lateRows"] {
  const duplicate: number[] = [];
  const refunded: number[] = [];
  let first = 0;
  for (const { length, judged, verdict } of tables) {
    for (let i = 0; i < length; i++) {
      const was = judged[i]!;
      const is = verdict[i]!;
      if (is === was) continue;
      // A repetition of a cancelled row is a cancelled row.
      if (is === duplicateRow && paid[was] === 0) continue;
      counts[was]!--;
      counts[is]!++;
      const lines = is === duplicateRow ? duplicate : is === refundedOrder ? refunded : null;
      if (lines !== null && lines.length < samplesShown) lines.push(first + i);
    }
    first += length;
  }
  return { duplicate: rowNumbers(blocks, duplicate), refunded: rowNumbers(blocks, refunded) };
}

/** The row numbers of these lines of all tables, which ascend. */
function rowNumbers(blocks: Iterable<RowBlock>, lines: readonly number[]): number[] {
  const rows: number[] = [];
  let line = 0;
  for (const block of blocks) {
    if (rows.length === lines.length) break;
    for (let i = 0; i < block.length && rows.length < lines.length; i++)
      if (worthTelling[block.verdict[i]!] === 1 && line++ === lines[rows.length])
        rows.push(rowNumber(block, i));
  }
  return rows;
}

/** The lines that are paid for, table by table; each is void once the next is asked for. One in memory is used up. */
function salesOf(tables: LineTables, hasGuests: boolean, gathering: Gathering): Iterable<Sales> {
  return {
    *[Symbol.iterator]() {
      for (const table of tables) {
        const standing = positionsOf(table.verdict, table.length, paid);
        const isKept = gathering !== "whole" && gathering !== "again";
        const lines = isKept ? selectLines(table, standing) : compactLines(table, standing);
        const { discount, verdict, judged, duplicate } = table;
        yield {
          ...lines,
          discount: discount && moveNumbers(discount, standing, new Float64Array(standing.length)),
          guest: hasGuests ? guestsAmong(verdict, standing) : null,
        };
        if (gathering === "whole") freeMemory([standing, verdict, judged, duplicate]);
        if (isKept) freeMemory(columnsOf(lines));
      }
    },
  };
}

function guestsAmong(verdict: Uint8Array, positions: Int32Array): Uint8Array {
  const guest = new Uint8Array(positions.length);
  for (let i = 0; i < positions.length; i++) if (verdict[positions[i]!] === guestOrder) guest[i] = 1;
  return guest;
}

/** Returned lines without repetitions, then refunds. */
function returnsOf(back: LineTables, refunded: Iterable<OrderLines>): Iterable<OrderLines> {
  return {
    *[Symbol.iterator]() {
      for (const table of back) yield selectLines(table, positionsOf(table.duplicate, table.length, once));
      yield* refunded;
    },
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
