export type AttributeKind = "text" | "number" | "date" | "yes_no";

/** A column that the shop knows about its customers. */
export interface AttributeColumn {
  readonly name: string;
  readonly kind: AttributeKind;
}
