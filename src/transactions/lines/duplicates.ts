import type { Pages } from "../spill/pages";
import type { LineGatherer } from "./line-gatherer";
import { blockRows, type RowBlock } from "./row-block";
import { repeatedRows } from "./scattered-rows";

/** An odd number whose powers spread over all bits. */
const factor = 0x1e3779b1;

/**
 * Finds rows equal to an earlier one, among those whose verdict has a 1 in `take`: by value in every mapped column, by a
 * 64-bit hash of their bytes in the others. Expected time linear in the number of rows. `orders`: number of orders.
 * Needs equal products and countries to be one.
 *
 * Equal rows are of one order, and the rows of an order are one run in nearly all files: they are looked for in there.
 * The rows of an order in several runs have a small hash table, with two slots a row.
 */
export class DuplicateSearch {
  /** In memory: where the tables of orders in several runs begin. */
  readonly #starts: Float64Array | null = null;
  readonly #slots: Uint32Array = new Uint32Array(0);
  /** Of blocks in a file; see `repeatedRows`. */
  readonly #repeated: readonly Uint8Array[] | null = null;

  /** `scattered`: see `scatteredOrders`. */
  constructor(
    readonly blocks: Pages<RowBlock>,
    take: Uint8Array,
    readonly orders: number,
    readonly scattered: Uint8Array | null,
  ) {
    if (scattered === null) return;
    if (blocks.isSpilled) {
      // Rows in a file cannot be looked up one by one.
      const isScattered = (order: number) => scattered[order < 0 ? orders : order] === 2;
      this.#repeated = repeatedRows(blocks, take, isScattered);
    } else {
      this.#starts = startsOfTables(blocks, take, orders, scattered);
      this.#slots = new Uint32Array(this.#starts[orders + 1]!);
    }
  }

  /**
   * Writes a 1 to `duplicate` for each row of a block that repeats an earlier one, from line `at` on, one element for
   * each row that is taken, which `gatherer` has begun with; returns how many do. Ask for all blocks in their sequence.
   */
  find(number: number, block: RowBlock, gatherer: LineGatherer, duplicate: Uint8Array, at: number): number {
    const starts = this.#starts;
    const { scattered } = this;
    const { runs } = block;
    if (scattered === null) return gatherer.findRepeated(block, null, duplicate, at);
    const tableOf = (run: number) => (runs.order[run]! < 0 ? this.orders : runs.order[run]!);
    const alone = new Uint8Array(runs.length);
    for (let run = 0; run < runs.length; run++) alone[run] = scattered[tableOf(run)] === 2 ? 0 : 1;
    let found = gatherer.findRepeated(block, alone, duplicate, at);
    const { positions } = gatherer;
    for (let run = 0, line = 0; run < runs.length; run++) {
      if (alone[run] === 1) continue;
      line = firstFrom(positions, runs.start[run]!, line);
      const begin = starts === null ? 0 : starts[tableOf(run)]!;
      const end = starts === null ? 0 : starts[tableOf(run) + 1]!;
      for (; line < positions.length && positions[line]! < runs.start[run + 1]!; line++) {
        const isRepeated =
          this.#repeated === null
            ? isInTable(this.blocks, number, positions[line]!, this.#slots, begin, end)
            : ((this.#repeated[number]![line >> 3]! >> (line & 7)) & 1) === 1;
        if (!isRepeated) continue;
        duplicate[at + line] = 1;
        found++;
      }
    }
    return found;
  }
}

/** The first of ascending positions, from number `from` on, that is at least `least`. */
function firstFrom(positions: Int32Array, least: number, from: number): number {
  let [low, high] = [from, positions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (positions[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * By order, and at `orders` for rows without one, which may equal any other of those: 2 if it is in several runs. Null if
 * none is.
 */
export function scatteredOrders(blocks: Pages<RowBlock>, orders: number): Uint8Array | null {
  let inParts = false;
  const parts = new Uint8Array(orders + 1);
  for (const { runs } of blocks)
    for (let run = 0; run < runs.length; run++) {
      const order = runs.order[run]! < 0 ? orders : runs.order[run]!;
      if (parts[order] === 1) inParts = true;
      parts[order] = parts[order] === 0 ? 1 : 2;
    }
  return inParts ? parts : null;
}

/** Where the tables of scattered orders begin. */
function startsOfTables(
  blocks: Pages<RowBlock>,
  take: Uint8Array,
  orders: number,
  scattered: Uint8Array,
): Float64Array {
  const starts = new Float64Array(orders + 2);
  for (const { runs, verdict } of blocks)
    for (let run = 0; run < runs.length; run++) {
      const order = runs.order[run]! < 0 ? orders : runs.order[run]!;
      if (scattered[order] !== 2) continue;
      let rows = 0;
      for (let i = runs.start[run]!; i < runs.start[run + 1]!; i++) rows += take[verdict[i]!]!;
      starts[order + 1]! += 2 * rows;
    }
  for (let id = 0; id <= orders; id++) starts[id + 1]! += starts[id]!;
  return starts;
}

/** Whether a row equals an earlier one of its order's table, `slots[begin, end)`; if not, it is added. */
function isInTable(
  blocks: Pages<RowBlock>,
  number: number,
  i: number,
  slots: Uint32Array,
  begin: number,
  end: number,
): boolean {
  const block = blocks.at(number);
  const run = block.run[i]!;
  const hash =
    hashOf(block, i) ^ Math.imul(block.runs.customer[run]!, factor) ^ hashOfNumber(block.runs.moment[run]!);
  let slot = begin + slotOf(hash, end - begin);
  for (;;) {
    const other = slots[slot]! - 1;
    if (other < 0) {
      slots[slot] = number * blockRows + i + 1;
      return false;
    }
    const earlier = blocks.at(Math.floor(other / blockRows));
    if (
      isSameOrder(earlier, earlier.run[other % blockRows]!, block, run) &&
      isSameLine(earlier, other % blockRows, block, i)
    )
      return true;
    if (++slot === end) slot = begin;
  }
}

/** Whether two runs agree in all that rows are compared by. */
function isSameOrder({ runs: a }: RowBlock, r: number, { runs: b }: RowBlock, s: number): boolean {
  return (
    a.order[r] === b.order[s] &&
    a.customer[r] === b.customer[s] &&
    a.country[r] === b.country[s] &&
    a.moment[r] === b.moment[s]
  );
}

/** Whether two rows of like runs agree. */
function isSameLine(a: RowBlock, i: number, b: RowBlock, j: number): boolean {
  const x = a.item[i]!;
  const y = b.item[j]!;
  return (
    a.items.product[x] === b.items.product[y] &&
    a.items.restLow[x] === b.items.restLow[y] &&
    a.items.restHigh[x] === b.items.restHigh[y] &&
    a.quantity.at(i) === b.quantity.at(j) &&
    a.price.at(i) === b.price.at(j) &&
    (a.filled?.[i] ?? 0) === (b.filled?.[j] ?? 0)
  );
}

/** Of the product, the unmapped columns and the numbers. */
function hashOf({ item, items, quantity, price }: RowBlock, i: number): number {
  let hash = Math.imul(items.restLow[item[i]!]!, factor) ^ items.product[item[i]!]!;
  hash = Math.imul(hash ^ (hash >>> 15), factor) ^ hashOfNumber(quantity.at(i));
  return Math.imul(hash, factor) ^ hashOfNumber(price.at(i));
}

function hashOfNumber(value: number): number {
  return Math.imul((value % 2 ** 20) * 1000, factor) ^ Math.imul(value / 2 ** 20, factor);
}

/** The slot of `size` for a hash, of which the high bits choose it. */
function slotOf(hash: number, size: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return Math.floor((((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32) * size);
}
