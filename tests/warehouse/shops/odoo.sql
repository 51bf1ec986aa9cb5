-- Columns that the query reads, of https://github.com/odoo/odoo (addons sale, account, product and base); rows are invented.
CREATE TABLE res_country (id int PRIMARY KEY, code varchar(2)); CREATE TABLE res_currency (id int PRIMARY KEY, name varchar);
CREATE TABLE res_partner (id int PRIMARY KEY, name varchar, email varchar, commercial_partner_id int, country_id int);
CREATE TABLE product_product (id int PRIMARY KEY, default_code varchar);
CREATE TABLE sale_order (id int PRIMARY KEY, name varchar, state varchar, date_order timestamp, partner_id int, currency_id int);
CREATE TABLE sale_order_line (id int PRIMARY KEY, order_id int, product_id int, name text, display_type varchar, product_uom_qty numeric, price_unit numeric, discount numeric, price_subtotal numeric, price_total double precision, is_downpayment boolean, is_delivery boolean);
CREATE TABLE account_move (id int PRIMARY KEY, name varchar, move_type varchar, state varchar, invoice_date date);
CREATE TABLE account_move_line (id int PRIMARY KEY, move_id int, product_id int, display_type varchar, quantity numeric, price_subtotal numeric);
CREATE TABLE sale_order_line_invoice_rel (invoice_line_id int, order_line_id int);
INSERT INTO res_country VALUES (1, 'DE'), (2, 'FR'); INSERT INTO res_currency VALUES (1, 'EUR');
INSERT INTO res_partner VALUES (7, 'Ann', 'ann@example.com', 7, 1), (17, 'Ann, office', 'ann@example.com', 7, 1), (8, 'Bob', 'bob@example.com', 8, 2);
INSERT INTO product_product VALUES (1, 'MUG'), (2, NULL), (3, 'POST');
INSERT INTO sale_order VALUES (1, 'S00101', 'sale', '2026-03-01 10:00:00', 7, 1), (2, 'S00102', 'done', '2026-03-02 23:30:00', 8, 1), (3, 'S00103', 'cancel', '2026-03-03 10:00:00', 7, 1), (5, 'S00105', 'draft', '2026-03-05 10:00:00', 7, 1), (6, 'S00106', 'sale', '2026-03-06 10:00:00', 17, 1);
INSERT INTO sale_order_line VALUES
  (1, 1, 1, 'Mug', NULL, 2, 10, 10, 18, 21.6, false, false), (2, 1, 2, 'Cup', NULL, 1, 20, 10, 18, 21.6, false, false), (3, 1, NULL, 'Thank you', 'line_note', 0, 0, 0, 0, 0, false, false), (4, 1, 3, 'Parcel', NULL, 1, 5, 0, 5, 6, false, true),
  (5, 2, 2, 'Cup', NULL, 1, 20, 0, 20, 24, false, false), (6, 3, 1, 'Mug', NULL, 1, 10, 0, 10, 12, false, false), (7, 5, 1, 'Mug', NULL, 1, 10, 0, 10, 12, false, false), (8, 6, 1, 'Mug', NULL, 3, 10, 0, 30, 36, false, false), (9, 6, 1, 'Down payment', NULL, 0, 10, 0, 0, 0, true, false);
INSERT INTO account_move VALUES (1, 'RINV/1', 'out_refund', 'posted', '2026-03-07'), (2, 'RINV/2', 'out_refund', 'posted', '2026-03-08'), (3, 'RINV/3', 'out_refund', 'draft', '2026-03-08'), (4, 'INV/4', 'out_invoice', 'posted', '2026-03-01');
INSERT INTO account_move_line VALUES (1, 1, 1, 'product', 1, 9), (2, 2, 1, 'product', 1, 5), (3, 3, 1, 'product', 1, 10), (4, 4, 1, 'product', 2, 18);
INSERT INTO sale_order_line_invoice_rel VALUES (1, 1), (2, 8), (3, 8), (4, 1);
