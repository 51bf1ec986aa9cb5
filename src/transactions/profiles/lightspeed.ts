import type { Profile } from "./profile";

/**
 * Lightspeed Retail (X-Series, formerly Vend), sales history: a row for the sale (a summary), a row a line, a row a
 * payment.
 */
export const lightspeed: Profile = {
  id: "lightspeed",
  name: "Lightspeed Retail, sales history",
  signatures: [
    {
      all: ["receiptnumber", "linetype"],
      any: [["customercode", "register", "salestax", "accountcodesale", "paid", "details"]],
    },
  ],
  columns: {
    customer_id: ["customercode", "customername"],
    order_id: ["receiptnumber"],
    order_datetime: ["date"],
    product_id: ["sku", "details"],
    product_name: ["details"],
    quantity: ["quantity"],
    line_total: ["total"],
    status: ["status"],
    row_type: ["linetype"],
    discount: ["discount"],
    customer_name: ["customername"],
    tax: ["salestax"],
  },
  absent: ["unit_price", "order_total", "refund", "returned_quantity", "country", "currency", "shipping"],
  // A row of kind "Sale" is the sum of its "Sale Line" rows.
  rowTypes: {
    sale: "not_goods",
    saleline: "sale",
    payment: "not_goods",
    return: "not_goods",
    returnline: "return",
  },
  statuses: {
    closed: "sale",
    onaccount: "sale",
    onaccountclosed: "sale",
    layby: "unpaid",
    laybyclosed: "sale",
    layaway: "unpaid",
    layawayclosed: "sale",
    saved: "draft",
    parked: "draft",
    awaitingdispatch: "sale",
    awaitingpickup: "sale",
    dispatched: "sale",
    dispatchedclosed: "sale",
    pickedup: "sale",
    pickedupclosed: "sale",
    voided: "cancelled",
  },
  discount: { per: "line", unit: "amount", alreadyTaken: true },
  tax: "included",
  guests: ["walkin"],
  blankCustomerIsGuest: true,
};
