import { type MappingField, mappingFields } from "../../src/transactions/columns/plan";
import type { MappingChoice } from "../../src/transactions/columns/resolve";

/** What each field is, for who chooses its column. */
export const FIELD_WORDS: Readonly<Record<MappingField, { readonly label: string; readonly hint: string }>> =
  {
    customer_id: { label: "Customer", hint: "Needed. The same text for the same customer." },
    order_datetime: { label: "Order date", hint: "Needed. With or without the time of day." },
    order_id: {
      label: "Order number",
      hint: "Tells orders apart. Without it, a customer's rows of one moment are one order.",
    },
    product_id: { label: "Product", hint: "For how broadly a customer buys." },
    quantity: { label: "Quantity", hint: "Units on the line. Without it, each line is one unit." },
    unit_price: { label: "Unit price", hint: "Needed, or a line total instead." },
    order_total: { label: "Line total", hint: "Where the file has no unit price." },
    country: { label: "Country", hint: "Of the customer." },
  };

/** The value of a select that stands for no column. */
export const NO_COLUMN = "";

/** What was chosen, or why it cannot be. */
export interface ChosenMapping {
  readonly choice: MappingChoice;
  /** By field. */
  readonly errors: Readonly<Partial<Record<MappingField, string>>>;
}

/** The mapping that a form or an address names; fields that it does not name are as `proposed`. */
export function readMapping(
  form: URLSearchParams,
  columns: readonly string[],
  proposed: Readonly<Partial<Record<MappingField, string>>>,
): ChosenMapping {
  const choice: Partial<Record<MappingField, string | null>> = {};
  const errors: Partial<Record<MappingField, string>> = {};
  for (const field of mappingFields) {
    const named = form.get(field) ?? proposed[field] ?? NO_COLUMN;
    choice[field] = named === NO_COLUMN ? null : named;
    if (named !== NO_COLUMN && !columns.includes(named)) errors[field] = "The file has no such column.";
  }
  if (choice.customer_id === null) errors.customer_id = "Say which column names the customer.";
  if (choice.order_datetime === null) errors.order_datetime = "Say which column holds the date.";
  if (choice.unit_price === null && choice.order_total === null)
    errors.unit_price = "Say which column holds the price of a unit, or the line total.";
  for (const field of mappingFields) {
    const twice = mappingFields.find((other) => other !== field && choice[other] === choice[field]);
    if (choice[field] !== null && twice)
      errors[field] ??= `The same column is chosen for ${FIELD_WORDS[twice].label.toLowerCase()}.`;
  }
  return { choice, errors };
}
