import type { Profile } from "./profile";

/** Business → Invoices → Export. Credit notes are rows with positive amounts; an invoice awaiting payment is a sale. */
export const xero: Profile = {
  id: "xero",
  name: "Xero, invoices export",
  signatures: [
    { all: ["contactname", "invoicenumber", "lineamount"] },
    {
      all: ["contactname", "invoicenumber", "unitamount"],
      any: [["invoiceamountpaid", "accountcode", "taxtype", "type"]],
    },
  ],
  columns: {
    customer_id: ["contactname"],
    order_id: ["invoicenumber"],
    order_datetime: ["invoicedate"],
    product_id: ["inventoryitemcode", "description"],
    product_name: ["description"],
    quantity: ["quantity"],
    line_total: ["lineamount"],
    unit_price: ["unitamount"],
    country: ["sacountry", "pocountry"],
    status: ["status"],
    row_type: ["type"],
    discount: ["discount"],
    currency: ["currency"],
    email: ["emailaddress"],
    tax: ["taxamount"],
  },
  absent: ["order_total", "refund", "shipping", "exchange_rate", "customer_name"],
  statuses: {
    awaitingpayment: "sale",
    authorised: "sale",
    approved: "sale",
    sent: "sale",
    overdue: "sale",
    awaitingapproval: "draft",
    submitted: "draft",
    deleted: "cancelled",
  },
  rowTypes: {
    salesinvoice: "sale",
    invoice: "sale",
    accrec: "sale",
    salescreditnote: "return",
    creditnote: "return",
    accreccredit: "return",
    salesoverpayment: "not_goods",
    salesprepayment: "not_goods",
    overpayment: "not_goods",
    prepayment: "not_goods",
    bill: "not_goods",
    accpay: "not_goods",
    purchaseinvoice: "not_goods",
    purchasesinvoice: "not_goods",
    billcreditnote: "not_goods",
    purchasescreditnote: "not_goods",
  },
  discount: { per: "line", unit: "percent", alreadyTaken: true },
  tax: "excluded",
};

/**
 * Reports → Sales by Customer Detail. By default the customers are headings between the rows; add the column Customer
 * before exporting.
 */
export const quickbooks: Profile = {
  id: "quickbooks",
  name: "QuickBooks, sales by customer detail",
  signatures: [
    {
      all: ["transactiontype", "num", "amount"],
      any: [["salesprice", "productservice", "productservicefullname", "memodescription", "qty"]],
    },
  ],
  columns: {
    customer_id: ["customerfullname", "customer", "name", "customername", "client"],
    order_id: ["num"],
    order_datetime: ["transactiondate", "date"],
    product_id: ["productservicefullname", "productservice", "sku", "memodescription", "description"],
    product_name: ["memodescription", "description"],
    quantity: ["quantity", "qty"],
    line_total: ["amount"],
    unit_price: ["salesprice", "rate"],
    row_type: ["transactiontype"],
    currency: ["currency", "transactioncurrency"],
    exchange_rate: ["exchangerate"],
    email: ["email", "customeremail"],
  },
  absent: ["order_total", "discount", "refund", "status", "shipping", "tax"],
  rowTypes: {
    invoice: "sale",
    salesreceipt: "sale",
    cashsale: "sale",
    creditmemo: "return",
    refund: "return",
    refundreceipt: "return",
    estimate: "draft",
    salesorder: "draft",
    payment: "not_goods",
    deposit: "not_goods",
    journalentry: "not_goods",
    charge: "sale",
    credit: "return",
  },
  tax: "excluded",
};
