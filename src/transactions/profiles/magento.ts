import type { Meaning, Profile } from "./profile";

/** Labels of the grid and codes of the tables; a `closed` order was fully refunded. */
const statuses: Readonly<Record<string, Meaning>> = {
  closed: "refunded",
  holded: "unpaid",
  onhold: "unpaid",
  new: "unpaid",
  paymentreview: "unpaid",
  fraud: "failed",
  suspectedfraud: "failed",
  paypalreversed: "cancelled",
  paypalcanceledreversal: "sale",
};

/** Sales → Orders → Export: a row an order, amounts in the base currency. */
export const magentoGrid: Profile = {
  id: "magento-grid",
  name: "Magento 2, orders grid",
  signatures: [
    { all: ["purchasepoint", "purchasedate", "subtotal"] },
    { all: ["billtoname", "grandtotalbase", "subtotal"] },
    {
      all: ["customergroup", "purchasedate", "subtotal"],
      any: [["billtoname", "shiptoname", "totalrefunded"]],
    },
  ],
  columns: {
    customer_id: ["customeremail", "customername", "billtoname"],
    order_id: ["id"],
    order_datetime: ["purchasedate"],
    order_total: ["subtotal"],
    status: ["status"],
    refund: ["totalrefunded"],
    customer_name: ["customername", "billtoname", "shiptoname"],
    shipping: ["shippingandhandling"],
  },
  absent: [
    "product_id",
    "unit_price",
    "quantity",
    "line_total",
    "discount",
    "country",
    "row_type",
    "currency",
  ],
  statuses,
  refund: { per: "order" },
  amountsInShopCurrency: true,
};

/** The grid without added columns: only the grand total, which includes shipping. */
export const magentoGridTotals: Profile = {
  ...magentoGrid,
  id: "magento-grid-totals",
  name: "Magento 2, orders grid without subtotals",
  signatures: [
    { all: ["purchasepoint", "purchasedate", "grandtotalbase"], none: ["subtotal"] },
    { all: ["billtoname", "purchasedate", "grandtotalbase"], none: ["subtotal"] },
  ],
  columns: { ...magentoGrid.columns, order_total: ["grandtotalbase"] },
  totalHolds: ["shipping"],
};

const tableColumns = {
  customer_id: ["customerid"],
  order_id: ["incrementid", "orderid", "entityid"],
  order_datetime: ["createdat"],
  product_id: ["sku", "productid"],
  product_name: ["name"],
  quantity: ["qtyordered", "totalqtyordered"],
  country: ["countryid"],
  status: ["status", "state"],
  returned_quantity: ["qtyrefunded"],
  email: ["customeremail"],
} satisfies Profile["columns"];

/** `sales_order`, alone or joined with `sales_order_item`. Prices are before tax and before discounts. */
export const magentoTables: Profile = {
  id: "magento-tables",
  name: "Magento, sales_order table",
  signatures: [
    { all: ["incrementid", "qtyordered"], none: ["basegrandtotal", "basesubtotal", "baserowtotal"] },
    {
      all: ["incrementid"],
      any: [["grandtotal"], ["customeremail", "customerid", "storeid", "entityid"]],
      none: ["basegrandtotal", "basesubtotal", "baserowtotal"],
    },
  ],
  columns: {
    ...tableColumns,
    line_total: ["rowtotal"],
    unit_price: ["price"],
    order_total: ["subtotal"],
    discount: ["discountamount"],
    refund: ["amountrefunded", "totalrefunded"],
    currency: ["ordercurrencycode"],
    tax: ["taxamount"],
    shipping: ["shippingamount"],
  },
  statuses,
  discount: { unit: "amount", alreadyTaken: false },
};

/** The same with amounts in the base currency too: only these are read. */
export const magentoBaseTables: Profile = {
  ...magentoTables,
  id: "magento-base-tables",
  signatures: [{ all: ["incrementid"], any: [["basegrandtotal", "basesubtotal", "baserowtotal"]] }],
  columns: {
    ...tableColumns,
    line_total: ["baserowtotal"],
    unit_price: ["baseprice"],
    order_total: ["basesubtotal"],
    discount: ["basediscountamount"],
    refund: ["baseamountrefunded", "basetotalrefunded"],
    currency: ["basecurrencycode"],
    tax: ["basetaxamount"],
    shipping: ["baseshippingamount"],
  },
};
