/** Kinds of numbers; see `NumberKind`. */
const KINDS = 8;
/** 16 bits: as many as a block has rows at most. */
const CODES = 1 << 16;

/** Cells without methods. */
export type PlainCells = Pick<NumberCells, "code" | "values" | "kinds">;

/** What is known of the cells once one was written. */
interface Written {
  /** Kind → value → code. */
  readonly codes: readonly Map<number, number>[];
  /** Code → its rows. */
  readonly uses: Uint32Array;
  /** Codes that no row has. */
  readonly free: number[];
}

/** Numbers of a block's rows as written, by their kind (see `resolveNumber`); equal cells are kept once. */
export class NumberCells {
  #size: number;
  #written: Written | null = null;

  /** `code`: row → its place in `values` and `kinds`. */
  constructor(
    readonly code: Uint16Array,
    public values: Float64Array,
    public kinds: Uint8Array,
  ) {
    this.#size = values.length;
  }

  plain(): PlainCells {
    const { code, values, kinds } = this;
    // Room for more is left behind.
    if (this.#size < values.length)
      return { code, values: values.subarray(0, this.#size), kinds: kinds.subarray(0, this.#size) };
    return { code, values, kinds };
  }

  at(i: number): number {
    return this.values[this.code[i]!]!;
  }

  kindAt(i: number): number {
    return this.kinds[this.code[i]!]!;
  }

  /** Changes each number, wherever it stands. */
  change(by: (value: number, kind: number) => number): void {
    const { values, kinds } = this;
    for (let code = 0; code < this.#size; code++) values[code] = by(values[code]!, kinds[code]!);
    this.#written = null;
  }

  /** Writes a cell. */
  set(i: number, value: number, kind = this.kindAt(i)): void {
    const old = this.code[i]!;
    if (Object.is(this.values[old], value) && this.kinds[old] === kind) return;
    this.#written ??= this.#index();
    const { codes, uses, free } = this.#written;
    const known = codes[kind]!.get(value);
    uses[old]!--;
    if (known !== undefined) {
      this.code[i] = known;
      uses[known]!++;
      if (uses[old] === 0) {
        codes[this.kinds[old]!]!.delete(this.values[old]!);
        free.push(old);
      }
      return;
    }
    if (uses[old] === 0) codes[this.kinds[old]!]!.delete(this.values[old]!);
    // There are as many codes as a block has rows: if none is left, one of them has no row.
    const code = uses[old] === 0 ? old : this.#size < CODES ? this.#next() : free.pop()!;
    this.values[code] = value;
    this.kinds[code] = kind;
    this.code[i] = code;
    codes[kind]!.set(value, code);
    uses[code]!++;
  }

  /** The next code that was never used. */
  #next(): number {
    if (this.#size === this.values.length) {
      const values = new Float64Array(Math.min(CODES, 2 * this.#size + 16));
      const kinds = new Uint8Array(values.length);
      values.set(this.values);
      kinds.set(this.kinds);
      this.values = values;
      this.kinds = kinds;
    }
    return this.#size++;
  }

  #index(): Written {
    const codes = Array.from({ length: KINDS }, () => new Map<number, number>());
    const uses = new Uint32Array(CODES);
    for (const code of this.code) uses[code]!++;
    const free: number[] = [];
    for (let code = 0; code < this.#size; code++)
      if (uses[code] === 0) free.push(code);
      else codes[this.kinds[code]!]!.set(this.values[code]!, code);
    return { codes, uses, free };
  }
}
