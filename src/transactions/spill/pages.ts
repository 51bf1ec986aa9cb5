import { LoadedPage, type PageKind, type StoredField } from "./loaded-page";
import { aligned, bytesOf, hashOf, type PageArray, packed, shapeOf } from "./page-arrays";
import type { SpillFile, SpillRoom } from "./spill-file";

/** Pages read from the file that are kept at hand. */
const MOST_LOADED = 16;

/** Where a page lies in a file. */
interface Stored {
  readonly at: number;
  /** Bytes that may be overwritten there. */
  readonly room: number;
  readonly length: number;
  readonly fields: readonly StoredField[];
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
 * read one after the other, each field once it is asked for. What is changed in a page while it is visited is kept. A
 * page must not be used once others have been visited.
 */
export class Pages<T extends object> {
  readonly #kind: PageKind;
  readonly #room: SpillRoom | null;
  readonly #pages: (T | null)[] = [];
  readonly #stored: (Stored | null)[] = [];
  /** Of pages that another thread wrote: its file. */
  readonly #files = new Map<number, SpillFile>();
  readonly #loaded = new Map<number, LoadedPage>();
  /** Memory of pages that were given up. */
  readonly #spare: ArrayBuffer[] = [];
  #file: SpillFile | null = null;
  #isSpilled = false;
  #bytes = 0;

  /** `room`: null if all pages stay in memory. */
  constructor(kind: PageKind, room: SpillRoom | null) {
    this.#kind = kind;
    this.#room = room;
  }

  /** To another thread, which the memory of `arrays` goes to. */
  handOver(): HandedPages {
    for (const index of [...this.#loaded.keys()]) this.#drop(index);
    const pages = this.#pages.map((page) => page && this.#plain(page));
    return { pages, stored: this.#stored, arrays: this.#arrays() };
  }

  /** Adds the pages that another thread handed over, which wrote to `file`. */
  adopt({ pages, stored }: HandedPages, file: SpillFile | null): void {
    for (const [k, page] of pages.entries()) {
      if (page !== null) {
        const fields = Object.entries(page).map(([name, part]) => [name, this.#kind.whole(name, part)]);
        this.push(Object.fromEntries(fields));
        continue;
      }
      if (!this.#isSpilled) this.#spill();
      this.#files.set(this.#pages.length, file!);
      this.#pages.push(null);
      this.#stored.push(stored[k]!);
    }
  }

  get length(): number {
    return this.#pages.length;
  }

  /** Whether some pages are not in memory. */
  get isSpilled(): boolean {
    return this.#isSpilled;
  }

  push(page: T): void {
    const arrays = this.#arraysOf(page);
    const bytes = bytesOf(arrays);
    if (this.#room === null || (this.#bytes + bytes <= this.#room.budgetBytes && !this.#isSpilled)) {
      this.#bytes += bytes;
      this.#pages.push(page);
      this.#stored.push(null);
      return;
    }
    if (!this.#isSpilled) this.#spill();
    this.#pages.push(null);
    this.#stored.push(null);
    this.#store(this.#pages.length - 1, this.#plain(page));
    freeMemory(arrays);
  }

  /** A page; it is void once `MOST_LOADED` others were asked for, unless it is being visited. */
  at(index: number): T {
    return this.#pages[index] ?? (this.#load(index).page as T);
  }

  *[Symbol.iterator](): Generator<T> {
    for (const [, page] of this.entries()) yield page;
  }

  /** `first`: the first page to visit. */
  *entries(first = 0): Generator<[number, T]> {
    for (let index = first; index < this.#pages.length; index++) {
      const page = this.#pages[index];
      if (page != null) {
        yield [index, page];
        continue;
      }
      const loaded = this.#load(index);
      loaded.visits++;
      try {
        yield [index, loaded.page as T];
      } finally {
        loaded.visits--;
      }
    }
  }

  /** Gives all memory and the files back. */
  free(): void {
    for (const { buffer } of this.#loaded.values()) buffer.transfer(0);
    for (const buffer of this.#spare) buffer.transfer(0);
    this.#loaded.clear();
    this.#spare.length = 0;
    freeMemory(this.#arrays());
    this.#pages.length = 0;
    this.#stored.length = 0;
    this.#bytes = 0;
    this.#file?.close();
    for (const file of this.#files.values()) file.close();
    this.#files.clear();
    this.#file = null;
  }

  /** The arrays of the pages in memory. */
  #arrays(): ArrayBufferView[] {
    return this.#pages.flatMap((page) => (page === null ? [] : this.#arraysOf(page)));
  }

  #arraysOf(page: T): PageArray[] {
    const arrays: PageArray[] = [];
    shapeOf(this.#plain(page), arrays);
    return arrays;
  }

  #plain(page: T): object {
    return Object.fromEntries(
      Object.entries(page).map(([name, value]) => [name, this.#kind.plain(name, value)]),
    );
  }

  #fileOf(index: number): SpillFile {
    return this.#files.get(index) ?? this.#file!;
  }

  #load(index: number): LoadedPage {
    const known = this.#loaded.get(index);
    if (known !== undefined) {
      this.#loaded.delete(index);
      this.#loaded.set(index, known);
      return known;
    }
    if (this.#loaded.size >= MOST_LOADED) this.#drop(this.#oldest());
    const stored = this.#stored[index];
    if (stored == null) throw new RangeError(`there is no page ${index}`);
    const spare = this.#spare.pop();
    if (spare !== undefined && spare.byteLength < stored.length) spare.transfer(0);
    // Some room, so that it does for the next page.
    const buffer = spare?.detached === false ? spare : new ArrayBuffer(aligned(1.125 * stored.length));
    const loaded = new LoadedPage(stored.fields, this.#kind, buffer, (from, bytes) =>
      this.#fileOf(index).read(stored.at + from, bytes),
    );
    this.#loaded.set(index, loaded);
    return loaded;
  }

  /** Writes all pages: what needs the memory next is more than they are. */
  #spill(): void {
    this.#isSpilled = true;
    this.#pages.forEach((page, index) => {
      const arrays = this.#arraysOf(page!);
      this.#store(index, this.#plain(page!));
      this.#pages[index] = null;
      freeMemory(arrays);
    });
  }

  #oldest(): number {
    for (const [index, { visits }] of this.#loaded) if (visits === 0) return index;
    throw new RangeError("too many pages are visited at once");
  }

  /** Writes what was changed in a page back, and forgets it. */
  #drop(index: number): void {
    const loaded = this.#loaded.get(index)!;
    this.#loaded.delete(index);
    if (loaded.isReplaced()) this.#store(index, loaded.plain());
    else {
      const stored = this.#stored[index]!;
      const fields = stored.fields.slice();
      for (const [k, bytes, hash] of loaded.changed()) {
        this.#fileOf(index).write(stored.at + fields[k]!.from, bytes);
        fields[k] = { ...fields[k]!, hash };
      }
      this.#stored[index] = { ...stored, fields };
    }
    // Whoever still has the page has nothing.
    this.#spare.push(loaded.buffer.transfer());
  }

  /** Writes a page where it was, if there is room, else at the end. */
  #store(index: number, plain: object): void {
    const arrays: PageArray[] = [];
    const place = { next: 0 };
    const shapes = Object.entries(plain).map(([name, value]) => {
      const from = place.next;
      return { name, from, shape: shapeOf(value, arrays, place), to: place.next };
    });
    const bytes = packed(arrays);
    const { length } = bytes;
    const fields = shapes.map((field) => ({ ...field, hash: hashOf(bytes.subarray(field.from, field.to)) }));
    const before = this.#stored[index];
    if (before != null && before.room >= length) {
      this.#fileOf(index).write(before.at, bytes);
      this.#stored[index] = { ...before, length, fields };
      return;
    }
    this.#file ??= this.#room!.file();
    this.#files.delete(index);
    this.#stored[index] = { at: this.#file.append(bytes), room: length, length, fields };
  }
}

/** Gives the memory of arrays back at once; the collector would come later. */
export function freeMemory(arrays: readonly ArrayBufferView[]): void {
  for (const { buffer } of arrays) if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0);
}
