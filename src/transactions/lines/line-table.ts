import { NumberKind } from "../cells/number-kind";
import type { OrderLines } from "../transactions";
import { type AmountRole, amountRoles, blockRows, type RowBlock } from "./row-block";

/** Words of a line needed after it is gathered. */
const accountRoles = ["status", "row_type", "currency"] as const;
type AccountRole = (typeof accountRoles)[number];

/** Order lines with what only the cleaning needs. */
export interface LineTable extends OrderLines {
  /** 64-bit hash of the unmapped columns, in two halves. */
  readonly restLow: Int32Array;
  readonly restHigh: Int32Array;
  /** Row of the file that each line comes from. */
  readonly row: Int32Array;
  readonly verdict: Uint8Array;
  readonly words: Readonly<Partial<Record<AccountRole, Int32Array>>>;
  /** More amounts of each line; NaN if the cell is empty. */
  readonly amounts: Readonly<Partial<Record<AmountRole, Float64Array>>>;
}

/** Copies the rows whose verdict has a 1 in `take`, in file order. */
export function gatherLines(blocks: readonly RowBlock[], take: Uint8Array): LineTable {
  const table = emptyTable(
    blocks.reduce((sum, block) => sum + countTaken(block, take), 0),
    blocks[0],
  );
  const positions = new Int32Array(blockRows);
  let at = 0;
  for (const block of blocks) {
    const taken = positionsOf(block.verdict, block.length, take, positions);
    copyRows(block, taken, table, at);
    at += taken.length;
  }
  return table;
}

function countTaken({ verdict, length }: RowBlock, take: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < length; i++) count += take[verdict[i]!]!;
  return count;
}

function emptyTable(length: number, block: RowBlock | undefined): LineTable {
  const words: Partial<Record<AccountRole, Int32Array>> = {};
  const amounts: Partial<Record<AmountRole, Float64Array>> = {};
  for (const role of accountRoles) if (block?.words[role]) words[role] = new Int32Array(length);
  for (const role of amountRoles) if (block?.amounts[role]) amounts[role] = new Float64Array(length);
  return {
    length,
    customer: new Int32Array(length),
    order: new Int32Array(length),
    product: new Int32Array(length),
    country: new Int32Array(length),
    time: new Float64Array(length),
    quantity: new Float64Array(length),
    unitPrice: new Float64Array(length),
    restLow: new Int32Array(length),
    restHigh: new Int32Array(length),
    row: new Int32Array(length),
    verdict: new Uint8Array(length),
    words,
    amounts,
  };
}

/** Copies the rows at `positions` of a block to `table` from line `at` on, column by column in loops that stay hot. */
function copyRows(block: RowBlock, positions: Int32Array, table: LineTable, at: number): void {
  pickIds(block.customer, positions, table.customer, at);
  pickIds(block.order, positions, table.order, at);
  pickIds(block.product, positions, table.product, at);
  pickIds(block.country, positions, table.country, at);
  pickNumbers(block.moment, positions, table.time, at);
  pickNumbers(block.quantity, positions, table.quantity, at);
  pickNumbers(block.price, positions, table.unitPrice, at);
  pickIds(block.restLow, positions, table.restLow, at);
  pickIds(block.restHigh, positions, table.restHigh, at);
  pickIds(block.row, positions, table.row, at);
  for (let i = 0; i < positions.length; i++) table.verdict[at + i] = block.verdict[positions[i]!]!;
  for (const role of accountRoles) {
    const words = table.words[role];
    if (words !== undefined) pickIds(block.words[role]!, positions, words, at);
  }
  for (const role of amountRoles) {
    const amounts = table.amounts[role];
    if (amounts === undefined) continue;
    const { value, kind } = block.amounts[role]!;
    pickNumbers(value, positions, amounts, at);
    for (let i = 0; i < positions.length; i++)
      if (kind[positions[i]!] === NumberKind.empty) amounts[at + i] = Number.NaN;
  }
}

/** The lines at `positions`, in that order. */
export function selectLines(lines: OrderLines, positions: Int32Array): OrderLines {
  const { length } = positions;
  return {
    length,
    customer: pickIds(lines.customer, positions, new Int32Array(length)),
    order: pickIds(lines.order, positions, new Int32Array(length)),
    product: pickIds(lines.product, positions, new Int32Array(length)),
    country: pickIds(lines.country, positions, new Int32Array(length)),
    time: pickNumbers(lines.time, positions, new Float64Array(length)),
    quantity: pickNumbers(lines.quantity, positions, new Float64Array(length)),
    unitPrice: pickNumbers(lines.unitPrice, positions, new Float64Array(length)),
  };
}

/**
 * The lines at `positions`, in that order, in the memory of `lines`: those must not be used afterwards. For tables of
 * millions of lines, of which there is no room for two.
 */
export function arrangeLines(lines: OrderLines, positions: Int32Array): OrderLines {
  const { length } = positions;
  const oldIds = new Int32Array(lines.length);
  const oldNumbers = new Float64Array(lines.length);
  const ids = (column: Int32Array) => {
    oldIds.set(column);
    return pickIds(oldIds, positions, column).subarray(0, length);
  };
  const numbers = (column: Float64Array) => {
    oldNumbers.set(column);
    return pickNumbers(oldNumbers, positions, column).subarray(0, length);
  };
  return {
    length,
    customer: ids(lines.customer),
    order: ids(lines.order),
    product: ids(lines.product),
    country: ids(lines.country),
    time: numbers(lines.time),
    quantity: numbers(lines.quantity),
    unitPrice: numbers(lines.unitPrice),
  };
}

/** Positions of the lines for which `take` holds. */
export function positionsWhere(length: number, take: (position: number) => boolean): Int32Array {
  const positions = new Int32Array(length);
  let count = 0;
  for (let i = 0; i < length; i++) if (take(i)) positions[count++] = i;
  return positions.subarray(0, count);
}

/** Positions of the first `length` bytes that have a 1 in `take`, written to `positions` if there is one. */
export function positionsOf(
  bytes: Uint8Array,
  length: number,
  take: Uint8Array,
  positions = new Int32Array(length),
): Int32Array {
  let count = 0;
  for (let i = 0; i < length; i++) if (take[bytes[i]!] === 1) positions[count++] = i;
  return positions.subarray(0, count);
}

/** One table after the other. */
export function concatLines(tables: readonly OrderLines[]): OrderLines {
  if (tables.length === 1) return tables[0]!;
  const length = tables.reduce((sum, table) => sum + table.length, 0);
  const ids = (column: "customer" | "order" | "product" | "country") =>
    concat(
      new Int32Array(length),
      tables.map((table) => table[column]),
    );
  const numbers = (column: "time" | "quantity" | "unitPrice") =>
    concat(
      new Float64Array(length),
      tables.map((table) => table[column]),
    );
  return {
    length,
    customer: ids("customer"),
    order: ids("order"),
    product: ids("product"),
    country: ids("country"),
    time: numbers("time"),
    quantity: numbers("quantity"),
    unitPrice: numbers("unitPrice"),
  };
}

function concat<T extends Int32Array | Float64Array>(out: T, parts: readonly T[]): T {
  let at = 0;
  for (const part of parts) {
    out.set(part as never, at);
    at += part.length;
  }
  return out;
}

/** Copies the values at `positions` to `out`, from `at` on, and returns it. */
function pickIds(values: Int32Array, positions: Int32Array, out: Int32Array, at = 0): Int32Array {
  for (let i = 0; i < positions.length; i++) out[at + i] = values[positions[i]!]!;
  return out;
}

// A separate function: shared by both kinds of array, the loop is compiled for neither and takes three times as long.
export function pickNumbers(
  values: Float64Array,
  positions: Int32Array,
  out: Float64Array,
  at = 0,
): Float64Array {
  for (let i = 0; i < positions.length; i++) out[at + i] = values[positions[i]!]!;
  return out;
}
