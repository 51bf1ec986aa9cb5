import { NumberKind } from "../cells/number-kind";
import type { Kernel } from "../kernel/kernel";
import { accountRoles, type LineTable } from "./line-table";
import { amountRoles, blockRows, type RowBlock } from "./row-block";

/** Where the kernel has what of a block; see `repeated.ts` there. */
const RUN = 0;
const ITEM = 2 * blockRows;
const QUANTITY = 4 * blockRows;
const PRICE = 6 * blockRows;
const VERDICT = 8 * blockRows;
const FILLED = 9 * blockRows;
const POSITIONS = 10 * blockRows;
const STARTS = 14 * blockRows;
const ALONE = 18 * blockRows + 8;
const MOMENTS = 19 * blockRows + 8;
const PRODUCTS = 27 * blockRows + 8;
const LOW = 31 * blockRows + 8;
const HIGH = 35 * blockRows + 8;
const QUANTITIES = 39 * blockRows + 8;
const PRICES = 47 * blockRows + 8;
const REPEATED = 55 * blockRows + 8;
const TAKEN = 64 * blockRows + 8;

/** Makes lines of rows in the kernel, block by block: cold code in JavaScript takes ten times as long. */
export class LineGatherer {
  readonly #kernel: Kernel;
  readonly #at: number;
  #count = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#at = kernel.run.blockAt();
  }

  /** How many rows of a block have a verdict with a 1 in `take`. */
  count({ length, verdict }: RowBlock, take: Uint8Array): number {
    this.#put(TAKEN, take);
    this.#put(VERDICT, verdict);
    this.#count = this.#kernel.run.takenRows(length);
    return this.#count;
  }

  /** Begins with these rows of a block; returns how many there are. */
  begin(block: RowBlock, take: Uint8Array): number {
    this.#put(RUN, block.run);
    this.#put(ITEM, block.item);
    this.#put(QUANTITY, block.quantity.code);
    this.#put(PRICE, block.price.code);
    return this.count(block, take);
  }

  /** The places of these rows in their block; void once the kernel is used. */
  get positions(): Int32Array {
    return new Int32Array(this.#kernel.bytes.buffer, this.#at + POSITIONS, this.#count);
  }

  /** Copies the rows to a table, from line `at` on. `block`: what was begun with. */
  copyTo(table: LineTable, block: RowBlock, at: number): void {
    const { runs, items, quantity, price } = block;
    this.#pick(runs.customer, RUN, table.customer, at);
    this.#pick(runs.order, RUN, table.order, at);
    this.#pick(runs.country, RUN, table.country, at);
    this.#pick(runs.moment, RUN, table.time, at);
    this.#pick(items.product, ITEM, table.product, at);
    this.#pick(quantity.values, QUANTITY, table.quantity, at);
    this.#pick(price.values, PRICE, table.unitPrice, at);
    for (const role of accountRoles)
      if (table.words[role]) this.#pick(runs.words[role]!, RUN, table.words[role], at);
    this.#copyVerdicts(table, at);
    this.#copyAmounts(table, block, at);
  }

  /**
   * Writes a 1 to `duplicate`, from line `at` on, for each of the rows that repeats an earlier one of its run; returns how
   * many do. `alone`: by run, 0 for those that are not looked at; null to look at all.
   */
  findRepeated(block: RowBlock, alone: Uint8Array | null, duplicate: Uint8Array, at: number): number {
    const { runs, items, filled } = block;
    this.#put(STARTS, runs.start);
    this.#put(MOMENTS, runs.moment);
    if (alone !== null) this.#put(ALONE, alone);
    else this.#kernel.bytes.fill(1, this.#at + ALONE, this.#at + ALONE + runs.length);
    this.#put(PRODUCTS, items.product);
    this.#put(LOW, items.restLow);
    this.#put(HIGH, items.restHigh);
    this.#put(QUANTITIES, block.quantity.values);
    this.#put(PRICES, block.price.values);
    if (filled !== null) this.#put(FILLED, filled);
    else this.#kernel.bytes.fill(0, this.#at + FILLED, this.#at + FILLED + block.length);
    const found = this.#kernel.run.findRepeated(runs.length, this.#count);
    const from = this.#at + REPEATED;
    duplicate.set(this.#kernel.bytes.subarray(from, from + this.#count), at);
    return found;
  }

  /** Copies what the rows have, by their codes. */
  #pick<T extends Int32Array | Float64Array>(values: T, code: number, to: T, at: number): void {
    const { BYTES_PER_ELEMENT: bytes } = values;
    const room = this.#kernel.room(16 * blockRows);
    const out = room + 8 * blockRows;
    this.#kernel.bytes.set(bytesOf(values), room);
    this.#kernel.run.pick(room, bytes, code, this.#count, out);
    const picked = this.#kernel.bytes.subarray(out, out + bytes * this.#count);
    new Uint8Array(to.buffer, to.byteOffset, to.byteLength).set(picked, bytes * at);
  }

  #copyVerdicts({ verdict, judged }: LineTable, at: number): void {
    const out = this.#kernel.room(blockRows);
    this.#kernel.run.pickVerdicts(this.#count, out);
    const said = this.#kernel.bytes.subarray(out, out + this.#count);
    verdict.set(said, at);
    judged.set(said, at);
  }

  #copyAmounts(table: LineTable, block: RowBlock, at: number): void {
    const { positions } = this;
    for (const role of amountRoles) {
      const amounts = table.amounts[role];
      if (amounts === undefined) continue;
      const cells = block.amounts[role]!;
      for (let k = 0; k < positions.length; k++)
        amounts[at + k] =
          cells.kindAt(positions[k]!) === NumberKind.empty ? Number.NaN : cells.at(positions[k]!);
    }
  }

  #put(place: number, values: Int32Array | Float64Array | Uint16Array | Uint8Array): void {
    this.#kernel.bytes.set(bytesOf(values), this.#at + place);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
