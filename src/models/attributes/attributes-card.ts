import type { AttributeColumn } from "../../transactions/attributes/attribute-kind";
import type { AttributeReport } from "../../transactions/attributes/attribute-report";
import type { ReadAttributes } from "../../transactions/attributes/read-attributes";

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
  readonly columns: readonly (AttributeColumn & {
    /** Customers of whom it is known. */
    readonly known: number;
  })[];
}

export function attributesCard({ attributes, reports }: ReadAttributes): AttributesCard {
  return {
    files: reports.map(({ file, rows_read, rows_matched, rows_unmatched, customers_with_row, warnings }) => ({
      ...{ file, rows_read, rows_matched, rows_unmatched, customers_with_row },
      is_refused: warnings.some(({ code }) => code === "refused"),
    })),
    columns: attributes.map(({ name, kind, cells }) => ({
      name,
      kind,
      known: cells.reduce<number>((sum, cell) => sum + (cell === null ? 0 : 1), 0),
    })),
  };
}
