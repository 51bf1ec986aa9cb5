import type { ShopQuery } from "./shop-query";

const order = (time: string) => `o.name AS order_id,
  ${time} AS order_datetime,
  CASE o.state WHEN 'cancel' THEN 'cancelled' ELSE 'completed' END AS status,
  COALESCE(who.commercial_partner_id, who.id) AS customer_id,
  who.email AS email,
  country.code AS country,
  money.name AS currency`;
const JOINS = `LEFT JOIN res_partner AS who ON who.id = o.partner_id
LEFT JOIN res_country AS country ON country.id = who.country_id
LEFT JOIN res_currency AS money ON money.id = o.currency_id
LEFT JOIN product_product AS p ON p.id = l.product_id`;
const PRODUCT = `COALESCE(NULLIF(p.default_code, ''), l.product_id::text) AS product_id,
  l.name AS product_name`;
/** Goods alone. Not every installation has the columns for shipping and down payments. */
const GOODS = `l.display_type IS NULL
  AND COALESCE(to_jsonb(l) ->> 'is_delivery', 'false') <> 'true'
  AND COALESCE(to_jsonb(l) ->> 'is_downpayment', 'false') <> 'true'`;

/**
 * Odoo Sales 14 and later. Quotations are no orders. \`price_subtotal\` is after discounts and without tax; posted credit
 * notes of a line are its refunds. Odoo keeps its times in UTC.
 * https://github.com/odoo/odoo/blob/17.0/addons/sale/models/sale_order_line.py
 */
export const odoo: ShopQuery = {
  id: "odoo",
  name: "Odoo Sales",
  queries: {
    postgres: `SELECT ${order("o.date_order")},
  ${PRODUCT},
  l.product_uom_qty AS quantity,
  l.price_subtotal AS line_total_excl_tax
FROM sale_order AS o
JOIN sale_order_line AS l ON l.order_id = o.id
${JOINS}
WHERE o.state IN ('sale', 'done', 'cancel') AND ${GOODS}
UNION ALL
SELECT ${order("m.invoice_date::timestamp")},
  ${PRODUCT},
  -r.quantity AS quantity,
  -r.price_subtotal AS line_total_excl_tax
FROM account_move AS m
JOIN account_move_line AS r ON r.move_id = m.id
JOIN sale_order_line_invoice_rel AS link ON link.invoice_line_id = r.id
JOIN sale_order_line AS l ON l.id = link.order_line_id
JOIN sale_order AS o ON o.id = l.order_id
${JOINS}
WHERE m.move_type = 'out_refund' AND m.state = 'posted' AND r.price_subtotal <> 0 AND ${GOODS}`,
  },
};
