import type { UnseenExport } from "./export";
import * as shop from "./shop";
import { comma, csv, dot, name, orders, paid, sum, write } from "./shop";

const everybody = { orders: paid.length, customers: shop.customers.length };
const goods = sum(paid, (order) => order.goods);
const word =
  (paidWord: string, cancelled: string, unpaid: string, refunded: string) =>
  ({ state }: shop.Order) =>
    ({ paid: paidWord, cancelled, unpaid, refunded })[state];

/** Payment services. */
export const payments: readonly UnseenExport[] = [
  {
    name: "PayPal: activity with payouts, conversions and refunds",
    content: csv(
      "Date|Time|TimeZone|Name|Type|Status|Currency|Gross|Fee|Net|From Email Address|To Email Address|Transaction ID|Shipping and Handling Amount|Reference Txn ID|Item Title|Country|Balance Impact",
      orders.flatMap((order) => {
        const row = (
          type: string,
          status: string,
          gross: number,
          id: string,
          reference: string,
          impact: string,
          from = order.customer.email,
          who = name(order),
        ) => [
          write.dmy(order.at),
          write.seconds(order.at),
          "GMT",
          who,
          type,
          status,
          "GBP",
          dot(gross),
          gross > 0 ? "-0.50" : "0.00",
          dot(gross - 0.5),
          from,
          "shop@example.org",
          id,
          "0.00",
          reference,
          "",
          "GB",
          impact,
        ];
        const id = `9AB99887766${1000 + order.n}`;
        const rows = [
          row(
            "Express Checkout Payment",
            order.state === "unpaid" ? "Pending" : order.state === "cancelled" ? "Denied" : "Completed",
            order.goods,
            id,
            "",
            "Credit",
          ),
        ];
        if (order.state === "refunded")
          rows.push(
            row("Payment Refund", "Completed", -order.goods, `7${id}`, id, "Debit", "shop@example.org"),
          );
        if (order.n % 8 === 0)
          rows.push(row("General Withdrawal", "Completed", -300, `W${id}`, "", "Debit", "", ""));
        return rows;
      }),
    ),
    expected: {
      orders: paid.length + 1,
      customers: 8,
      revenue: sum(
        orders.filter(({ state }) => state === "paid" || state === "refunded"),
        (order) => order.goods,
      ),
      currency: "GBP",
    },
  },
  {
    name: "PayPal: German, decimal comma",
    content: csv(
      "Datum|Uhrzeit|Zeitzone|Name|Typ|Status|Währung|Brutto|Entgelt|Netto|Absender E-Mail-Adresse|Empfänger E-Mail-Adresse|Transaktionscode|Auswirkung auf Guthaben",
      orders.flatMap((order) => {
        const rows = [
          [
            write.dmy(order.at, "."),
            write.seconds(order.at),
            "CET",
            name(order),
            "Zahlung im Einzugsverfahren mit Zahlungsrechnung".slice(0, 7),
            order.state === "unpaid" ? "Offen" : order.state === "cancelled" ? "Abgelehnt" : "Abgeschlossen",
            "EUR",
            comma(order.goods),
            "-0,50",
            comma(order.goods - 0.5),
            order.customer.email,
            "laden@example.org",
            `4KL99887766${1000 + order.n}`,
            "Haben",
          ],
        ];
        if (order.n % 8 === 0)
          rows.push([
            write.dmy(order.at, "."),
            write.seconds(order.at),
            "CET",
            "",
            "Allgemeine Abbuchung",
            "Abgeschlossen",
            "EUR",
            "-300,00",
            "0,00",
            "-300,00",
            "",
            "",
            `W${order.n}`,
            "Soll",
          ]);
        return rows;
      }),
    ),
    expected: {
      orders: 38,
      customers: 8,
      revenue: sum(
        orders.filter(({ state }) => state === "paid" || state === "refunded"),
        (order) => order.goods,
      ),
      currency: "EUR",
    },
  },
  {
    name: "Stripe: the newer payments export",
    content: csv(
      "id|Created date (UTC)|Amount|Amount Refunded|Currency|Captured|Converted Amount|Converted Amount Refunded|Converted Currency|Decline Reason|Description|Fee|Refunded date (UTC)|Statement Descriptor|Status|Seller Message|Taxes On Fee|Card ID|Customer ID|Customer Description|Customer Email|Invoice ID|Transfer",
      orders.map((order) => [
        `ch_3N${order.n}aB`,
        write.sql(order.at),
        dot(order.goods),
        order.state === "refunded" ? dot(order.goods) : "0.00",
        "eur",
        order.state === "unpaid" ? "false" : "true",
        dot(order.goods),
        order.state === "refunded" ? dot(order.goods) : "0.00",
        "eur",
        "",
        "Shop",
        "0.50",
        "",
        "SHOP",
        word("Paid", "Failed", "Failed", "Refunded")(order),
        "Payment complete.",
        "0.00",
        "card_1",
        `cus_${order.customer.id}`,
        "",
        order.customer.email,
        "",
        "",
      ]),
    ),
    expected: { ...everybody, revenue: goods, currency: "EUR" },
  },
  {
    name: "Stripe: invoices",
    content: csv(
      "id|Amount Due|Billing|Closed|Currency|Customer|Date (UTC)|Due Date (UTC)|Number|Paid|Status|Subscription|Subtotal|Total Discount Amount|Tax|Total|Amount Paid|Customer Name|Customer Email",
      orders.map((order) => [
        `in_1N${order.n}`,
        dot(order.goods),
        "charge_automatically",
        "TRUE",
        "gbp",
        `cus_${order.customer.id}`,
        write.sql(order.at).slice(0, 16),
        "",
        `F00-${order.n}`,
        order.state === "paid" ? "TRUE" : "FALSE",
        word("paid", "void", "draft", "uncollectible")(order),
        "",
        dot(order.goods),
        "0.00",
        "0.00",
        dot(order.goods),
        order.state === "paid" ? dot(order.goods) : "0.00",
        name(order),
        order.customer.email,
      ]),
    ),
    expected: { ...everybody, revenue: goods, currency: "GBP" },
  },
  {
    name: "Mollie: payments",
    content: csv(
      "Date|Payment method|Currency|Amount|Status|ID|Description|Consumer name|Consumer bank account|Consumer BIC|Settlement currency|Settlement amount|Settlement reference|Amount refunded",
      orders.map((order) => [
        write.sql(order.at),
        "ideal",
        "EUR",
        dot(order.goods),
        word("paid", "canceled", "expired", "paid")(order),
        `tr_${order.n}Qx`,
        `Order ${order.n}`,
        name(order),
        `NL91ABNA0${order.customer.id}`,
        "ABNANL2A",
        "EUR",
        dot(order.goods),
        "1182161.2601.02",
        order.state === "refunded" ? dot(order.goods) : "0.00",
      ]),
    ),
    expected: { ...everybody, revenue: goods, currency: "EUR" },
  },
  {
    name: "Adyen: received payments with the shopper's reference",
    content: csv(
      "Company Account|Merchant Account|Psp Reference|Merchant Reference|Payment Method|Creation Date|TimeZone|Currency|Amount|Type|Risk Scoring|Shopper Interaction|Shopper Name|Shopper Email|Shopper Country|Shopper Reference|Acquirer Response",
      orders.map((order) => [
        "Co",
        "Shop",
        `8816${100000 + order.n}`,
        `ORDER-${order.n}`,
        "visa",
        write.sql(order.at),
        "CET",
        "EUR",
        dot(order.goods),
        word("Settled", "Cancelled", "Refused", "Refunded")(order),
        20,
        "Ecommerce",
        name(order),
        order.customer.email,
        order.customer.country,
        `S${order.customer.id}`,
        "APPROVED",
      ]),
    ),
    expected: { ...everybody, revenue: goods, currency: "EUR" },
  },
  {
    name: "Klarna: settlements name no customers",
    content: csv(
      "type|capture_date|short_order_id|order_id|merchant_reference1|currency|amount|capture_id|sale_date|payment_reference|initial_payment_method_type",
      paid.map((order) => [
        "SALE",
        write.zulu(order.at),
        `K${order.n}LMN`,
        `b34d-${order.n}`,
        `ORDER-${order.n}`,
        "EUR",
        dot(order.goods),
        `cap-${order.n}`,
        write.zulu(order.at),
        "XISA93DJ",
        "INVOICE",
      ]),
      ";",
    ),
    refused: /customer/,
  },
  {
    name: "Google Analytics in BigQuery: purchases among events",
    content: csv(
      "event_date|event_timestamp|event_name|user_pseudo_id|transaction_id|item_id|item_name|price|quantity|item_revenue|currency",
      orders.flatMap((order) => [
        [
          write.flat(order.at),
          order.at.getTime() * 1000 - 5e6,
          "view_item",
          `${order.customer.id}.1767`,
          "",
          "MUG-01",
          "Mug",
          "12.5",
          "",
          "",
          "EUR",
        ],
        [
          write.flat(order.at),
          order.at.getTime() * 1000 - 3e6,
          "add_to_cart",
          `${order.customer.id}.1767`,
          "",
          "MUG-01",
          "Mug",
          "12.5",
          1,
          "",
          "EUR",
        ],
        ...order.lines.map((line) => [
          write.flat(order.at),
          order.at.getTime() * 1000,
          "purchase",
          `${order.customer.id}.1767`,
          `T-${order.n}`,
          line.sku,
          line.name,
          String(line.price),
          line.quantity,
          String(line.total),
          "EUR",
        ]),
      ]),
    ),
    expected: { orders: 40, customers: 8, revenue: sum(orders, (order) => order.goods), currency: "EUR" },
  },
];
