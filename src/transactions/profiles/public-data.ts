import type { Profile } from "./profile";

/** The tables of the Brazilian marketplace Olist, joined. `customer_id` is new for each order; a row is one unit. */
export const olist: Profile = {
  id: "olist",
  name: "Olist",
  signatures: [{ all: ["customeruniqueid", "orderid"], any: [["price", "freightvalue", "paymentvalue"]] }],
  columns: {
    customer_id: ["customeruniqueid"],
    order_id: ["orderid"],
    order_datetime: ["orderpurchasetimestamp", "orderapprovedat"],
    product_id: ["productid"],
    unit_price: ["price"],
    order_total: ["paymentvalue"],
    country: ["customerstate"],
    status: ["orderstatus"],
    shipping: ["freightvalue"],
  },
  absent: ["quantity", "line_total", "discount", "refund", "row_type"],
  statuses: { created: "unpaid", unavailable: "cancelled" },
  currency: "BRL",
};

/** UCI Online Retail and Online Retail II. Numbers that begin with C are cancellations. */
export const onlineRetail: Profile = {
  id: "online-retail",
  name: "Online Retail",
  signatures: [
    { all: ["invoiceno", "stockcode", "description", "quantity", "invoicedate", "unitprice", "customerid"] },
    { all: ["invoice", "stockcode", "description", "quantity", "invoicedate", "price", "customerid"] },
  ],
  columns: {
    customer_id: ["customerid"],
    order_id: ["invoiceno", "invoice"],
    order_datetime: ["invoicedate"],
    product_id: ["stockcode"],
    product_name: ["description"],
    quantity: ["quantity"],
    unit_price: ["unitprice", "price"],
    country: ["country"],
  },
};

/** Tableau's Superstore: Sales is the line's amount after the discount, which is given as a share. */
export const superstore: Profile = {
  id: "superstore",
  name: "Superstore",
  signatures: [{ all: ["rowid", "orderid", "customerid", "sales", "quantity", "discount"] }],
  columns: {
    customer_id: ["customerid"],
    order_id: ["orderid"],
    order_datetime: ["orderdate"],
    product_id: ["productid", "productname"],
    product_name: ["productname"],
    quantity: ["quantity"],
    line_total: ["sales"],
    country: ["country", "countryregion"],
    discount: ["discount"],
    customer_name: ["customername"],
  },
  absent: ["unit_price", "order_total", "refund", "status"],
  discount: { per: "line", unit: "percent", alreadyTaken: true },
};
