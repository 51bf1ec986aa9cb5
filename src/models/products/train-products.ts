import type { Transactions } from "../../transactions/transactions";
import { collectBaskets } from "./baskets";
import { type CustomerProducts, customerProducts } from "./customer-products";
import { type ProductHints, trainProductHints } from "./product-hints";
import { type ProductLink, productLinks } from "./product-links";
import { type ProductTotals, productTotals } from "./product-totals";

/** What a shop sells, to whom, and what to mention to whom. */
export interface TrainedProducts {
  readonly totals: ProductTotals;
  readonly links: readonly ProductLink[];
  readonly byCustomer: CustomerProducts;
  readonly hints: ProductHints;
}

/**
 * Learns from the lines of all customers; null if the file has no products. `oldest` and `newest` are the first and the
 * last order, milliseconds since 1970.
 */
export function trainProducts(
  { lines, returns, customers, products }: Transactions,
  oldest: number,
  newest: number,
): TrainedProducts | null {
  if (products.length === 0) return null;
  const baskets = collectBaskets(lines, customers.length, products.length);
  const totals = productTotals(lines, returns, products.length);
  const hints = trainProductHints(baskets, products.length, oldest, newest);
  return {
    totals,
    links: productLinks(baskets, hints.counted),
    byCustomer: customerProducts(lines, customers.length, products.length),
    hints,
  };
}
