import { readFileSync } from "node:fs";

const PAGE_BYTES = 65_536;
/** 4 GiB. */
const MAX_PAGES = 65_536;
/** Room behind a text, which the kernel reads in words and marks the end in. */
const SLACK = 32;
/** So much scratch is not taken twice to be asked for less often. */
const MUCH = 1 << 20;

/** What `assembly.ts` exports; see there. */
interface Exports {
  allocate(bytes: number): number;
  release(at: number, bytes: number): void;
  newDictionary(): number;
  reserve(dictionary: number, values: number, bytes: number): void;
  intern(dictionary: number, at: number, length: number): number;
  internAll(dictionary: number, at: number, from: number, ends: number, count: number, ids: number): void;
  oddIds(dictionary: number, simple: number, out: number): number;
  renumber(ids: number, count: number, numbers: number): void;
  shift(numbers: number, count: number, by: number): void;
  stateAt(): number;
  setTable(columns: number): void;
  setCustomer(column: number): void;
  rowsAt(): number;
  addDictionary(column: number, dictionary: number): number;
  addNumbers(column: number): number;
  setDates(column: number): number;
  setRest(columns: number, count: number): number;
  setText(delimiter: number, mostBytes: number): void;
  setFinest(precision: number): void;
  rememberDate(at: number, length: number, value: number, kind: number, notation: number, year: number): void;
  addLabels(column: number, ids: number, texts: number): number;
  setShapes(longest: number): number;
  labelOf(which: number, id: number): number;
  setLabel(which: number, id: number, text: number): void;
  beginRest(): void;
  addRest(at: number, length: number): void;
  endRest(row: number): void;
  take(from: number, end: number): number;
  groupsAt(): number;
  clearKeys(): void;
  addKey(at: number, bytes: number): void;
  groupRuns(rows: number): number;
  groupEqual(rows: number): number;
  pickFirsts(at: number, bytes: number, count: number, out: number): void;
  blockAt(): number;
  takenRows(rows: number): number;
  pick(values: number, bytes: number, code: number, count: number, out: number): void;
  pickVerdicts(count: number, out: number): void;
  findRepeated(runs: number, count: number): number;
}

let compiled: WebAssembly.Module | null = null;

/** The kernel's code. A thread that gets it from another has what was compiled there. */
export function kernelCode(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(new URL("./kernel.wasm", import.meta.url)));
  return compiled;
}

/** Whether a call failed because the kernel's memory is full. */
export function isFullMemory(error: unknown): boolean {
  // Nothing else in the kernel ends so; see `memory.ts` there.
  return error instanceof WebAssembly.RuntimeError && /unreachable/i.test(error.message);
}

/** Call before the thread's first kernel. */
export function useKernelCode(code: WebAssembly.Module): void {
  compiled = code;
}

/**
 * The inner loops of reading, compiled ahead, and the memory that they work in: one for each file. It holds a piece of
 * text, the dictionaries and the block of rows that is being filled.
 */
export class Kernel {
  readonly run: Exports;
  readonly #memory: WebAssembly.Memory;
  #bytes: Uint8Array;
  #words: Int32Array;
  #scratch = 0;
  #scratchBytes = 0;

  /** `mostBytes`: its memory never takes more; a call that needs more fails. */
  constructor(mostBytes: number) {
    const maximum = Math.min(MAX_PAGES, Math.ceil(mostBytes / PAGE_BYTES));
    this.#memory = new WebAssembly.Memory({ initial: 1, maximum });
    const { exports } = new WebAssembly.Instance(kernelCode(), { env: { memory: this.#memory } });
    this.run = exports as unknown as Exports;
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#words = new Int32Array(this.#memory.buffer);
  }

  /** All memory. The view is void once the memory has grown: ask again after each call. */
  get bytes(): Uint8Array {
    if (this.#bytes.length === 0) this.#bytes = new Uint8Array(this.#memory.buffer);
    return this.#bytes;
  }

  /** The same as 32-bit words. */
  get words(): Int32Array {
    if (this.#words.length === 0) this.#words = new Int32Array(this.#memory.buffer);
    return this.#words;
  }

  /** Where `bytes[start, end)` now lie in this memory, until the next call. */
  place(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    const at = this.room(length);
    const memory = this.bytes;
    for (let i = 0; i < length; i++) memory[at + i] = bytes[start + i]!;
    return at;
  }

  /** Where `length` bytes may be put, at a multiple of 8, until this is asked again. */
  room(length: number): number {
    if (length > this.#scratchBytes) {
      this.run.release(this.#scratch, this.#scratchBytes);
      this.#scratchBytes = Math.max(4096, length < MUCH ? 2 * length : length);
      this.#scratch = this.run.allocate(this.#scratchBytes + SLACK);
    }
    return this.#scratch;
  }

  /** Lets `work` change words, which lie at `at` meanwhile. */
  changeWords(words: Int32Array, work: (at: number) => void): void {
    const at = this.room(words.byteLength);
    this.words.set(words, at >>> 2);
    work(at);
    words.set(this.words.subarray(at >>> 2, (at >>> 2) + words.length));
  }
}
