import { NumberKind } from "../cells/number-kind";
import type { OrderLines } from "../transactions";
import { type AmountRole, amountRoles, type RowBlock } from "./row-block";

/** Words that are asked of a line after it is gathered. */
export const accountRoles = ["status", "row_type", "currency"] as const;
export type AccountRole = (typeof accountRoles)[number];

/** Order lines with what only the cleaning needs. */
export interface LineTable extends OrderLines {
  /** 64-bit hash of the columns that are not mapped, in two halves. */
  readonly restLow: Int32Array;
  readonly restHigh: Int32Array;
  /** Row of the file that each line comes from. */
  readonly row: Int32Array;
  readonly verdict: Uint8Array;
  readonly words: Readonly<Partial<Record<AccountRole, Int32Array>>>;
  /** Further amounts of each line; NaN where the cell is empty. */
  readonly amounts: Readonly<Partial<Record<AmountRole, Float64Array>>>;
}

/** Copies the rows whose verdict has a 1 in `take`, in the order of the file. */
export function gatherLines(blocks: readonly RowBlock[], take: Uint8Array): LineTable {
  let length = 0;
  for (const block of blocks) for (let i = 0; i < block.length; i++) length += take[block.verdict[i]!]!;
  const words: Partial<Record<AccountRole, Int32Array>> = {};
  const amounts: Partial<Record<AmountRole, Float64Array>> = {};
  for (const role of accountRoles) if (blocks[0]?.words[role]) words[role] = new Int32Array(length);
  for (const role of amountRoles) if (blocks[0]?.amounts[role]) amounts[role] = new Float64Array(length);
  const lines: LineTable = {
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
  const gathered = Object.keys(words) as AccountRole[];
  const counted = Object.keys(amounts) as AmountRole[];
  let at = 0;
  for (const block of blocks) {
    for (let i = 0; i < block.length; i++) {
      const verdict = block.verdict[i]!;
      if (take[verdict] === 0) continue;
      lines.customer[at] = block.customer[i]!;
      lines.order[at] = block.order[i]!;
      lines.product[at] = block.product[i]!;
      lines.country[at] = block.country[i]!;
      lines.time[at] = block.moment[i]!;
      lines.quantity[at] = block.quantity[i]!;
      lines.unitPrice[at] = block.price[i]!;
      lines.restLow[at] = block.restLow[i]!;
      lines.restHigh[at] = block.restHigh[i]!;
      lines.row[at] = block.row[i]!;
      lines.verdict[at] = verdict;
      for (const role of gathered) words[role]![at] = block.words[role]![i]!;
      for (const role of counted) {
        const { value, kind } = block.amounts[role]!;
        amounts[role]![at] = kind[i] === NumberKind.empty ? Number.NaN : value[i]!;
      }
      at++;
    }
  }
  return lines;
}

/** The lines at `positions`, in that order. */
export function selectLines(lines: OrderLines, positions: Int32Array): OrderLines {
  return {
    length: positions.length,
    customer: pickIds(lines.customer, positions),
    order: pickIds(lines.order, positions),
    product: pickIds(lines.product, positions),
    country: pickIds(lines.country, positions),
    time: pickNumbers(lines.time, positions),
    quantity: pickNumbers(lines.quantity, positions),
    unitPrice: pickNumbers(lines.unitPrice, positions),
  };
}

/** Positions of the lines for which `take` holds. */
export function positionsWhere(length: number, take: (position: number) => boolean): Int32Array {
  const positions = new Int32Array(length);
  let count = 0;
  for (let i = 0; i < length; i++) if (take(i)) positions[count++] = i;
  return positions.slice(0, count);
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

// Two functions, since one for both kinds of array is compiled for neither and takes three times as long.
export function pickIds(values: Int32Array, positions: Int32Array): Int32Array {
  const out = new Int32Array(positions.length);
  for (let i = 0; i < out.length; i++) out[i] = values[positions[i]!]!;
  return out;
}

export function pickNumbers(values: Float64Array, positions: Int32Array): Float64Array {
  const out = new Float64Array(positions.length);
  for (let i = 0; i < out.length; i++) out[i] = values[positions[i]!]!;
  return out;
}
