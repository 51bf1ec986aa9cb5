import type { AttributeReport } from "../../transactions/attributes/attribute-report";
import type { ReadAttributes } from "../../transactions/attributes/read-attributes";
import type { AttributeEffect } from "./attribute-effects";

/**
 * What the shop told about its customers, for the model card: no cell of its files, because the card outlives the
 * customers in them. Wire format.
 */
export interface AttributesCard {
  readonly files: readonly (Pick<
    AttributeReport,
    "file" | "rows_read" | "rows_matched" | "rows_unmatched" | "customers_with_row"
  > & {
    /** The file could not be read, or is about none of the customers. */
    readonly is_refused: boolean;
  })[];
  /** Each attribute, and what it does for the probability of leaving. */
  readonly columns: readonly AttributeEffect[];
}

export function attributesCard(
  { reports }: ReadAttributes,
  effects: readonly AttributeEffect[],
): AttributesCard {
  return {
    files: reports.map(({ file, rows_read, rows_matched, rows_unmatched, customers_with_row, warnings }) => ({
      ...{ file, rows_read, rows_matched, rows_unmatched, customers_with_row },
      is_refused: warnings.some(({ code }) => code === "refused"),
    })),
    columns: effects,
  };
}
