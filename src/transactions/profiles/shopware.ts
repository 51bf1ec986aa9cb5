import type { Profile } from "./profile";

/** Shopware 6, Settings → Import/Export → "Default orders": a row an order; the total holds shipping. */
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
    // The default export writes the state's id, which says nothing; the others are what shops add.
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
