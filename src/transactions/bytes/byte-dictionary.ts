import { decodeText, isAscii } from "./text-decoding";

/**
 * Gives each distinct byte string a small integer, in order of first appearance, without making a JavaScript string
 * per look-up: open addressing with linear probing over an arena of bytes. The previous value is tried first, since
 * neighbouring order lines share customer, order and country.
 */
export class ByteDictionary {
  #arena = new Uint8Array(1 << 14);
  #used = 0;
  /** `#ends[id]` closes the bytes of `id`; they begin at `#ends[id - 1]`. */
  #ends = new Float64Array(1 << 10);
  #hashes = new Int32Array(1 << 10);
  /** Slot → id + 1, 0 where free. At most half full. */
  #slots = new Int32Array(1 << 11);
  #previous = -1;
  /** Number of distinct values. */
  size = 0;

  /** The id of `bytes[start, end)`; a new value gets the id `size`. RangeError beyond 4 GiB of distinct bytes. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    if (this.#previous >= 0 && this.#equals(this.#previous, bytes, start, end)) return this.#previous;
    const hash = hashBytes(bytes, start, end);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const id = this.#slots[slot]! - 1;
      if (id < 0) break;
      if (this.#hashes[id] === hash && this.#equals(id, bytes, start, end)) {
        this.#previous = id;
        return id;
      }
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = this.size + 1;
    return this.#append(hash, bytes, start, end);
  }

  /** The id of the empty value; −1 if the column has none. */
  get blank(): number {
    for (let id = 0; id < this.size; id++) if (this.#ends[id] === this.#start(id)) return id;
    return -1;
  }

  /** The text of value `id`. */
  text(id: number): string {
    return decodeText(this.#arena, this.#start(id), this.#ends[id]!);
  }

  /** The texts of all values by their ids. */
  texts(): string[] {
    const texts: string[] = [];
    if (isAscii(this.#arena, 0, this.#used)) {
      // Decoding everything at once and cutting costs a fraction of decoding one by one.
      const all = decodeText(this.#arena, 0, this.#used);
      for (let id = 0; id < this.size; id++) texts.push(all.slice(this.#start(id), this.#ends[id]!));
    } else for (let id = 0; id < this.size; id++) texts.push(this.text(id));
    return texts;
  }

  /** Calls `visit` with the bytes of every value, in order of first appearance. */
  forEachBytes(visit: (bytes: Uint8Array, start: number, end: number) => void): void {
    for (let id = 0; id < this.size; id++) visit(this.#arena, this.#start(id), this.#ends[id]!);
  }

  #start(id: number): number {
    return id === 0 ? 0 : this.#ends[id - 1]!;
  }

  #equals(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#start(id);
    const length = end - start;
    if (this.#ends[id]! - from !== length) return false;
    const arena = this.#arena;
    // From the back: ids of one file tend to differ in their last characters.
    for (let i = length - 1; i >= 0; i--) if (arena[from + i] !== bytes[start + i]) return false;
    return true;
  }

  #append(hash: number, bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (this.#used + length > this.#arena.length) {
      const wanted = Math.max(this.#arena.length * 2, this.#used + length);
      if (wanted > 2 ** 32) throw new RangeError("a column holds more than 4 GiB of distinct values");
      this.#arena = grownBytes(this.#arena, wanted);
    }
    if (length > 0) this.#arena.set(bytes.subarray(start, end), this.#used);
    this.#used += length;
    const id = this.size++;
    if (id === this.#ends.length) {
      this.#ends = grownInto(new Float64Array(id * 2), this.#ends);
      this.#hashes = grownInto(new Int32Array(id * 2), this.#hashes);
    }
    this.#ends[id] = this.#used;
    this.#hashes[id] = hash;
    this.#previous = id;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.size; id++) {
      let slot = this.#hashes[id]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }
}

/** FNV-1a over 32 bits, finished with MurmurHash3's mixer so that the low bits, which choose the slot, are good. */
function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function grownBytes(old: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(length);
  grown.set(old);
  return grown;
}

function grownInto<T extends Float64Array | Int32Array>(grown: T, old: T): T {
  grown.set(old);
  return grown;
}
