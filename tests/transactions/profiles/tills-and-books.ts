import { type ShopExport, table } from "./shop-export";

/** Exports of tills, payment services, book-keeping and enterprise systems, and public data sets. */
export const tillsAndBooks: readonly ShopExport[] = [
  {
    profile: "stripe",
    text: table(
      `id|Description|Created date (UTC)|Amount|Amount Refunded|Currency|Captured|Converted Amount|Converted Amount Refunded|
       Converted Currency|Fee|Status|Statement Descriptor|Customer ID|Customer Email|Card Issue Country|Invoice ID`,
      `id|Created date (UTC)|Amount|Amount Refunded|Currency|Captured|Converted Amount|Converted Amount Refunded|Converted Currency|
       Status|Customer ID|Customer Email`,
      `ch_1|2026-06-19 08:42|1,032.50|0.00|eur|true|1,032.50|0.00|eur|Paid|cus_1|ann@example.com
       ch_2|2026-06-18 08:42|31.30|0.00|gbp|true|36.00|0.00|eur|Paid||cyd@example.net
       ch_3|2026-06-17 08:42|40.00|20.00|eur|true|40.00|20.00|eur|Paid|cus_1|ann@example.com
       ch_4|2026-06-16 08:42|20.00|20.00|eur|true|20.00|20.00|eur|Refunded|cus_2|ben@example.org
       ch_5|2026-06-15 08:42|20.00|0.00|eur|false|0.00|0.00|eur|Failed|cus_2|ben@example.org`,
    ),
    expected: {
      orders: 3,
      customers: 2,
      guest_orders: 1,
      revenue: 1108.5,
      refunds: 20,
      net_revenue: 1088.5,
      currency: "EUR",
    },
  },
  {
    profile: "stripe-charged",
    text: table(
      "id|Created (UTC)|Amount|Amount Refunded|Currency|Status|Customer ID|Customer Email|Statement Descriptor",
      "id|Created (UTC)|Amount|Amount Refunded|Currency|Status|Customer ID|Customer Email",
      `ch_1|2026-06-19 08:42|32.50|0.00|usd|Paid|cus_1|ann@example.com
       ch_2|2026-06-18 08:42|40.00|15.00|usd|Paid|cus_2|ben@example.org
       ch_3|2026-06-17 08:42|40.00|0.00|usd|Failed|cus_2|ben@example.org`,
    ),
    expected: {
      orders: 2,
      customers: 2,
      guest_orders: 0,
      revenue: 72.5,
      refunds: 15,
      net_revenue: 57.5,
      currency: "USD",
    },
  },
  {
    profile: "square-items",
    text: table(
      `Date|Time|Time Zone|Category|Item|Qty|Price Point Name|SKU|Modifiers Applied|Gross Sales|Discounts|Net Sales|Tax|Transaction ID|
       Payment ID|Device Name|Details|Event Type|Location|Customer ID|Customer Name|Itemization Type`,
      `Date|Time|Item|Qty|SKU|Gross Sales|Discounts|Net Sales|Tax|Transaction ID|Event Type|Customer ID|Customer Name`,
      `2026-07-28|12:59:30|Mug|2.0|MUG|$24.00|-$2.40|$21.60|$1.94|TX1|Payment|C1|Ann Example
       2026-07-28|12:59:30|Spoon|1.0|SPOON|$6.00|$0.00|$6.00|$0.54|TX1|Payment|C1|Ann Example
       2026-07-29|10:00:00|Bowl|1.0|BOWL|$20.00|$0.00|$20.00|$1.80|TX2|Payment|C2|Ben Example
       2026-07-30|11:00:00|Mug|1.0|MUG|$12.00|$0.00|$12.00|$1.08|TX3|Payment||
       2026-07-31|09:00:00|Spoon|-1.0|SPOON|-$6.00|$0.00|-$6.00|-$0.54|TX4|Refund|C1|Ann Example`,
    ),
    expected: {
      orders: 3,
      customers: 2,
      guest_orders: 1,
      revenue: 59.6,
      refunds: 6,
      net_revenue: 53.6,
      currency: "$",
    },
  },
  {
    profile: "square-transactions",
    text: table(
      `Date|Time|Time Zone|Gross Sales|Discounts|Net Sales|Gift Card Sales|Tax|Tip|Partial Refunds|Total Collected|Source|Card|Cash|Fees|
       Net Total|Transaction ID|Payment ID|Card Brand|Staff Name|Description|Event Type|Location|Customer ID|Customer Name`,
      "Date|Time|Gross Sales|Discounts|Net Sales|Tax|Tip|Total Collected|Transaction ID|Event Type|Customer ID|Customer Name",
      `2026-07-28|12:59:30|$30.00|-$2.40|$27.60|$2.48|$3.00|$33.08|TX1|Payment|C1|Ann Example
       2026-07-29|10:00:00|$20.00|$0.00|$20.00|$1.80|$0.00|$21.80|TX2|Payment|C2|Ben Example
       2026-07-31|09:00:00|-$6.00|$0.00|-$6.00|-$0.54|$0.00|-$6.54|TX4|Refund|C1|Ann Example`,
    ),
    expected: {
      orders: 2,
      customers: 2,
      guest_orders: 0,
      revenue: 47.6,
      refunds: 6,
      net_revenue: 41.6,
      currency: "$",
    },
  },
  {
    profile: "lightspeed",
    text: table(
      `Date|Receipt Number|Line Type|Customer Code|Customer Name|Note|Quantity|Subtotal|Sales Tax|Discount|Loyalty|Total|Paid|Details|
       Register|User|Status|Sku|AccountCodeSale|AccountCodePurchase`,
      "Date|Receipt Number|Line Type|Customer Code|Customer Name|Quantity|Subtotal|Sales Tax|Discount|Total|Paid|Details|Status|Sku",
      `2026-05-20 10:00:00|501|Sale|ANN-1|Ann Example|3|25.00|5.00|2.00|30.00|30.00||CLOSED|
       2026-05-20 10:00:00|501|Sale Line|||2|20.00|4.00|2.00|24.00||Mug||MUG
       2026-05-20 10:00:00|501|Sale Line|||1|5.00|1.00|0.00|6.00||Spoon||SPOON
       2026-05-20 10:00:00|501|Payment|||||||30.00|30.00|Card||
       2026-05-21 10:00:00|502|Sale|WALKIN||1|10.00|2.00|0.00|12.00|12.00||CLOSED|
       2026-05-21 10:00:00|502|Sale Line|||1|10.00|2.00|0.00|12.00||Mug||MUG
       2026-05-22 10:00:00|503|Sale|BEN-1|Ben Example|1|10.00|2.00|0.00|12.00|0.00||VOIDED|
       2026-05-22 10:00:00|503|Sale Line|||1|10.00|2.00|0.00|12.00||Mug||MUG
       2026-05-23 10:00:00|504|Sale|BEN-1|Ben Example|1|16.67|3.33|0.00|20.00|20.00||ONACCOUNT_CLOSED|
       2026-05-23 10:00:00|504|Sale Line|||1|16.67|3.33|0.00|20.00||Bowl||BOWL
       2026-05-24 10:00:00|505|Sale|ANN-1|Ann Example|-1|-5.00|-1.00|0.00|-6.00|-6.00||CLOSED|
       2026-05-24 10:00:00|505|Sale Line|||-1|-5.00|-1.00|0.00|-6.00||Spoon||SPOON`,
    ),
    expected: { orders: 3, customers: 2, guest_orders: 1, revenue: 62, refunds: 6, net_revenue: 56 },
  },
  {
    profile: "toast",
    text: table(
      "Location|Order Id|Order #|Sent Date|Order Date|Check Id|Server|Table|Item Selection Id|Item Id|SKU|Menu Item|Sales Category|Gross Price|Discount|Net Price|Qty|Tax|Void?",
      "Location|Order Id|Order Date|Check Id|Server|Menu Item|Gross Price|Discount|Net Price|Qty|Tax|Void?",
      `Main|5001|10/8/26 5:17 PM|6001|Server A|Espresso|4.00|0.00|4.00|1.0|0.36|false
       Main|5002|10/18/26 6:17 PM|6002|Server B|Espresso|4.00|0.00|4.00|1.0|0.36|true`,
    ),
    expected: null,
  },
  {
    profile: "clover",
    text: table(
      "Order Date|Order ID|Invoice Number|Order Type|Order Employee ID|Order Employee Name|Currency|Tax Amount|Tip|Discount|Order Total|Payments Total|Refunds Total|Order Payment State",
      "Order Date|Order ID|Order Employee ID|Order Employee Name|Currency|Tax Amount|Order Total|Payments Total|Refunds Total|Order Payment State",
      `16-Dec-2026 02:44 PM EST|MKP7|XJ2|Sena|USD|1.00|12.00|13.00|0.00|Paid
       17-Dec-2026 02:44 PM EST|MKP8|XJ2|Sena|USD|1.00|12.00|13.00|0.00|Paid`,
    ),
    expected: null,
  },
  {
    profile: "odoo",
    text: table(
      `Référence commande|Date de la commande|Client|Client/E-mail|Devise|Statut|Total|Lignes de commande/Produit|
       Lignes de commande/Description|Lignes de commande/Quantité|Lignes de commande/Prix unitaire|Lignes de commande/Remise (%)|
       Lignes de commande/Sous-total`,
      `Référence commande|Date de la commande|Client|Client/E-mail|Devise|Statut|Total|Lignes de commande/Produit|
       Lignes de commande/Quantité|Lignes de commande/Prix unitaire|Lignes de commande/Remise (%)|Lignes de commande/Sous-total`,
      `S00023|2026-05-20 06:32:00|Ann Example|ann@example.com|EUR|Bon de commande|33.12|Tasse|2.00|12.00|10.00|21.60
       |||||||Cuillère|1.00|6.00|0.00|6.00
       S00022|2026-05-19 06:32:00|Ben Example|ben@example.org|EUR|Bon de commande|24.00|Bol|1.00|20.00|0.00|20.00
       S00021|2026-05-18 06:32:00|Ben Example|ben@example.org|EUR|Devis|24.00|Bol|1.00|20.00|0.00|20.00
       S00020|2026-05-17 06:32:00|Ben Example|ben@example.org|EUR|Devis envoyé|24.00|Bol|1.00|20.00|0.00|20.00
       S00019|2026-05-16 06:32:00|Ben Example|ben@example.org|EUR|Annulé|24.00|Bol|1.00|20.00|0.00|20.00`,
    ),
    expected: {
      orders: 2,
      customers: 2,
      guest_orders: 0,
      revenue: 47.6,
      refunds: 0,
      net_revenue: 47.6,
      currency: "EUR",
    },
  },
  {
    profile: "xero",
    text: table(
      `ContactName|EmailAddress|POCountry|SACountry|InvoiceNumber|Reference|InvoiceDate|DueDate|Total|TaxTotal|InvoiceAmountPaid|
       InvoiceAmountDue|InventoryItemCode|Description|Quantity|UnitAmount|Discount|LineAmount|AccountCode|TaxType|TaxAmount|Currency|
       Type|Sent|Status`,
      `ContactName|EmailAddress|InvoiceNumber|InvoiceDate|Total|InventoryItemCode|Quantity|UnitAmount|Discount|LineAmount|TaxAmount|
       Currency|Type|Status`,
      `Ann Example|ann@example.com|INV-1|20/05/2026|33.12|MUG|2.0000|12.0000|10.00|21.60|4.32|EUR|Sales invoice|Paid
       Ann Example|ann@example.com|INV-1|20/05/2026|33.12|SPOON|1.0000|6.0000||6.00|1.20|EUR|Sales invoice|Paid
       Ben Example||INV-2|21/05/2026|24.00|BOWL|1.0000|20.0000||20.00|4.00|EUR|Sales invoice|Awaiting Payment
       Ben Example||INV-3|22/05/2026|24.00|BOWL|1.0000|20.0000||20.00|4.00|EUR|Sales invoice|Voided
       Ben Example||INV-4|23/05/2026|24.00|BOWL|1.0000|20.0000||20.00|4.00|EUR|Sales invoice|Draft
       Ann Example|ann@example.com|CN-1|24/05/2026|7.20|SPOON|1.0000|6.0000||6.00|1.20|EUR|Sales credit note|Paid
       Ann Example|ann@example.com|OP-1|25/05/2026|50.00||1.0000|50.0000||50.00|0.00|EUR|Sales overpayment|Paid`,
    ),
    expected: {
      orders: 2,
      customers: 2,
      guest_orders: 0,
      revenue: 47.6,
      refunds: 6,
      net_revenue: 41.6,
      currency: "EUR",
    },
  },
  {
    profile: "quickbooks",
    text: `Tea House\nSales by Customer Detail\nMay 2026\n\n${table(
      "Customer full name|Transaction date|Transaction type|Num|Product/Service full name|Memo/Description|Quantity|Sales price|Amount|Balance",
      "Customer full name|Transaction date|Transaction type|Num|Product/Service full name|Quantity|Sales price|Amount|Balance",
      `Ann Example|05/20/2026|Invoice|1001|Mug|2.00|12.00|24.00|24.00
       Ann Example|05/20/2026|Invoice|1001|Spoon|1.00|6.00|6.00|30.00
       Ann Example|05/25/2026|Credit Memo|1003|Spoon|-1.00|6.00|-6.00|24.00
       Ben Example|05/21/2026|Sales Receipt|1002|Bowl|1.00|20.00|20.00|20.00
       TOTAL||||||| $44.00|`,
    )}`,
    expected: { orders: 2, customers: 2, guest_orders: 0, revenue: 50, refunds: 6, net_revenue: 44 },
  },
  {
    profile: "olist",
    text: table(
      "order_id|customer_id|customer_unique_id|order_status|order_purchase_timestamp|order_item_id|product_id|price|freight_value",
      "order_id|customer_id|customer_unique_id|order_status|order_purchase_timestamp|order_item_id|product_id|price|freight_value",
      `o1|c1|ann|delivered|2026-05-20 10:00:00|1|MUG|12.00|8.72
       o1|c1|ann|delivered|2026-05-20 10:00:00|2|MUG|12.00|8.72
       o2|c2|ann|shipped|2026-05-21 10:00:00|1|BOWL|20.00|8.72
       o3|c3|ben|invoiced|2026-05-22 10:00:00|1|BOWL|20.00|8.72
       o4|c4|ben|canceled|2026-05-23 10:00:00|1|BOWL|20.00|8.72
       o5|c5|ben|unavailable|2026-05-24 10:00:00|1|BOWL|20.00|8.72`,
    ),
    expected: {
      orders: 3,
      customers: 2,
      guest_orders: 0,
      revenue: 64,
      refunds: 0,
      net_revenue: 64,
      currency: "BRL",
    },
  },
  {
    profile: "online-retail",
    text: table(
      "Invoice|StockCode|Description|Quantity|InvoiceDate|Price|Customer ID|Country",
      "Invoice|StockCode|Description|Quantity|InvoiceDate|Price|Customer ID|Country",
      `489434|85048|LIGHTS|2|2009-12-01 07:45:00|12.00|13085.0|United Kingdom
       489435|22350|CAT BOWL|1|2009-12-15 07:46:00|20.00|13086.0|United Kingdom
       C489449|22350|CAT BOWL|-1|2009-12-17 10:33:00|20.00|13086.0|United Kingdom
       489450|85048|LIGHTS|1|2009-12-18 07:45:00|12.00|13085.0|United Kingdom`,
    ),
    // A cancellation stands for itself here: the order that it takes back has its own number and stays.
    expected: { orders: 3, customers: 2, revenue: 56, refunds: 20, net_revenue: 36 },
  },
  {
    profile: "superstore",
    text: table(
      "Row ID|Order ID|Order Date|Ship Date|Ship Mode|Customer ID|Customer Name|Segment|Country|Product ID|Product Name|Sales|Quantity|Discount|Profit",
      "Row ID|Order ID|Order Date|Customer ID|Country|Product ID|Sales|Quantity|Discount|Profit",
      `1|CA-1|11/18/2017|AE-1|United States|MUG|21.60|2|0.1|4.00
       2|CA-1|11/18/2017|AE-1|United States|SPOON|6.00|1|0|1.00
       3|CA-2|11/19/2017|BE-1|United States|BOWL|16.00|1|0.2|-2.00`,
    ),
    expected: { orders: 2, customers: 2, guest_orders: 0, revenue: 43.6, refunds: 0, net_revenue: 43.6 },
  },
];
