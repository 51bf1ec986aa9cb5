-- Columns that the query reads, of https://github.com/woocommerce/woocommerce (class-wc-install.php, OrdersTableDataStore.php); rows are invented.
CREATE TABLE wp_wc_orders (id bigint unsigned PRIMARY KEY, status varchar(20), currency varchar(10), type varchar(20), tax_amount decimal(26,8), total_amount decimal(26,8), customer_id bigint unsigned, billing_email varchar(320), date_created_gmt datetime, parent_order_id bigint unsigned);
CREATE TABLE wp_wc_order_addresses (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, order_id bigint unsigned, address_type varchar(20), country text);
CREATE TABLE wp_woocommerce_order_items (order_item_id bigint unsigned PRIMARY KEY, order_item_name text NOT NULL, order_item_type varchar(200) NOT NULL, order_id bigint unsigned NOT NULL);
CREATE TABLE wp_woocommerce_order_itemmeta (meta_id bigint unsigned AUTO_INCREMENT PRIMARY KEY, order_item_id bigint unsigned NOT NULL, meta_key varchar(255), meta_value longtext);
INSERT INTO wp_wc_orders VALUES
  (101, 'wc-completed', 'EUR', 'shop_order', 7.20, 48.20, 7, 'ann@example.com', '2026-03-01 10:00:00', 0),
  (102, 'wc-processing', 'EUR', 'shop_order', 4.00, 24.00, 0, 'bob@example.com', '2026-03-02 23:30:00', 0),
  (103, 'wc-cancelled', 'EUR', 'shop_order', 2.00, 12.00, 7, 'ann@example.com', '2026-03-03 10:00:00', 0),
  (104, 'wc-refunded', 'EUR', 'shop_order', 4.00, 24.00, 7, 'ann@example.com', '2026-03-04 10:00:00', 0),
  (105, 'wc-checkout-draft', 'EUR', 'shop_order', 2.00, 12.00, 7, 'ann@example.com', '2026-03-05 10:00:00', 0),
  (106, 'wc-completed', 'EUR', 'shop_order', 6.00, 36.00, 7, 'ann@example.com', '2026-03-06 10:00:00', 0),
  (110, 'wc-completed', 'EUR', 'shop_order_refund', -1.80, -10.80, 0, NULL, '2026-03-07 10:00:00', 101),
  (111, 'wc-completed', 'EUR', 'shop_order_refund', -4.00, -24.00, 0, NULL, '2026-03-05 10:00:00', 104),
  (112, 'wc-completed', 'EUR', 'shop_order_refund', 0, -5.00, 0, NULL, '2026-03-08 10:00:00', 106);
INSERT INTO wp_wc_order_addresses (order_id, address_type, country) VALUES (101, 'billing', 'DE'), (101, 'shipping', 'AT'), (102, 'billing', 'FR'), (104, 'billing', 'DE'), (106, 'billing', 'DE');
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
