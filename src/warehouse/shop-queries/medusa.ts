import type { ShopQuery } from "./shop-query";

const order = (time: string) => `o.display_id AS order_id,
  ${time} AS order_datetime,
  CASE WHEN o.canceled_at IS NOT NULL THEN 'cancelled' WHEN o.status::text IN ('pending', 'archived') THEN 'processing' ELSE o.status::text END AS status,
  CASE WHEN c.has_account THEN o.customer_id END AS customer_id,
  o.email AS email,
  a.country_code AS country,
  upper(o.currency_code) AS currency`;
const JOINS = `LEFT JOIN customer AS c ON c.id = o.customer_id
LEFT JOIN order_address AS a ON a.id = o.shipping_address_id`;
/** The lines of the newest version of each order: their amounts without tax, and with it. */
const LINES = `SELECT i.order_id, i.item_id, i.quantity, l.variant_sku, l.variant_id, l.product_title, l.title,
      (COALESCE(i.unit_price, l.unit_price) * i.quantity - COALESCE(less.amount, 0))
        / (CASE WHEN l.is_tax_inclusive THEN 1 + COALESCE(tax.rate, 0) / 100 ELSE 1 END) AS net,
      COALESCE(tax.rate, 0) / 100 AS tax
    FROM "order" AS placed
    JOIN order_item AS i ON i.order_id = placed.id AND i.version = placed.version AND i.deleted_at IS NULL
    JOIN order_line_item AS l ON l.id = i.item_id
    LEFT JOIN (
      SELECT item_id, SUM(amount) AS amount FROM order_line_item_adjustment WHERE deleted_at IS NULL GROUP BY item_id
    ) AS less ON less.item_id = l.id
    LEFT JOIN (
      SELECT item_id, SUM(rate) AS rate FROM order_line_item_tax_line WHERE deleted_at IS NULL GROUP BY item_id
    ) AS tax ON tax.item_id = l.id`;

/**
 * Medusa 2. Every order that was placed is "pending" until somebody completes it. Money given back is an amount of the order, not of a line, and holds tax: it is taken without the share of tax
 * that the order's lines have. What was given back of the shipping cannot be told from it.
 * https://docs.medusajs.com/resources/references/order/models
 */
export const medusa: ShopQuery = {
  id: "medusa",
  name: "Medusa 2",
  queries: {
    postgres: `SELECT ${order("o.created_at")},
  COALESCE(line.variant_sku, line.variant_id, line.item_id) AS product_id,
  COALESCE(line.product_title, line.title) AS product_name,
  line.quantity AS quantity,
  line.net AS line_total_excl_tax
FROM "order" AS o
JOIN (
    ${LINES}
) AS line ON line.order_id = o.id
${JOINS}
WHERE o.deleted_at IS NULL AND o.is_draft_order IS NOT TRUE AND o.status::text <> 'draft' AND line.quantity > 0
UNION ALL
SELECT ${order("t.created_at")},
  'refund' AS product_id, 'refund' AS product_name,
  -1 AS quantity,
  -abs(t.amount) * share.net AS line_total_excl_tax
FROM "order" AS o
JOIN order_transaction AS t ON t.order_id = o.id AND t.reference = 'refund' AND t.deleted_at IS NULL
JOIN (
  SELECT order_id, SUM(net) / NULLIF(SUM(net * (1 + tax)), 0) AS net FROM (
    ${LINES}
  ) AS line GROUP BY order_id
) AS share ON share.order_id = o.id
${JOINS}
WHERE o.deleted_at IS NULL AND o.is_draft_order IS NOT TRUE AND o.status::text <> 'draft'`,
  },
};
