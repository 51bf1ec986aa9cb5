import { Worker } from "node:worker_threads";
import { type Instance, MemoryPlan, memoryOf, TOLD_BYTES } from "../kernels/instance";
import { COLUMN_BYTES, TASK, TOLD, type TreeKernels, treeKernels } from "../kernels/tree-kernels";
import type { BinnedMatrix } from "./binned-matrix";

/** Rows that are summed together: sums are made in blocks and then added up in their order, by however many threads. */
const BLOCK_ROWS = 131_072;

/** A smaller node is done by one thread before another has woken up. */
const LEAST_SHARED_ROWS = 8192;

/** The most rows: their bins must fit into the kernels' memory, and their blocks into a ticket. */
const MOST_BLOCKS = 1000;

/**
 * The rows of a fit in the kernels' memory: their bins, derivatives and margins, and which of them are at which node of
 * the tree that grows. One at a time a thread. A fit of several blocks has a second thread's help until `end`, if
 * `threads` is more than 1; the answers are the same bits.
 */
export class TreeRows {
  /** The rows of each block, in the order of the tree's nodes: first those drawn, then the others. */
  readonly order: Int32Array;
  /** 2n: gradient and hessian of each row. */
  readonly derivatives: Float64Array;
  readonly margins: Float64Array;
  /** Where each block begins, and the number of rows. */
  readonly starts: Int32Array;
  /** How many rows of each block are drawn. */
  readonly drawn: Int32Array;
  /** Gradient and hessian of all drawn rows, after `begin`. */
  gradient = 0;
  hessian = 0;
  /** The histograms: two numbers a bin, `COLUMN_BYTES` from one column to the next. */
  readonly histograms: readonly Float64Array[];

  readonly #binned: BinnedMatrix;
  readonly #kernels: Instance<TreeKernels>;
  readonly #told: Int32Array;
  readonly #value: Float64Array;
  readonly #ranges: Int32Array;
  readonly #columns: Int32Array;
  readonly #bins: Int32Array;
  readonly #sums: Float64Array;
  readonly #sides: Uint8Array;
  readonly #mayShare: boolean;

  /** For trees with up to `depth` decisions on a path. */
  constructor(binned: BinnedMatrix, depth: number, threads: number, kernels = treeKernels()) {
    const { rows, columns } = binned;
    const blocks = Math.ceil(rows / BLOCK_ROWS);
    if (blocks > MOST_BLOCKS) throw new RangeError(`${rows} rows are too many to grow trees on`);
    this.#binned = binned;
    this.#kernels = kernels;
    const plan = new MemoryPlan();
    const at = {
      byRow: plan.bytes(rows * columns),
      byColumn: plan.bytes(rows * columns),
      derivatives: plan.bytes(16 * rows),
      margins: plan.bytes(8 * rows),
      order: plan.bytes(4 * rows),
      scratch: plan.bytes(4 * rows),
      ranges: plan.bytes(16 * blocks * (depth + 1)),
      columns: plan.bytes(4 * columns),
      bins: plan.bytes(4 * columns),
      sums: plan.bytes(16 * blocks),
      sides: plan.bytes(256),
      partials: plan.bytes((blocks - 1) * columns * COLUMN_BYTES),
      histograms: plan.bytes(depth * columns * COLUMN_BYTES),
    };
    const memory = memoryOf(kernels, plan.end);
    new Uint8Array(memory, at.byRow, rows * columns).set(binned.byRow);
    new Uint8Array(memory, at.byColumn, rows * columns).set(binned.byColumn);
    this.order = new Int32Array(memory, at.order, rows);
    this.derivatives = new Float64Array(memory, at.derivatives, 2 * rows);
    this.margins = new Float64Array(memory, at.margins, rows);
    this.starts = Int32Array.from({ length: blocks + 1 }, (_, block) => Math.min(rows, block * BLOCK_ROWS));
    this.drawn = new Int32Array(blocks);
    const size = (columns * COLUMN_BYTES) / 8;
    this.histograms = Array.from(
      { length: depth },
      (_, i) => new Float64Array(memory, at.histograms + 8 * size * i, size),
    );
    this.#told = new Int32Array(memory, TOLD_BYTES, TOLD.value);
    this.#value = new Float64Array(memory, TOLD_BYTES + 4 * TOLD.value, 1);
    this.#ranges = new Int32Array(memory, at.ranges, 4 * blocks * (depth + 1));
    this.#columns = new Int32Array(memory, at.columns, columns);
    this.#bins = new Int32Array(memory, at.bins, columns);
    this.#sums = new Float64Array(memory, at.sums, 2 * blocks);
    this.#sides = new Uint8Array(memory, at.sides, 256);
    for (const name of Object.keys(at) as (keyof typeof at)[]) {
      if (name !== "histograms") this.#told[TOLD[name]] = at[name];
    }
    this.#told[TOLD.width] = columns;
    this.#told[TOLD.blocks] = blocks;
    this.#mayShare = blocks > 1 && threads > 1;
    if (this.#mayShare) startHelper(kernels);
  }

  /** A new tree: at its root, node 0, are the `drawn` rows. `columns` (ascending; all by default) are those it may split. */
  begin(columns: Int32Array | undefined): void {
    const { offsets, columns: width } = this.#binned;
    const count = columns ? columns.length : width;
    for (let k = 0; k < count; k++) {
      const j = columns ? columns[k]! : k;
      this.#columns[k] = j;
      this.#bins[k] = offsets[j + 1]! - offsets[j]!;
    }
    this.#told[TOLD.drawn] = count;
    this.#told[TOLD.all] = count === width ? 1 : 0;
    for (let block = 0; block < this.drawn.length; block++) {
      const start = this.starts[block]!;
      const middle = start + this.drawn[block]!;
      this.#ranges[4 * block] = start;
      this.#ranges[4 * block + 1] = middle;
      this.#ranges[4 * block + 2] = middle;
      this.#ranges[4 * block + 3] = this.starts[block + 1]!;
    }
    this.#run(TASK.sum, 0, 0, this.drawnRows(0));
    this.gradient = 0;
    this.hessian = 0;
    for (let block = 0; block < this.drawn.length; block++) {
      this.gradient += this.#sums[2 * block]!;
      this.hessian += this.#sums[2 * block + 1]!;
    }
  }

  /** How many of the drawn rows are at a node. */
  drawnRows(node: number): number {
    const blocks = this.drawn.length;
    let rows = 0;
    for (let at = 4 * node * blocks; at < 4 * (node + 1) * blocks; at += 4) {
      rows += this.#ranges[at + 1]! - this.#ranges[at]!;
    }
    return rows;
  }

  /** Sums the derivatives of the drawn rows at a node by bin. */
  buildHistogram(node: number, histogram: number): void {
    this.#run(TASK.histogram, node, this.histograms[histogram]!.byteOffset, this.drawnRows(node));
    if (this.drawn.length > 1) this.#kernels.addBlocks();
  }

  /** Turns the histogram of a node into that of one child, given the other's. */
  subtract(parent: number, child: number): void {
    this.#kernels.subtract(this.histograms[parent]!.byteOffset, this.histograms[child]!.byteOffset);
  }

  /**
   * Sends rows of `node` with a bin of `column` up to `lastLeft` to node `left`, missing ones too if `missingLeft`; the
   * others stay. Both sides keep their order.
   */
  split(node: number, left: number, column: number, lastLeft: number, missingLeft: boolean): void {
    const { missingId, offsets, rows } = this.#binned;
    this.#sides.fill(4, 0, lastLeft + 1).fill(0, lastLeft + 1);
    const missing = missingId[column]!;
    if (missing >= 0) this.#sides[missing - offsets[column]!] = missingLeft ? 4 : 0;
    this.#told[TOLD.column] = column * rows;
    this.#run(TASK.split, node, left, this.drawnRows(node));
  }

  /** Adds `value` to the margins of all rows at a node, drawn or not. */
  addToMargins(node: number, value: number): void {
    this.#value[0] = value;
    this.#run(TASK.add, node, 0, this.drawnRows(node));
  }

  /** Sends the helping thread home. */
  end(): void {
    if (this.#mayShare) this.#kernels.close();
  }

  #run(task: number, node: number, other: number, rows: number): void {
    this.#told[TOLD.task] = task;
    this.#told[TOLD.node] = node;
    this.#told[TOLD.other] = other;
    this.#kernels.run(this.#mayShare && rows >= LEAST_SHARED_ROWS ? 1 : 0);
  }
}

/** Starts a thread that takes blocks of a task until `close`. It ends by itself, and nothing waits for it to start. */
function startHelper({ module, memory, open }: Instance<TreeKernels>): void {
  open();
  const script = new URL("./second-thread.ts", import.meta.url);
  new Worker(script, { workerData: { module, memory } }).unref();
}
