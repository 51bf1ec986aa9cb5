import type { ColumnFacts } from "./column-facts";
import type { Role } from "./roles";
import { normalisedName } from "./synonyms";

/** What an order's total consists of, worked out from the numbers. */
export interface GoodsOfTotals {
  /** The column with the value of the goods. */
  readonly subtotal: number;
  /** Whether it still includes the discount. */
  readonly beforeDiscount: boolean;
  readonly evidence: string;
}

const subtotalNames =
  /sub-?total|zwischensumme|warenwert|warensumme|soustotal|totalproduits|subtotale|subtotaal|productstotal|producttotal|totalproducts|itemstotal|merchandise|goodstotal/;
const leastShare = 0.95;
const fewestRows = 5;
/** Half a cent an addend. */
const tolerance = 0.02;

/**
 * Finds the column with the value of the goods when the order's total includes shipping: total = subtotal + shipping,
 * with or without tax added and a discount taken off, in nearly all rows of the sample. Null if there is none.
 */
export function goodsOfTotals(
  facts: readonly ColumnFacts[],
  index: Readonly<Record<Role, number>>,
): GoodsOfTotals | null {
  const total = facts[index.order_total];
  if (total === undefined) return null;
  const free = (column: number) => !Object.values(index).includes(column) && facts[column]!.numbers >= 0.9;
  // The sums identify a column whose name is unknown.
  const shippings =
    index.shipping >= 0 ? [facts[index.shipping]!] : facts.filter((_, column) => free(column));
  for (const [column, subtotal] of facts.entries()) {
    if (!free(column) || !subtotalNames.test(normalisedName(subtotal.name))) continue;
    const found = shippings
      .filter((shipping) => shipping !== subtotal)
      .map((shipping) => sumOf(facts, index, total, subtotal, shipping))
      .find((sum) => sum !== null);
    if (found) return { subtotal: column, ...found };
  }
  return null;
}

function sumOf(
  facts: readonly ColumnFacts[],
  index: Readonly<Record<Role, number>>,
  total: ColumnFacts,
  subtotal: ColumnFacts,
  shipping: ColumnFacts,
): Pick<GoodsOfTotals, "beforeDiscount" | "evidence"> | null {
  for (const tax of [undefined, facts[index.tax]])
    for (const discount of [undefined, facts[index.discount]]) {
      if (!isSum(total, subtotal, shipping, tax, discount)) continue;
      const parts = [shipping, ...(tax === undefined ? [] : [tax])].map(({ name }) => JSON.stringify(name));
      const less = discount === undefined ? "" : `, less ${JSON.stringify(discount.name)}`;
      return {
        beforeDiscount: discount !== undefined,
        evidence: `what the goods cost: ${JSON.stringify(total.name)} is that with ${parts.join(" and ")}${less}`,
      };
    }
  return null;
}

function isSum(
  total: ColumnFacts,
  subtotal: ColumnFacts,
  shipping: ColumnFacts,
  tax: ColumnFacts | undefined,
  discount: ColumnFacts | undefined,
): boolean {
  let rows = 0;
  let equal = 0;
  let shipped = 0;
  const at = (column: ColumnFacts | undefined, row: number) => column?.values[row] || 0;
  for (let row = 0; row < total.values.length; row++) {
    const sum = at(subtotal, row) + at(shipping, row) + at(tax, row) - Math.abs(at(discount, row));
    if (Number.isNaN(total.values[row]) || Number.isNaN(subtotal.values[row])) continue;
    rows++;
    if (Math.abs(sum - total.values[row]!) > tolerance) continue;
    equal++;
    if (at(shipping, row) !== 0) shipped++;
  }
  return rows >= fewestRows && shipped > 0 && equal >= leastShare * rows;
}
