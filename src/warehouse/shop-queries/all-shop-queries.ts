import { magento } from "./magento";
import { medusa } from "./medusa";
import { odoo } from "./odoo";
import { opencart } from "./opencart";
import { prestashop } from "./prestashop";
import type { ShopQuery } from "./shop-query";
import { woocommerce, woocommercePosts } from "./woocommerce";

export const SHOP_QUERIES: readonly ShopQuery[] = [
  woocommerce,
  woocommercePosts,
  magento,
  prestashop,
  opencart,
  odoo,
  medusa,
];
