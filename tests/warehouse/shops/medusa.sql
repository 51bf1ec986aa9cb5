-- Columns that the query reads, of https://github.com/medusajs/medusa (packages/modules/order); rows are invented.
CREATE TYPE order_status_enum AS ENUM ('pending', 'completed', 'draft', 'archived', 'canceled', 'requires_action');
CREATE TABLE "order" (id text PRIMARY KEY, display_id int, customer_id text, version int, status order_status_enum, is_draft_order boolean, email text, currency_code text, shipping_address_id text, created_at timestamptz, canceled_at timestamptz, deleted_at timestamptz);
CREATE TABLE order_address (id text PRIMARY KEY, country_code text); CREATE TABLE customer (id text PRIMARY KEY, email text, has_account boolean);
CREATE TABLE order_line_item (id text PRIMARY KEY, title text, product_title text, variant_id text, variant_sku text, is_tax_inclusive boolean, unit_price numeric);
CREATE TABLE order_item (id text PRIMARY KEY, order_id text, version int, item_id text, quantity numeric, unit_price numeric, deleted_at timestamptz);
CREATE TABLE order_line_item_adjustment (id text PRIMARY KEY, item_id text, code text, amount numeric, deleted_at timestamptz);
CREATE TABLE order_line_item_tax_line (id text PRIMARY KEY, item_id text, code text, rate numeric, deleted_at timestamptz);
CREATE TABLE order_transaction (id text PRIMARY KEY, order_id text, amount numeric, currency_code text, reference text, created_at timestamptz, deleted_at timestamptz);
INSERT INTO customer VALUES ('cus_7', 'ann@example.com', true), ('cus_8', 'bob@example.com', false); INSERT INTO order_address VALUES ('a1', 'de'), ('a2', 'fr');
INSERT INTO "order" VALUES
  ('o1', 101, 'cus_7', 2, 'completed', false, 'ann@example.com', 'eur', 'a1', '2026-03-01 12:00:00+02', NULL, NULL), ('o2', 102, 'cus_8', 1, 'pending', false, 'bob@example.com', 'eur', 'a2', '2026-03-03 01:30:00+02', NULL, NULL),
  ('o3', 103, 'cus_7', 1, 'canceled', false, 'ann@example.com', 'eur', 'a1', '2026-03-03 10:00:00Z', '2026-03-03 11:00:00Z', NULL), ('o5', 105, 'cus_7', 1, 'draft', true, 'ann@example.com', 'eur', 'a1', '2026-03-05 10:00:00Z', NULL, NULL),
  ('o6', 106, 'cus_7', 1, 'completed', false, 'ann@example.com', 'eur', 'a1', '2026-03-06 10:00:00Z', NULL, NULL);
-- The prices of the first order hold tax; its first version had another mug.
INSERT INTO order_line_item VALUES ('l1', 'Blue', 'Mug', 'v1', 'MUG', true, 12), ('l2', 'Blue', 'Cup', 'v2', NULL, true, 24), ('l3', 'Blue', 'Cup', 'v2', NULL, false, 20), ('l4', 'Blue', 'Mug', 'v1', 'MUG', false, 10), ('l5', 'Blue', 'Mug', 'v1', 'MUG', false, 10), ('l6', 'Blue', 'Mug', 'v1', 'MUG', false, 99);
INSERT INTO order_item VALUES ('i0', 'o1', 1, 'l1', 3, NULL, NULL), ('i1', 'o1', 2, 'l1', 2, NULL, NULL), ('i2', 'o1', 2, 'l2', 1, NULL, NULL), ('i3', 'o2', 1, 'l3', 1, NULL, NULL), ('i4', 'o3', 1, 'l4', 1, NULL, NULL), ('i5', 'o5', 1, 'l5', 1, NULL, NULL), ('i6', 'o6', 1, 'l6', 3, 10, NULL);
INSERT INTO order_line_item_adjustment VALUES ('x1', 'l1', 'TEN', 2.4, NULL), ('x2', 'l2', 'TEN', 2.4, NULL), ('x3', 'l2', 'GONE', 9, '2026-03-01 10:00:00Z');
INSERT INTO order_line_item_tax_line SELECT 't' || id, id, 'vat', 20, NULL FROM order_line_item;
INSERT INTO order_transaction VALUES ('p1', 'o1', 43.2, 'eur', 'capture', '2026-03-01 10:00:00Z', NULL), ('p2', 'o1', -10.8, 'eur', 'refund', '2026-03-07 10:00:00Z', NULL), ('p3', 'o6', -6, 'eur', 'refund', '2026-03-08 10:00:00Z', NULL);
