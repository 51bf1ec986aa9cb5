import { compiled } from "../kernels/instance";

const PAGE_BYTES = 65_536;

/** See `kernels/histories.ts`; numbers are addresses, counts or values. */
interface HistoryKernel {
  start(): number;
  firstImpossible(x: number, tx: number, T: number, n: number): number;
  mergeRows(
    x: number,
    tx: number,
    T: number,
    n: number,
    table: number,
    bits: number,
    first: number,
    count: number,
  ): number;
  numberValues(values: number, n: number, table: number, bits: number, seen: number, places: number): number;
  gather(values: number, index: number, n: number, out: number): void;
  renumber(places: number, n: number, table: number): void;
  evaluateRows(
    rows: number,
    x: number,
    tx: number,
    T: number,
    count: number,
    tableX: number,
    tableTx: number,
    tableT: number,
    r: number,
    rOverAlpha: number,
    perA: number,
    out: number,
  ): void;
  sum(values: number, n: number): number;
  product(a: number, b: number, count: number, rows: number): number;
}

const memory = new WebAssembly.Memory({ initial: 2 });

/** The loops over customers that are compiled ahead. They have one memory: what one use laid out, the next one overwrites. */
export const historyKernel = new WebAssembly.Instance(new WebAssembly.Module(compiled("histories.wasm")), {
  env: { memory },
}).exports as unknown as HistoryKernel;

/** Lays out the kernel's memory from its beginning; what lay there is lost. */
export class HistoryMemory {
  #end = historyKernel.start();

  /** Room for so many 64-bit numbers: its address. */
  numbers(count: number): number {
    return this.#take(8 * count);
  }

  /** Room for so many 32-bit integers. */
  integers(count: number): number {
    return this.#take(4 * count);
  }

  /** The same, filled with zeros. */
  zeros(count: number): number {
    const at = this.integers(count);
    integersAt(at, count).fill(0);
    return at;
  }

  put(values: Float64Array): number {
    const at = this.numbers(values.length);
    numbersAt(at, values.length).set(values);
    return at;
  }

  putIntegers(values: Int32Array): number {
    const at = this.integers(values.length);
    integersAt(at, values.length).set(values);
    return at;
  }

  #take(bytes: number): number {
    const at = Math.ceil(this.#end / 8) * 8;
    this.#end = at + bytes;
    const missing = this.#end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    return at;
  }
}

/** Numbers in the kernel's memory, until more of it is taken. */
export function numbersAt(at: number, length: number): Float64Array {
  return new Float64Array(memory.buffer, at, length);
}

/** The same for integers. */
export function integersAt(at: number, length: number): Int32Array {
  return new Int32Array(memory.buffer, at, length);
}

/** Bits of a hash table that is at most half full with so many entries. */
export function tableBits(entries: number): number {
  return Math.max(4, 33 - Math.clz32(entries));
}
