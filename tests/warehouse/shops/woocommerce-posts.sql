-- Columns that the query reads, of WordPress (schema.php) and WooCommerce before 8.2; the same invented rows as in woocommerce.sql.
CREATE TABLE wp_posts (ID bigint unsigned PRIMARY KEY, post_date_gmt datetime, post_status varchar(20), post_type varchar(20), post_parent bigint unsigned);
CREATE TABLE wp_postmeta (meta_id bigint unsigned AUTO_INCREMENT PRIMARY KEY, post_id bigint unsigned, meta_key varchar(255), meta_value longtext);
INSERT INTO wp_posts VALUES
  (7, '2026-01-01 10:00:00', 'publish', 'page', 0),
  (101, '2026-03-01 10:00:00', 'wc-completed', 'shop_order', 0), (102, '2026-03-02 23:30:00', 'wc-processing', 'shop_order', 0),
  (103, '2026-03-03 10:00:00', 'wc-cancelled', 'shop_order', 0), (104, '2026-03-04 10:00:00', 'wc-refunded', 'shop_order', 0),
  (105, '2026-03-05 10:00:00', 'trash', 'shop_order', 0), (106, '2026-03-06 10:00:00', 'wc-completed', 'shop_order', 0),
  (110, '2026-03-07 10:00:00', 'wc-completed', 'shop_order_refund', 101), (111, '2026-03-05 10:00:00', 'wc-completed', 'shop_order_refund', 104),
  (112, '2026-03-08 10:00:00', 'wc-completed', 'shop_order_refund', 106);
INSERT INTO wp_postmeta (post_id, meta_key, meta_value)
  SELECT ID, '_order_currency', 'EUR' FROM wp_posts WHERE post_type LIKE 'shop_order%'
  UNION ALL SELECT ID, '_customer_user', IF(ID = 102, '0', '7') FROM wp_posts WHERE post_type = 'shop_order'
  UNION ALL SELECT ID, '_billing_email', IF(ID = 102, 'bob@example.com', 'ann@example.com') FROM wp_posts WHERE post_type = 'shop_order'
  UNION ALL SELECT ID, '_billing_country', IF(ID = 102, 'FR', 'DE') FROM wp_posts WHERE post_type = 'shop_order'
  UNION ALL SELECT 110, '_refund_amount', '10.80' UNION ALL SELECT 111, '_refund_amount', '24' UNION ALL SELECT 112, '_refund_amount', '5';
CREATE TABLE wp_woocommerce_order_items (order_item_id bigint unsigned PRIMARY KEY, order_item_name text NOT NULL, order_item_type varchar(200) NOT NULL, order_id bigint unsigned NOT NULL);
CREATE TABLE wp_woocommerce_order_itemmeta (meta_id bigint unsigned AUTO_INCREMENT PRIMARY KEY, order_item_id bigint unsigned NOT NULL, meta_key varchar(255), meta_value longtext);
INSERT INTO wp_woocommerce_order_items VALUES
  (1, 'Mug', 'line_item', 101), (2, 'Cup, blue', 'line_item', 101), (3, 'ten percent', 'coupon', 101), (4, 'Parcel', 'shipping', 101),
  (5, 'Cup, blue', 'line_item', 102), (6, 'Mug', 'line_item', 103), (7, 'Cup, blue', 'line_item', 104), (8, 'Mug', 'line_item', 105), (9, 'Mug', 'line_item', 106),
  (10, 'Mug', 'line_item', 110), (11, 'Cup, blue', 'line_item', 111);
INSERT INTO wp_woocommerce_order_itemmeta (order_item_id, meta_key, meta_value) VALUES
  (1, '_product_id', '1'), (1, '_variation_id', '0'), (1, '_qty', '2'), (1, '_line_subtotal', '20'), (1, '_line_total', '18'), (1, '_line_tax', '3.6'),
  (2, '_product_id', '2'), (2, '_variation_id', '22'), (2, '_qty', '1'), (2, '_line_subtotal', '20'), (2, '_line_total', '18'), (2, '_line_tax', '3.6'),
  (3, 'discount_amount', '4'), (4, 'cost', '5'),
  (5, '_product_id', '2'), (5, '_variation_id', '22'), (5, '_qty', '1'), (5, '_line_total', '20'),
  (6, '_product_id', '1'), (6, '_variation_id', '0'), (6, '_qty', '1'), (6, '_line_total', '10'),
  (7, '_product_id', '2'), (7, '_variation_id', '22'), (7, '_qty', '1'), (7, '_line_total', '20'),
  (8, '_product_id', '1'), (8, '_variation_id', '0'), (8, '_qty', '1'), (8, '_line_total', '10'),
  (9, '_product_id', '1'), (9, '_variation_id', '0'), (9, '_qty', '3'), (9, '_line_total', '30'),
  (10, '_product_id', '1'), (10, '_variation_id', '0'), (10, '_qty', '-1'), (10, '_line_total', '-9'), (10, '_refunded_item_id', '1'),
  (11, '_product_id', '2'), (11, '_variation_id', '22'), (11, '_qty', '-1'), (11, '_line_total', '-20'), (11, '_refunded_item_id', '7');
