import { quickbooks, xero } from "./accounting";
import { amazonAllOrders, amazonFulfilled, amazonOrders } from "./amazon";
import { bigcommerce, bigcommerceNet } from "./bigcommerce";
import { ebay } from "./ebay";
import { etsyItems, etsyOrders } from "./etsy";
import { lightspeed } from "./lightspeed";
import { loyverse } from "./loyverse";
import { magentoBaseTables, magentoGrid, magentoGridTotals, magentoTables } from "./magento";
import { odoo } from "./odoo";
import { opencart, opencartOrders } from "./opencart";
import { oscommerce, xtcommerce } from "./oscommerce";
import { oxid } from "./oxid";
import { paypal } from "./paypal";
import { prestashop, prestashopTables } from "./prestashop";
import type { Profile } from "./profile";
import { olist, onlineRetail, superstore } from "./public-data";
import { shopify, shopifyOrders, shopifySales } from "./shopify";
import { shopware, shopware5 } from "./shopware";
import { squarespace, wix } from "./site-builders";
import { squareItems, squareTransactions } from "./square";
import { stripe, stripeConverted } from "./stripe";
import { tiktokShop } from "./tiktok-shop";
import { clover, toast } from "./tills";
import { faire, walmart } from "./wholesale";
import {
  advancedOrderExport,
  advancedOrderExportNet,
  advancedOrderExportOrders,
  orderExportItems,
  orderExportSubtotal,
  orderExportTotal,
  woocommerceAnalytics,
} from "./woocommerce";

/** Every known shop system. If two fit equally well, the earlier one wins. */
export const profiles: readonly Profile[] = [
  shopify,
  shopifyOrders,
  shopifySales,
  woocommerceAnalytics,
  advancedOrderExport,
  advancedOrderExportNet,
  advancedOrderExportOrders,
  orderExportSubtotal,
  orderExportTotal,
  orderExportItems,
  magentoGrid,
  magentoGridTotals,
  magentoTables,
  magentoBaseTables,
  prestashop,
  prestashopTables,
  bigcommerce,
  bigcommerceNet,
  shopware,
  shopware5,
  opencart,
  opencartOrders,
  oscommerce,
  xtcommerce,
  oxid,
  wix,
  squarespace,
  amazonFulfilled,
  amazonOrders,
  amazonAllOrders,
  ebay,
  etsyItems,
  etsyOrders,
  tiktokShop,
  faire,
  walmart,
  stripeConverted,
  stripe,
  paypal,
  squareItems,
  squareTransactions,
  lightspeed,
  loyverse,
  toast,
  clover,
  odoo,
  xero,
  quickbooks,
  olist,
  onlineRetail,
  superstore,
];
