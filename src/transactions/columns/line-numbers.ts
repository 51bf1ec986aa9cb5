import type { ColumnFacts } from "./column-facts";
import { numbersLines } from "./relations";
import type { Role } from "./roles";
import { normalisedName } from "./synonyms";

/** Names of columns that number the lines of an order. */
const lineNumbers = [
  "orderitemid",
  "orderdetailid",
  "orderlineid",
  "orderproductid",
  "ordersproductsid",
  "lineid",
  "lineitemid",
  "linenumber",
  "lineno",
  "invoicelineid",
  "invoiceline",
];

/** The column that numbers the lines of an order; −1 if there is none. */
export function lineNumberOf(
  names: readonly string[],
  facts: readonly ColumnFacts[],
  index: Readonly<Record<Role, number>>,
): number {
  if (index.order_id < 0 || index.product_id < 0) return -1;
  const used = Object.values(index);
  return names.findIndex(
    (name, i) =>
      !used.includes(i) &&
      lineNumbers.includes(normalisedName(name)) &&
      numbersLines(facts[i]!, facts[index.order_id]!, facts[index.product_id]!),
  );
}
