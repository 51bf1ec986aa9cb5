import type { Kernel } from "../kernel/kernel";
import { decodeText, isAscii } from "./text-decoding";

/** Words of a dictionary in the kernel's memory; see `dictionaries.ts` there. */
const SIZE = 0;
const ARENA = 2;
const ENDS = 4;

/** Values handed over at a time. */
const HANDED = 1 << 14;

/** The values of a dictionary in order of their ids, one after another, and where each ends. */
export interface DictionaryValues {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly ends: Int32Array<ArrayBuffer>;
}

/** The text of value `id`. */
export function textIn({ bytes, ends }: DictionaryValues, id: number): string {
  return decodeText(bytes, id === 0 ? 0 : ends[id - 1]! >>> 0, ends[id]! >>> 0);
}

/** The texts of all values by their ids. */
export function textsIn(values: DictionaryValues): string[] {
  const { bytes, ends } = values;
  const texts = new Array<string>(ends.length);
  if (isAscii(bytes, 0, bytes.length)) {
    // Decoding everything at once and cutting costs a fraction of decoding one by one.
    const all = decodeText(bytes);
    for (let id = 0, from = 0; id < ends.length; id++) {
      const end = ends[id]! >>> 0;
      texts[id] = all.slice(from, end);
      from = end;
    }
  } else for (let id = 0; id < ends.length; id++) texts[id] = textIn(values, id);
  return texts;
}

/** Texts as bytes. */
export function valuesOfTexts(texts: readonly string[]): DictionaryValues {
  let end = 0;
  const ends = Int32Array.from(texts, (text) => {
    end += Buffer.byteLength(text);
    return end;
  });
  return { bytes: new Uint8Array(Buffer.from(texts.join(""))), ends };
}

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

  /** A copy of all values. */
  values(): DictionaryValues {
    const { size } = this;
    const { bytes, words } = this.kernel;
    const arena = this.#word(ARENA);
    const ends = this.#word(ENDS) >>> 2;
    return {
      bytes: bytes.slice(arena, arena + this.#end(size - 1)),
      ends: words.slice(ends, ends + size),
    };
  }

  /** Copies of the values of `ids`; instead of some, the texts of `others`. */
  valuesAt(ids: Int32Array, others: ReadonlyMap<number, string | null>): DictionaryValues {
    const { bytes, words } = this.kernel;
    const arena = this.#word(ARENA);
    const endsAt = this.#word(ENDS) >>> 2;
    const written = new Map<number, Uint8Array>();
    const ends = new Int32Array(ids.length);
    let end = 0;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i]!;
      const text = others.size === 0 ? null : others.get(id);
      if (text == null) end += words[endsAt + id]! - words[endsAt + id - 1]!;
      else {
        const other = Buffer.from(text);
        written.set(i, other);
        end += other.length;
      }
      ends[i] = end;
    }
    const copy = new Uint8Array(end);
    let at = 0;
    for (let i = 0; i < ids.length; i++) {
      const from = arena + (words[endsAt + ids[i]! - 1]! >>> 0) - at;
      for (; at < ends[i]!; at++) copy[at] = bytes[from + at]!;
    }
    for (const [i, other] of written) copy.set(other, ends[i]! - other.length);
    return { bytes: copy, ends };
  }

  /**
   * Interns the values of another dictionary in their order. Returns where their ids lie in the kernel's memory, by
   * their ids there.
   */
  internValues({ bytes, ends }: DictionaryValues): number {
    const { kernel } = this;
    kernel.run.reserve(this.at, ends.length, bytes.length);
    const ids = kernel.run.allocate(4 * ends.length);
    for (let first = 0; first < ends.length; first += HANDED) {
      const part = ends.subarray(first, first + HANDED);
      const from = first === 0 ? 0 : ends[first - 1]! >>> 0;
      const to = part.at(-1)! >>> 0;
      const endsAt = kernel.room(part.byteLength + to - from);
      const at = endsAt + part.byteLength;
      kernel.words.set(part, endsAt >>> 2);
      kernel.bytes.set(bytes.subarray(from, to), at);
      kernel.run.internAll(this.at, at, from, endsAt, part.length, ids + 4 * first);
    }
    return ids;
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

  /** The number that up to 15 digits are, the first not 0; NaN for any other value. */
  digits(id: number): number {
    const arena = this.#word(ARENA);
    const { bytes } = this.kernel;
    const end = arena + this.#end(id);
    const start = arena + this.#end(id - 1);
    if (end === start || end - start > 15 || bytes[start] === 0x30) return Number.NaN;
    let value = 0;
    for (let at = start; at < end; at++) {
      const digit = bytes[at]! - 0x30;
      if (digit < 0 || digit > 9) return Number.NaN;
      value = 10 * value + digit;
    }
    return value;
  }

  /**
   * The ids of values that are not `simple`, ascending. A number is of digits, the first not 0; a code is that or has a
   * digit among ASCII letters, `-`, `/` and `#`, and does not begin with C.
   */
  oddIds(simple: "number" | "code"): Int32Array {
    const { kernel, size } = this;
    const out = kernel.room(4 * size);
    const count = kernel.run.oddIds(this.at, simple === "code" ? 1 : 0, out);
    return kernel.words.slice(out >>> 2, (out >>> 2) + count);
  }

  /** Calls `visit` with the bytes of value `id`. */
  visitBytes(id: number, visit: (bytes: Uint8Array, start: number, end: number) => void): void {
    const arena = this.#word(ARENA);
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
