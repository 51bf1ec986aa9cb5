import type { ShopQuery } from "./shop-query";

const order = (time: string) => `o.order_id AS order_id,
  ${time} AS order_datetime,
  s.name AS status,
  NULLIF(o.customer_id, 0) AS customer_id,
  o.email AS email,
  o.payment_country AS country,
  (SELECT value FROM oc_setting WHERE \`key\` = 'config_currency' ORDER BY store_id LIMIT 1) AS currency`;
const STATUS =
  "LEFT JOIN oc_order_status AS s ON s.order_status_id = o.order_status_id AND s.language_id = o.language_id";
/** Of an order, as a share of its lines: coupons and reward points. A gift voucher is a payment. */
const DISCOUNTS = `LEFT JOIN (
  SELECT order_id,
    SUM(CASE WHEN code IN ('coupon', 'reward') THEN value ELSE 0 END)
      / NULLIF(SUM(CASE WHEN code = 'sub_total' THEN value ELSE 0 END), 0) AS share
  FROM oc_order_total GROUP BY order_id
) AS discount ON discount.order_id = o.order_id`;

/**
 * OpenCart 3, in the shop's default currency, as the tables are. An order without a status was never placed. Returns
 * that were completed with a refund are the refunds (actions and statuses as OpenCart installs them).
 * https://github.com/opencart/opencart/blob/3.0.x.x/upload/install/opencart.sql
 */
export const opencart: ShopQuery = {
  id: "opencart",
  name: "OpenCart",
  queries: {
    mysql: `SELECT ${order("o.date_added")},
  p.product_id AS product_id, p.name AS product_name,
  p.quantity AS quantity,
  p.total * (1 + COALESCE(discount.share, 0)) AS line_total_excl_tax
FROM oc_order AS o
JOIN oc_order_product AS p ON p.order_id = o.order_id
${DISCOUNTS}
${STATUS}
WHERE o.order_status_id > 0
UNION ALL
SELECT ${order("r.date_modified")},
  p.product_id AS product_id, p.name AS product_name,
  -r.quantity AS quantity,
  -r.quantity * p.price * (1 + COALESCE(discount.share, 0)) AS line_total_excl_tax
FROM oc_return AS r
JOIN oc_order AS o ON o.order_id = r.order_id
JOIN (
  SELECT order_id, product_id, MIN(name) AS name, SUM(total) / SUM(quantity) AS price
  FROM oc_order_product GROUP BY order_id, product_id
) AS p ON p.order_id = r.order_id AND p.product_id = r.product_id
${DISCOUNTS}
${STATUS}
WHERE o.order_status_id > 0 AND r.return_action_id = 1 AND r.return_status_id = 3`,
  },
};
