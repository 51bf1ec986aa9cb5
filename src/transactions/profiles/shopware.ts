import type { Profile } from "./profile";

/** Shopware 6, Settings → Import/Export → "Default orders": a row an order; the total includes shipping. */
export const shopware: Profile = {
  id: "shopware",
  name: "Shopware 6, default orders export",
  signatures: [
    { all: ["ordernumber", "orderdatetime", "amounttotal"] },
    {
      all: ["ordernumber", "amounttotal"],
      any: [["saleschannelid", "orderstateid", "lineitems", "customeremail"]],
    },
  ],
  columns: {
    customer_id: ["customernumber", "customeremail"],
    order_id: ["ordernumber", "id"],
    order_datetime: ["orderdatetime", "orderdate"],
    order_total: ["amounttotal"],
    country: ["shippingaddresscountry", "billingaddresscountry", "billingaddresscountryid"],
    // The default export writes the state's id, which says nothing; shops add the others.
    status: ["orderstatename", "orderstate", "statename", "transactionstate", "orderstateid"],
    currency: ["currency", "currencyisocode"],
    email: ["customeremail"],
    shipping: ["shippingtotal", "shippingcosts"],
  },
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
  statuses: { open: "sale", inprogress: "sale", done: "sale" },
  tax: "included",
  totalHolds: ["shipping"],
};

/** Shopware 5, orders export or table: a row a position; the invoice amount includes shipping. */
export const shopware5: Profile = {
  id: "shopware-5",
  name: "Shopware 5, orders",
  signatures: [
    {
      all: ["ordertime", "invoiceamount", "invoiceshipping"],
      any: [["ordernumber", "number"]],
    },
  ],
  columns: {
    customer_id: ["customernumber", "customerid", "userid"],
    order_id: ["ordernumber", "orderid", "number"],
    order_datetime: ["ordertime"],
    product_id: ["articlenumber", "articleordernumber", "articleid"],
    product_name: ["articlename"],
    quantity: ["quantity"],
    unit_price: ["price"],
    order_total: ["invoiceamount"],
    // "cleared" is the payment state, which often comes late, and "statusId" that of a line.
    status: ["orderstatusid", "status"],
    currency: ["currency"],
    email: ["email"],
    shipping: ["invoiceshipping"],
  },
  absent: ["line_total", "discount", "refund", "row_type", "exchange_rate", "country"],
  statuses: {
    // An abandoned checkout.
    minus1: "draft",
    0: "sale",
    1: "sale",
    2: "sale",
    3: "sale",
    4: "cancelled",
    5: "sale",
    6: "sale",
    7: "sale",
    8: "unpaid",
  },
  totalHolds: ["shipping"],
};
