import type { Profile } from "./profile";

// In every Amazon report the item price covers the whole quantity, and promotions are separate.
const prices = {
  line_total: ["itemprice"],
  discount: ["itempromotiondiscount"],
  currency: ["currency"],
  tax: ["itemtax"],
  shipping: ["shippingprice"],
} satisfies Profile["columns"];

const semantics = {
  statuses: {
    pending: "unpaid",
    pendingavailability: "unpaid",
    unshipped: "sale",
    shipping: "sale",
    invoiceunconfirmed: "sale",
    shippeddeliveredtobuyer: "sale",
    shippedpickedup: "sale",
    shippedoutfordelivery: "sale",
    shippedreturnedtoseller: "refunded",
    shippedreturningtoseller: "refunded",
    shippedrejectedbybuyer: "refunded",
    shippedlostintransit: "refunded",
    shippeddamaged: "refunded",
    pendingwaitingforpickup: "sale",
    unfulfillable: "cancelled",
  },
  discount: { per: "line", unit: "amount", alreadyTaken: false },
} satisfies Partial<Profile>;

export const amazonFulfilled: Profile = {
  id: "amazon-fulfilled-shipments",
  name: "Amazon, fulfilled shipments",
  signatures: [
    {
      all: ["amazonorderid", "itemprice"],
      any: [["shipmentid", "shipmentitemid", "shipmentdate", "quantityshipped"]],
    },
  ],
  columns: {
    customer_id: ["buyeremail"],
    order_id: ["amazonorderid"],
    order_datetime: ["purchasedate", "paymentsdate", "shipmentdate"],
    product_id: ["sku", "asin"],
    product_name: ["productname"],
    quantity: ["quantityshipped"],
    country: ["shipcountry"],
    customer_name: ["buyername"],
    ...prices,
  },
  absent: ["unit_price", "order_total", "refund", "row_type", "status"],
  ...semantics,
};

/** "Orders" for merchants: a row an item, with the buyer. */
export const amazonOrders: Profile = {
  id: "amazon-orders",
  name: "Amazon, orders with buyers",
  signatures: [
    { all: ["orderid", "orderitemid", "itemprice", "buyeremail"] },
    { all: ["amazonorderid", "orderstatus", "itemprice", "buyeremail"] },
  ],
  columns: {
    customer_id: ["buyeremail"],
    order_id: ["amazonorderid", "orderid"],
    order_datetime: ["purchasedate", "paymentsdate"],
    product_id: ["sku", "asin"],
    product_name: ["productname"],
    quantity: ["quantitypurchased", "quantity"],
    country: ["shipcountry"],
    status: ["orderstatus", "itemstatus"],
    customer_name: ["buyername"],
    ...prices,
  },
  absent: ["unit_price", "order_total", "refund", "row_type"],
  ...semantics,
};

/** "All orders" does not identify buyers: no column may be read as the customer. */
export const amazonAllOrders: Profile = {
  id: "amazon-all-orders",
  name: "Amazon, all orders",
  signatures: [
    { all: ["amazonorderid", "orderstatus", "itemprice"], none: ["buyeremail"] },
    { all: ["amazonorderid", "itemstatus", "purchasedate"], none: ["buyeremail", "shipmentid"] },
  ],
  columns: {
    order_id: ["amazonorderid"],
    order_datetime: ["purchasedate"],
    product_id: ["sku", "asin"],
    product_name: ["productname"],
    quantity: ["quantity"],
    country: ["shipcountry"],
    status: ["orderstatus", "itemstatus"],
    ...prices,
  },
  absent: ["customer_id", "email", "customer_name", "unit_price", "order_total", "refund", "row_type"],
  ...semantics,
};
