import { filled, hashOf, type PageArray, shapeOf } from "./page-arrays";

/** How a field of a page is taken apart into plain objects and typed arrays, and put together again. */
export interface PageKind {
  plain(field: string, value: unknown): unknown;
  whole(field: string, plain: unknown): unknown;
}

/** Fields that are plain objects and arrays already. */
export const plainFields: PageKind = { plain: (_, value) => value, whole: (_, plain) => plain };

/** A field of a page in the file. */
export interface StoredField {
  readonly name: string;
  /** The value with its arrays replaced by where they lie. */
  readonly shape: unknown;
  /** Its bytes in the page. */
  readonly from: number;
  readonly to: number;
  readonly hash: bigint;
}

const unread = Symbol("unread");

/** A page of a file while it is used. */
export class LoadedPage {
  readonly page: object;
  visits = 0;
  /** By field: its value; `unread` until it is asked for. */
  readonly #values: unknown[];
  readonly #arrays: PageArray[][] = [];

  constructor(
    readonly fields: readonly StoredField[],
    readonly kind: PageKind,
    readonly buffer: ArrayBuffer,
    readonly read: (from: number, bytes: Uint8Array) => void,
  ) {
    this.#values = new Array(fields.length).fill(unread);
    this.page = new (pageOf(fields.map(({ name }) => name)))(this.#values, (k) => this.#value(k));
  }

  /** Whether a field is not what it was, and not only its numbers. */
  isReplaced(): boolean {
    return this.fields.some(({ name, shape }, k) => {
      const value = this.#values[k];
      if (value === unread) return false;
      const arrays: PageArray[] = [];
      const now = shapeOf(this.kind.plain(name, value), arrays);
      const before = this.#arrays[k];
      return before === undefined || arrays.length !== before.length
        ? true
        : arrays.length === 0
          ? typeof now !== "object" && now !== shape
          : !arrays.every((array, i) => array === before[i]);
    });
  }

  /** Fields with other numbers than before, their bytes, and the hash of these. */
  *changed(): Generator<[number, Uint8Array, bigint]> {
    for (const [k, { from, to, hash: before }] of this.fields.entries()) {
      if (this.#values[k] === unread || from === to) continue;
      const bytes = new Uint8Array(this.buffer, from, to - from);
      const hash = hashOf(bytes);
      if (hash !== before) yield [k, bytes, hash];
    }
  }

  /** All fields. */
  plain(): object {
    return Object.fromEntries(
      this.fields.map(({ name }, k) => [name, this.kind.plain(name, this.#value(k))]),
    );
  }

  #value(k: number): unknown {
    if (this.#values[k] === unread) {
      const { name, shape, from, to } = this.fields[k]!;
      this.read(from, new Uint8Array(this.buffer, from, to - from));
      const arrays: PageArray[] = [];
      this.#values[k] = this.kind.whole(name, filled(shape, this.buffer, arrays));
      this.#arrays[k] = arrays;
    }
    return this.#values[k];
  }
}

type PageClass = new (values: unknown[], read: (k: number) => unknown) => object;
const pageClasses = new Map<string, PageClass>();

/** A class of objects whose fields are read when they are asked for. Loops over pages of one class are compiled well. */
function pageOf(names: readonly string[]): PageClass {
  const key = names.join();
  const known = pageClasses.get(key);
  if (known !== undefined) return known;
  class Page {
    constructor(
      readonly values: unknown[],
      readonly read: (k: number) => unknown,
    ) {}
  }
  names.forEach((name, k) => {
    Object.defineProperty(Page.prototype, name, {
      get(this: Page) {
        const value = this.values[k];
        return value === unread ? this.read(k) : value;
      },
      set(this: Page, value: unknown) {
        this.values[k] = value;
      },
    });
  });
  pageClasses.set(key, Page);
  return Page;
}
