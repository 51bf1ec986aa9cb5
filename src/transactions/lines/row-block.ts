/** Rows of a block: 2¹⁶, about 3.8 MB, plus some 300 kB for each more role. */
export const blockRows = 1 << 16;

/** Roles with words as cells, which few files have. */
export const wordRoles = [
  "status",
  "payment_status",
  "row_type",
  "cancelled_at",
  "test_order",
  "currency",
  "email",
  "exported_at",
  /** Needed only if the profile knows products that are no goods. */
  "product_name",
] as const;
export type WordRole = (typeof wordRoles)[number];

/** Roles with numbers as cells, which few files have. */
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
export interface NumberCells {
  readonly value: Float64Array;
  readonly kind: Uint8Array;
}

/** The columns of some rows, one typed array each. Ids are dictionary ids; −1 if the file has no such column. */
export interface RowColumns {
  readonly row: Int32Array;
  readonly customer: Int32Array;
  readonly order: Int32Array;
  readonly product: Int32Array;
  readonly country: Int32Array;
  /** By `momentKind`: milliseconds since 1970, or a packed date. */
  readonly moment: Float64Array;
  readonly momentKind: Uint8Array;
  /** As written, by its kind; see `resolveNumber`. */
  readonly quantity: Float64Array;
  readonly quantityKind: Uint8Array;
  /** Unit price or, if the file has only totals, the total. */
  readonly price: Float64Array;
  readonly priceKind: Uint8Array;
  /** 64-bit hash of the unmapped columns, in two halves. */
  readonly restLow: Int32Array;
  readonly restHigh: Int32Array;
  /** Ids of the words for each role in the file. */
  readonly words: Partial<Record<WordRole, Int32Array>>;
  readonly amounts: Partial<Record<AmountRole, NumberCells>>;
}

/**
 * Some rows of the file. Blocks are added as rows come, so nothing is copied as the table grows. `gatherLines` empties
 * them.
 */
export interface RowBlock extends RowColumns {
  readonly length: number;
  /** The verdict on each row, once judged: see `verdictOf`. */
  readonly verdict: Uint8Array;
  /** Currency sign in the price, numbered as in `NumberColumn.units`; null if there is none. */
  priceUnit: Uint8Array | null;
}
