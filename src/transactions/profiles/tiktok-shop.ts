import type { Profile } from "./profile";

/** Seller Center → Orders → Export: a row an item, with a row of explanations below the header. */
export const tiktokShop: Profile = {
  id: "tiktok-shop",
  name: "TikTok Shop, orders export",
  signatures: [{ all: ["orderid", "skusubtotalafterdiscount"] }],
  columns: {
    customer_id: ["buyerusername"],
    order_id: ["orderid"],
    order_datetime: ["createdtime", "paidtime"],
    product_id: ["sellersku", "skuid"],
    product_name: ["productname"],
    quantity: ["quantity"],
    line_total: ["skusubtotalafterdiscount"],
    country: ["country"],
    status: ["orderstatus"],
    cancelled_at: ["cancelledtime"],
    refund: ["orderrefundamount"],
    customer_name: ["recipient"],
    tax: ["taxes"],
    shipping: ["shippingfeeafterdiscount"],
  },
  absent: ["unit_price", "order_total", "discount", "returned_quantity", "row_type"],
  statuses: { toship: "sale", awaitingshipment: "sale", awaitingcollection: "sale", intransit: "sale" },
  refund: { per: "order" },
};
