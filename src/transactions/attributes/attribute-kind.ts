export type AttributeKind = "text" | "number" | "date" | "yes_no";

/** A column that the shop knows about its customers. */
export interface AttributeColumn {
  readonly name: string;
  readonly kind: AttributeKind;
}

/** Null if unknown; days as milliseconds since 1970. */
export type AttributeCell = string | number | boolean | null;

/** A column by customer, in the order of `Transactions.customers`. */
export interface AttributeCells extends AttributeColumn {
  readonly cells: readonly AttributeCell[];
}
