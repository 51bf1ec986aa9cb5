/** Rows of a block: 2¹⁶, about 3.8 MB, and some 300 kB more for each further role. */
export const blockRows = 1 << 16;

/** Roles whose cells are words and that few files have. */
export const wordRoles = [
  "status",
  "row_type",
  "cancelled_at",
  "currency",
  "email",
  "exported_at",
  /** Asked only where the profile knows products that are no goods. */
  "product_name",
] as const;
export type WordRole = (typeof wordRoles)[number];

/** Roles whose cells are numbers and that few files have. */
export const amountRoles = [
  "discount",
  "refund",
  "returned_quantity",
  "exchange_rate",
  "shipping",
  "tax",
] as const;
export type AmountRole = (typeof amountRoles)[number];

/** Numbers as written, by their kind; see `resolveNumber`. */
interface NumberCells {
  readonly value: Float64Array;
  readonly kind: Uint8Array;
}

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
  /** Unit price or, where the file has totals only, the total. */
  readonly price = new Float64Array(blockRows);
  readonly priceKind = new Uint8Array(blockRows);
  /** 64-bit hash of the columns that are not mapped, in two halves. */
  readonly restLow = new Int32Array(blockRows);
  readonly restHigh = new Int32Array(blockRows);
  /** What became of each row, once it is judged: see `verdictOf`. */
  readonly verdict = new Uint8Array(blockRows);
  /** Ids of the words of each role that the file has. */
  readonly words: Partial<Record<WordRole, Int32Array>> = {};
  readonly amounts: Partial<Record<AmountRole, NumberCells>> = {};
  /** Currency sign that stands inside the price, as `NumberColumn.units` numbers them; null as long as there is none. */
  priceUnit: Uint8Array | null = null;

  /** Remembers the unit of a row's price. */
  noteUnit(at: number, unit: number): void {
    this.priceUnit ??= new Uint8Array(blockRows);
    this.priceUnit[at] = unit;
  }

  constructor(words: readonly WordRole[] = [], amounts: readonly AmountRole[] = []) {
    for (const role of words) this.words[role] = new Int32Array(blockRows);
    for (const role of amounts)
      this.amounts[role] = { value: new Float64Array(blockRows), kind: new Uint8Array(blockRows) };
  }
}
