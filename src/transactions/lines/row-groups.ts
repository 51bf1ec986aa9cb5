import type { Kernel } from "../kernel/kernel";
import { blockRows } from "./row-block";

/** A column in the kernel's memory: where it lies, −1 if there is none, and the bytes of a value. */
export interface RowKey {
  readonly at: number;
  readonly bytes: 1 | 4 | 8;
}

/** Finds the rows of a block that agree, in the kernel. */
export class RowGroups {
  readonly #kernel: Kernel;
  readonly #at: number;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#at = kernel.run.groupsAt();
  }

  /** Rows in sequence with the same keys; row numbers of a run follow each other. */
  runs(rows: number, keys: readonly RowKey[]): Groups {
    this.#setKeys(keys);
    return this.#found(rows, this.#kernel.run.groupRuns(rows));
  }

  /** Rows with the same keys, wherever they are, in the order of their first ones. */
  equal(rows: number, keys: readonly RowKey[]): Groups {
    this.#setKeys(keys);
    return this.#found(rows, this.#kernel.run.groupEqual(rows));
  }

  #setKeys(keys: readonly RowKey[]): void {
    const { run } = this.#kernel;
    run.clearKeys();
    for (const { at, bytes } of keys) if (at >= 0) run.addKey(at, bytes);
  }

  #found(rows: number, count: number): Groups {
    const of = new Uint16Array(this.#kernel.bytes.buffer, this.#at, rows).slice();
    return new Groups(this.#kernel, count, of, this.#at + 2 * blockRows);
  }
}

/** Groups of rows, until others are looked for. */
class Groups {
  constructor(
    readonly kernel: Kernel,
    readonly count: number,
    /** Row → group. */
    readonly of: Uint16Array<ArrayBuffer>,
    readonly firstsAt: number,
  ) {}

  /** The groups' first rows, and the number of all. */
  starts(rows: number): Int32Array {
    const starts = new Int32Array(this.count + 1);
    starts.set(new Int32Array(this.kernel.bytes.buffer, this.firstsAt, this.count));
    starts[this.count] = rows;
    return starts;
  }

  /** The groups' values in a column; −1 if there is none. */
  ids(at: number): Int32Array {
    if (at < 0) return new Int32Array(this.count).fill(-1);
    return new Int32Array(this.#picked(at, 4), 0, this.count);
  }

  numbers(at: number): Float64Array {
    return new Float64Array(this.#picked(at, 8), 0, this.count);
  }

  bytes(at: number): Uint8Array {
    return new Uint8Array(this.#picked(at, 1), 0, this.count);
  }

  #picked(at: number, bytes: number): ArrayBuffer {
    const { kernel, count } = this;
    const out = kernel.room(bytes * count);
    kernel.run.pickFirsts(at, bytes, count, out);
    return kernel.bytes.slice(out, out + bytes * count).buffer as ArrayBuffer;
  }
}
