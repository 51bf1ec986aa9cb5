import { type ShopExport, table } from "./shop-export";

const ebayHeader = `Verkaufsprotokollnummer|Bestellnummer|Nutzername des Käufers|Name des Käufers|Land des Käufers|Versand nach Land|
  Artikelnummer|Angebotstitel|Bestandseinheit|Verkauft über Anzeigen|Anzahl|Verkauft für|Verpackung und Versand|Inklusive MwSt.-Satz|
  Gesamtbetrag|Verkauft am|Zahlungsdatum`;

/** Exports of market places and of shops on other people's sites. */
export const marketplaces: readonly ShopExport[] = [
  {
    profile: "amazon-fulfilled-shipments",
    text: table(
      `amazon-order-id|merchant-order-id|shipment-id|shipment-item-id|purchase-date|shipment-date|buyer-email|buyer-name|sku|
       product-name|quantity-shipped|currency|item-price|item-tax|shipping-price|ship-country|item-promotion-discount`,
      `amazon-order-id|shipment-id|purchase-date|buyer-email|sku|quantity-shipped|currency|item-price|item-tax|shipping-price|
       ship-country|item-promotion-discount`,
      `305-1-1|D1|2026-06-12T15:12:00+00:00|b01@marketplace.example|MUG|2|EUR|24.00|3.83|4.95|DE|-2.40
       305-1-1|D1|2026-06-12T15:12:00+00:00|b01@marketplace.example|SPOON|3|EUR|18.00|2.87|0.00|DE|0.00
       305-1-2|D2|2026-06-13T15:12:00+00:00|b02@marketplace.example|BOWL|1|EUR|20.00|3.19|4.95|FR|0.00
       305-1-3|D3|2026-06-14T15:12:00+00:00|b02@marketplace.example|MUG|1|EUR|12.00|1.92|4.95|FR|0.00
       202-1-4|D4|2026-06-15T15:12:00+00:00|b03@marketplace.example|MUG|1|GBP|10.00|1.67|4.00|GB|0.00`,
      "\t",
    ),
    expected: {
      orders: 3,
      customers: 2,
      guest_orders: 0,
      revenue: 71.6,
      discounts: 2.4,
      refunds: 0,
      net_revenue: 71.6,
      currency: "EUR",
    },
  },
  {
    profile: "amazon-orders",
    text: table(
      `order-id|order-item-id|purchase-date|payments-date|buyer-email|buyer-name|sku|product-name|quantity-purchased|currency|
       item-price|item-tax|shipping-price|ship-country|item-promotion-discount`,
      "order-id|order-item-id|purchase-date|buyer-email|sku|quantity-purchased|currency|item-price|shipping-price|ship-country",
      `305-2-1|1|2026-06-12T15:12:00+00:00|b01@marketplace.example|MUG|2|EUR|24.00|4.95|DE
       305-2-2|2|2026-06-13T15:12:00+00:00|b02@marketplace.example|BOWL|3|EUR|60.00|4.95|FR`,
      "\t",
    ),
    expected: {
      orders: 2,
      customers: 2,
      guest_orders: 0,
      revenue: 84,
      refunds: 0,
      net_revenue: 84,
      currency: "EUR",
    },
  },
  {
    profile: "amazon-all-orders",
    text: table(
      `amazon-order-id|merchant-order-id|purchase-date|last-updated-date|order-status|fulfillment-channel|sales-channel|product-name|sku|
       asin|item-status|quantity|currency|item-price|item-tax|shipping-price|item-promotion-discount|ship-city|ship-postal-code|ship-country`,
      "amazon-order-id|purchase-date|order-status|sku|item-status|quantity|currency|item-price|ship-postal-code|ship-country",
      `305-3-1|2026-06-12T15:12:00+00:00|Shipped|MUG|Shipped|2|EUR|24.00|04109|DE
       305-3-2|2026-06-13T15:12:00+00:00|Pending|MUG|Unshipped|1|EUR||10115|DE
       305-3-3|2026-06-14T15:12:00+00:00|Cancelled|MUG|Cancelled|0|||04109|DE`,
      "\t",
    ),
    expected: null,
  },
  {
    profile: "ebay",
    text: `;;;;;;;;;;;;;;;;\n${table(
      ebayHeader,
      `Verkaufsprotokollnummer|Bestellnummer|Nutzername des Käufers|Versand nach Land|Artikelnummer|Angebotstitel|Anzahl|Verkauft für|
       Verpackung und Versand|Gesamtbetrag|Verkauft am`,
      `|||||||||| 
       23|01-12147-60273|teefan_1|Deutschland|405501|Becher|2|EUR 12,00|EUR 4,99|EUR 28,99|21-Jul-26
       22|01-12140-60260|teefan_2|Österreich|||4|EUR 38,00|EUR 4,99|EUR 42,99|20-Mai-26
       22|01-12140-60260|teefan_2||405502|Löffel|3|EUR 6,00||| 20-Mai-26
       22|01-12140-60260|teefan_2||405503|Schale|1|EUR 20,00||| 20-Mai-26
       21|01-12133-60247|teefan_1|Deutschland|405503|Schale|1|EUR 20,00|EUR 4,99|EUR 24,99|13-Mai-26`,
      ";",
    )}\n3;Datensätze heruntergeladen;\nVerkäufer: teehaus;\n`,
    expected: {
      orders: 3,
      customers: 2,
      guest_orders: 0,
      revenue: 82,
      refunds: 0,
      net_revenue: 82,
      currency: "EUR",
    },
  },
  {
    profile: "etsy-items",
    text: table(
      `Sale Date|Item Name|Buyer|Quantity|Price|Coupon Code|Discount Amount|Shipping Discount|Order Shipping|Order Sales Tax|Item Total|
       Currency|Transaction ID|Listing ID|Date Paid|Ship Name|Ship Country|Order ID|Variations|SKU`,
      `Sale Date|Item Name|Buyer|Quantity|Price|Discount Amount|Order Shipping|Item Total|Currency|Transaction ID|Listing ID|
       Ship Country|Order ID`,
      `05/20/26|Mug|teaclub07|2|12.00|3.60|3.95|24.00|EUR|41|151|Sweden|3301
       05/20/26|Spoon|teaclub07|1|6.00|0.90|0.00|6.00|EUR|42|152|Sweden|3301
       05/21/26|Bowl|teaclub08|1|20.00|0.00|3.95|20.00|EUR|43|153|France|3302
       05/22/26|Spoon||1|6.00|0.00|3.95|6.00|EUR|44|152|Germany|3303
       05/23/26|Spoon|teaclub09|1|7.00|0.00|3.95|7.00|USD|45|152|United States|3304`,
    ),
    expected: {
      orders: 3,
      customers: 2,
      guest_orders: 1,
      revenue: 51.5,
      discounts: 4.5,
      refunds: 0,
      net_revenue: 51.5,
      currency: "EUR",
    },
  },
  {
    profile: "etsy-orders",
    text: table(
      `Sale Date|Order ID|Buyer User ID|Full Name|First Name|Last Name|Number of Items|Payment Method|Date Shipped|Ship Country|Currency|
       Order Value|Coupon Code|Discount Amount|Shipping Discount|Shipping|Sales Tax|Order Total|Status|Order Net|Adjusted Order Total|Buyer`,
      "Sale Date|Order ID|Buyer User ID|Full Name|Number of Items|Currency|Order Value|Discount Amount|Shipping|Order Total|Status",
      `05/20/26|3301|teaclub07|Ann Example|3|EUR|30.00|4.50|3.95|29.45|Completed
       05/21/26|3302|teaclub08|Ben Example|1|EUR|20.00|0.00|3.95|23.95|Paid
       05/22/26|3303||Cyd Example|1|EUR|6.00|0.00|3.95|9.95|Paid
       05/23/26|3304|teaclub08|Ben Example|1|EUR|20.00|0.00|3.95|23.95|Canceled`,
    ),
    expected: {
      orders: 3,
      customers: 2,
      guest_orders: 1,
      revenue: 51.5,
      discounts: 4.5,
      refunds: 0,
      net_revenue: 51.5,
      currency: "EUR",
    },
  },
  {
    profile: "bigcommerce",
    text: table(
      `Order ID|Customer ID|Customer Name|Customer Email|Order Date|Order Status|Subtotal (inc tax)|Subtotal (ex tax)|Tax Total|
       Shipping Cost (inc tax)|Shipping Cost (ex tax)|Ship Method|Coupon Details|Order Total (inc tax)|Order Total (ex tax)|
       Payment Method|Total Quantity|Order Currency Code|Exchange Rate|Shipping Country|Product Details|Refund Amount`,
      `Order ID|Customer ID|Customer Name|Customer Email|Order Date|Order Status|Subtotal (inc tax)|Shipping Cost (inc tax)|
       Order Total (inc tax)|Total Quantity|Order Currency Code|Refund Amount`,
      `101|7|Ann Example|ann@example.com|05/20/2026|Completed|30.00|5.00|32.00|3|USD|0.00
       102|0|Cyd Example|cyd@example.net|05/21/2026|Awaiting Fulfillment|20.00|5.00|25.00|1|USD|0.00
       103|8|Ben Example|ben@example.org|05/22/2026|Partially Refunded|40.00|5.00|45.00|2|USD|10.00
       104|8|Ben Example|ben@example.org|05/23/2026|Refunded|20.00|5.00|25.00|1|USD|25.00
       105|8|Ben Example|ben@example.org|05/24/2026|Incomplete|20.00|5.00|25.00|1|USD|0.00
       106|8|Ben Example|ben@example.org|05/25/2026|Declined|20.00|5.00|25.00|1|USD|0.00
       107|8|Ben Example|ben@example.org|05/26/2026|Awaiting Payment|20.00|5.00|25.00|1|USD|0.00`,
    ),
    expected: {
      orders: 3,
      customers: 3,
      guest_orders: 1,
      revenue: 87,
      refunds: 10,
      net_revenue: 77,
      currency: "USD",
    },
  },
  {
    profile: "wix",
    text: table(
      `Order number|Date created|Time|Fulfill by|Total order quantity|Contact email|Note from customer|Item|Variant|SKU|Qty|
       Quantity refunded|Price|Delivery method|Delivery country|Billing name|Payment status|Payment method|Coupon code|Shipping rate|
       Total tax|Total|Currency|Refunded amount|Net amount|Fulfillment status`,
      `Order number|Date created|Time|Contact email|Item|SKU|Qty|Price|Payment status|Shipping rate|Total|Currency|Refunded amount`,
      `10001|May 20, 2026|10:00:00|ann@example.com|Mug|MUG|2|12.00|Paid|5.00|32.00|EUR|0.00
       10001|May 20, 2026|10:00:00|ann@example.com|Spoon|SPOON|1|6.00|Paid|5.00|32.00|EUR|0.00
       10002|May 21, 2026|11:00:00|ben@example.org|Bowl|BOWL|2|20.00|Partially refunded|5.00|45.00|EUR|20.00
       10003|May 22, 2026|12:00:00|ben@example.org|Bowl|BOWL|1|20.00|Unpaid|5.00|25.00|EUR|0.00
       10004|May 23, 2026|12:00:00|ben@example.org|Bowl|BOWL|1|20.00|Fully refunded|5.00|25.00|EUR|25.00`,
    ),
    expected: {
      orders: 2,
      customers: 2,
      guest_orders: 0,
      revenue: 67,
      refunds: 20,
      net_revenue: 47,
      currency: "EUR",
    },
  },
  {
    profile: "squarespace",
    text: table(
      `Order ID|Email|Financial Status|Paid at|Fulfillment Status|Fulfilled at|Currency|Subtotal|Shipping|Taxes|Amount Refunded|Total|
       Discount Code|Discount Amount|Shipping Method|Created at|Lineitem quantity|Lineitem name|Lineitem price|Lineitem sku|
       Lineitem variant|Billing Name|Billing Country|Shipping Name|Shipping Country|Cancelled at`,
      `Order ID|Email|Financial Status|Currency|Subtotal|Shipping|Amount Refunded|Total|Discount Amount|Created at|Lineitem quantity|
       Lineitem name|Lineitem price|Lineitem sku|Cancelled at`,
      `00203|ann@example.com|PAID|USD|30.00|5.00|4.00|32.00|3.00|2026-05-20 10:00:00 -0400|2|Mug|12.00|MUG|
       00203||||||||||1|Spoon|6.00|SPOON|
       00202|ben@example.org|PAID|USD|20.00|5.00|0.00|25.00|0.00|2026-05-19 10:00:00 -0400|1|Bowl|20.00|BOWL|
       00201|ben@example.org|PENDING|USD|20.00|5.00|0.00|25.00|0.00|2026-05-18 10:00:00 -0400|1|Bowl|20.00|BOWL|
       00200|ben@example.org|PAID|USD|20.00|5.00|0.00|25.00|0.00|2026-05-17 10:00:00 -0400|1|Bowl|20.00|BOWL|2026-05-17 12:00:00 -0400`,
    ),
    expected: {
      orders: 2,
      customers: 2,
      guest_orders: 0,
      revenue: 47,
      discounts: 3,
      refunds: 4,
      net_revenue: 43,
      currency: "USD",
    },
  },
  {
    profile: "shopware",
    text: table(
      `id|order_number|sales_channel_id|customer_firstname|customer_lastname|customer_email|billing_address_street|
       billing_address_country_id|amount_total|order_state|line_items|order_date_time`,
      "id|order_number|customer_firstname|customer_lastname|customer_email|amount_total|order_state|order_date_time",
      `0a1|10021|Ann|Example|ann@example.com|32|open|2026-05-20T10:00:00.000+00:00
       0a2|10022|Ben|Example|ben@example.org|25.5|in_progress|2026-05-21T10:00:00.000+00:00
       0a3|10023|Ben|Example|ben@example.org|25.5|cancelled|2026-05-22T10:00:00.000+00:00`,
      ";",
    ),
    expected: { orders: 2, customers: 2, guest_orders: 0, revenue: 57.5, refunds: 0, net_revenue: 57.5 },
  },
  {
    profile: "tiktok-shop",
    text: table(
      `Order ID|Order Status|Order Substatus|Cancelation/Return Type|SKU ID|Seller SKU|Product Name|Quantity|Sku Quantity of return|
       SKU Unit Original Price|SKU Subtotal Before Discount|SKU Platform Discount|SKU Seller Discount|SKU Subtotal After Discount|
       Shipping Fee After Discount|Order Amount|Order Refund Amount|Created Time|Cancelled Time|Buyer Username|Country`,
      `Order ID|Order Status|Seller SKU|Quantity|SKU Unit Original Price|SKU Subtotal After Discount|Order Amount|Order Refund Amount|
       Created Time|Cancelled Time|Buyer Username`,
      `57701|Completed|MUG|2|12.00|21.60|31.60|6.00|05/20/2026 10:00:00 AM||tea_ann
       57701|Completed|SPOON|1|6.00|6.00|31.60|6.00|05/20/2026 10:00:00 AM||tea_ann
       57702|Shipped|BOWL|1|20.00|20.00|24.00|0.00|05/21/2026 10:00:00 AM||tea_ben
       57703|Canceled|BOWL|1|20.00|20.00|24.00|0.00|05/22/2026 10:00:00 AM|05/22/2026 11:00:00 AM|tea_ben
       57704|Unpaid|BOWL|1|20.00|20.00|24.00|0.00|05/23/2026 10:00:00 AM||tea_ben`,
    ),
    expected: { orders: 2, customers: 2, guest_orders: 0, revenue: 47.6, refunds: 6, net_revenue: 41.6 },
  },
];
