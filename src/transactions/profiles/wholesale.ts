import type { Profile } from "./profile";

/** Faire, orders: the customers are shops, and the retail price is what they ask of theirs. */
export const faire: Profile = {
  id: "faire",
  name: "Faire, orders",
  signatures: [{ all: ["retailername", "wholesaleprice"], any: [["ordernumber", "purchaseordernumber"]] }],
  columns: {
    customer_id: ["retailername"],
    order_id: ["ordernumber", "purchaseordernumber"],
    order_datetime: ["orderdate"],
    product_id: ["sku", "gtin", "productname"],
    product_name: ["productname"],
    quantity: ["quantity"],
    unit_price: ["wholesaleprice"],
    status: ["status"],
    country: ["country"],
  },
  absent: ["line_total", "order_total", "discount", "refund", "returned_quantity", "row_type"],
  statuses: { new: "sale", backordered: "sale", pendingretailerconfirmation: "unpaid" },
  tax: "excluded",
};

/** Walmart Marketplace, order report: "Item Cost" is what the customer pays for one. */
export const walmart: Profile = {
  id: "walmart",
  name: "Walmart Marketplace, orders",
  signatures: [
    {
      all: ["po", "order", "itemcost"],
      any: [["flids", "shippingtier", "shippingsla", "shippingconfigsource", "line"]],
    },
  ],
  columns: {
    customer_id: ["customername"],
    order_id: ["order", "po"],
    order_datetime: ["orderdate"],
    product_id: ["sku", "upc", "itemdescription"],
    product_name: ["itemdescription"],
    quantity: ["qty"],
    unit_price: ["itemcost"],
    status: ["status"],
    discount: ["discount"],
    shipping: ["shippingcost"],
    tax: ["tax"],
  },
  absent: ["line_total", "order_total", "refund", "returned_quantity", "row_type"],
  statuses: { created: "sale", acknowledged: "sale" },
  tax: "excluded",
};
