import type { Dialect } from "./engine";
import { magento } from "./shop-queries/magento";
import { medusa } from "./shop-queries/medusa";
import { odoo } from "./shop-queries/odoo";
import { opencart } from "./shop-queries/opencart";
import { prestashop } from "./shop-queries/prestashop";
import type { ShopQuery } from "./shop-queries/shop-query";
import { woocommerce, woocommercePosts } from "./shop-queries/woocommerce";

/** The queries of `shop-queries/`, in the order in which they are shown. */
export const READY_MADE: readonly ShopQuery[] = [
  woocommerce,
  woocommercePosts,
  magento,
  prestashop,
  opencart,
  odoo,
  medusa,
];

/** Those that a kind of warehouse can answer. */
export function readyMadeFor(kind: Dialect): readonly ShopQuery[] {
  return READY_MADE.filter(({ queries }) => queries[kind] !== undefined);
}
