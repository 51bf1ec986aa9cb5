import { readFileSync } from "node:fs";

const PAGE_BYTES = 65_536;
const MOST_PAGES = 65_536;

/** From one column of a histogram to the next: 256 bins, and a line, so that columns do not share cache sets. */
export const COLUMN_BYTES = 4160;

/** Where the words begin that tell the kernels about a fit and a task, and their places from there. */
export const TOLD_BYTES = 64;
export const TOLD = {
  width: 0,
  byRow: 1,
  byColumn: 2,
  derivatives: 3,
  margins: 4,
  order: 5,
  scratch: 6,
  ranges: 7,
  columns: 8,
  bins: 9,
  partials: 10,
  sums: 11,
  sides: 12,
  blocks: 13,
  drawn: 15,
  all: 16,
  task: 17,
  node: 18,
  other: 19,
  column: 20,
  /** A float64, from here. */
  value: 22,
} as const;

/** What follows the words. */
export const FIRST_FREE_BYTE = 256;

/** What a node's rows are for. */
export const TASK = { sum: 0, histogram: 1, split: 2, add: 3 } as const;

/** The loops over the rows of trees, compiled ahead; see `tree-rows.ts`. */
export interface TreeKernels {
  readonly module: WebAssembly.Module;
  /** Shared, so that a second thread can help. It grows to the largest fit. */
  readonly memory: WebAssembly.Memory;
  run(help: number): void;
  addBlocks(): void;
  subtract(parent: number, child: number): void;
  open(): void;
  close(): void;
}

let loaded: TreeKernels | undefined;

/** The kernels of this thread: with 128-bit vectors where the engine has them (not on x86-64 without AVX). */
export function treeKernels(): TreeKernels {
  if (loaded) return loaded;
  const vectors = compiled("tree-rows.wasm");
  const bytes = WebAssembly.validate(vectors) ? vectors : compiled("tree-rows-plain.wasm");
  return (loaded = instance(bytes));
}

/** A set of kernels with a memory of its own. */
export function instance(bytes: Uint8Array<ArrayBuffer>): TreeKernels {
  const module = new WebAssembly.Module(bytes);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { ...(exports as unknown as Omit<TreeKernels, "module" | "memory">), module, memory };
}

export function compiled(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`./${name}`, import.meta.url)));
}

/** The kernels' memory, at least `bytes` of it. */
export function memoryOf({ memory }: TreeKernels, bytes: number): ArrayBufferLike {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
  return memory.buffer;
}
