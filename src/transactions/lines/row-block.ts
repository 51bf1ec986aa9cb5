/** Rows of a block: 2¹⁶, about 3.8 MB. */
export const blockRows = 1 << 16;

/**
 * Some rows of the file, a typed array a field. Blocks are added as rows come, so that nothing is copied as the table
 * grows. Ids are those of the dictionaries; −1 where the file has no such column.
 */
export class RowBlock {
  length = 0;
  readonly row = new Int32Array(blockRows);
  readonly customer = new Int32Array(blockRows);
  readonly order = new Int32Array(blockRows);
  readonly product = new Int32Array(blockRows);
  readonly country = new Int32Array(blockRows);
  /** By `momentKind`: milliseconds since 1970, or a packed date. */
  readonly moment = new Float64Array(blockRows);
  readonly momentKind = new Uint8Array(blockRows);
  /** As written, by its kind; see `resolveNumber`. */
  readonly quantity = new Float64Array(blockRows);
  readonly quantityKind = new Uint8Array(blockRows);
  /** Unit price or, where the file has order totals only, the total. */
  readonly price = new Float64Array(blockRows);
  readonly priceKind = new Uint8Array(blockRows);
  /** 64-bit hash of the columns that are not mapped, in two halves. */
  readonly restLow = new Int32Array(blockRows);
  readonly restHigh = new Int32Array(blockRows);
  /** What became of each row, once it is judged: see `Verdict`. */
  readonly verdict = new Uint8Array(blockRows);
}
