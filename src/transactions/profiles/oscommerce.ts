import type { Profile } from "./profile";

const columns = {
  customer_id: ["customersid"],
  order_id: ["ordersid"],
  order_datetime: ["datepurchased"],
  product_id: ["productsmodel", "productsid"],
  product_name: ["productsname"],
  quantity: ["productsquantity"],
  country: ["deliverycountry", "customerscountry", "billingcountry"],
  // Numbers that each shop chooses itself: we ask what their words mean.
  status: ["ordersstatusname", "ordersstatus"],
  email: ["customersemailaddress"],
  customer_name: ["customersname"],
  tax: ["productstax"],
} satisfies Profile["columns"];

/**
 * osCommerce, Zen Cart: `orders` joined with `orders_products`; the final price is per unit, in the shop's currency.
 */
export const oscommerce: Profile = {
  id: "oscommerce",
  name: "osCommerce, orders joined with their products",
  signatures: [
    {
      all: ["ordersid", "datepurchased", "productsquantity"],
      none: ["customersstatus", "allowtax", "productsdiscountmade"],
    },
  ],
  columns: { ...columns, unit_price: ["finalprice", "productsprice"], currency: ["currency"] },
  absent: ["line_total", "order_total", "discount", "refund", "row_type", "exchange_rate"],
  amountsInShopCurrency: true,
};

/** xt:Commerce, Gambio, modified: the final price covers the whole line, in the order's currency. */
export const xtcommerce: Profile = {
  id: "xtcommerce",
  name: "xt:Commerce or Gambio, orders joined with their products",
  signatures: [
    {
      all: ["ordersid", "datepurchased", "productsquantity", "finalprice"],
      any: [["customersstatus", "allowtax", "productsdiscountmade"]],
    },
  ],
  columns: { ...columns, line_total: ["finalprice"], currency: ["currency"] },
  absent: ["unit_price", "order_total", "discount", "refund", "row_type", "exchange_rate"],
};
