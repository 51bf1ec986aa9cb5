-- Columns that the query reads, of https://github.com/magento/magento2 (Sales/etc/db_schema.xml); rows are invented.
CREATE TABLE sales_order (entity_id int unsigned PRIMARY KEY, increment_id varchar(50), state varchar(32), status varchar(32), customer_id int unsigned, customer_is_guest smallint, customer_email varchar(128), base_currency_code varchar(3), created_at timestamp NULL);
CREATE TABLE sales_order_address (entity_id int unsigned AUTO_INCREMENT PRIMARY KEY, parent_id int unsigned, address_type varchar(255), country_id varchar(2));
CREATE TABLE sales_order_item (item_id int unsigned PRIMARY KEY, order_id int unsigned, parent_item_id int unsigned, product_type varchar(255), sku varchar(255), name varchar(255), qty_ordered decimal(12,4), qty_canceled decimal(12,4), base_row_total decimal(20,4), base_discount_amount decimal(20,4), base_discount_tax_compensation_amount decimal(20,4), base_tax_amount decimal(20,4));
CREATE TABLE sales_creditmemo (entity_id int unsigned PRIMARY KEY, order_id int unsigned, state int, base_adjustment decimal(20,4), created_at timestamp NULL);
CREATE TABLE sales_creditmemo_item (entity_id int unsigned AUTO_INCREMENT PRIMARY KEY, parent_id int unsigned, order_item_id int, qty decimal(12,4), base_row_total decimal(20,4), base_discount_amount decimal(20,4), base_discount_tax_compensation_amount decimal(20,4));
SET time_zone = '+00:00';
INSERT INTO sales_order VALUES
  (1, '000000101', 'complete', 'complete', 7, 0, 'ann@example.com', 'EUR', '2026-03-01 10:00:00'),
  (2, '000000102', 'processing', 'processing', NULL, 1, 'bob@example.com', 'EUR', '2026-03-02 23:30:00'),
  (3, '000000103', 'canceled', 'canceled', 7, 0, 'ann@example.com', 'EUR', '2026-03-03 10:00:00'),
  (4, '000000104', 'closed', 'closed', 7, 0, 'ann@example.com', 'EUR', '2026-03-04 10:00:00'),
  (6, '000000106', 'complete', 'complete', 7, 0, 'ann@example.com', 'EUR', '2026-03-06 10:00:00');
INSERT INTO sales_order_address (parent_id, address_type, country_id) VALUES (1, 'billing', 'DE'), (1, 'shipping', 'AT'), (2, 'billing', 'FR'), (4, 'billing', 'DE'), (6, 'billing', 'DE');
-- The discount of the first order holds tax, of which a part is taken back; the blue cup is a configurable product; of the last order, one of four was cancelled.
INSERT INTO sales_order_item VALUES
  (1, 1, NULL, 'simple', 'MUG', 'Mug', 2, 0, 20, 2.4, 0.4, 3.6), (2, 1, NULL, 'configurable', 'CUP-BLUE', 'Cup', 1, 0, 20, 2, 0, 3.6), (3, 1, 2, 'simple', 'CUP-BLUE', 'Cup, blue', 1, 0, 0, 0, 0, 0),
  (4, 2, NULL, 'configurable', 'CUP-BLUE', 'Cup', 1, 0, 20, 0, 0, 4), (5, 2, 4, 'simple', 'CUP-BLUE', 'Cup, blue', 1, 0, 0, 0, 0, 0),
  (6, 3, NULL, 'simple', 'MUG', 'Mug', 1, 1, 10, 0, 0, 2),
  (7, 4, NULL, 'simple', 'CUP-RED', 'Cup, red', 1, 0, 20, 0, 0, 4),
  (9, 6, NULL, 'simple', 'MUG', 'Mug', 4, 1, 40, 0, 0, 8);
INSERT INTO sales_creditmemo VALUES (1, 1, 2, 0, '2026-03-07 10:00:00'), (2, 4, 2, 0, '2026-03-05 10:00:00'), (3, 6, 2, 5, '2026-03-08 10:00:00'), (4, 6, 3, 0, '2026-03-08 11:00:00');
INSERT INTO sales_creditmemo_item (parent_id, order_item_id, qty, base_row_total, base_discount_amount, base_discount_tax_compensation_amount) VALUES (1, 1, 1, 10, 1.2, 0.2), (1, 2, 0, 0, 0, 0), (2, 7, 1, 20, 0, 0), (4, 9, 1, 10, 0, 0);
