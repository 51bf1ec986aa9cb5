import type { Meaning, Profile } from "./profile";

/** Numbers of the states that OpenCart installs. */
const statuses: Readonly<Record<string, Meaning>> = {
  // Never confirmed by the buyer.
  0: "draft",
  1: "unpaid",
  2: "sale",
  3: "sale",
  5: "sale",
  7: "cancelled",
  8: "failed",
  9: "sale",
  10: "failed",
  11: "refunded",
  12: "refunded",
  13: "failed",
  14: "unpaid",
  15: "sale",
  16: "cancelled",
  canceledreversal: "sale",
  missingorders: "draft",
};

const columns = {
  customer_id: ["customerid"],
  order_id: ["orderid"],
  order_datetime: ["dateadded"],
  country: ["shippingcountry", "paymentcountry", "shippingisocode2", "paymentisocode2"],
  status: ["orderstatusid", "orderstatus"],
  currency: ["currencycode"],
  email: ["email"],
} satisfies Profile["columns"];

/** `oc_order` joined with `oc_order_product`. `total` is the line's, before tax, in the shop's currency. */
export const opencart: Profile = {
  id: "opencart",
  name: "OpenCart, orders joined with their products",
  signatures: [
    { all: ["orderid", "orderstatusid", "orderproductid"] },
    { all: ["orderid", "orderstatusid", "productid", "quantity"] },
    { all: ["orderid", "currencyvalue", "orderproductid"] },
  ],
  columns: {
    ...columns,
    product_id: ["productid", "sku", "model"],
    product_name: ["name"],
    quantity: ["quantity"],
    line_total: ["total"],
    tax: ["tax"],
  },
  absent: ["unit_price", "order_total", "discount", "refund", "row_type", "exchange_rate"],
  statuses,
  tax: "excluded",
  amountsInShopCurrency: true,
};

/** `oc_order` alone, whose total includes tax and shipping. */
export const opencartOrders: Profile = {
  id: "opencart-orders",
  name: "OpenCart, orders",
  signatures: [
    {
      all: ["orderid", "orderstatusid"],
      any: [["currencyvalue", "invoiceprefix"]],
      none: ["orderproductid", "productid", "quantity"],
    },
  ],
  columns: { ...columns, order_total: ["total", "ordertotal"] },
  absent: [
    "product_id",
    "unit_price",
    "quantity",
    "line_total",
    "discount",
    "refund",
    "row_type",
    "exchange_rate",
  ],
  statuses,
  tax: "included",
  totalHolds: ["shipping"],
  amountsInShopCurrency: true,
};
