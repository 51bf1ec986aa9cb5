import type { Profile } from "./profile";

/** Only an order's first line has the order fields; more lines may have only Name and the Lineitem columns. */
export const shopify: Profile = {
  id: "shopify",
  name: "Shopify, orders export",
  signatures: [
    { all: ["name", "lineitemquantity", "lineitemprice"], none: ["orderid", "lineitemvariant"] },
    {
      all: ["name", "lineitemname", "lineitemprice", "financialstatus"],
      none: ["orderid", "lineitemvariant"],
    },
  ],
  columns: {
    customer_id: ["email"],
    order_id: ["name", "id"],
    order_datetime: ["createdat", "processedat", "paidat"],
    product_id: ["lineitemsku", "lineitemname"],
    product_name: ["lineitemname"],
    quantity: ["lineitemquantity"],
    unit_price: ["lineitemprice"],
    country: ["shippingcountry", "billingcountry"],
    status: ["financialstatus"],
    cancelled_at: ["cancelledat", "canceledat"],
    // "Lineitem discount" repeats it on some orders, so the two are never read together.
    discount: ["discountamount"],
    refund: ["refundedamount"],
    currency: ["currency"],
    customer_name: ["billingname", "shippingname"],
    tax: ["taxes"],
    shipping: ["shipping"],
  },
  absent: ["order_total", "line_total", "row_type", "returned_quantity"],
  statuses: { expired: "unpaid" },
  notGoods: ["tip"],
  blankCustomerIsGuest: true,
  discount: { per: "order", unit: "amount", alreadyTaken: false },
  refund: { per: "order" },
};

/** The same export without its Lineitem columns: Subtotal is the goods after discounts. */
export const shopifyOrders: Profile = {
  ...shopify,
  id: "shopify-orders",
  name: "Shopify, orders export without its lines",
  signatures: [
    { all: ["name", "financialstatus", "subtotal"], none: ["orderid", "lineitemprice", "lineitemquantity"] },
  ],
  columns: {
    customer_id: ["email"],
    order_id: ["name", "id"],
    order_datetime: ["createdat", "processedat", "paidat"],
    order_total: ["subtotal"],
    country: ["shippingcountry", "billingcountry"],
    status: ["financialstatus"],
    cancelled_at: ["cancelledat", "canceledat"],
    discount: ["discountamount"],
    refund: ["refundedamount"],
    currency: ["currency"],
    customer_name: ["billingname", "shippingname"],
    tax: ["taxes"],
    shipping: ["shipping"],
  },
  absent: ["unit_price", "quantity", "product_id", "line_total", "row_type", "returned_quantity"],
  discount: { per: "order", unit: "amount", alreadyTaken: true },
};

/** Analytics: a row a sale or a return of a line. Net sales are after discounts and negative for returns. */
export const shopifySales: Profile = {
  id: "shopify-sales",
  name: "Shopify, sales report",
  signatures: [
    {
      all: ["ordername", "netsales"],
      any: [["salekind", "saletype", "saleid", "salelinetype", "linetype", "totalsales"]],
    },
  ],
  columns: {
    customer_id: ["customerid", "customeremail"],
    order_id: ["ordername", "orderid"],
    order_datetime: ["second", "minute", "hour", "day", "date", "ordercreatedat"],
    product_id: ["productvariantsku", "variantsku", "sku", "producttitle", "productid"],
    product_name: ["producttitle"],
    quantity: ["netquantity", "netitemssold", "quantity", "quantityordered"],
    line_total: ["netsales"],
    country: ["shippingcountry", "billingcountry"],
    row_type: ["salelinetype", "linetype"],
    currency: ["currency"],
    email: ["customeremail"],
    customer_name: ["customername"],
    tax: ["taxes"],
    shipping: ["shippingcharges", "shipping"],
  },
  absent: ["unit_price", "order_total", "discount", "refund", "returned_quantity"],
  rowTypes: { product: "sale", custom: "sale", customsale: "sale", unknown: "sale" },
  blankCustomerIsGuest: true,
};
