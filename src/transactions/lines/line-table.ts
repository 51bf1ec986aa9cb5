import { freeMemory } from "../spill/pages";
import type { OrderLines } from "../transactions";
import { type AmountRole, amountRoles, type RowBlock } from "./row-block";

/** Words of a line needed after it is gathered. */
export const accountRoles = ["status", "payment_status", "row_type", "currency"] as const;
export type AccountRole = (typeof accountRoles)[number];

/** Order lines with what only the cleaning needs. */
export interface LineTable extends OrderLines {
  readonly verdict: Uint8Array;
  /** The verdict with which the line was gathered. */
  readonly judged: Uint8Array;
  /** 1 for a line equal to an earlier one. */
  readonly duplicate: Uint8Array;
  /** What was taken off each line, an amount ≥ 0; null if nothing was. */
  discount: Float64Array | null;
  readonly words: Readonly<Partial<Record<AccountRole, Int32Array>>>;
  /** More amounts of each line; NaN if the cell is empty. */
  readonly amounts: Readonly<Partial<Record<AmountRole, Float64Array>>>;
}

/** The lines of a file in tables, one after the other: one if they are in memory. Each is visited alone. */
export type LineTables = Iterable<LineTable>;

/** A table of so many lines with the columns that a block has, to be filled by `LineGatherer`. */
export function newTable(length: number, block: RowBlock): LineTable {
  const ids = () => new Int32Array(length);
  const numbers = () => new Float64Array(length);
  const words = accountRoles.filter((role) => block.runs.words[role]);
  const amounts = amountRoles.filter((role) => block.amounts[role]);
  return {
    length,
    customer: ids(),
    order: ids(),
    product: ids(),
    country: ids(),
    time: numbers(),
    quantity: numbers(),
    unitPrice: numbers(),
    verdict: new Uint8Array(length),
    judged: new Uint8Array(length),
    duplicate: new Uint8Array(length),
    discount: null,
    words: Object.fromEntries(words.map((role) => [role, ids()])),
    amounts: Object.fromEntries(amounts.map((role) => [role, numbers()])),
  };
}

/** The arrays of lines. */
export function columnsOf(lines: OrderLines): ArrayBufferView[] {
  return Object.values(lines).filter((column) => ArrayBuffer.isView(column));
}

/** The lines at `positions`, in that order. */
export function selectLines(lines: OrderLines, positions: Int32Array): OrderLines {
  const { length } = positions;
  return {
    length,
    customer: moveIds(lines.customer, positions, new Int32Array(length)),
    order: moveIds(lines.order, positions, new Int32Array(length)),
    product: moveIds(lines.product, positions, new Int32Array(length)),
    country: moveIds(lines.country, positions, new Int32Array(length)),
    time: moveNumbers(lines.time, positions, new Float64Array(length)),
    quantity: moveNumbers(lines.quantity, positions, new Float64Array(length)),
    unitPrice: moveNumbers(lines.unitPrice, positions, new Float64Array(length)),
  };
}

/**
 * All lines, in the order of `positions`, in the memory of `lines`: neither must be used afterwards. For tables of
 * millions of lines, of which there is no room for two.
 */
export function arrangeLines(lines: OrderLines, positions: Int32Array): OrderLines {
  const { length } = positions;
  // Each column goes where the one before was.
  let freeNumbers: Float64Array = new Float64Array(length);
  const numbers = (column: Float64Array) => {
    const moved = moveNumbers(column, positions, freeNumbers).subarray(0, length);
    freeNumbers = column;
    return moved;
  };
  const time = numbers(lines.time);
  const quantity = numbers(lines.quantity);
  const unitPrice = numbers(lines.unitPrice);
  freeMemory([freeNumbers]);
  let freeIds: Int32Array = new Int32Array(length);
  const ids = (column: Int32Array) => {
    const moved = moveIds(column, positions, freeIds).subarray(0, length);
    freeIds = column;
    return moved;
  };
  const customer = ids(lines.customer);
  const order = ids(lines.order);
  const product = ids(lines.product);
  const country = ids(lines.country);
  freeMemory([freeIds, positions]);
  return { length, customer, order, product, country, time, quantity, unitPrice };
}

/** The lines at `positions`, which ascend, moved up in the memory of `lines`: those must not be used afterwards. */
export function compactLines(lines: OrderLines, positions: Int32Array): OrderLines {
  const { length } = positions;
  const ids = (column: Int32Array) => moveIds(column, positions, column).subarray(0, length);
  const numbers = (column: Float64Array) => moveNumbers(column, positions, column).subarray(0, length);
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

/** Copies the values at `positions` to `out` and returns it. */
function moveIds(values: Int32Array, positions: Int32Array, out: Int32Array): Int32Array {
  for (let i = 0; i < positions.length; i++) out[i] = values[positions[i]!]!;
  return out;
}

// A separate function: shared by both kinds of array, the loop is compiled for neither and takes three times as long.
export function moveNumbers(values: Float64Array, positions: Int32Array, out: Float64Array): Float64Array {
  for (let i = 0; i < positions.length; i++) out[i] = values[positions[i]!]!;
  return out;
}
