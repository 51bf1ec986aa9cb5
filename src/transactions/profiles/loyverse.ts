import type { Profile } from "./profile";

/** Reports → Receipts → Receipts by item: a row an item; a refund's amounts are positive but for the net sales. */
export const loyverse: Profile = {
  id: "loyverse",
  name: "Loyverse, receipts by item",
  signatures: [
    { all: ["receiptnumber", "receipttype", "grosssales", "netsales"], any: [["item", "itemname"]] },
  ],
  columns: {
    customer_id: ["customername", "customercontacts"],
    order_id: ["receiptnumber"],
    order_datetime: ["date"],
    product_id: ["sku", "item", "itemname"],
    product_name: ["item", "itemname"],
    quantity: ["quantity"],
    line_total: ["netsales"],
    row_type: ["receipttype"],
    status: ["status"],
    discount: ["discounts"],
    tax: ["taxes"],
  },
  absent: ["unit_price", "order_total", "refund", "returned_quantity", "country", "currency", "shipping"],
  statuses: { closed: "sale", cancelled: "cancelled" },
  discount: { per: "line", unit: "amount", alreadyTaken: true },
  blankCustomerIsGuest: true,
};
