import type { ShopQuery } from "./shop-query";

const ORDER = `o.increment_id AS order_id,
  %time% AS order_datetime,
  o.status AS status,
  o.customer_id AS customer_id,
  o.customer_email AS email,
  a.country_id AS country,
  o.base_currency_code AS currency`;
const at = (time: string) => ORDER.replace("%time%", time);
const ADDRESS =
  "LEFT JOIN sales_order_address AS a ON a.parent_id = o.entity_id AND a.address_type = 'billing'";
/** Rows are before discounts, which may hold tax that is taken off again. */
const net = (line: string) =>
  `${line}.base_row_total - COALESCE(${line}.base_discount_amount, 0) + COALESCE(${line}.base_discount_tax_compensation_amount, 0)`;

/**
 * Magento 2 and Adobe Commerce, in the shop's base currency. Items below another are parts of a configurable or bundled
 * product, whose price is on the item above them. What was cancelled of an order that went on is taken off its lines;
 * credit memos are the refunds.
 * https://github.com/magento/magento2/blob/2.4-develop/app/code/Magento/Sales/etc/db_schema.xml
 */
export const magento: ShopQuery = {
  id: "magento",
  name: "Magento 2, Adobe Commerce",
  queries: {
    mysql: `SELECT ${at("o.created_at")},
  i.sku AS product_id, i.name AS product_name,
  kept.quantity AS quantity,
  (${net("i")}) * kept.quantity / i.qty_ordered AS line_total_excl_tax
FROM sales_order AS o
JOIN sales_order_item AS i ON i.order_id = o.entity_id
JOIN (
  SELECT item_id, qty_ordered - COALESCE(NULLIF(qty_canceled, qty_ordered), 0) AS quantity FROM sales_order_item
) AS kept ON kept.item_id = i.item_id
${ADDRESS}
WHERE i.parent_item_id IS NULL AND i.qty_ordered > 0
UNION ALL
SELECT ${at("c.created_at")},
  i.sku AS product_id, i.name AS product_name,
  -r.qty AS quantity,
  -(${net("r")}) AS line_total_excl_tax
FROM sales_creditmemo AS c
JOIN sales_creditmemo_item AS r ON r.parent_id = c.entity_id
JOIN sales_order_item AS i ON i.item_id = r.order_item_id
JOIN sales_order AS o ON o.entity_id = c.order_id
${ADDRESS}
WHERE i.parent_item_id IS NULL AND r.qty > 0 AND c.state <> 3
UNION ALL
SELECT ${at("c.created_at")},
  'refund' AS product_id, 'refund' AS product_name,
  -1 AS quantity,
  -c.base_adjustment AS line_total_excl_tax
FROM sales_creditmemo AS c
JOIN sales_order AS o ON o.entity_id = c.order_id
${ADDRESS}
WHERE c.base_adjustment > 0 AND c.state <> 3`,
  },
};
