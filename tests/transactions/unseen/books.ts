import { everybody, paidGoods, word } from "./answers";
import type { UnseenExport } from "./export";
import * as shop from "./shop";
import { comma, csv, dot, german, name, netGoods, orders, paid, perLine, sum, write } from "./shop";

const net = sum(paid, netGoods);
const unpaidCounts = orders.filter(({ state }) => state === "paid" || state === "unpaid");

/** Invoices and credit notes of accounting programs and ERP systems. */
export const books: readonly UnseenExport[] = [
  {
    name: "Zoho Books: invoices, an item a row",
    content: csv(
      "Invoice Date|Invoice ID|Invoice Number|Invoice Status|Customer ID|Customer Name|Due Date|Currency Code|Exchange Rate|Item Name|SKU|Item Desc|Quantity|Item Price|Discount|Discount Amount|Item Tax Amount|Item Total|SubTotal|Total|Balance|Shipping Charge",
      perLine((order, line) => [
        write.iso(order.at),
        460000000000 + order.n,
        `INV-${String(order.n).padStart(6, "0")}`,
        word("Closed", "Void", "Draft", "Void")(order),
        460000001000 + order.customer.id,
        name(order),
        write.iso(order.at),
        "EUR",
        "1.00",
        line.name,
        line.sku,
        "",
        `${line.quantity}.00`,
        dot(line.net),
        "0.00",
        "0.00",
        "0.00",
        dot(line.net * line.quantity),
        dot(netGoods(order)),
        dot(netGoods(order) + order.shipping),
        "0.00",
        dot(order.shipping),
      ]),
    ),
    expected: { ...everybody, revenue: net, currency: "EUR" },
  },
  {
    name: "NetSuite: a saved search with credit memos",
    content: csv("Date|Document Number|Type|Name|Internal ID|Item|Quantity|Item Rate|Amount|Status", [
      ...perLine(
        (order, line) => [
          `${order.at.getUTCMonth() + 1}/${order.at.getUTCDate()}/2026`,
          `INV${1000 + order.n}`,
          "Invoice",
          `${order.customer.id} ${name(order)}`,
          9000 + order.n,
          line.sku,
          line.quantity,
          dot(line.net),
          dot(line.net * line.quantity),
          "Paid In Full",
        ],
        unpaidCounts,
      ),
      [
        "5/30/2026",
        "CM77",
        "Credit Memo",
        `${shop.customers[0]!.id} Ann Archer`,
        9999,
        "MUG-01",
        -1,
        "10.00",
        "-10.00",
        "Fully Applied",
      ],
    ]),
    expected: {
      orders: unpaidCounts.length,
      customers: 8,
      revenue: sum(unpaidCounts, netGoods),
      refunds: 10,
    },
  },
  {
    name: "Dynamics NAV: posted sales lines with comments and charges",
    content: csv(
      "Document No.|Posting Date|Sell-to Customer No.|Type|No.|Description|Quantity|Unit of Measure|Unit Price|Line Discount %|Amount|Amount Including VAT",
      unpaidCounts.flatMap((order) => {
        const head = [`PSI10${1000 + order.n}`, write.dmy(order.at, "."), `D${order.customer.id}`];
        return [
          ...order.lines.map((line) => [
            ...head,
            "Item",
            line.sku,
            line.name,
            line.quantity,
            "PCS",
            comma(line.net),
            "0",
            comma(line.net * line.quantity),
            comma(line.total),
          ]),
          [...head, "G/L Account", "8400", "Freight", 1, "", comma(5), "0", comma(5), comma(6.25)],
        ];
      }),
      ";",
    ),
    expected: { orders: unpaidCounts.length, customers: 8, revenue: sum(unpaidCounts, netGoods) },
  },
  {
    name: "SAP: billing documents with trailing minus",
    content: csv(
      "Faktura|Fakturadatum|Auftraggeber|Name|Material|Materialbezeichnung|Fakturierte Menge|ME|Nettowert|Währg",
      [
        ...perLine(
          (order, line) => [
            90000000 + order.n,
            write.dmy(order.at, "."),
            `00${order.customer.id}77`,
            name(order),
            line.sku,
            line.name,
            `${line.quantity},000`,
            "ST",
            german(line.net * line.quantity * 40),
            "EUR",
          ],
          paid,
        ),
        [
          90009999,
          "30.05.2026",
          `00${shop.customers[1]!.id}77`,
          "Ben Baker",
          "MUG-01",
          "Mug",
          "1,000-",
          "ST",
          "400,00-",
          "EUR",
        ],
      ],
      "\t",
    ),
    expected: { ...everybody, revenue: net * 40, refunds: 400, currency: "EUR" },
  },
  {
    name: "Sage 50: SI and SC rows",
    content: csv(
      "Type|Account Ref|Name|Date|Invoice No|Stock Code|Description|Qty|Unit Price|Net Amount|Tax Amount|Gross Amount",
      [
        ...perLine(
          (order, line) => [
            "SI",
            `C${order.customer.id}`,
            name(order),
            write.dmy(order.at),
            5000 + order.n,
            line.sku,
            line.name,
            line.quantity,
            dot(line.net),
            dot(line.net * line.quantity),
            dot(line.total - line.net * line.quantity),
            dot(line.total),
          ],
          paid,
        ),
        [
          "SC",
          `C${shop.customers[0]!.id}`,
          "Ann Archer",
          "30/05/2026",
          5999,
          "MUG-01",
          "Mug",
          1,
          "10.00",
          "10.00",
          "2.50",
          "12.50",
        ],
      ],
    ),
    expected: { ...everybody, revenue: net, refunds: 10 },
  },
  {
    name: "FreshBooks: invoices",
    content: csv(
      "Client Name|Invoice #|Date Issued|Invoice Status|Date Paid|Item Name|Item Description|Rate|Quantity|Discount Percentage|Line Subtotal|Tax 1 Type|Tax 1 Amount|Line Total|Currency",
      perLine((order, line) => [
        name(order),
        String(order.n).padStart(7, "0"),
        write.iso(order.at),
        word("paid", "cancelled", "draft", "refunded")(order),
        write.iso(order.at),
        line.name,
        "",
        dot(line.net),
        line.quantity,
        "0.00",
        dot(line.net * line.quantity),
        "VAT",
        dot(line.total - line.net * line.quantity),
        dot(line.total),
        "GBP",
      ]),
    ),
    expected: { ...everybody, revenue: net, currency: "GBP" },
  },
  {
    name: "sevDesk: invoices in German",
    content: csv(
      "Rechnungsnummer|Rechnungsdatum|Kundennummer|Kunde|Status|Summe netto|Umsatzsteuer|Summe brutto|Währung",
      orders.map((order) => [
        `RE-${1000 + order.n}`,
        write.dmy(order.at, "."),
        order.customer.id,
        name(order),
        word("Bezahlt", "Storniert", "Entwurf", "Storniert")(order),
        german(netGoods(order)),
        german(order.goods - netGoods(order)),
        german(order.goods),
        "EUR",
      ]),
      ";",
    ),
    expected: { ...everybody, revenue: paidGoods, currency: "EUR" },
  },
  {
    name: "DATEV: a stack of postings has days without years and no customers",
    content:
      '"EXTF";700;21;"Buchungsstapel";12;20260701101010000;;"RE";"";"";1001;42;20260101;4;20260101;20260630;"Verkauf";"";1;0;0;"EUR"\r\n' +
      csv(
        "Umsatz (ohne Soll/Haben-Kz)|Soll/Haben-Kennzeichen|WKZ Umsatz|Kurs|Basis-Umsatz|WKZ Basis-Umsatz|Konto|Gegenkonto (ohne BU-Schlüssel)|BU-Schlüssel|Belegdatum|Belegfeld 1|Belegfeld 2|Skonto|Buchungstext",
        paid.map((order) => [
          comma(order.goods),
          "S",
          "EUR",
          "",
          "",
          "",
          10000 + order.customer.id,
          8400,
          "",
          write.dmy(order.at, "").slice(0, 4),
          `RE${order.n}`,
          "",
          "",
          name(order),
        ]),
        ";",
      ),
    refused: /Belegdatum/,
  },
  {
    name: "ERPNext: Sales Invoice with its child table",
    content: csv(
      "ID|Customer|Date|Status|Grand Total|Currency|Exchange Rate|Item (Items)|Item Name (Items)|Quantity (Items)|Rate (Items)|Amount (Items)",
      perLine((order, line) =>
        line.n === 1
          ? [
              `ACC-SINV-2026-${String(order.n).padStart(5, "0")}`,
              name(order),
              write.iso(order.at),
              word("Paid", "Cancelled", "Draft", "Cancelled")(order),
              dot(order.goods),
              "EUR",
              1,
              line.sku,
              line.name,
              line.quantity,
              dot(line.price),
              dot(line.total),
            ]
          : [
              "",
              "",
              "",
              "",
              "",
              "",
              "",
              line.sku,
              line.name,
              line.quantity,
              dot(line.price),
              dot(line.total),
            ],
      ),
    ),
    expected: { ...everybody, revenue: paidGoods, currency: "EUR" },
  },
  {
    name: "Odoo: sale.report, a line a row",
    content: csv(
      "Order Reference|Order Date|Customer|Product Variant|Qty Ordered|Qty Invoiced|Untaxed Total|Total|Discount %|Status",
      perLine((order, line) => [
        `S${String(order.n).padStart(5, "0")}`,
        write.sql(order.at),
        name(order),
        `[${line.sku}] ${line.name}`,
        `${line.quantity}.00`,
        `${line.quantity}.00`,
        dot(line.net * line.quantity),
        dot(line.total),
        "0.00",
        word("Sales Order", "Cancelled", "Quotation", "Cancelled")(order),
      ]),
    ),
    expected: { ...everybody, revenue: paidGoods },
  },
  {
    name: "QuickBooks: customers as headings between the rows",
    content: [
      "Example Shop Ltd",
      "Sales by Customer Detail",
      "January - June, 2026",
      "",
      ",Date,Transaction type,Num,Product/Service full name,Memo/Description,Quantity,Sales price,Amount,Balance",
      ...shop.customers.flatMap((customer) => {
        const own = paid.filter((order) => order.customer === customer);
        return [
          `${customer.first} ${customer.last},,,,,,,,,`,
          ...own.flatMap((order) =>
            order.lines.map(
              (line) =>
                `,${write.mdy(order.at)},Invoice,${1000 + order.n},${line.sku},${line.name},${line.quantity},${dot(line.price)},${dot(line.total)},${dot(line.total)}`,
            ),
          ),
          `Total for ${customer.first} ${customer.last},,,,,,,,"$${dot(sum(own, (order) => order.goods))}",`,
        ];
      }),
      `TOTAL,,,,,,,,"$${dot(paidGoods)}",`,
    ].join("\n"),
    refused: /customer_id|Customer/,
  },
];
