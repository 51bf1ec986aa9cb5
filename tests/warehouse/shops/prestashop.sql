-- Columns that the query reads, of https://github.com/PrestaShop/PrestaShop (install-dev/data/db_structure.sql); rows are invented. The shop's clock is two hours ahead.
CREATE TABLE ps_configuration (id_configuration int unsigned AUTO_INCREMENT PRIMARY KEY, name varchar(254), value text);
CREATE TABLE ps_orders (id_order int unsigned PRIMARY KEY, reference varchar(9), id_lang int unsigned, id_customer int unsigned, id_currency int unsigned, id_address_invoice int unsigned, current_state int unsigned, valid tinyint, total_products decimal(20,6), total_discounts_tax_excl decimal(20,6), total_shipping_tax_excl decimal(20,6), date_add datetime);
CREATE TABLE ps_order_detail (id_order_detail int unsigned PRIMARY KEY, id_order int unsigned, product_id int unsigned, product_attribute_id int unsigned, product_reference varchar(64), product_name text, product_quantity int unsigned, total_price_tax_excl decimal(20,6), total_price_tax_incl decimal(20,6));
CREATE TABLE ps_order_cart_rule (id_order_cart_rule int unsigned PRIMARY KEY, id_order int unsigned, value decimal(20,6), value_tax_excl decimal(20,6), free_shipping tinyint);
CREATE TABLE ps_order_slip (id_order_slip int unsigned PRIMARY KEY, id_order int unsigned, date_add datetime);
CREATE TABLE ps_order_slip_detail (id_order_slip int unsigned, id_order_detail int unsigned, product_quantity int unsigned, amount_tax_excl decimal(20,6), amount_tax_incl decimal(20,6));
CREATE TABLE ps_customer (id_customer int unsigned PRIMARY KEY, email varchar(255), is_guest tinyint);
CREATE TABLE ps_address (id_address int unsigned PRIMARY KEY, id_country int unsigned);
CREATE TABLE ps_country (id_country int unsigned PRIMARY KEY, iso_code varchar(3));
CREATE TABLE ps_currency (id_currency int unsigned PRIMARY KEY, iso_code varchar(3));
CREATE TABLE ps_order_state_lang (id_order_state int unsigned, id_lang int unsigned, name varchar(64), template varchar(64), PRIMARY KEY (id_order_state, id_lang));
INSERT INTO ps_configuration (name, value) VALUES ('PS_TIMEZONE', '+02:00');
INSERT INTO ps_customer VALUES (7, 'ann@example.com', 0), (8, 'bob@example.com', 1);
INSERT INTO ps_country VALUES (1, 'DE'), (8, 'FR'); INSERT INTO ps_address VALUES (1, 1), (2, 8); INSERT INTO ps_currency VALUES (1, 'EUR');
INSERT INTO ps_order_state_lang VALUES (2, 1, 'Paiement accepté', 'payment'), (2, 2, 'Payment accepted', 'payment'), (4, 1, 'Expédié', 'shipped'), (6, 1, 'Annulé', 'order_canceled'), (7, 1, 'Remboursé', 'refund'), (8, 1, 'Erreur de paiement', 'payment_error');
INSERT INTO ps_orders VALUES
  (101, 'AAA', 1, 7, 1, 1, 4, 1, 40, 9, 5, '2026-03-01 12:00:00'), (102, 'BBB', 1, 8, 1, 2, 2, 1, 20, 0, 5, '2026-03-03 01:30:00'),
  (103, 'CCC', 1, 7, 1, 1, 6, 0, 10, 0, 5, '2026-03-03 12:00:00'), (104, 'DDD', 1, 7, 1, 1, 7, 0, 20, 0, 5, '2026-03-04 12:00:00'),
  (105, 'EEE', 1, 7, 1, 1, 8, 0, 10, 0, 5, '2026-03-05 12:00:00'), (106, 'FFF', 1, 7, 1, 1, 4, 1, 30, 0, 5, '2026-03-06 12:00:00');
-- A voucher of ten percent that ships free, too.
INSERT INTO ps_order_cart_rule VALUES (1, 101, 10.80, 9, 1);
INSERT INTO ps_order_detail VALUES (1, 101, 1, 0, 'MUG', 'Mug', 2, 20, 24), (2, 101, 2, 22, '', 'Cup - blue', 1, 20, 24), (3, 102, 2, 22, '', 'Cup - blue', 1, 20, 24), (4, 103, 1, 0, 'MUG', 'Mug', 1, 10, 12), (5, 104, 2, 22, '', 'Cup - blue', 1, 20, 24), (6, 105, 1, 0, 'MUG', 'Mug', 1, 10, 12), (7, 106, 1, 0, 'MUG', 'Mug', 3, 30, 36);
INSERT INTO ps_order_slip VALUES (1, 101, '2026-03-07 12:00:00'), (2, 104, '2026-03-05 12:00:00'), (3, 106, '2026-03-08 12:00:00');
INSERT INTO ps_order_slip_detail VALUES (1, 1, 1, 9, 10.8), (2, 5, 1, 20, 24), (3, 7, 1, 5, 6);
