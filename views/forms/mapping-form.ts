import type { MappingChoice } from "../../src/transactions/columns/resolve";
import { mainRoles, type Role, roles } from "../../src/transactions/columns/roles";
import { type Meaning, meanings } from "../../src/transactions/profiles/profile";

/** What each role is, for who chooses its column. */
export const FIELD_WORDS: Readonly<Record<Role, { readonly label: string; readonly hint: string }>> = {
  customer_id: { label: "Customer", hint: "Required. The same text for the same customer." },
  order_datetime: { label: "Order date", hint: "Required. With or without the time of day." },
  order_id: {
    label: "Order number",
    hint: "Tells orders apart. Without it, a customer's rows at the same moment are one order.",
  },
  product_id: { label: "Product", hint: "Shows how broadly a customer buys." },
  quantity: { label: "Quantity", hint: "Units on the line. Without it, each line is one unit." },
  unit_price: { label: "Unit price", hint: "Required, unless there is a total." },
  order_total: { label: "Order total", hint: "If there is no unit price." },
  country: { label: "Country", hint: "Of the customer." },
  line_total: { label: "Line total", hint: "Quantity × unit price, if there is such a column." },
  status: { label: "Status", hint: "Paid, cancelled, refunded …: which orders count." },
  payment_status: { label: "Payment status", hint: "If it has a column of its own." },
  cancelled_at: { label: "Cancelled on", hint: "Blank for orders that stand." },
  test_order: { label: "Test order", hint: "Whether it was only a trial." },
  row_type: { label: "Kind of row", hint: "Item, refund, payment, shipping …" },
  discount: { label: "Discount", hint: "Taken off what was paid." },
  refund: { label: "Refund", hint: "Subtracted from revenue." },
  returned_quantity: { label: "Units returned", hint: "On the line." },
  currency: { label: "Currency", hint: "Amounts in different currencies are never simply added up." },
  exchange_rate: { label: "Exchange rate", hint: "What the row's currency is worth in yours." },
  email: { label: "E-mail address", hint: "Tells guests apart." },
  customer_name: { label: "Customer's name", hint: "Shown, not learned from." },
  product_name: { label: "Product name", hint: "Shown, not learned from." },
  tax: { label: "Tax", hint: "Never taken for a price." },
  shipping: { label: "Shipping", hint: "Never taken for a price." },
  order_time: { label: "Time of day", hint: "Where the date has a column of its own." },
  exported_at: { label: "Export", hint: "If an order was exported twice, the newest counts." },
};

/** The fields that are always asked about; the others only where they were found or are open in a file. */
export const MAIN_FIELDS: readonly Role[] = mainRoles;

/** The value of a select that stands for no column. */
export const NO_COLUMN = "";

/** A form's field for what a word of a status means begins so. */
export const WORD_FIELD = "word:";

/** What was chosen, or why it is invalid. */
export interface ChosenMapping {
  readonly choice: MappingChoice;
  /** What of it was not recognised anyway: this is kept, and goes before all evidence. */
  readonly said: MappingChoice;
  /** By field. */
  readonly errors: Readonly<Partial<Record<Role, string>>>;
}

/** What the reading of a file recognised by itself, and what was said of its words before. */
interface Known {
  readonly recognised?: Readonly<Partial<Record<Role, string>>>;
  readonly words?: MappingChoice["words"];
}

/**
 * The mapping that a form or an address names. Of the main fields those that it does not name are as `proposed`, else
 * not in the file; of the others only what is named or proposed is said, and the rest is left to the reading.
 */
export function readMapping(
  form: URLSearchParams,
  columns: readonly string[],
  proposed: Readonly<Partial<Record<Role, string>>>,
  { recognised = {}, words = {} }: Known = {},
): ChosenMapping {
  const choice: Partial<Record<Role, string | null>> = {};
  const errors: Partial<Record<Role, string>> = {};
  for (const field of roles) {
    const isMain = MAIN_FIELDS.includes(field);
    const named = form.get(field) ?? proposed[field] ?? NO_COLUMN;
    if (isMain || named !== NO_COLUMN || proposed[field]) choice[field] = named === NO_COLUMN ? null : named;
    if (named !== NO_COLUMN && !columns.includes(named)) errors[field] = "The file has no such column.";
  }
  if (choice.customer_id === null) errors.customer_id = "Say which column names the customer.";
  if (choice.order_datetime === null) errors.order_datetime = "Say which column holds the date.";
  if (choice.unit_price === null && choice.order_total === null && !choice.line_total)
    errors.unit_price = "Say which column holds the price of a unit, or a total.";
  for (const field of MAIN_FIELDS) {
    const twice = MAIN_FIELDS.find((other) => other !== field && choice[other] === choice[field]);
    if (choice[field] !== null && twice)
      errors[field] ??= `The same column is chosen for ${FIELD_WORDS[twice].label.toLowerCase()}.`;
  }
  const said = Object.fromEntries(
    Object.entries(choice).filter(([field, column]) => (recognised[field as Role] ?? null) !== column),
  );
  const meanings = { ...words, ...wordsOf(form) };
  const meant = Object.keys(meanings).length === 0 ? {} : { words: meanings };
  return { choice: { ...choice, ...meant }, said: { ...said, ...meant }, errors };
}

/** What the form says that words of a status mean. */
function wordsOf(form: URLSearchParams): Readonly<Record<string, Meaning>> {
  const said: Record<string, Meaning> = {};
  for (const [name, value] of form) {
    const meaning = meanings.find((known) => known === value);
    if (name.startsWith(WORD_FIELD) && meaning !== undefined) said[name.slice(WORD_FIELD.length)] = meaning;
  }
  return said;
}
