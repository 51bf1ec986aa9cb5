import type { Profile } from "./profile";

/** OXID eShop: the table `oxorder`, alone or joined with `oxorderarticles`, a row a position. */
export const oxid: Profile = {
  id: "oxid",
  name: "OXID eShop, order tables",
  signatures: [{ all: ["oxordernr", "oxorderdate"], any: [["oxbrutprice", "oxamount", "oxtotalordersum"]] }],
  columns: {
    customer_id: ["oxuserid", "oxbillemail"],
    email: ["oxbillemail"],
    order_id: ["oxordernr", "oxorderid"],
    order_datetime: ["oxorderdate"],
    product_id: ["oxartnum", "oxartid", "oxtitle"],
    product_name: ["oxtitle"],
    quantity: ["oxamount"],
    line_total: ["oxbrutprice"],
    unit_price: ["oxbprice"],
    order_total: ["oxtotalordersum", "oxtotalbrutsum"],
    cancelled_at: ["oxstorno"],
    discount: ["oxdiscount", "oxvoucherdiscount"],
    currency: ["oxcurrency"],
    exchange_rate: [],
    shipping: ["oxdelcost"],
    country: ["oxbillcountryid"],
  },
  absent: ["row_type", "refund", "returned_quantity", "status"],
  discount: { per: "order", unit: "amount", alreadyTaken: false },
  tax: "included",
  totalHolds: ["shipping"],
};
