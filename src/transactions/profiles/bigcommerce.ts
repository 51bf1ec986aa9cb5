import type { Meaning, Profile } from "./profile";

const statuses: Readonly<Record<string, Meaning>> = {
  awaitingfulfillment: "sale",
  awaitingshipment: "sale",
  awaitingpickup: "sale",
  manualverificationrequired: "sale",
  disputed: "sale",
  incomplete: "draft",
  declined: "cancelled",
};

/** Orders → Export, default template: a row an order, with the amount paid after coupons, less shipping. */
export const bigcommerce: Profile = {
  id: "bigcommerce",
  name: "BigCommerce, orders export",
  signatures: [
    { all: ["orderid", "orderstatus", "ordertotalinctax"] },
    {
      all: ["orderid", "ordertotalinctax"],
      any: [["subtotalinctax", "shippingcostinctax", "productdetails"]],
    },
  ],
  columns: {
    customer_id: ["customerid"],
    order_id: ["orderid"],
    order_datetime: ["orderdate"],
    order_total: ["ordertotalinctax"],
    quantity: ["totalquantity"],
    country: ["shippingcountry", "billingcountry"],
    status: ["orderstatus"],
    refund: ["refundamount"],
    currency: ["ordercurrencycode"],
    email: ["customeremail", "billingemail"],
    customer_name: ["customername", "billingname"],
    tax: ["taxtotal"],
    shipping: ["shippingcostinctax"],
  },
  absent: ["product_id", "unit_price", "line_total", "discount", "row_type", "exchange_rate"],
  statuses,
  refund: { per: "order" },
  tax: "included",
  totalHolds: ["shipping"],
  blankCustomerIsGuest: true,
};

/** The same with only the amounts without tax. */
export const bigcommerceNet: Profile = {
  ...bigcommerce,
  id: "bigcommerce-net",
  name: "BigCommerce, orders export without tax",
  signatures: [{ all: ["orderid", "orderstatus", "ordertotalextax"], none: ["ordertotalinctax"] }],
  columns: { ...bigcommerce.columns, order_total: ["ordertotalextax"], shipping: ["shippingcostextax"] },
  tax: "excluded",
};
