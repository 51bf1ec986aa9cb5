import { Random } from "../random";
import type { BoostingParameters } from "./parameters";
import type { TreeRows } from "./tree-rows";

/**
 * Draws each of the rows 0 to n − 1 with probability `share` (as XGBoost's uniform subsampling does), in blocks: block b
 * holds the rows from `starts[b]` to before `starts[b + 1]`. Fills its part of `order` (n) with the drawn ones, then the
 * others, both ascending, and `drawn[b]` with how many were drawn: at least one in all. `scratch`, as long as the
 * largest block, is overwritten.
 */
export function sampleRows(
  share: number,
  random: Random,
  starts: Int32Array,
  order: Int32Array,
  drawn: Int32Array,
  scratch: Int32Array,
): void {
  const limit = share * 2 ** 32;
  let total = 0;
  for (let block = 0; block < drawn.length; block++) {
    const end = starts[block + 1]!;
    let left = starts[block]!;
    let right = 0;
    // No branch: whether a row is drawn cannot be predicted.
    for (let row = left; row < end; row++) {
      const isDrawn = +(random.uint32() < limit);
      order[left] = row;
      scratch[right] = row;
      left += isDrawn;
      right += 1 - isDrawn;
    }
    for (let i = 0; i < right; i++) order[left + i] = scratch[i]!;
    drawn[block] = left - starts[block]!;
    total += drawn[block]!;
  }
  if (total > 0) return;
  const chosen = random.integer(order.length);
  const block = starts.findIndex((start) => start > chosen) - 1;
  order.copyWithin(starts[block]! + 1, starts[block]!, chosen);
  order[starts[block]!] = chosen;
  drawn[block] = 1;
}

/**
 * Draws `count` of the integers 0 to n − 1 without repetition into `columns` (count), ascending (Knuth's algorithm S).
 */
export function sampleColumns(n: number, random: Random, columns: Int32Array): void {
  let taken = 0;
  for (let j = 0; taken < columns.length; j++) {
    if (random.uniform() * (n - j) < columns.length - taken) columns[taken++] = j;
  }
}

/** Draws the rows and columns of each tree from two separate streams. All memory is allocated once. */
export class TreeSampler {
  /** The drawn columns, ascending; undefined for all. */
  readonly columns: Int32Array | undefined;
  readonly #identity: Int32Array;
  readonly #scratch: Int32Array;
  readonly #rowRandom: Random;
  readonly #columnRandom: Random;

  /** For data of `width` columns. */
  constructor(
    readonly rows: Pick<TreeRows, "starts" | "order" | "drawn">,
    readonly width: number,
    readonly parameters: Pick<BoostingParameters, "seed" | "subsample" | "colsampleByTree">,
  ) {
    const random = new Random(parameters.seed);
    this.#rowRandom = random.fork("rows");
    this.#columnRandom = random.fork("columns");
    const all = parameters.subsample === 1;
    this.#identity = Int32Array.from({ length: all ? rows.order.length : 0 }, (_, row) => row);
    this.#scratch = new Int32Array(all ? 0 : rows.starts[1]!);
    const count = Math.max(1, Math.floor(parameters.colsampleByTree * width));
    this.columns = count < width ? new Int32Array(count) : undefined;
  }

  /** Draws for the next tree. */
  draw(): void {
    const { starts, order, drawn } = this.rows;
    const { subsample } = this.parameters;
    if (subsample === 1) {
      order.set(this.#identity);
      for (let block = 0; block < drawn.length; block++) drawn[block] = starts[block + 1]! - starts[block]!;
    } else sampleRows(subsample, this.#rowRandom, starts, order, drawn, this.#scratch);
    if (this.columns) sampleColumns(this.width, this.#columnRandom, this.columns);
  }
}
