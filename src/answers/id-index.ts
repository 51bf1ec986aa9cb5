import type { ArrowTexts } from "../pipeline/arrow-texts";

const encoder = new TextEncoder();

/**
 * Finds the rows of ids by a hash table of row numbers, 6 to 12 bytes an id; the ids themselves stay in the file. One
 * pass over them makes it.
 */
export class IdIndex {
  /** Row + 1, or 0: an open table of a power of two, at most two thirds full. */
  readonly #slots: Int32Array;

  constructor(private readonly ids: ArrowTexts) {
    const slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, ids.rows * 1.5))));
    const last = slots.length - 1;
    let row = 0;
    for (const { length, values, offsets } of ids.batches) {
      for (let i = 0; i < length; i++) {
        let slot = hash(values, offsets[i]!, offsets[i + 1]!) & last;
        while (slots[slot] !== 0) slot = (slot + 1) & last;
        slots[slot] = ++row;
      }
    }
    this.#slots = slots;
  }

  /** The first row with the id; undefined if there is none. */
  rowOf(id: string): number | undefined {
    const wanted = encoder.encode(id);
    const last = this.#slots.length - 1;
    let slot = hash(wanted, 0, wanted.length) & last;
    for (let row = this.#slots[slot]!; row !== 0; row = this.#slots[slot]!) {
      this.ids.seek(row - 1);
      if (this.ids.equals({ bytes: wanted, from: 0, to: wanted.length })) return row - 1;
      slot = (slot + 1) & last;
    }
    return undefined;
  }
}

/** FNV-1a (Fowler, Noll, Vo, RFC 9923), its bits mixed once more, since tables take the lowest. */
function hash(bytes: Uint8Array, from: number, to: number): number {
  let mixed = 0x811c9dc5;
  for (let i = from; i < to; i++) mixed = Math.imul(mixed ^ bytes[i]!, 0x01000193);
  return mixed ^ (mixed >>> 15);
}
