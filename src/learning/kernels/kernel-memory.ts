const PAGE_BYTES = 65_536;

/** Lays out a memory that kernels work in, from `start` on; what lay there before is lost. */
export class KernelMemory {
  #end: number;

  constructor(
    private readonly memory: WebAssembly.Memory,
    start: number,
  ) {
    this.#end = start;
  }

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
    this.integersAt(at, count).fill(0);
    return at;
  }

  put(values: Float64Array): number {
    const at = this.numbers(values.length);
    this.numbersAt(at, values.length).set(values);
    return at;
  }

  putIntegers(values: Int32Array): number {
    const at = this.integers(values.length);
    this.integersAt(at, values.length).set(values);
    return at;
  }

  /** Numbers that lie there, until more room is taken. */
  numbersAt(at: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, at, length);
  }

  /** The same for integers. */
  integersAt(at: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, at, length);
  }

  #take(bytes: number): number {
    const at = Math.ceil(this.#end / 8) * 8;
    this.#end = at + bytes;
    const missing = this.#end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE_BYTES));
    return at;
  }
}
