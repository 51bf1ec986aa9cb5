import { bestCompiled, type Instance, instance } from "./instance";

/** From one column of a histogram to the next: 256 bins, and a line, so that columns do not share cache sets. */
export const COLUMN_BYTES = 4160;

/** The places of the words that tell the kernels about a fit and a task. */
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

/** What a node's rows are for. */
export const TASK = { sum: 0, histogram: 1, split: 2, add: 3 } as const;

/** The loops over the rows of trees, compiled ahead; see `tree-rows.ts`. */
export interface TreeKernels {
  run(help: number): void;
  addBlocks(): void;
  subtract(parent: number, child: number): void;
  open(): void;
  close(): void;
}

let loaded: Instance<TreeKernels> | undefined;

/** The kernels of this thread. */
export function treeKernels(): Instance<TreeKernels> {
  return (loaded ??= instance(bestCompiled("tree-rows")));
}
