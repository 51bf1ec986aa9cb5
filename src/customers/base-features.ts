import { DAY_MS } from "../time";
import type { FeatureTable } from "./feature-table";
import type { Purchases } from "./purchases";

/** What a caller of `/predict` can type in; models with the base head use just these, in this order. */
export const BASE_FEATURES = [
  "recency_days",
  "frequency",
  "monetary",
  "avg_basket_value",
  "unique_products",
  "avg_interpurchase_days",
  "purchase_span_days",
] as const;

export type BaseFeature = (typeof BASE_FEATURES)[number];

/**
 * The base features of every customer with an order at or before `cutoff`, at the snapshot S = cutoff + 1 day:
 *
 * - `recency_days` = ⌊(S − last order) / 1 day⌋, 1 or more, as no order is later than the cutoff
 * - `frequency` = distinct orders
 * - `monetary` = Σ quantity × unit price
 * - `avg_basket_value` = monetary / frequency
 * - `unique_products` = distinct products
 * - `avg_quantity` = mean quantity of a line
 * - `purchase_span_days` = ⌊(last − first order) / 1 day⌋
 * - `avg_interpurchase_days` = span / (frequency − 1), and the span itself for one order
 */
export function baseFeatures(purchases: Purchases, cutoff: number): FeatureTable {
  const customer = customersUntil(purchases, cutoff);
  const rows = customer.length;
  const recency = new Float64Array(rows);
  const frequency = new Float64Array(rows);
  const monetary = new Float64Array(rows);
  const basket = new Float64Array(rows);
  const products = new Float64Array(rows);
  const quantity = new Float64Array(rows);
  const span = new Float64Array(rows);
  const interpurchase = new Float64Array(rows);
  const { start, time, value, units, lines, opensOrder, newProducts } = purchases;

  for (let row = 0; row < rows; row++) {
    const first = start[customer[row]!]!;
    const end = start[customer[row]! + 1]!;
    let i = first;
    let unitSum = 0;
    let lineSum = 0;
    for (; i < end && time[i]! <= cutoff; i++) {
      frequency[row]! += opensOrder[i]!;
      monetary[row]! += value[i]!;
      products[row]! += newProducts[i]!;
      unitSum += units[i]!;
      lineSum += lines[i]!;
    }
    const last = time[i - 1]!;
    recency[row] = Math.floor((cutoff + DAY_MS - last) / DAY_MS);
    basket[row] = monetary[row]! / frequency[row]!;
    quantity[row] = unitSum / lineSum;
    span[row] = Math.floor((last - time[first]!) / DAY_MS);
    interpurchase[row] = span[row]! / Math.max(1, frequency[row]! - 1);
  }
  return {
    cutoff,
    rows,
    customer,
    columns: {
      recency_days: recency,
      frequency,
      monetary,
      avg_basket_value: basket,
      unique_products: products,
      avg_interpurchase_days: interpurchase,
      purchase_span_days: span,
      avg_quantity: quantity,
    },
  };
}

/** The customers with an order at or before `cutoff`, in rising order. */
export function customersUntil({ customers, start, time }: Purchases, cutoff: number): Int32Array {
  const known = new Int32Array(customers);
  let count = 0;
  for (let c = 0; c < customers; c++) {
    if (start[c]! < start[c + 1]! && time[start[c]!]! <= cutoff) known[count++] = c;
  }
  return known.slice(0, count);
}
