import type { PredictionModel } from "../../pipeline/predict";

/** The column that names the customer. */
export const CUSTOMER_COLUMN = "CustomerID";

/** A cell of the model's customer table as the API answers it: ids as the file writes them, null for what is not known. */
export function wireCell(
  { customers, card }: PredictionModel,
  name: string,
  row: number,
): string | number | null {
  const value = customers.column(name)!.at(row) as string | number | null;
  if (name === CUSTOMER_COLUMN && card.data.numeric_customer_ids) return Number(value);
  return typeof value === "number" && Number.isNaN(value) ? null : value;
}
