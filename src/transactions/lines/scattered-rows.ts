import type { Pages } from "../spill/pages";
import { linesOf, type RowBlock } from "./row-block";

/** Rows that are compared at once, in blocks: about 130 MB where blocks are as large as in memory. */
const blocksAtOnce = 32;
/** Words of a row's key. */
const WORDS = 13;

/**
 * Finds the rows of orders in several runs that repeat an earlier row, in blocks that do not all lie in memory. Rows are
 * looked at by their hashes, as many at a time as memory has room for: equal ones have equal hashes. `take`: by verdict,
 * 1 for rows that count; `isScattered`: whether an order (−1 for none) is in several runs. Returns by block, for the rows
 * that count in their sequence, a bit for each that repeats one.
 */
export function repeatedRows(
  blocks: Pages<RowBlock>,
  take: Uint8Array,
  isScattered: (order: number) => boolean,
): Uint8Array[] {
  const found: Uint8Array[] = [];
  const key = new RowKey();
  const atOnce = blocksAtOnce * blocks.at(0).length;
  // Mostly they are so few that it does not matter which of them count.
  let rows = countRows(blocks, isScattered);
  if (rows > atOnce) rows = countRows(blocks, isScattered, take);
  const passes = Math.max(1, Math.ceil(rows / atOnce));
  for (let pass = 0; pass < passes; pass++) {
    const known = new KnownKeys();
    for (const [number, block] of blocks.entries()) {
      const { runs, verdict } = block;
      found[number] ??= new Uint8Array((block.length + 7) >> 3);
      let line = 0;
      for (let run = 0; run < runs.length; run++) {
        const isAsked = isScattered(runs.order[run]!);
        for (let i = runs.start[run]!; i < runs.start[run + 1]!; i++) {
          if (take[verdict[i]!] === 0) continue;
          if (isAsked && key.read(block, run, i) && key.hash % passes === pass && known.has(key))
            found[number]![line >> 3]! |= 1 << (line & 7);
          line++;
        }
      }
    }
  }
  return found;
}

/** Rows of such orders; with `take`, those that count. */
function countRows(
  blocks: Pages<RowBlock>,
  isScattered: (order: number) => boolean,
  take?: Uint8Array,
): number {
  let rows = 0;
  for (const block of blocks) {
    const { runs } = block;
    for (let run = 0; run < runs.length; run++) {
      if (!isScattered(runs.order[run]!)) continue;
      if (take === undefined) rows += linesOf(runs, run);
      else for (let i = runs.start[run]!; i < runs.start[run + 1]!; i++) rows += take[block.verdict[i]!]!;
    }
  }
  return rows;
}

/** What rows are compared by. */
class RowKey {
  readonly words = new Int32Array(WORDS);
  hash = 0;
  readonly #number = new Float64Array(1);
  readonly #halves = new Int32Array(this.#number.buffer);

  /** Takes a row's values; false if it lacks one, for then it equals no other. */
  read({ runs, item, items, quantity, price, filled }: RowBlock, run: number, i: number): boolean {
    const { words } = this;
    const x = item[i]!;
    words[0] = runs.order[run]!;
    words[1] = runs.customer[run]!;
    words[2] = runs.country[run]!;
    words[3] = items.product[x]!;
    words[4] = items.restLow[x]!;
    words[5] = items.restHigh[x]!;
    words[6] = filled?.[i] ?? 0;
    this.#put(7, runs.moment[run]!);
    this.#put(9, quantity.at(i));
    this.#put(11, price.at(i));
    this.hash = hashOf(words, 0);
    return !Number.isNaN(runs.moment[run]! + quantity.at(i) + price.at(i));
  }

  #put(at: number, value: number): void {
    // −0 is 0.
    this.#number[0] = value + 0;
    this.words[at] = this.#halves[0]!;
    this.words[at + 1] = this.#halves[1]!;
  }
}

/** Keys, in a hash table that is half full at most. */
class KnownKeys {
  #words = new Int32Array(WORDS << 10);
  #slots = new Int32Array(1 << 11);
  #size = 0;

  /** Whether a key is known; if not, it is from now on. */
  has({ words, hash }: RowKey): boolean {
    let slot = this.#slotOf(hash);
    for (;;) {
      const other = this.#slots[slot]! - 1;
      if (other < 0) break;
      if (this.#isAt(other * WORDS, words)) return true;
      slot = (slot + 1) & (this.#slots.length - 1);
    }
    this.#slots[slot] = this.#size + 1;
    this.#words.set(words, this.#size++ * WORDS);
    if (2 * this.#size === this.#slots.length) this.#grow();
    return false;
  }

  #isAt(at: number, words: Int32Array): boolean {
    for (let k = 0; k < WORDS; k++) if (this.#words[at + k] !== words[k]) return false;
    return true;
  }

  #grow(): void {
    const words = new Int32Array(2 * this.#words.length);
    words.set(this.#words);
    this.#words = words;
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (let id = 0; id < this.#size; id++) {
      let slot = this.#slotOf(hashOf(words, id * WORDS));
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (this.#slots.length - 1);
      this.#slots[slot] = id + 1;
    }
  }

  /** Passes take the low bits of hashes, so slots are chosen by the high ones. */
  #slotOf(hash: number): number {
    return (Math.imul(hash, 0x1e3779b1) ^ (hash >>> 13)) & (this.#slots.length - 1);
  }
}

/** 32 bits, ≥ 0. */
function hashOf(words: Int32Array, at: number): number {
  let hash = 0;
  for (let k = 0; k < WORDS; k++) {
    hash = Math.imul(hash ^ words[at + k]!, 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  return Math.imul(hash, 0xc2b2ae35) >>> 0;
}
