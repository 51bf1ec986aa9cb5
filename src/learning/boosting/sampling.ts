import { Random } from "../random";
import type { BoostingParameters } from "./parameters";

/**
 * Draws each of the rows 0 to n − 1 with probability `share` (as XGBoost's uniform subsampling does). Fills `rows` (n)
 * with the drawn ones, then the others, both ascending, and returns how many were drawn: at least one. `scratch` (n) is
 * overwritten.
 */
export function sampleRows(share: number, random: Random, rows: Int32Array, scratch: Int32Array): number {
  const limit = share * 2 ** 32;
  let drawn = 0;
  // No branch: whether a row is drawn cannot be predicted.
  for (let i = 0; i < rows.length; i++) {
    const isDrawn = +(random.uint32() < limit);
    rows[drawn] = i;
    scratch[i - drawn] = i;
    drawn += isDrawn;
  }
  if (drawn === 0) {
    const chosen = random.integer(rows.length);
    rows[drawn++] = chosen;
    scratch.copyWithin(chosen, chosen + 1);
  }
  for (let i = drawn; i < rows.length; i++) rows[i] = scratch[i - drawn]!;
  return drawn;
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
  /** All rows (n): first the `rowCount` drawn ones, then the others. The tree grower may reorder the drawn ones. */
  readonly rows: Int32Array;
  rowCount: number;
  /** The drawn columns, ascending; undefined for all. */
  readonly columns: Int32Array | undefined;
  readonly #scratch: Int32Array;
  readonly #rowRandom: Random;
  readonly #columnRandom: Random;

  /** For `rows` × `columns` of data. */
  constructor(
    rows: number,
    readonly width: number,
    readonly parameters: Pick<BoostingParameters, "seed" | "subsample" | "colsampleByTree">,
  ) {
    const random = new Random(parameters.seed);
    this.#rowRandom = random.fork("rows");
    this.#columnRandom = random.fork("columns");
    this.rows = new Int32Array(rows);
    this.rowCount = rows;
    this.#scratch = Int32Array.from(this.rows.keys());
    const count = Math.max(1, Math.floor(parameters.colsampleByTree * width));
    this.columns = count < width ? new Int32Array(count) : undefined;
  }

  /** Draws for the next tree. */
  draw(): void {
    const { subsample } = this.parameters;
    if (subsample === 1) this.rows.set(this.#scratch);
    else this.rowCount = sampleRows(subsample, this.#rowRandom, this.rows, this.#scratch);
    if (this.columns) sampleColumns(this.width, this.#columnRandom, this.columns);
  }
}
