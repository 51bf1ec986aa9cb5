import type { PageKind } from "../spill/loaded-page";
import { Pages } from "../spill/pages";
import { type SpillRoom, shareOf } from "../spill/spill-file";
import { NumberCells, type PlainCells } from "./number-cells";

/** Rows of a block: 2¹⁶, so that 16 bits number whatever a block has of anything. */
export const blockRows = 1 << 16;

/** Roles with words as cells, which few files have. */
export const wordRoles = [
  "status",
  "payment_status",
  "row_type",
  "cancelled_at",
  "test_order",
  "currency",
  "email",
  "exported_at",
  /** Needed only if the profile knows products that are no goods. */
  "product_name",
] as const;
export type WordRole = (typeof wordRoles)[number];

/** Words that the lines of an order usually share. */
export type OrderWordRole = Exclude<WordRole, "product_name">;

/** Roles with numbers as cells, which few files have. */
export const amountRoles = [
  "discount",
  "refund",
  "returned_quantity",
  "exchange_rate",
  "shipping",
  "tax",
] as const;
export type AmountRole = (typeof amountRoles)[number];

/** The columns of the rows that are being read, one typed array each. Ids are dictionary ids; −1 if the file has no such column. */
export interface RowColumns {
  readonly row: Int32Array;
  readonly customer: Int32Array;
  readonly order: Int32Array;
  readonly product: Int32Array;
  readonly country: Int32Array;
  /** By `momentKind`: milliseconds since 1970, or a packed date. */
  readonly moment: Float64Array;
  readonly momentKind: Uint8Array;
  /** As written, by its kind; see `resolveNumber`. */
  readonly quantity: Float64Array;
  readonly quantityKind: Uint8Array;
  /** Unit price or, if the file has only totals, the total. */
  readonly price: Float64Array;
  readonly priceKind: Uint8Array;
  /** 64-bit hash of the unmapped columns, in two halves. */
  readonly restLow: Int32Array;
  readonly restHigh: Int32Array;
  /** Ids of the words for each role in the file. */
  readonly words: Partial<Record<WordRole, Int32Array>>;
  readonly amounts: Partial<Record<AmountRole, { readonly value: Float64Array; readonly kind: Uint8Array }>>;
}

/**
 * Rows in sequence that agree in what the lines of an order usually share; mostly the lines of an order. Cleaning looks
 * at these instead of at rows wherever it can.
 */
export interface Runs {
  readonly length: number;
  /** Where each begins in its block, and where the last ends. */
  readonly start: Int32Array;
  /** Row number of the first row; the others follow it. */
  readonly row: Int32Array;
  readonly customer: Int32Array;
  readonly order: Int32Array;
  readonly country: Int32Array;
  readonly moment: Float64Array;
  readonly momentKind: Uint8Array;
  readonly words: Partial<Record<OrderWordRole, Int32Array>>;
}

/** What the distinct rows of a block have as product and in the unmapped columns. */
export interface Items {
  readonly product: Int32Array;
  readonly name: Int32Array | null;
  readonly restLow: Int32Array;
  readonly restHigh: Int32Array;
}

/**
 * Some rows of the file, about 10 bytes each: what rows share is kept once a block. Blocks are added as rows come, so
 * nothing is copied as the table grows. `gatherLines` empties them.
 */
export interface RowBlock {
  readonly length: number;
  /** Row → its run, and its item. */
  run: Uint16Array;
  runs: Runs;
  readonly item: Uint16Array;
  readonly items: Items;
  quantity: NumberCells;
  price: NumberCells;
  readonly amounts: Partial<Record<AmountRole, NumberCells>>;
  /** The verdict on each row, once judged: see `verdictOf`. */
  readonly verdict: Uint8Array;
  /** Currency sign in the price, numbered as in `NumberColumn.units`; null if there is none. */
  priceUnit: Uint8Array | null;
  /** 1 for a row whose total was filled in from its order; null if there is none. */
  filled: Uint8Array | null;
}

/** Rows of a run. */
export function linesOf({ start }: Runs, run: number): number {
  return start[run + 1]! - start[run]!;
}

/** Number of a block's row in the file. */
export function rowNumber({ run, runs }: RowBlock, i: number): number {
  return runs.row[run[i]!]! + i - runs.start[run[i]!]!;
}

/** Makes each row a run of its own, for what changes rows one by one: row `i` is then run `i`. */
export function splitRuns(block: RowBlock): Runs {
  const { length, run, runs } = block;
  if (runs.length === length) return runs;
  const ids = (values: Int32Array) => Int32Array.from(run, (r) => values[r]!);
  const words: Runs["words"] = {};
  for (const [role, values] of Object.entries(runs.words)) words[role as OrderWordRole] = ids(values);
  block.runs = {
    length,
    start: Int32Array.from({ length: length + 1 }, (_, i) => i),
    row: Int32Array.from(run, (_, i) => rowNumber(block, i)),
    customer: ids(runs.customer),
    order: ids(runs.order),
    country: ids(runs.country),
    moment: Float64Array.from(run, (r) => runs.moment[r]!),
    momentKind: Uint8Array.from(run, (r) => runs.momentKind[r]!),
    words,
  };
  block.run = Uint16Array.from(run, (_, i) => i);
  return block.runs;
}

/** A row is about 15 bytes, and 41 more once it is a line: this share of the memory for both is for rows. */
export const ROWS_SHARE = 15 / 56;

/** No blocks yet. `room`: null if all of them stay in memory. */
export function blocksIn(room: SpillRoom | null): Pages<RowBlock> {
  return new Pages(blockKind, room && shareOf(room, ROWS_SHARE));
}

/** Rows of a full block: fewer where there is so little room that some of such blocks would fill it. */
export function capacityIn(room: SpillRoom | null): number {
  return room === null ? blockRows : Math.min(blockRows, Math.max(64, Math.floor(room.budgetBytes / 64)));
}

/** The runs of blocks, each while its block is visited. */
export function runsOf(blocks: Iterable<RowBlock>): Iterable<Runs> {
  return {
    *[Symbol.iterator]() {
      for (const { runs } of blocks) yield runs;
    },
  };
}

/** How blocks go to a file or to another thread, where numbers arrive without their methods. */
const blockKind: PageKind = {
  plain: (field, value) => withCells(field, value, (cells: NumberCells) => cells.plain()),
  whole: (field, plain) =>
    withCells(field, plain, ({ code, values, kinds }: PlainCells) => new NumberCells(code, values, kinds)),
};

function withCells<Cells, Other>(field: string, value: unknown, change: (cells: Cells) => Other): unknown {
  if (field === "quantity" || field === "price") return change(value as Cells);
  if (field !== "amounts") return value;
  const amounts = Object.entries(value as Record<string, Cells>);
  return Object.fromEntries(amounts.map(([role, cells]) => [role, change(cells)]));
}
