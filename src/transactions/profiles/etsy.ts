import type { Profile } from "./profile";

/** Settings → Options → Download data → Order items: Price and Item Total are before Discount Amount. */
export const etsyItems: Profile = {
  id: "etsy-items",
  name: "Etsy, sold order items",
  signatures: [
    { all: ["saledate", "listingid"], any: [["price", "itemtotal"]] },
    { all: ["saledate", "itemname", "itemtotal"] },
  ],
  columns: {
    customer_id: ["buyer"],
    order_id: ["orderid"],
    order_datetime: ["saledate", "datepaid"],
    product_id: ["listingid", "sku", "itemname"],
    product_name: ["itemname"],
    quantity: ["quantity"],
    unit_price: ["price"],
    country: ["shipcountry"],
    discount: ["discountamount"],
    currency: ["currency"],
    customer_name: ["shipname"],
    tax: ["ordersalestax"],
    shipping: ["ordershipping"],
  },
  absent: ["line_total", "order_total", "refund", "row_type", "status"],
  blankCustomerIsGuest: true,
  discount: { per: "line", unit: "amount", alreadyTaken: false },
};

/** Settings → Options → Download data → Orders: Order Value is the goods before Discount Amount. */
export const etsyOrders: Profile = {
  id: "etsy-orders",
  name: "Etsy, sold orders",
  signatures: [{ all: ["saledate", "orderid", "ordervalue"] }],
  columns: {
    customer_id: ["buyeruserid", "buyer", "fullname"],
    order_id: ["orderid"],
    order_datetime: ["saledate", "datepaid"],
    quantity: ["numberofitems"],
    order_total: ["ordervalue"],
    country: ["shipcountry"],
    status: ["status"],
    discount: ["discountamount"],
    currency: ["currency"],
    customer_name: ["fullname"],
    tax: ["salestax"],
    shipping: ["shipping"],
  },
  absent: ["product_id", "unit_price", "line_total", "refund", "row_type"],
  blankCustomerIsGuest: true,
  discount: { per: "order", unit: "amount", alreadyTaken: false },
};
