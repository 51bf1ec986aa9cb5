import type { Kernel } from "../kernel/kernel";
import { decodeText, isAscii } from "./text-decoding";

/** Words of a dictionary in the kernel's memory; see `dictionaries.ts` there. */
const SIZE = 0;
const ARENA = 2;
const ENDS = 4;

/**
 * Gives each distinct byte string a small integer, in order of first appearance, without making a JavaScript string
 * per look-up. It lies in the kernel's memory: at most 4 GiB for all dictionaries of a file.
 */
export class ByteDictionary {
  /** Where it lies in the kernel's memory. */
  readonly at: number;

  constructor(readonly kernel: Kernel) {
    this.at = kernel.run.newDictionary();
  }

  /** Number of distinct values. */
  get size(): number {
    return this.#word(SIZE);
  }

  /** The id of `bytes[start, end)`; a new value gets the id `size`. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    return this.kernel.run.intern(this.at, this.kernel.place(bytes, start, end), end - start);
  }

  /** The id of the empty value; −1 if the column has none. */
  get blank(): number {
    const { size } = this;
    for (let id = 0; id < size; id++) if (this.#end(id) === this.#end(id - 1)) return id;
    return -1;
  }

  /** The text of value `id`. */
  text(id: number): string {
    const arena = this.#word(ARENA);
    return decodeText(this.kernel.bytes, arena + this.#end(id - 1), arena + this.#end(id));
  }

  /** The texts of all values by their ids. */
  texts(): string[] {
    const { size } = this;
    const texts = new Array<string>(size);
    const arena = this.#word(ARENA);
    const used = this.#end(size - 1);
    if (isAscii(this.kernel.bytes, arena, arena + used)) {
      // Decoding everything at once and cutting costs a fraction of decoding one by one.
      const all = decodeText(this.kernel.bytes, arena, arena + used);
      for (let id = 0; id < size; id++) texts[id] = all.slice(this.#end(id - 1), this.#end(id));
    } else for (let id = 0; id < size; id++) texts[id] = this.text(id);
    return texts;
  }

  /** Calls `visit` with the bytes of every value, in order of first appearance. */
  forEachBytes(visit: (bytes: Uint8Array, start: number, end: number) => void): void {
    const { size } = this;
    const arena = this.#word(ARENA);
    for (let id = 0; id < size; id++)
      visit(this.kernel.bytes, arena + this.#end(id - 1), arena + this.#end(id));
  }

  #word(place: number): number {
    return this.kernel.words[(this.at >>> 2) + place]! >>> 0;
  }

  /** Where value `id` ends in the arena; 0 for −1. */
  #end(id: number): number {
    return this.kernel.words[(this.#word(ENDS) >>> 2) + id]! >>> 0;
  }
}
