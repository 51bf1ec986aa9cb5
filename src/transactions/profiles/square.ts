import type { Profile } from "./profile";

/** Reports → Sales → Items: a row an item; refunds have their own rows with negative amounts. */
export const squareItems: Profile = {
  id: "square-items",
  name: "Square, items",
  signatures: [
    {
      all: ["transactionid", "netsales", "item"],
      any: [["pricepointname", "modifiersapplied", "grosssales"]],
    },
    // Without transactions, a customer's items of one moment are an order.
    { all: ["netsales", "item", "qty"], any: [["pricepointname", "modifiersapplied"]] },
  ],
  columns: {
    customer_id: ["customerid", "customerreferenceid", "customername"],
    order_id: ["transactionid", "paymentid"],
    order_datetime: ["date"],
    order_time: ["time"],
    product_id: ["sku", "token", "item"],
    product_name: ["item"],
    quantity: ["qty"],
    line_total: ["netsales"],
    row_type: ["eventtype"],
    customer_name: ["customername"],
    tax: ["tax"],
  },
  absent: ["unit_price", "order_total", "discount", "refund", "returned_quantity", "country", "status"],
  rowTypes: { payment: "sale", refund: "return", exchange: "sale" },
  tax: "excluded",
  blankCustomerIsGuest: true,
};

/** Reports → Transactions: a row a payment or a refund. */
export const squareTransactions: Profile = {
  id: "square-transactions",
  name: "Square, transactions",
  signatures: [{ all: ["transactionid", "netsales", "totalcollected"], none: ["item"] }],
  columns: {
    customer_id: ["customerid", "customerreferenceid", "customername"],
    order_id: ["transactionid", "paymentid"],
    order_datetime: ["date"],
    order_time: ["time"],
    order_total: ["netsales"],
    row_type: ["eventtype"],
    customer_name: ["customername"],
    product_name: ["description"],
    tax: ["tax"],
  },
  // A refund has its own row; "Partial Refunds" on the payment's row repeats the same money.
  absent: ["unit_price", "line_total", "quantity", "product_id", "discount", "refund", "country", "status"],
  rowTypes: { payment: "sale", refund: "return", exchange: "sale" },
  tax: "excluded",
  blankCustomerIsGuest: true,
};
