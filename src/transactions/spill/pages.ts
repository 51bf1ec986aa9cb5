import type { SpillFile, SpillRoom } from "./spill-file";

/** Pages read from the file that are kept at hand. */
const MOST_LOADED = 16;

/** How a page is taken apart into plain objects and typed arrays, and put together again. */
export interface PageKind<T> {
  plain(page: T): object;
  whole(plain: object): T;
}

/** Pages that are plain objects and arrays already. */
export function plainPages<T extends object>(): PageKind<T> {
  return { plain: (page) => page, whole: (plain) => plain as T };
}

/** Where a page lies in the file. */
interface Stored {
  readonly at: number;
  /** Bytes that may be overwritten there. */
  readonly room: number;
  readonly length: number;
  /** The page with its arrays replaced by where they lie. */
  readonly shape: unknown;
  readonly hash: bigint;
}

interface Loaded<T> {
  readonly page: T;
  readonly buffer: ArrayBuffer;
  readonly arrays: readonly PageArray[];
  visits: number;
}

/** What one thread hands to another. */
export interface HandedPages {
  /** Those in memory, in pieces; null for the others. */
  readonly pages: readonly (object | null)[];
  readonly stored: readonly (Stored | null)[];
  readonly arrays: readonly ArrayBufferView[];
}

/**
 * A sequence of structs of typed arrays. They lie in memory, or if they exceed a budget, in a file, from which they are
 * read one after the other. What is changed in a page while it is visited is kept. A page must not be used once
 * others have been visited.
 */
export class Pages<T extends object> {
  readonly #kind: PageKind<T>;
  readonly #room: SpillRoom | null;
  readonly #pages: (T | null)[] = [];
  readonly #stored: (Stored | null)[] = [];
  readonly #loaded = new Map<number, Loaded<T>>();
  #file: SpillFile | null = null;
  #isSpilled = false;
  #bytes = 0;

  /** `room`: null if all pages stay in memory. */
  constructor(kind: PageKind<T>, room: SpillRoom | null) {
    this.#kind = kind;
    this.#room = room;
  }

  /** The pages that another thread handed over, which wrote to `file`. */
  static handed<T extends object>(
    kind: PageKind<T>,
    { pages, stored }: HandedPages,
    file: SpillFile | null,
  ): Pages<T> {
    const own = new Pages(kind, null);
    own.#file = file;
    own.#pages.push(...pages.map((page) => page && kind.whole(page)));
    own.#stored.push(...stored);
    return own;
  }

  /** To another thread, which the memory of `arrays` goes to. */
  handOver(): HandedPages {
    this.#dropLoaded();
    const pages = this.#pages.map((page) => page && this.#kind.plain(page));
    return { pages, stored: this.#stored, arrays: this.#arrays() };
  }

  get length(): number {
    return this.#pages.length;
  }

  /** Whether some pages are not in memory. */
  get isSpilled(): boolean {
    return this.#isSpilled;
  }

  push(page: T): void {
    const arrays: PageArray[] = [];
    const shape = shapeOf(this.#kind.plain(page), arrays);
    const bytes = bytesOf(arrays);
    if (this.#room === null || (this.#bytes + bytes <= this.#room.budgetBytes && !this.isSpilled)) {
      this.#bytes += bytes;
      this.#pages.push(page);
      this.#stored.push(null);
      return;
    }
    if (!this.#isSpilled) this.#spill();
    this.#pages.push(null);
    this.#stored.push(this.#store(arrays, shape, null));
    freeMemory(arrays);
  }

  /** A page; it is void once `MOST_LOADED` others were asked for, unless it is being visited. */
  at(index: number): T {
    return this.#pages[index] ?? this.#load(index).page;
  }

  *[Symbol.iterator](): Generator<T> {
    for (const [, page] of this.entries()) yield page;
  }

  *entries(): Generator<[number, T]> {
    for (let index = 0; index < this.#pages.length; index++) {
      const page = this.#pages[index];
      if (page != null) {
        yield [index, page];
        continue;
      }
      const loaded = this.#load(index);
      loaded.visits++;
      try {
        yield [index, loaded.page];
      } finally {
        loaded.visits--;
      }
    }
  }

  /** Each page, which is then the caller's; none remains. */
  *drained(): Generator<T> {
    for (let index = 0; index < this.#pages.length; index++) {
      const page = this.#pages[index] ?? this.#read(index).page;
      this.#pages[index] = null;
      yield page;
    }
    this.free();
  }

  /** Gives all memory and the file back. */
  free(): void {
    for (const { buffer } of this.#loaded.values()) buffer.transfer(0);
    this.#loaded.clear();
    freeMemory(this.#arrays());
    this.#pages.length = 0;
    this.#stored.length = 0;
    this.#bytes = 0;
    this.#file?.close();
    this.#file = null;
  }

  /** The arrays of the pages in memory. */
  #arrays(): ArrayBufferView[] {
    return this.#pages.flatMap((page) => (page === null ? [] : this.#arraysOf(page)));
  }

  #arraysOf(page: T): PageArray[] {
    const arrays: PageArray[] = [];
    shapeOf(this.#kind.plain(page), arrays);
    return arrays;
  }

  #load(index: number): Loaded<T> {
    const known = this.#loaded.get(index);
    if (known !== undefined) {
      this.#loaded.delete(index);
      this.#loaded.set(index, known);
      return known;
    }
    if (this.#loaded.size >= MOST_LOADED) this.#drop(this.#oldest());
    const loaded = this.#read(index);
    this.#loaded.set(index, loaded);
    return loaded;
  }

  #read(index: number): Loaded<T> {
    const stored = this.#stored[index];
    if (stored == null) throw new RangeError(`there is no page ${index}`);
    const buffer = new ArrayBuffer(stored.length);
    this.#file!.read(stored.at, new Uint8Array(buffer));
    const arrays: PageArray[] = [];
    const page = this.#kind.whole(filled(stored.shape, buffer, arrays) as object);
    return { page, buffer, arrays, visits: 0 };
  }

  /** Writes all pages: what needs the memory next is more than they are. */
  #spill(): void {
    this.#isSpilled = true;
    this.#pages.forEach((page, index) => {
      const arrays: PageArray[] = [];
      const shape = shapeOf(this.#kind.plain(page!), arrays);
      this.#stored[index] = this.#store(arrays, shape, null);
      this.#pages[index] = null;
      freeMemory(arrays);
    });
  }

  #oldest(): number {
    for (const [index, { visits }] of this.#loaded) if (visits === 0) return index;
    throw new RangeError("too many pages are visited at once");
  }

  #dropLoaded(): void {
    for (const index of [...this.#loaded.keys()]) this.#drop(index);
  }

  /** Writes a page back if it was changed, and forgets it. */
  #drop(index: number): void {
    const { page, buffer, arrays: before } = this.#loaded.get(index)!;
    this.#loaded.delete(index);
    const stored = this.#stored[index]!;
    const arrays: PageArray[] = [];
    const shape = shapeOf(this.#kind.plain(page), arrays);
    const isSame = arrays.length === before.length && arrays.every((array, i) => array === before[i]);
    if (!isSame) this.#stored[index] = this.#store(arrays, shape, stored);
    else {
      const bytes = new Uint8Array(buffer);
      const hash = Bun.hash.xxHash3(bytes);
      if (hash !== stored.hash) {
        this.#file!.write(stored.at, bytes);
        this.#stored[index] = { ...stored, hash };
      }
    }
    buffer.transfer(0);
  }

  /** Writes arrays where the page was, if there is room, else at the end. */
  #store(arrays: readonly PageArray[], shape: unknown, before: Stored | null): Stored {
    const bytes = packed(arrays);
    const { length } = bytes;
    const hash = Bun.hash.xxHash3(bytes);
    if (before !== null && before.room >= length) {
      this.#file!.write(before.at, bytes);
      return { ...before, length, shape, hash };
    }
    this.#file ??= this.#room!.file();
    return { at: this.#file.append(bytes), room: length, length, shape, hash };
  }
}

/** What stands for an array in the shape of a stored page. */
interface Place {
  readonly placeOf: keyof typeof arrayTypes;
  /** Byte where it begins in the page. */
  readonly at: number;
  readonly length: number;
}

const arrayTypes = { Uint8Array, Uint16Array, Int32Array, Uint32Array, Float64Array };
type PageArray = InstanceType<(typeof arrayTypes)[keyof typeof arrayTypes]>;

/** A copy of `value` with places instead of arrays, which are added to `arrays`. */
function shapeOf(value: unknown, arrays: PageArray[], at = { next: 0 }): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value)) {
    const array = value as PageArray;
    arrays.push(array);
    const place = { placeOf: array.constructor.name, at: at.next, length: array.length };
    at.next += aligned(array.byteLength);
    return place;
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shapeOf(part, arrays, at)]));
}

/** The opposite of `shapeOf`: the arrays are views of `buffer`. */
function filled(shape: unknown, buffer: ArrayBuffer, arrays: PageArray[]): unknown {
  if (typeof shape !== "object" || shape === null) return shape;
  if ("placeOf" in shape) {
    const { placeOf, at, length } = shape as Place;
    const array = new arrayTypes[placeOf](buffer, at, length);
    arrays.push(array);
    return array;
  }
  return Object.fromEntries(
    Object.entries(shape).map(([name, part]) => [name, filled(part, buffer, arrays)]),
  );
}

function packed(arrays: readonly PageArray[]): Uint8Array {
  const bytes = new Uint8Array(bytesOf(arrays));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += aligned(byteLength);
  }
  return bytes;
}

function bytesOf(arrays: readonly PageArray[]): number {
  return arrays.reduce((sum, { byteLength }) => sum + aligned(byteLength), 0);
}

function aligned(bytes: number): number {
  return (bytes + 7) & ~7;
}

/** Gives the memory of arrays back at once; the collector would come later. */
export function freeMemory(arrays: readonly ArrayBufferView[]): void {
  for (const { buffer } of arrays) if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0);
}
