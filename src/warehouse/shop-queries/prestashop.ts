import type { ShopQuery } from "./shop-query";

/** Dates are the shop's local time. The server converts them if it knows the zone's name. */
const utc = (time: string) =>
  `COALESCE(CONVERT_TZ(${time}, (SELECT value FROM ps_configuration WHERE name = 'PS_TIMEZONE' LIMIT 1), '+00:00'), ${time})`;
const order = (time: string) => `o.id_order AS order_id,
  ${utc(time)} AS order_datetime,
  CASE WHEN o.valid = 1 THEN 'completed'
    WHEN l.template = 'order_canceled' THEN 'cancelled'
    WHEN l.template = 'refund' THEN 'refunded'
    WHEN l.template = 'payment_error' THEN 'failed'
    ELSE 'pending' END AS status,
  CASE WHEN c.is_guest = 1 THEN NULL ELSE o.id_customer END AS customer_id,
  c.email AS email,
  country.iso_code AS country,
  money.iso_code AS currency`;
const JOINS = `LEFT JOIN ps_customer AS c ON c.id_customer = o.id_customer
LEFT JOIN ps_address AS a ON a.id_address = o.id_address_invoice
LEFT JOIN ps_country AS country ON country.id_country = a.id_country
LEFT JOIN ps_currency AS money ON money.id_currency = o.id_currency
LEFT JOIN ps_order_state_lang AS l ON l.id_order_state = o.current_state AND l.id_lang = o.id_lang`;
const PRODUCT = `COALESCE(NULLIF(d.product_reference, ''), CONCAT_WS('-', d.product_id, NULLIF(d.product_attribute_id, 0))) AS product_id,
  d.product_name AS product_name`;

/**
 * PrestaShop 1.7 and later, each order in its own currency. Vouchers of an order ("cart rules") are divided among its lines
 * by their amounts, without what they took off the shipping; credit slips are the refunds.
 * https://github.com/PrestaShop/PrestaShop/blob/develop/install-dev/data/db_structure.sql
 */
export const prestashop: ShopQuery = {
  id: "prestashop",
  name: "PrestaShop",
  queries: {
    mysql: `SELECT ${order("o.date_add")},
  ${PRODUCT},
  d.product_quantity AS quantity,
  d.total_price_tax_excl * (1 - COALESCE(
    (rules.amount - CASE WHEN rules.ships_free = 1 THEN o.total_shipping_tax_excl ELSE 0 END)
      / NULLIF(o.total_products, 0), 0)) AS line_total_excl_tax
FROM ps_orders AS o
JOIN ps_order_detail AS d ON d.id_order = o.id_order
LEFT JOIN (
  SELECT id_order, SUM(value_tax_excl) AS amount, MAX(free_shipping) AS ships_free
  FROM ps_order_cart_rule GROUP BY id_order
) AS rules ON rules.id_order = o.id_order
${JOINS}
UNION ALL
SELECT ${order("s.date_add")},
  ${PRODUCT},
  -r.product_quantity AS quantity,
  -r.amount_tax_excl AS line_total_excl_tax
FROM ps_order_slip AS s
JOIN ps_order_slip_detail AS r ON r.id_order_slip = s.id_order_slip
JOIN ps_order_detail AS d ON d.id_order_detail = r.id_order_detail
JOIN ps_orders AS o ON o.id_order = s.id_order
${JOINS}
WHERE r.product_quantity > 0`,
  },
};
