import { type ShopExport, table } from "./shop-export";

const shopifyHeader = `Name|Email|Financial Status|Paid at|Fulfillment Status|Fulfilled at|Accepts Marketing|Currency|Subtotal|Shipping|
  Taxes|Total|Discount Code|Discount Amount|Shipping Method|Created at|Lineitem quantity|Lineitem name|Lineitem price|
  Lineitem compare at price|Lineitem sku|Lineitem fulfillment status|Billing Name|Billing Country|Shipping Name|Shipping Country|Notes|
  Canceled at|Payment Method|Refunded Amount|Vendor|Id|Lineitem discount`;

/** Exports of shops that are run by their owners' own systems. */
export const carts: readonly ShopExport[] = [
  {
    profile: "shopify",
    text: table(
      shopifyHeader,
      `Name|Email|Financial Status|Currency|Subtotal|Shipping|Total|Discount Amount|Created at|Lineitem quantity|Lineitem name|
       Lineitem price|Shipping Country|Canceled at|Refunded Amount|Lineitem discount`,
      `#1008|cyd@example.net|paid|GBP|10.00|4.00|14.00|0.00|2026-05-21 10:00:00 +0200|1|Tea|10.00|GB||0.00|0.00
       #1007|cyd@example.net|paid|EUR|18.00|4.95|22.95|0.00|2026-05-20 18:30:00 +0200|3|Spoon|6.00|DE||0.00|0.00
       #1006|ben@example.org|refunded|EUR|20.00|4.95|24.95|0.00|2026-05-16 09:10:00 +0200|1|Bowl|20.00|NL||24.95|0.00
       #1005|ben@example.org|voided|EUR|12.00|4.95|16.95|0.00|2026-05-14 09:00:00 +0200|1|Mug|12.00|NL|2026-05-15 08:00:00 +0200|0.00|0.00
       #1004|ben@example.org|pending|EUR|12.00|4.95|16.95|0.00|2026-05-13 21:00:00 +0200|1|Mug|12.00|NL||0.00|0.00
       #1003||paid|EUR|6.00|0.00|6.00|0.00|2026-05-12 12:00:00 +0200|1|Spoon|6.00|||0.00|0.00
       #1002|ANN@Example.com|partially_refunded|EUR|20.00|4.95|24.95|0.00|2026-04-28 08:15:00 +0200|1|Bowl|20.00|DE||5.00|0.00
       #1001|ann@example.com|paid|EUR|27.00|4.95|31.95|3.00|2026-03-02 14:45:00 +0100|2|Mug|12.00|DE||0.00|3.00
       #1001|||||||||1|Spoon|6.00||||0.00`,
    ),
    expected: {
      orders: 4,
      customers: 2,
      guest_orders: 1,
      revenue: 71,
      discounts: 3,
      refunds: 5,
      net_revenue: 66,
      currency: "EUR",
    },
  },
  {
    profile: "shopify-orders",
    text: table(
      "Name|Email|Financial Status|Currency|Subtotal|Shipping|Taxes|Total|Discount Amount|Created at|Cancelled at|Refunded Amount",
      "Name|Email|Financial Status|Currency|Subtotal|Shipping|Total|Discount Amount|Created at|Refunded Amount",
      `#7|ann@example.com|paid|USD|27.00|5.00|32.00|3.00|2026-03-14 10:00:00 -0500|0.00
       #8|ben@example.org|partially_refunded|USD|40.00|5.00|45.00|0.00|2026-03-15 10:00:00 -0500|8.00
       #9|ben@example.org|voided|USD|40.00|5.00|45.00|0.00|2026-03-16 10:00:00 -0500|0.00`,
    ),
    expected: {
      orders: 2,
      customers: 2,
      guest_orders: 0,
      revenue: 67,
      refunds: 8,
      net_revenue: 59,
      currency: "USD",
    },
  },
  {
    profile: "shopify-sales",
    text: table(
      "Day|Order name|Sale kind|Sale line type|Product title|Customer email|Quantity|Gross sales|Discounts|Returns|Net sales|Taxes|Total sales",
      "Day|Order name|Sale kind|Sale line type|Product title|Customer email|Quantity|Gross sales|Discounts|Returns|Net sales|Total sales",
      `2026-02-13|#21|order|product|Mug|ann@example.com|2|24.00|-2.40|0.00|21.60|21.60
       2026-02-13|#21|order|shipping||ann@example.com|0|0.00|0.00|0.00|0.00|4.95
       2026-02-19|#22|order|product|Bowl|ben@example.org|1|20.00|0.00|0.00|20.00|20.00
       2026-02-20|#23|order|product|Mug|ann@example.com|1|12.00|0.00|0.00|12.00|12.00
       2026-02-25|#21|return|product|Mug|ann@example.com|-1|0.00|0.00|-10.80|-10.80|-10.80`,
    ),
    expected: { orders: 3, customers: 2, guest_orders: 0, revenue: 53.6, refunds: 10.8, net_revenue: 42.8 },
  },
  {
    profile: "woocommerce-analytics",
    text: table(
      "Date|Order #|Status|Customer|Customer type|Product(s)|Items sold|Coupon(s)|Net Sales|Attribution",
      "Date|Order #|Status|Customer|Customer type|Product(s)|Items sold|Net Sales",
      `2026-03-22 10:15:00|501|completed|Ann Example|new|2× Mug|2|24.00
       2026-03-23 11:15:00|502|processing|Ben Example|new|1× Bowl, 1× Mug|2|28.80
       2026-03-24 12:15:00|503|completed|Ann Example|returning|3× Mug|3|36.00
       2026-03-26 09:00:00|503|completed|Ann Example|returning|1× Mug|-1|-12.00
       2026-03-27 12:15:00|504|cancelled|Ben Example|returning|1× Mug|1|12.00
       2026-03-28 12:15:00|505|on-hold|Ben Example|returning|1× Mug|1|12.00
       2026-03-29 12:15:00|506|refunded|Ben Example|returning|1× Bowl|1|20.00
       2026-03-30 08:15:00|506|refunded|Ben Example|returning|1× Bowl|-1|-20.00
       2026-03-30 12:15:00|507|completed||new|1× Spoon|1|6.00`,
    ),
    expected: { orders: 4, customers: 2, guest_orders: 1, revenue: 94.8, refunds: 12, net_revenue: 82.8 },
  },
  {
    profile: "woocommerce-advanced-order-export",
    text: table(
      `Order Number|Order Status|Order Date|Customer Note|First Name (Billing)|Last Name (Billing)|Country Code (Billing)|
       Email (Billing)|Item #|SKU|Name|Quantity|Quantity (- Refund)|Item Cost|Order Line (w/o tax)|Order Line Tax|Order Line Total|
       Order Line Total Refunded|Order Line Total (- Refund)|Coupon Code|Discount Amount|Order Subtotal Amount|Order Shipping Amount|
       Order Refund Amount|Order Total Amount|Total items`,
      `Order Number|Order Status|Order Date|Email (Billing)|Item #|SKU|Quantity|Item Cost|Order Line (w/o tax)|Order Line Tax|
       Order Line Total|Order Line Total Refunded|Order Shipping Amount|Order Refund Amount|Order Total Amount`,
      `3100|Completed|2026-02-17 11:37|ann@example.com|1|MUG|2|10.00|20.00|4.00|24.00|0.00|4.95|20.00|48.95
       3100|Completed|2026-02-17 11:37|ann@example.com|2|BOWL|1|16.67|16.67|3.33|20.00|20.00|4.95|20.00|48.95
       3101|Completed|2026-02-18 12:37|ben@example.org|1|MUG|1|10.00|10.00|2.00|12.00|0.00|4.95|0.00|16.95
       3102|Cancelled|2026-02-19 12:37|ben@example.org|1|MUG|1|10.00|10.00|2.00|12.00|0.00|4.95|0.00|16.95
       3103|Failed|2026-02-20 12:37|ben@example.org|1|MUG|1|10.00|10.00|2.00|12.00|0.00|4.95|0.00|16.95
       3104|Refunded|2026-02-21 12:37|ben@example.org|1|MUG|1|10.00|10.00|2.00|12.00|12.00|4.95|16.95|16.95
       3105|Pending payment|2026-02-22 12:37|ben@example.org|1|MUG|1|10.00|10.00|2.00|12.00|0.00|4.95|0.00|16.95
       3106|Processing|2026-02-23 12:37|ann@example.com|1|SPOON|1|5.00|5.00|1.00|6.00|0.00|4.95|0.00|10.95`,
    ),
    expected: { orders: 3, customers: 2, guest_orders: 0, revenue: 62, refunds: 20, net_revenue: 42 },
  },
  {
    profile: "woocommerce-order-export",
    text: table(
      `order_id|order_number|order_date|paid_date|status|shipping_total|shipping_tax_total|tax_total|cart_discount|order_discount|
       discount_total|order_total|order_subtotal|order_currency|payment_method|customer_id|customer_email|billing_first_name|
       billing_email|billing_country|shipping_country|wt_import_key|line_item_1|line_item_2`,
      `order_id|order_number|order_date|status|shipping_total|discount_total|order_total|order_subtotal|order_currency|customer_id|
       billing_email|line_item_1`,
      `701|701|2026-01-13 09:00:00|completed|5.00|3.00|37.40|30.00|EUR|7|ann@example.com|name:Mug
       702|702|2026-01-14 09:00:00|processing|5.00|0.00|29.00|20.00|EUR|0|cyd@example.net|name:Bowl
       703|703|2026-01-15 09:00:00|on-hold|5.00|0.00|29.00|20.00|EUR|7|ann@example.com|name:Bowl
       704|704|2026-01-16 09:00:00|cancelled|5.00|0.00|29.00|20.00|EUR|7|ann@example.com|name:Bowl
       705|705|2026-01-17 09:00:00|refunded|5.00|0.00|29.00|20.00|EUR|7|ann@example.com|name:Bowl
       706|706|2026-01-18 09:00:00|completed|5.00|0.00|19.40|12.00|EUR|7|ann@example.com|name:Mug`,
    ),
    expected: {
      orders: 3,
      customers: 2,
      guest_orders: 1,
      revenue: 59,
      discounts: 3,
      refunds: 0,
      net_revenue: 59,
      currency: "EUR",
    },
  },
  {
    profile: "woocommerce-order-export-items",
    text: table(
      `order_id|order_number|date|status|order_total|shipping_total|customer_id|billing_email|item_name|item_sku|item_quantity|
       item_subtotal|item_total|item_total_tax|item_refunded|item_refunded_qty`,
      "order_id|date|status|order_total|shipping_total|customer_id|billing_email|item_sku|item_quantity|item_subtotal|item_total|item_refunded",
      `81|2026-01-13 09:00:00|completed|40.00|5.00|7|ann@example.com|MUG|2|24.00|21.60|0.00
       81|2026-01-13 09:00:00|completed|40.00|5.00|7|ann@example.com|SPOON|1|6.00|6.00|6.00
       82|2026-01-14 09:00:00|processing|17.00|5.00|0|cyd@example.net|MUG|1|12.00|12.00|0.00
       83|2026-01-15 09:00:00|failed|17.00|5.00|0|cyd@example.net|MUG|1|12.00|12.00|0.00`,
    ),
    expected: { orders: 2, customers: 2, guest_orders: 2, revenue: 39.6, refunds: 6, net_revenue: 33.6 },
  },
  {
    profile: "magento-grid",
    text: table(
      `ID|Purchase Point|Purchase Date|Bill-to Name|Ship-to Name|Grand Total (Base)|Grand Total (Purchased)|Status|Customer Email|
       Customer Group|Subtotal|Shipping and Handling|Customer Name|Payment Method|Total Refunded`,
      "ID|Purchase Date|Grand Total (Base)|Grand Total (Purchased)|Status|Customer Email|Customer Group|Subtotal|Shipping and Handling|Total Refunded",
      `000000011|Jan 16, 2026 07:50:00 PM|29.0000|29.0000|Complete|ann@example.com|General|24.0000|5.0000|
       000000012|Jan 17, 2026 07:50:00 PM|25.0000|31.2500|Complete|ben@example.org|NOT LOGGED IN|20.0000|5.0000|5.0000
       000000013|Jan 18, 2026 07:50:00 PM|17.0000|17.0000|Canceled|ben@example.org|NOT LOGGED IN|12.0000|5.0000|
       000000014|Jan 19, 2026 07:50:00 PM|17.0000|17.0000|Closed|ben@example.org|NOT LOGGED IN|12.0000|5.0000|17.0000
       000000015|Jan 20, 2026 07:50:00 PM|17.0000|17.0000|Pending Payment|ann@example.com|General|12.0000|5.0000|
       000000016|Jan 21, 2026 07:50:00 PM|11.0000|11.0000|Processing|ann@example.com|General|6.0000|5.0000|`,
    ),
    expected: { orders: 3, customers: 2, revenue: 50, refunds: 5, net_revenue: 45 },
  },
  {
    profile: "magento-grid-totals",
    text: table(
      "ID|Purchase Point|Purchase Date|Bill-to Name|Ship-to Name|Grand Total (Base)|Grand Total (Purchased)|Status|Action",
      "ID|Purchase Date|Bill-to Name|Grand Total (Base)|Grand Total (Purchased)|Status",
      `000000021|Jan 16, 2026 07:50:00 PM|Ann Example|29.0000|29.0000|Complete
       000000022|Jan 17, 2026 07:50:00 PM|Ben Example|25.0000|31.2500|Complete
       000000023|Jan 18, 2026 07:50:00 PM|Ben Example|17.0000|17.0000|Closed`,
    ),
    expected: { orders: 2, customers: 2, revenue: 54, refunds: 0, net_revenue: 54 },
  },
  {
    profile: "magento-tables",
    text: table(
      "entity_id|increment_id|created_at|customer_id|customer_email|status|sku|name|qty_ordered|price|order_currency_code",
      "increment_id|created_at|customer_id|customer_email|status|sku|qty_ordered|price|order_currency_code",
      `100000041|2026-01-16 19:50:00|5|ann@example.com|complete|MUG|2.0000|12.0000|EUR
       100000041|2026-01-16 19:50:00|5|ann@example.com|complete|SPOON|1.0000|6.0000|EUR
       100000042|2026-01-17 19:50:00||cyd@example.net|processing|BOWL|1.0000|20.0000|EUR
       100000043|2026-01-18 19:50:00|6|ben@example.org|closed|BOWL|1.0000|20.0000|EUR
       100000044|2026-01-19 19:50:00|6|ben@example.org|canceled|BOWL|1.0000|20.0000|EUR
       100000045|2026-01-20 19:50:00|6|ben@example.org|pending_payment|BOWL|1.0000|20.0000|EUR`,
    ),
    expected: {
      orders: 2,
      customers: 2,
      guest_orders: 1,
      revenue: 50,
      refunds: 0,
      net_revenue: 50,
      currency: "EUR",
    },
  },
  {
    profile: "magento-base-tables",
    text: table(
      `entity_id|increment_id|created_at|customer_id|customer_email|status|base_grand_total|base_subtotal|base_discount_amount|
       base_shipping_amount|base_total_refunded|grand_total|subtotal|base_currency_code|order_currency_code`,
      `increment_id|created_at|customer_id|customer_email|status|base_grand_total|base_subtotal|base_discount_amount|
       base_shipping_amount|base_total_refunded|subtotal|base_currency_code|order_currency_code`,
      `100000051|2026-01-16 19:50:00|5|ann@example.com|complete|32.0000|30.0000|-3.0000|5.0000||30.0000|EUR|EUR
       100000052|2026-01-17 19:50:00|6|ben@example.org|complete|25.0000|20.0000|0.0000|5.0000|8.0000|17.2000|EUR|GBP
       100000053|2026-01-18 19:50:00|6|ben@example.org|closed|25.0000|20.0000|0.0000|5.0000|25.0000|20.0000|EUR|EUR`,
    ),
    expected: {
      orders: 2,
      customers: 2,
      guest_orders: 0,
      revenue: 47,
      discounts: 3,
      refunds: 8,
      net_revenue: 39,
      currency: "EUR",
    },
  },
  {
    profile: "prestashop",
    text: table(
      "ID|Referenz|Neuer Kunde|Lieferung|Kunde|Gesamt|Zahlung|Status|Datum",
      "ID|Referenz|Neuer Kunde|Lieferung|Kunde|Gesamt|Zahlung|Status|Datum",
      `41|UFWHJRWTS|1|Deutschland|A. Example|1.317,50 €|Kreditkarte|Geliefert|25.06.2026 08:01:00
       40|CGEKYHRAZ|0|Niederlande|B. Example|24,00 €|Kreditkarte|Zahlung eingegangen|24.06.2026 08:01:00
       39|ARDNEXBED|0|Niederlande|B. Example|12,00 €|Kreditkarte|Storniert|23.06.2026 08:01:00
       38|TKVAVWGJB|0|Niederlande|B. Example|12,00 €|Kreditkarte|Erstattet|22.06.2026 08:01:00
       37|TCMVVKCSM|1|Niederlande|B. Example|12,00 €|Kreditkarte|Fehler bei der Bezahlung|21.06.2026 08:01:00`,
      ";",
    ),
    expected: {
      orders: 2,
      customers: 2,
      guest_orders: 0,
      revenue: 1341.5,
      refunds: 0,
      net_revenue: 1341.5,
      currency: "EUR",
    },
  },
  {
    profile: "prestashop-tables",
    text: table(
      `id_order|reference|id_customer|id_currency|current_state|total_discounts|total_paid|total_products|total_products_wt|
       total_shipping|date_add`,
      "id_order|reference|id_customer|id_currency|current_state|total_discounts|total_paid|total_products|total_products_wt|total_shipping|date_add",
      `1|UFWHJRWTS|4|1|5|3.000000|32.000000|25.000000|30.000000|5.000000|2026-06-15 08:01:00
       2|CGEKYHRAZ|5|1|2|0.000000|25.000000|16.670000|20.000000|5.000000|2026-06-16 08:01:00
       3|ARDNEXBED|5|1|6|0.000000|25.000000|16.670000|20.000000|5.000000|2026-06-17 08:01:00
       4|TKVAVWGJB|5|1|10|0.000000|25.000000|16.670000|20.000000|5.000000|2026-06-18 08:01:00`,
    ),
    expected: {
      orders: 2,
      customers: 2,
      guest_orders: 0,
      revenue: 47,
      discounts: 3,
      refunds: 0,
      net_revenue: 47,
    },
  },
  {
    profile: "shopware-5",
    text: table(
      `orderId|number|customerId|orderStatusID|cleared|invoiceAmount|invoiceShipping|orderTime|currency|currencyFactor|orderDetailId|
       articleNumber|price|quantity|articleName`,
      "orderId|number|customerId|orderStatusID|invoiceAmount|invoiceShipping|orderTime|currency|orderDetailId|articleNumber|price|quantity",
      `15|20001|3|2|44.90|4.90|2026-02-03 10:00:00|EUR|41|SW-1|20.00|1
       15|20001|3|2|44.90|4.90|2026-02-03 10:00:00|EUR|42|SW-2|10.00|2
       16|20002|4|0|24.90|4.90|2026-02-04 10:00:00|EUR|43|SW-1|20.00|1
       17|20003|4|4|24.90|4.90|2026-02-05 10:00:00|EUR|44|SW-1|20.00|1
       18|0|3|-1|24.90|4.90|2026-02-06 10:00:00|EUR|45|SW-1|20.00|1`,
      ";",
    ),
    expected: { orders: 2, customers: 2, revenue: 60, refunds: 0, net_revenue: 60, currency: "EUR" },
  },
  {
    profile: "opencart",
    text: table(
      `order_id|invoice_no|invoice_prefix|customer_id|firstname|lastname|email|payment_country|shipping_country|comment|order_total|
       order_status_id|currency_code|currency_value|date_added|order_product_id|product_id|name|model|quantity|price|total|tax`,
      `order_id|customer_id|email|order_total|order_status_id|currency_code|currency_value|date_added|order_product_id|product_id|
       quantity|price|total|tax`,
      `61|41|ann@example.com|36.0000|5|EUR|1.00000000|2026-01-22 07:59:00|1|32|2|12.0000|24.0000|2.4000
       61|41|ann@example.com|36.0000|5|EUR|1.00000000|2026-01-22 07:59:00|2|33|1|6.0000|6.0000|1.2000
       62|0|cyd@example.net|24.0000|3|GBP|0.86000000|2026-01-23 07:59:00|3|34|1|20.0000|20.0000|4.0000
       63|0|cyd@example.net|24.0000|0|EUR|1.00000000|2026-01-24 07:59:00|4|34|1|20.0000|20.0000|4.0000
       64|42|ben@example.org|24.0000|7|EUR|1.00000000|2026-01-25 07:59:00|5|34|1|20.0000|20.0000|4.0000
       65|42|ben@example.org|24.0000|11|EUR|1.00000000|2026-01-26 07:59:00|6|34|1|20.0000|20.0000|4.0000`,
    ),
    expected: {
      orders: 2,
      customers: 2,
      guest_orders: 2,
      revenue: 50,
      refunds: 0,
      net_revenue: 50,
      currency: "EUR",
    },
  },
  {
    profile: "oscommerce",
    text: table(
      `orders_id|customers_id|customers_name|customers_email_address|delivery_country|date_purchased|orders_status_name|currency|
       currency_value|products_id|products_model|products_name|products_price|final_price|products_tax|products_quantity`,
      `orders_id|customers_id|customers_email_address|date_purchased|orders_status_name|currency|currency_value|products_id|
       products_price|final_price|products_quantity`,
      `11|3|ann@example.com|2026-01-22 07:59:00|Delivered|EUR|1.000000|8|12.0000|13.5000|2
       12|4|ben@example.org|2026-01-23 07:59:00|Processing|EUR|1.000000|9|20.0000|20.0000|1
       13|4|ben@example.org|2026-01-24 07:59:00|Cancelled|EUR|1.000000|9|20.0000|20.0000|1`,
    ),
    expected: {
      orders: 2,
      customers: 2,
      guest_orders: 0,
      revenue: 47,
      refunds: 0,
      net_revenue: 47,
      currency: "EUR",
    },
  },
  {
    profile: "xtcommerce",
    text: table(
      `orders_id|customers_id|customers_status|customers_email_address|date_purchased|orders_status_name|currency|products_id|
       products_model|products_name|products_price|products_discount_made|final_price|products_tax|products_quantity|allow_tax`,
      "orders_id|customers_id|customers_email_address|date_purchased|orders_status_name|currency|products_id|products_price|final_price|products_quantity",
      `21|3|ann@example.com|2026-01-22 07:59:00|Versendet|EUR|8|12.0000|24.0000|2
       22|4|ben@example.org|2026-01-23 07:59:00|In Bearbeitung|EUR|9|20.0000|20.0000|1
       23|4|ben@example.org|2026-01-24 07:59:00|Storniert|EUR|9|20.0000|20.0000|1`,
    ),
    expected: {
      orders: 2,
      customers: 2,
      guest_orders: 0,
      revenue: 44,
      refunds: 0,
      net_revenue: 44,
      currency: "EUR",
    },
  },
];
