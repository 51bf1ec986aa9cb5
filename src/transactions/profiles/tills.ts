import type { Profile } from "./profile";

// Exports of tills without customers. We know them so that a waiter or a table is never read as one.

export const toast: Profile = {
  id: "toast",
  name: "Toast, item selection details",
  signatures: [
    {
      all: ["menuitem", "netprice", "orderid"],
      any: [["void", "checkid", "itemselectionid", "salescategory"]],
    },
  ],
  columns: {
    order_id: ["orderid"],
    order_datetime: ["orderdate", "sentdate"],
    product_id: ["sku", "itemid", "menuitem"],
    product_name: ["menuitem"],
    quantity: ["qty"],
    line_total: ["netprice"],
    tax: ["tax"],
  },
  absent: [
    "customer_id",
    "email",
    "customer_name",
    "unit_price",
    "order_total",
    "discount",
    "refund",
    "country",
  ],
};

export const clover: Profile = {
  id: "clover",
  name: "Clover, orders",
  signatures: [
    {
      all: ["orderid", "orderemployeename"],
      any: [["ordertotal", "paymentstotal", "refundstotal", "orderpaymentstate"]],
    },
  ],
  columns: {
    order_id: ["orderid"],
    order_datetime: ["orderdate"],
    order_total: ["ordertotal"],
    status: ["orderpaymentstate"],
    refund: ["refundstotal"],
    currency: ["currency"],
    tax: ["taxamount"],
  },
  absent: [
    "customer_id",
    "email",
    "customer_name",
    "unit_price",
    "line_total",
    "product_id",
    "discount",
    "country",
  ],
};
