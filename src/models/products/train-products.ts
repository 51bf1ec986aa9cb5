import type { Transactions } from "../../transactions/transactions";
import type { Effort } from "../settings";
import type { Baskets } from "./baskets";
import { type CustomerProducts, customerProducts } from "./customer-products";
import { type ProductHints, trainProductHints } from "./product-hints";
import { type ProductLink, productLinks } from "./product-links";
import { type ProductTotals, productTotals } from "./product-totals";

/** What a shop sells, and to whom. */
export interface ProductSales {
  readonly totals: ProductTotals;
  readonly byCustomer: CustomerProducts;
}

/** What goes with what, and what to mention to whom. */
export interface ProductTies {
  readonly links: readonly ProductLink[];
  readonly hints: Omit<ProductHints, "counted">;
}

/** Adds up the lines of all customers; null if the file has no products. */
export function productSales({ lines, returns, customers, products }: Transactions): ProductSales | null {
  if (products.length === 0) return null;
  return {
    totals: productTotals(lines, returns, products.length),
    byCustomer: customerProducts(lines, customers.length, products.length),
  };
}

/**
 * Learns from the baskets of all customers. `oldest` and `newest` are the first and the last order, milliseconds since
 * 1970.
 */
export function learnProductTies(
  baskets: Baskets,
  products: number,
  oldest: number,
  newest: number,
  effort: Effort,
): ProductTies {
  const { counted, ...hints } = trainProductHints(baskets, products, oldest, newest, effort);
  return { links: productLinks(baskets, counted), hints };
}
