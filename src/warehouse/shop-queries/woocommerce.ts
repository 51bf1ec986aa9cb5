import type { ShopQuery } from "./shop-query";

/** A line's numbers are rows of a table of names and values; `_line_total` is after coupons and without tax. */
const LINES = `wp_woocommerce_order_items AS i
  JOIN (
    SELECT order_item_id,
      MAX(CASE WHEN meta_key = '_qty' THEN meta_value END) AS quantity,
      MAX(CASE WHEN meta_key = '_line_total' THEN meta_value END) AS line_total,
      MAX(CASE WHEN meta_key = '_product_id' THEN meta_value END) AS product_id,
      MAX(CASE WHEN meta_key = '_variation_id' THEN NULLIF(meta_value, '0') END) AS variation_id
    FROM wp_woocommerce_order_itemmeta
    WHERE meta_key IN ('_qty', '_line_total', '_product_id', '_variation_id')
    GROUP BY order_item_id
  ) AS m ON m.order_item_id = i.order_item_id`;

const COLUMNS = `i.order_item_name AS product_name,
  COALESCE(m.variation_id, m.product_id) AS product_id,
  CAST(m.quantity AS DECIMAL(20, 4)) AS quantity,
  CAST(m.line_total AS DECIMAL(20, 4)) AS line_total_excl_tax`;

/** A refund of an amount without lines: it is in no order's lines, and its amount holds what tax it has. */
const AMOUNT_COLUMNS = `'refund' AS product_name, 'refund' AS product_id, -1 AS quantity`;

/**
 * Orders in tables of their own ("high-performance order storage", the default since 8.2). A refund is an order of the
 * type `shop_order_refund` below the order it belongs to, with negative lines.
 * https://developer.woocommerce.com/docs/features/high-performance-order-storage/
 */
const orders = (type: string) => `FROM wp_wc_orders AS o
LEFT JOIN wp_wc_orders AS paid ON paid.id = o.parent_order_id AND o.type = 'shop_order_refund'
LEFT JOIN wp_wc_order_addresses AS a ON a.order_id = COALESCE(paid.id, o.id) AND a.address_type = 'billing'
${type}
  AND COALESCE(paid.status, o.status) NOT IN ('auto-draft', 'trash', 'wc-checkout-draft')`;
const ORDER_COLUMNS = `COALESCE(paid.id, o.id) AS order_id,
  o.date_created_gmt AS order_datetime,
  REPLACE(COALESCE(paid.status, o.status), 'wc-', '') AS status,
  NULLIF(COALESCE(paid.customer_id, o.customer_id), 0) AS customer_id,
  COALESCE(paid.billing_email, o.billing_email) AS email,
  a.country AS country,
  o.currency AS currency`;

export const woocommerce: ShopQuery = {
  id: "woocommerce",
  name: "WooCommerce",
  queries: {
    mysql: `SELECT ${ORDER_COLUMNS},
  ${COLUMNS}
${orders(`JOIN ${LINES} ON i.order_id = o.id
WHERE i.order_item_type = 'line_item' AND o.type IN ('shop_order', 'shop_order_refund')`)}
UNION ALL
SELECT ${ORDER_COLUMNS},
  ${AMOUNT_COLUMNS},
  o.total_amount - COALESCE(o.tax_amount, 0) AS line_total_excl_tax
${orders(`WHERE o.type = 'shop_order_refund' AND o.total_amount <> 0
  AND NOT EXISTS (SELECT 1 FROM wp_woocommerce_order_items AS i WHERE i.order_id = o.id)`)}`,
  },
};

/**
 * The same in WordPress's own tables, where shops before 8.2 keep their orders: a post and its names and values.
 * https://developer.wordpress.org/apis/database/
 */
const META = `(
    SELECT post_id,
      MAX(CASE WHEN meta_key = '_customer_user' THEN NULLIF(meta_value, '0') END) AS customer_id,
      MAX(CASE WHEN meta_key = '_billing_email' THEN meta_value END) AS email,
      MAX(CASE WHEN meta_key = '_billing_country' THEN meta_value END) AS country,
      MAX(CASE WHEN meta_key = '_order_currency' THEN meta_value END) AS currency
    FROM wp_postmeta
    WHERE meta_key IN ('_customer_user', '_billing_email', '_billing_country', '_order_currency')
    GROUP BY post_id
  )`;
const posts = (rest: string) => `FROM wp_posts AS o
LEFT JOIN wp_posts AS paid ON paid.ID = o.post_parent AND o.post_type = 'shop_order_refund'
LEFT JOIN ${META} AS who ON who.post_id = COALESCE(paid.ID, o.ID)
${rest}
  AND COALESCE(paid.post_status, o.post_status) NOT IN ('auto-draft', 'trash', 'wc-checkout-draft')`;
const POST_COLUMNS = `COALESCE(paid.ID, o.ID) AS order_id,
  o.post_date_gmt AS order_datetime,
  REPLACE(COALESCE(paid.post_status, o.post_status), 'wc-', '') AS status,
  who.customer_id AS customer_id, who.email AS email, who.country AS country, who.currency AS currency`;

export const woocommercePosts: ShopQuery = {
  id: "woocommerce-posts",
  name: "WooCommerce, orders in WordPress posts",
  queries: {
    mysql: `SELECT ${POST_COLUMNS},
  ${COLUMNS}
${posts(`JOIN ${LINES} ON i.order_id = o.ID
WHERE i.order_item_type = 'line_item' AND o.post_type IN ('shop_order', 'shop_order_refund')`)}
UNION ALL
SELECT ${POST_COLUMNS},
  ${AMOUNT_COLUMNS},
  -CAST(refunded.meta_value AS DECIMAL(20, 4)) AS line_total_excl_tax
${posts(`JOIN wp_postmeta AS refunded ON refunded.post_id = o.ID AND refunded.meta_key = '_refund_amount'
WHERE o.post_type = 'shop_order_refund'
  AND NOT EXISTS (SELECT 1 FROM wp_woocommerce_order_items AS i WHERE i.order_id = o.ID)`)}`,
  },
};
