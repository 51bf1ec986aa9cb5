import { describe, expect, test } from "bun:test";
import { proposeMapping } from "../../src/transactions/columns/resolve";
import { mainRoles } from "../../src/transactions/columns/roles";
import { readTransactions } from "../../src/transactions/read";
import { header, read, refusal, removeFilesAfterwards, rowsOf, temporaryFile } from "./temporary-files";

removeFilesAfterwards();

describe("columns are found in the exports of", () => {
  const exports: [string, Record<string, string>, Record<string, string>][] = [
    [
      "UCI Online Retail II",
      {
        Invoice: "489434",
        StockCode: "85048",
        Description: "LIGHTS",
        Quantity: "12",
        InvoiceDate: "2009-12-01 07:45:00",
        Price: "6.95",
        "Customer ID": "13085.0",
        Country: "United Kingdom",
      },
      {
        customer_id: "Customer ID",
        order_id: "Invoice",
        order_datetime: "InvoiceDate",
        product_id: "StockCode",
        quantity: "Quantity",
        unit_price: "Price",
        country: "Country",
      },
    ],
    [
      "Shopify",
      {
        Name: "#1001",
        Email: "a@b.de",
        "Created at": "2011-12-09 12:50:00 +0100",
        Total: "12.00",
        "Lineitem quantity": "2",
        "Lineitem name": "Mug",
        "Lineitem price": "6.00",
        "Lineitem sku": "MUG",
        "Shipping Country": "DE",
      },
      {
        customer_id: "Email",
        order_id: "Name",
        order_datetime: "Created at",
        product_id: "Lineitem sku",
        quantity: "Lineitem quantity",
        unit_price: "Lineitem price",
        country: "Shipping Country",
      },
    ],
    [
      "WooCommerce",
      {
        order_id: "81",
        order_date: "2011-12-09 12:50:00",
        customer_id: "7",
        product_id: "12",
        sku: "X",
        quantity: "1",
        item_price: "9.5",
        billing_country: "FR",
      },
      {
        customer_id: "customer_id",
        order_id: "order_id",
        order_datetime: "order_date",
        product_id: "product_id",
        quantity: "quantity",
        unit_price: "item_price",
        country: "billing_country",
      },
    ],
    [
      "Magento",
      {
        increment_id: "100001",
        created_at: "2011-12-09 12:50:00",
        customer_email: "a@b.de",
        sku: "X-1",
        qty_ordered: "2.0000",
        base_price: "9.5000",
      },
      {
        customer_id: "customer_email",
        order_id: "increment_id",
        order_datetime: "created_at",
        product_id: "sku",
        quantity: "qty_ordered",
        unit_price: "base_price",
      },
    ],
    [
      "Amazon",
      {
        "amazon-order-id": "028-1-2",
        "purchase-date": "2011-12-09T12:50:00+00:00",
        "buyer-email": "x@y.com",
        sku: "A1",
        "quantity-purchased": "1",
        "item-price": "7.99",
        "ship-country": "GB",
      },
      {
        customer_id: "buyer-email",
        order_id: "amazon-order-id",
        order_datetime: "purchase-date",
        product_id: "sku",
        quantity: "quantity-purchased",
        unit_price: "item-price",
        country: "ship-country",
      },
    ],
    [
      "Stripe",
      { id: "ch_1", "Created (UTC)": "2011-12-09 12:50:00", Amount: "12.50", "Customer ID": "cus_1" },
      { customer_id: "Customer ID", order_id: "id", order_datetime: "Created (UTC)", order_total: "Amount" },
    ],
    [
      "a German shop",
      {
        Kundennummer: "7",
        Bestellnummer: "B-1",
        Bestelldatum: "31.12.2011",
        Artikelnummer: "4711",
        Menge: "2",
        Einzelpreis: "1,50",
        Land: "AT",
      },
      {
        customer_id: "Kundennummer",
        order_id: "Bestellnummer",
        order_datetime: "Bestelldatum",
        product_id: "Artikelnummer",
        quantity: "Menge",
        unit_price: "Einzelpreis",
        country: "Land",
      },
    ],
    [
      "a French shop",
      {
        "Numéro client": "7",
        "N° commande": "1",
        "Date de commande": "31/12/2011",
        Référence: "R1",
        Quantité: "2",
        "Prix unitaire": "1,50",
        Pays: "FR",
      },
      {
        customer_id: "Numéro client",
        order_id: "N° commande",
        order_datetime: "Date de commande",
        product_id: "Référence",
        quantity: "Quantité",
        unit_price: "Prix unitaire",
        country: "Pays",
      },
    ],
  ];
  for (const [shop, row, expected] of exports) {
    test(shop, () => {
      const names = Object.keys(row);
      const { proposals } = proposeMapping(names, (column) => [row[names[column]!]!]);
      const found = Object.fromEntries(
        mainRoles.flatMap((role) => {
          const proposal = proposals[role];
          return proposal === undefined ? [] : [[role, names[proposal.column]]];
        }),
      );
      expect(found).toEqual(expected);
    });
  }
});

test("a column called a date that holds none is not proposed", () => {
  const cells = [
    ["red", "blue"],
    ["2011-12-09", "2011-12-10"],
  ];
  expect(proposeMapping(["date", "when"], (column) => cells[column]!).proposals).toMatchObject({
    order_datetime: { column: 1 },
  });
});

test("a mapping may be partial, differ in case and spaces, and come from JSON or YAML", async () => {
  const content = `kunde,wann,wert,land\n7,2011-12-09,3,AT\n`;
  const path = temporaryFile(content);
  const json = temporaryFile('{"customer_id": "KUNDE", "order_datetime": "wann"}', "mapping.json");
  const yaml = temporaryFile("order_total: wert\ncountry: null\norder_datetime: Wann\n", "mapping.yaml");
  const a = await readTransactions(path, { mappingPath: json, mapping: { order_total: "wert" } });
  expect(a.report.mapping).toEqual({
    customer_id: "kunde",
    order_datetime: "wann",
    order_total: "wert",
    country: "land",
  });
  const b = await readTransactions(path, { mappingPath: yaml });
  expect(b.report.mapping).toEqual({ customer_id: "kunde", order_datetime: "wann", order_total: "wert" });
});

test("without an order id one customer's rows of the same moment are one order", async () => {
  const { report, orders, hasProducts } = await read(
    "customer_id,date,quantity,price\nb,2011-12-09 10:00,1,1\nb,2011-12-09 10:00,2,1\nb,2011-12-09 11:00,1,1\na,2011-12-09 10:00,1,1\n",
  );
  expect(report.orders).toBe(3);
  expect([0, 1, 2].map((id) => orders.at(id))).toContain("b 2011-12-09T10:00:00.000Z");
  expect(hasProducts).toBe(false);
  expect(report.notes.join()).toContain("same time count as one order");
});

test("order totals alone become one unit each, and negative ones returns", async () => {
  const { lines, returns, report } = await read(
    "customer,date,total\na,2011-12-09,12.5\na,2011-12-10,-2.5\nb,2011-12-10,-1\n",
  );
  expect([...lines.quantity]).toEqual([1]);
  expect([...lines.unitPrice]).toEqual([12.5]);
  expect([...returns.quantity]).toEqual([-1]);
  expect([...returns.unitPrice]).toEqual([2.5]);
  expect(report.notes.join()).toContain("1 returns belong to customers without a kept purchase");
});

test("a unit price without a quantity counts one unit and says so", async () => {
  const { lines, report } = await read("customer,date,price\na,2011-12-09,12.5\n");
  expect([...lines.quantity]).toEqual([1]);
  expect(report.notes.join()).toContain("each line counts as one unit");
});

test("customers are sorted by size where all are whole numbers, else by text, and keep leading zeros", async () => {
  const row = (customer: string) => `${customer},A,2011-12-09,P,1,1,F`;
  const numeric = await read([header, row("10"), row("9"), row("100")].join("\n"));
  expect(numeric.customers).toEqual(["9", "10", "100"]);
  expect(numeric.numericCustomerIds).toBe(true);
  const text = await read([header, row("10"), row("9"), row("007"), row("x")].join("\n"));
  expect(text.customers).toEqual(["007", "10", "9", "x"]);
  expect(text.numericCustomerIds).toBe(false);
});

test("nan, null and blanks are missing customers", async () => {
  const row = (customer: string, i: number) => `${customer},A${i},2011-12-09,P,1,1,F`;
  const { report } = await read([header, ...["", "nan", "NULL", "null", "  ", "1"].map(row)].join("\n"));
  expect(report.dropped.missing_customer?.rows).toBe(5);
});

test("lines are sorted by customer, time and order whatever the order of the file", async () => {
  const rows = [
    "2,B,2011-12-10,P,1,1,F",
    "1,Z,2011-12-11,P,1,1,F",
    "2,A,2011-12-10,P,1,1,F",
    "1,Y,2011-12-09,P,2,1,F",
    "2,B,2011-12-10,P,3,1,F",
  ];
  const transactions = await read([header, ...rows].join("\n"));
  expect(rowsOf(transactions)).toEqual([
    "1 Y P 2011-12-09T00:00:00 2 1 F",
    "1 Z P 2011-12-11T00:00:00 1 1 F",
    "2 B P 2011-12-10T00:00:00 1 1 F",
    "2 B P 2011-12-10T00:00:00 3 1 F",
    "2 A P 2011-12-10T00:00:00 1 1 F",
  ]);
});

test("an ambiguous mapping by a loose name is refused", async () => {
  expect(
    await refusal("customer,order date,Order_Date,total\na,2011-12-09,2011-12-09,1\n", {
      mapping: { order_datetime: "orderdate" },
    }),
  ).toContain("could be any of");
});

describe("a quantity under an unknown name", () => {
  const lines = Array.from(
    { length: 30 },
    (_, i) => `c${i % 6},${i},2024-01-${10 + (i % 20)},${1 + (i % 4)},9.5`,
  );
  const file = ["customer,order,date,Kpl/pkt,price", ...lines].join("\n");

  test("is asked about, for its lines count as one unit", async () => {
    const { report } = await read(file);
    expect(report.revenue).toBe(30 * 9.5);
    expect(report.warnings).toEqual([expect.objectContaining({ code: "quantity_unknown", rows: 30 })]);
    expect(report.warnings[0]!.message).toContain('"Kpl/pkt" holds small whole numbers');
  });

  test("is not asked about once a mapping says that there is none", async () => {
    const { report } = await read(file, { mapping: { quantity: null } });
    expect(report.warnings).toEqual([]);
  });
});

test("people are told apart by e-mail addresses under any name, where nothing else does", async () => {
  const lines = Array.from({ length: 12 }, (_, i) => `u${i % 4}@shop.example,${i},2024-01-${10 + i},9.5`);
  const { report } = await read(["kontakt,order,date,total", ...lines].join("\n"));
  expect(report.mapping.customer_id).toBe("kontakt");
  expect(report.customers).toBe(4);
});
