-- Columns that the query reads, of https://github.com/opencart/opencart (upload/install/opencart.sql); rows are invented.
CREATE TABLE oc_setting (setting_id int AUTO_INCREMENT PRIMARY KEY, store_id int, code varchar(128), `key` varchar(128), value text);
CREATE TABLE oc_order (order_id int PRIMARY KEY, customer_id int, email varchar(96), payment_country varchar(128), language_id int, currency_code varchar(3), currency_value decimal(15,8), order_status_id int, date_added datetime);
CREATE TABLE oc_order_product (order_product_id int PRIMARY KEY, order_id int, product_id int, name varchar(255), model varchar(64), quantity int, price decimal(15,4), total decimal(15,4), tax decimal(15,4));
CREATE TABLE oc_order_total (order_total_id int AUTO_INCREMENT PRIMARY KEY, order_id int, code varchar(32), title varchar(255), value decimal(15,4));
CREATE TABLE oc_order_status (order_status_id int, language_id int, name varchar(32), PRIMARY KEY (order_status_id, language_id));
CREATE TABLE oc_return (return_id int PRIMARY KEY, order_id int, product_id int, quantity int, return_action_id int, return_status_id int, date_modified datetime);
INSERT INTO oc_setting (store_id, code, `key`, value) VALUES (0, 'config', 'config_currency', 'EUR');
INSERT INTO oc_order_status VALUES (5, 1, 'Complete'), (2, 1, 'Processing'), (7, 1, 'Canceled'), (11, 1, 'Refunded'), (5, 2, 'Komplett');
INSERT INTO oc_order VALUES
  (101, 7, 'ann@example.com', 'Germany', 1, 'USD', 1.10, 5, '2026-03-01 10:00:00'), (102, 0, 'bob@example.com', 'France', 1, 'EUR', 1, 2, '2026-03-02 23:30:00'),
  (103, 7, 'ann@example.com', 'Germany', 1, 'EUR', 1, 7, '2026-03-03 10:00:00'), (104, 7, 'ann@example.com', 'Germany', 1, 'EUR', 1, 11, '2026-03-04 10:00:00'),
  (105, 7, 'ann@example.com', 'Germany', 1, 'EUR', 1, 0, '2026-03-05 10:00:00'), (106, 7, 'ann@example.com', 'Germany', 1, 'EUR', 1, 5, '2026-03-06 10:00:00');
INSERT INTO oc_order_product VALUES (1, 101, 1, 'Mug', 'MUG', 2, 10, 20, 2), (2, 101, 2, 'Cup', 'CUP', 1, 20, 20, 4), (3, 102, 2, 'Cup', 'CUP', 1, 20, 20, 4), (4, 103, 1, 'Mug', 'MUG', 1, 10, 10, 2), (5, 104, 2, 'Cup', 'CUP', 1, 20, 20, 4), (6, 105, 1, 'Mug', 'MUG', 1, 10, 10, 2), (7, 106, 3, 'Spoon', 'SPOON', 6, 5, 30, 1);
INSERT INTO oc_order_total (order_id, code, title, value) VALUES (101, 'sub_total', 'Sub-Total', 40), (101, 'coupon', 'Coupon (TEN)', -4), (101, 'shipping', 'Flat', 5), (101, 'voucher', 'Gift voucher', -10), (101, 'tax', 'VAT', 7.2), (101, 'total', 'Total', 38.2), (106, 'sub_total', 'Sub-Total', 30), (106, 'total', 'Total', 36);
INSERT INTO oc_return VALUES (1, 101, 1, 1, 1, 3, '2026-03-07 10:00:00'), (2, 106, 3, 1, 1, 3, '2026-03-08 10:00:00'), (3, 106, 3, 1, 3, 3, '2026-03-08 10:00:00'), (4, 106, 3, 1, 1, 1, '2026-03-08 11:00:00');
