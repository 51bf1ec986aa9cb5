import type { Profile } from "./profile";

/** WooCommerce → Analytics → Orders → Download: a row an order, a refund as a row with a negative amount. */
export const woocommerceAnalytics: Profile = {
  id: "woocommerce-analytics",
  name: "WooCommerce, Analytics orders",
  signatures: [
    {
      all: ["order", "customertype", "itemssold"],
      any: [["netsales", "nrevenue", "nrevenueformatted", "revenue"]],
    },
    { all: ["order", "products", "itemssold", "coupons"] },
    { all: ["bestellung", "kundentyp"], any: [["nettoumsatz", "nettoumsatze", "verkaufteartikel"]] },
    { all: ["commande", "typedeclient"], any: [["ventesnettes", "articlesvendus"]] },
    { all: ["pedido", "tipodecliente"], any: [["ventasnetas", "articulosvendidos"]] },
  ],
  columns: {
    customer_id: ["customerid", "customer", "kunde", "client", "cliente"],
    order_id: ["order", "bestellung", "commande", "pedido", "ordernumber"],
    order_datetime: ["date", "datum", "fecha"],
    order_total: [
      "netsales",
      "nrevenue",
      "nettoumsatz",
      "nettoumsatze",
      "ventesnettes",
      "ventasnetas",
      "revenue",
    ],
    quantity: ["itemssold", "verkaufteartikel", "articlesvendus", "articulosvendidos"],
    status: ["status", "statut", "etat", "estado"],
    product_name: ["products", "produkte", "produits", "productos"],
    currency: ["currency"],
  },
  absent: ["product_id", "unit_price", "line_total", "discount", "refund", "row_type", "country"],
  tax: "excluded",
  blankCustomerIsGuest: true,
};

const advancedColumns = {
  customer_id: ["customeruserid", "userid", "emailbilling", "customeruseremail"],
  order_id: ["ordernumber", "orderid"],
  order_datetime: ["orderdate", "paiddate"],
  product_id: ["sku", "productid", "productname", "name", "itemname"],
  product_name: ["name", "productname", "itemname"],
  quantity: ["quantity"],
  country: ["countrycodeshipping", "countryshipping", "countrycodebilling", "countrybilling"],
  status: ["orderstatus"],
  currency: ["currency", "ordercurrency"],
  email: ["emailbilling", "customeruseremail"],
  shipping: ["ordershippingamount"],
} satisfies Profile["columns"];

/** One row per line. Line amounts are after coupons; order amounts repeat on each line and are not read. */
export const advancedOrderExport: Profile = {
  id: "woocommerce-advanced-order-export",
  name: "WooCommerce, Advanced Order Export",
  signatures: [
    { all: ["ordernumber", "orderstatus", "orderlinetotal"] },
    { all: ["orderlinetotal"], any: [["emailbilling", "orderlinewotax", "orderlinetotalrefunded"]] },
    { all: ["ordernumber", "orderlinetotalincludetax"] },
  ],
  columns: {
    ...advancedColumns,
    line_total: ["orderlinetotalincludetax", "orderlinetotal"],
    refund: ["orderlinetotalrefunded"],
    tax: ["orderlinetax"],
  },
  absent: ["unit_price", "order_total", "discount", "returned_quantity", "row_type"],
  refund: { per: "line" },
  blankCustomerIsGuest: true,
};

/** The same with only the line amounts before tax. */
export const advancedOrderExportNet: Profile = {
  ...advancedOrderExport,
  id: "woocommerce-advanced-order-export-net",
  name: "WooCommerce, Advanced Order Export, without tax",
  signatures: [
    {
      all: ["ordernumber", "orderstatus", "orderlinewotax"],
      none: ["orderlinetotal", "orderlinetotalincludetax"],
    },
  ],
  columns: {
    ...advancedColumns,
    line_total: ["orderlinewotax"],
    refund: ["orderlinetotalrefunded", "orderrefundamount"],
    tax: ["orderlinetax"],
  },
  refund: { per: "order" },
  tax: "excluded",
};

/** The same with a row an order: what was paid, less shipping. */
export const advancedOrderExportOrders: Profile = {
  id: "woocommerce-advanced-order-export-orders",
  name: "WooCommerce, Advanced Order Export, a row an order",
  signatures: [
    {
      all: ["ordernumber", "orderstatus", "ordertotalamount"],
      none: ["orderlinetotal", "orderlinewotax", "orderlinetotalincludetax", "itemcost"],
    },
  ],
  columns: {
    ...advancedColumns,
    product_id: [],
    product_name: [],
    quantity: ["totalitems"],
    order_total: ["ordertotalamount"],
    refund: ["orderrefundamount"],
    tax: ["ordertotaltaxamount", "ordertaxamount"],
  },
  absent: ["product_id", "unit_price", "line_total", "discount", "returned_quantity", "row_type"],
  refund: { per: "order" },
  tax: "included",
  totalHolds: ["shipping"],
  blankCustomerIsGuest: true,
};

const exportSuiteColumns = {
  customer_id: ["customerid", "customeruser"],
  // The order number may be blank without the plug-in that creates it.
  order_id: ["orderid", "ordernumber", "ordernumberformatted"],
  order_datetime: ["orderdate", "date", "paiddate"],
  country: ["shippingcountry", "billingcountry"],
  status: ["status", "orderstatus"],
  currency: ["ordercurrency", "currency"],
  email: ["billingemail", "customeremail"],
} satisfies Profile["columns"];

/** "Order Export" of WebToffee and SkyVerge, a row an order: goods before coupons and tax, coupons separate. */
export const orderExportSubtotal: Profile = {
  id: "woocommerce-order-export",
  name: "WooCommerce, order export",
  signatures: [
    {
      all: ["orderid", "status", "billingemail", "ordersubtotal"],
      any: [["wtimportkey", "cartdiscount", "discounttotal", "lineitem1", "lineitems", "shippingtaxtotal"]],
    },
  ],
  columns: {
    ...exportSuiteColumns,
    order_total: ["ordersubtotal"],
    discount: ["discounttotal", "cartdiscount"],
    refund: ["refundedtotal", "refundtotal"],
    tax: ["taxtotal", "ordertax"],
    shipping: ["shippingtotal", "ordershipping"],
  },
  absent: ["product_id", "unit_price", "quantity", "line_total", "row_type", "returned_quantity"],
  discount: { per: "order", unit: "amount", alreadyTaken: false },
  refund: { per: "order" },
  tax: "excluded",
  blankCustomerIsGuest: true,
};

/** Older files of the same plug-ins without a subtotal: what was paid, less shipping. */
export const orderExportTotal: Profile = {
  ...orderExportSubtotal,
  id: "woocommerce-order-export-total",
  signatures: [
    {
      all: ["orderid", "status", "billingemail", "ordertotal"],
      any: [
        [
          "wtimportkey",
          "cartdiscount",
          "discounttotal",
          "orderitem1",
          "lineitem1",
          "lineitems",
          "ordershippingtax",
        ],
      ],
      none: ["ordersubtotal", "itemtotal"],
    },
  ],
  columns: {
    ...exportSuiteColumns,
    order_total: ["ordertotal"],
    discount: ["discounttotal", "cartdiscount"],
    refund: ["refundedtotal", "refundtotal"],
    tax: ["taxtotal", "ordertax"],
    shipping: ["shippingtotal", "ordershipping"],
  },
  discount: { per: "order", unit: "amount", alreadyTaken: true },
  tax: "included",
  totalHolds: ["shipping"],
};

/** The same plug-ins with a row a line: item_total is after coupons and before tax. */
export const orderExportItems: Profile = {
  id: "woocommerce-order-export-items",
  name: "WooCommerce, order export, a row a line",
  signatures: [
    {
      all: ["billingemail", "itemquantity", "itemtotal"],
      any: [
        ["itemsubtotal", "itemtotaltax", "itemtax", "itemrefunded"],
        ["orderid", "ordernumber"],
      ],
    },
  ],
  columns: {
    ...exportSuiteColumns,
    product_id: ["itemsku", "itemproductid", "itemname"],
    product_name: ["itemname"],
    quantity: ["itemquantity"],
    line_total: ["itemtotal"],
    refund: ["itemrefunded"],
    returned_quantity: ["itemrefundedqty"],
    tax: ["itemtotaltax", "itemtax"],
    shipping: ["shippingtotal", "ordershipping"],
  },
  absent: ["unit_price", "order_total", "discount", "row_type"],
  refund: { per: "line" },
  tax: "excluded",
  blankCustomerIsGuest: true,
};
