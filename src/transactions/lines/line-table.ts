import { NumberKind } from "../cells/number-kind";
import type { OrderLines } from "../transactions";
import { type AmountRole, amountRoles, type RowBlock } from "./row-block";

/** Words of a line needed after it is gathered. */
const accountRoles = ["status", "payment_status", "row_type", "currency"] as const;
type AccountRole = (typeof accountRoles)[number];

/** Order lines with what only the cleaning needs. */
export interface LineTable extends OrderLines {
  /** Row of the file that each line comes from. */
  readonly row: Int32Array;
  readonly verdict: Uint8Array;
  readonly words: Readonly<Partial<Record<AccountRole, Int32Array>>>;
  /** More amounts of each line; NaN if the cell is empty. */
  readonly amounts: Readonly<Partial<Record<AmountRole, Float64Array>>>;
}

/** 64-bit hashes of the unmapped columns of lines, in two halves. */
export interface LineHashes {
  readonly restLow: Int32Array;
  readonly restHigh: Int32Array;
}

/**
 * Moves rows to tables, in file order: for each of `takes`, those whose verdict has a 1 in it. Columns are moved one by
 * one and their memory in the blocks is given back, since there is no room for two tables of millions of lines. The
 * blocks keep only orders, verdicts and words and, if they are `compared` with other files, customers and moments.
 */
export function gatherLines(
  blocks: readonly RowBlock[],
  takes: readonly Uint8Array[],
  compared: boolean,
): { table: LineTable; hashes: LineHashes }[] {
  const parts = takes.map((take) => new Part(blocks, take));
  const moveIds = (of: (block: RowBlock) => Int32Array, keep = false) => {
    const moved = parts.map((part) => part.ids(blocks, of));
    if (!keep) freeMemory(blocks.map(of));
    return moved;
  };
  const moveNumbers = (of: (block: RowBlock) => Float64Array, keep = false) => {
    const moved = parts.map((part) => part.numbers(blocks, of));
    if (!keep) freeMemory(blocks.map(of));
    return moved;
  };
  freeMemory(
    blocks.flatMap(({ momentKind, quantityKind, priceKind }) => [momentKind, quantityKind, priceKind]),
  );
  const low = moveIds((block) => block.restLow);
  const high = moveIds((block) => block.restHigh);
  const price = moveNumbers((block) => block.price);
  const quantity = moveNumbers((block) => block.quantity);
  const country = moveIds((block) => block.country);
  const product = moveIds((block) => block.product);
  const row = moveIds((block) => block.row);
  const customer = moveIds((block) => block.customer, compared);
  const time = moveNumbers((block) => block.moment, compared);
  const order = moveIds((block) => block.order, true);
  return parts.map((part, k) => ({
    table: {
      length: part.length,
      customer: customer[k]!,
      order: order[k]!,
      product: product[k]!,
      country: country[k]!,
      time: time[k]!,
      quantity: quantity[k]!,
      unitPrice: price[k]!,
      row: row[k]!,
      ...part.further(blocks),
    },
    hashes: { restLow: low[k]!, restHigh: high[k]! },
  }));
}

/** The rows of the blocks that go to one table. */
class Part {
  readonly length: number;
  readonly #positions: readonly Int32Array[];

  constructor(blocks: readonly RowBlock[], take: Uint8Array) {
    this.#positions = blocks.map(({ verdict, length }) => positionsOf(verdict, length, take).slice());
    this.length = this.#positions.reduce((sum, positions) => sum + positions.length, 0);
  }

  ids(blocks: readonly RowBlock[], of: (block: RowBlock) => Int32Array): Int32Array {
    const out = new Int32Array(this.length);
    let at = 0;
    for (let b = 0; b < blocks.length; b++) {
      pickIds(of(blocks[b]!), this.#positions[b]!, out, at);
      at += this.#positions[b]!.length;
    }
    return out;
  }

  numbers(blocks: readonly RowBlock[], of: (block: RowBlock) => Float64Array): Float64Array {
    const out = new Float64Array(this.length);
    let at = 0;
    for (let b = 0; b < blocks.length; b++) {
      pickNumbers(of(blocks[b]!), this.#positions[b]!, out, at);
      at += this.#positions[b]!.length;
    }
    return out;
  }

  /** The verdicts, and the columns that few files have; the blocks keep theirs. */
  further(blocks: readonly RowBlock[]): Pick<LineTable, "verdict" | "words" | "amounts"> {
    const verdict = new Uint8Array(this.length);
    let at = 0;
    blocks.forEach((block, b) => {
      for (const position of this.#positions[b]!) verdict[at++] = block.verdict[position]!;
    });
    const words: Partial<Record<AccountRole, Int32Array>> = {};
    const amounts: Partial<Record<AmountRole, Float64Array>> = {};
    for (const role of accountRoles)
      if (blocks[0]?.words[role]) words[role] = this.ids(blocks, (block) => block.words[role]!);
    for (const role of amountRoles) if (blocks[0]?.amounts[role]) amounts[role] = this.#amounts(blocks, role);
    return { verdict, words, amounts };
  }

  #amounts(blocks: readonly RowBlock[], role: AmountRole): Float64Array {
    const amounts = this.numbers(blocks, (block) => block.amounts[role]!.value);
    let at = 0;
    blocks.forEach(({ amounts: { [role]: cells } }, b) => {
      for (const position of this.#positions[b]!) {
        if (cells!.kind[position] === NumberKind.empty) amounts[at] = Number.NaN;
        at++;
      }
    });
    return amounts;
  }
}

/** Frees arrays at once, which are then empty; the collector would come later. */
export function freeMemory(arrays: readonly ArrayBufferView[]): void {
  for (const { buffer } of arrays) if (buffer instanceof ArrayBuffer) buffer.transfer(0);
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
  const arranged = {
    length,
    customer: ids(lines.customer),
    order: ids(lines.order),
    product: ids(lines.product),
    country: ids(lines.country),
    time: numbers(lines.time),
    quantity: numbers(lines.quantity),
    unitPrice: numbers(lines.unitPrice),
  };
  freeMemory([oldIds, oldNumbers]);
  return arranged;
}

/** The lines at `positions`, which ascend, moved up in the memory of `lines`: those must not be used afterwards. */
export function compactLines(lines: OrderLines, positions: Int32Array): OrderLines {
  const { length } = positions;
  const ids = (column: Int32Array) => pickIds(column, positions, column).subarray(0, length);
  const numbers = (column: Float64Array) => pickNumbers(column, positions, column).subarray(0, length);
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
