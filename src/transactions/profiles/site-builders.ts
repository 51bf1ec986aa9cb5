import type { Profile } from "./profile";

/** Orders → Export, a row an item. Only the order's total, less shipping, gives what was paid after coupons. */
export const wix: Profile = {
  id: "wix",
  name: "Wix Stores, orders export",
  signatures: [
    { all: ["ordernumber", "datecreated", "contactemail"] },
    {
      all: ["ordernumber", "datecreated", "paymentstatus"],
      any: [["shippingrate", "totaltax", "fulfillmentstatus"]],
    },
  ],
  columns: {
    customer_id: ["contactemail"],
    order_id: ["ordernumber"],
    order_datetime: ["datecreated"],
    order_time: ["time"],
    product_id: ["sku", "item"],
    product_name: ["item"],
    quantity: ["qty", "quantity"],
    order_total: ["total"],
    country: ["deliverycountry", "billingcountry"],
    status: ["paymentstatus"],
    refund: ["refundedamount"],
    currency: ["currency"],
    customer_name: ["billingname", "recipientname"],
    tax: ["totaltax"],
    shipping: ["shippingrate"],
  },
  absent: ["unit_price", "line_total", "discount", "returned_quantity", "row_type"],
  statuses: { notpaid: "unpaid", fullyrefunded: "refunded" },
  refund: { per: "order" },
  tax: "included",
  totalHolds: ["shipping"],
  blankCustomerIsGuest: true,
};

/** Like Shopify's, with Order ID instead of Name, and Amount Refunded. */
export const squarespace: Profile = {
  id: "squarespace",
  name: "Squarespace, orders export",
  signatures: [{ all: ["orderid", "lineitemquantity", "lineitemprice"] }],
  columns: {
    customer_id: ["email"],
    order_id: ["orderid"],
    order_datetime: ["createdat", "paidat"],
    product_id: ["lineitemsku", "lineitemname"],
    product_name: ["lineitemname"],
    quantity: ["lineitemquantity"],
    unit_price: ["lineitemprice"],
    country: ["shippingcountry", "billingcountry"],
    status: ["financialstatus"],
    cancelled_at: ["cancelledat", "canceledat"],
    discount: ["discountamount"],
    refund: ["amountrefunded", "refundedamount"],
    currency: ["currency"],
    customer_name: ["billingname", "shippingname"],
    tax: ["taxes"],
    shipping: ["shipping"],
  },
  absent: ["order_total", "line_total", "row_type", "returned_quantity"],
  blankCustomerIsGuest: true,
  discount: { per: "order", unit: "amount", alreadyTaken: false },
  refund: { per: "order" },
};
