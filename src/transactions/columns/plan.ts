import type { ColumnMapping } from "../mapping";

/** The fields that a column can be mapped to, in the order they are shown. */
export const mappingFields = [
  "customer_id",
  "order_id",
  "order_datetime",
  "product_id",
  "quantity",
  "unit_price",
  "order_total",
  "country",
] as const satisfies readonly (keyof ColumnMapping)[];
export type MappingField = (typeof mappingFields)[number];

/** Where in a record each field lies: indexes of columns, −1 where the file has none. */
export interface ColumnPlan {
  readonly mapping: ColumnMapping;
  /** Names of all columns, made unique. */
  readonly columns: readonly string[];
  readonly index: Readonly<Record<MappingField, number>>;
  /** Notes for the report about how the columns were found. */
  readonly notes: readonly string[];
}
