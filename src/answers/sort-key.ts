import { CUSTOMER_COLUMN, type CustomerTable } from "./customer-table";

/** Numbers that sort like a column's values, one per customer; NaN if there is none. */
export function sortKey(customers: CustomerTable, name: string): ArrayLike<number> {
  const values = customers.values(name);
  if (values instanceof Float64Array) return values;
  if (name === CUSTOMER_COLUMN && customers.hasNumericIds) return Float64Array.from(values, Number);
  const texts = Array.from(values);
  const distinct = [...new Set(texts)].filter((text) => text !== null).sort();
  const places = new Map(distinct.map((text, place) => [text, place]));
  return Float64Array.from(texts, (text) => (text === null ? Number.NaN : places.get(text)!));
}
