import { describe, expect, test } from "bun:test";
import {
  customer,
  date,
  order,
  price,
  product,
  quantity,
  revenueWhere,
  type ShopColumn,
  type ShopLine,
  shopCsv,
  standard,
  worth,
} from "./small-shop";
import { read, refusal, removeFilesAfterwards } from "./temporary-files";

removeFilesAfterwards();

const later = (line: ShopLine, days: number) =>
  new Date(Date.parse(`${line.date}Z`) + days * 864e5).toISOString().slice(0, 10);
const of = (line: ShopLine, choices: readonly (string | number)[]) =>
  choices[Number(line.order) % choices.length]!;
const total: ShopColumn = ["amount", (line) => line.quantity * line.price];
const right = { customers: 12, orders: 60 };

/** Columns that ordinary exports have besides, and that are none of the roles. */
const distracting: readonly ShopColumn[] = [
  ["category", (line) => of(line, ["Toys", "Home"])],
  ["region", (line) => of(line, ["North", "South"])],
  ["profit", (line) => line.price / 5],
  ["weight", (line) => line.quantity / 10],
  ["store", (line) => of(line, ["S1", "S2", "S3"])],
  ["salesperson", (line) => of(line, ["Ann", "Bob"])],
  ["order priority", (line) => of(line, ["High", "Low", "Medium"])],
  ["payment type", (line) => of(line, ["card", "cash"])],
  ["loyalty points", (line) => 7 * Number(line.customer)],
  ["age", (line) => Number(line.customer) - 70],
  ["phone", (line) => `+4930${line.customer}`],
  ["postal code", (line) => `10${line.customer}`],
  ["customer type", (line) => of(line, ["new", "returning"])],
  ["ship date", (line) => later(line, 3)],
  ["customer since", (line) => `2020-01-${line.customer.slice(1)}`],
  ["tax", (line) => line.price / 10],
  ["unit cost", (line) => line.price / 2],
];
const written: readonly [string, (name: string) => string][] = [
  ["with blanks", (name) => name],
  ["in snake case", (name) => name.replaceAll(" ", "_")],
  ["in camel case", (name) => name.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase())],
  ["in capitals", (name) => name.toUpperCase()],
];

describe("an ordinary file is read without a warning", () => {
  const names = [
    ["customer id", "order id", "order date", "product id", "quantity", "unit price"],
    ["client", "invoice number", "invoice date", "sku", "qty", "price"],
    ["kundennummer", "bestellnummer", "bestelldatum", "artikelnummer", "menge", "einzelpreis"],
    ["numéro client", "numéro commande", "date commande", "référence", "quantité", "prix unitaire"],
    ["codice cliente", "numero ordine", "data ordine", "prodotto", "quantità", "prezzo unitario"],
    ["acct no", "bill no", "bill date", "product code", "pcs", "rate"],
  ];
  const layouts = names.flatMap((main) =>
    written.map(([how, style]) => [main[0]!, how, main, style] as const),
  );

  test.each(layouts)("%s, names %s", async (_, __, main, style) => {
    const cells = [customer, order, date, product, quantity, price].map(([, cell]) => cell);
    const columns = [
      ...distracting.map(([name, cell]) => [style(name), cell] as const),
      ...main.map((name, i) => [style(name), cells[i]!] as const),
    ];
    const { report } = await read(shopCsv([["Unnamed: 0", (_line, row) => row], ...columns], undefined, ";"));
    expect(report).toMatchObject({ ...right, warnings: [] });
    expect(Object.values(report.mapping)).toEqual(expect.arrayContaining(main.map(style)));
  });
});

describe("of several dates the order's is", () => {
  const placed = (name: string): ShopColumn => [name, (line) => line.date.slice(0, 10)];
  test.each<[string, ShopColumn, ShopColumn]>([
    [
      "not the day of joining",
      ["signup_date", (line) => `2020-01-${line.customer.slice(1)}`],
      placed("bought"),
    ],
    ["not the day of shipping", ["Ship Date", (line) => later(line, 4)], placed("Order Date")],
    ["not the day of payment", ["paid_at", (line) => later(line, 1)], placed("ordered_at")],
    ["not the last change", ["last_update", () => "2024-03-01 22:12:30"], placed("payment_date")],
    ["the earlier of two without a name", ["d_deliv", (line) => later(line, 4)], placed("d_ord")],
    [
      "the one that varies within a customer",
      ["date1", (line) => `2020-01-${line.customer.slice(1)}`],
      placed("date2"),
    ],
  ])("%s", async (_, other, its) => {
    const { report } = await read(shopCsv([customer, other, order, its, total]));
    expect(report.mapping.order_datetime).toBe(its[0]);
  });
});

describe("of several ids the customer's is", () => {
  const each: ShopColumn = ["customer_id", (line) => `k${line.order}`];
  test.each(["customer_unique_id", "person_id", "customer_hash"])(
    "%s, whose people come back",
    async (name) => {
      const { report } = await read(
        shopCsv([order, each, [name, (line) => `u${line.customer}`], date, total]),
      );
      expect(report).toMatchObject({ ...right, mapping: { customer_id: name } });
    },
  );

  test("an id without a noun that comes back, where nothing else does", async () => {
    const { report } = await read(
      shopCsv([
        ["_id", (line) => 3 * Number(line.customer)],
        ["id", (line) => line.customer],
        date,
        ["spent", total[1]],
      ]),
    );
    expect(report).toMatchObject({ customers: 12, orders: 60 });
  });

  test.each(["Customer type", "Kundengruppe", "Membership", "Customer segment"])("never %s", async (name) => {
    const kind: ShopColumn = [name, (line) => of(line, ["Member", "Normal"])];
    expect(await refusal(shopCsv([order, kind, date, product, quantity, price]))).toContain("customer_id");
  });

  test("asked for with the columns that come back, where no name tells", async () => {
    const message = await refusal(shopCsv([order, ["zzz", (line) => `z${line.customer}`], date, total]));
    expect(message).toContain(
      'Customers come back on other days, as do the values of "zzz" (12 different values such as "z101"',
    );
  });
});

describe("a column that is about something else plays no main part, even where no other could", () => {
  test.each([
    "freight",
    "freight_value",
    "Freight Total",
    "shipping price",
    "Versandkosten",
    "discount",
    "discount_amount",
    "total discount",
    "Rabatt",
    "city",
    "status",
    "order_status",
    "payment",
    "payment_method",
    "amount_paid",
    "tax",
    "VAT",
    "MwSt",
  ])("%s is not what a line is worth", async (name) => {
    for (const columns of [
      [customer, order, date, product, quantity],
      [customer, order, date],
    ])
      expect(await refusal(shopCsv([...columns, [name, (line) => line.price]]))).toContain(
        "No column was found for quantity and unit_price (or order_total).",
      );
  });

  test.each([
    "city",
    "customer_city",
    "Kunde Ort",
    "client_ville",
    "status",
    "customer_status",
    "payment",
    "customer_payment_method",
    "user_payment_type",
    "freight",
    "discount",
    "discount_code",
    "customer discount",
    "customer cost",
    "customer payment",
    "client tax",
  ])("%s is not the customer, whose values come back as customers do", async (name) => {
    for (const cell of [
      (line: ShopLine) => line.customer,
      (line: ShopLine) => `Town ${line.customer}`,
      (line: ShopLine) => of(line, ["Rome", "Bonn", "Paris"]),
    ])
      expect(await refusal(shopCsv([[name, cell], order, date, total]))).toContain(
        "No column was found for customer_id.",
      );
  });

  test.each([
    "city",
    "order_city",
    "status",
    "order_status",
    "payment",
    "order_payment_method",
    "freight",
    "discount",
    "order_discount",
    "order payment",
  ])("%s is not the order's number", async (name) => {
    const { report } = await read(shopCsv([customer, [name, (line) => line.order], date, total]));
    expect(report.mapping.order_id).toBeUndefined();
    expect(report).toMatchObject(right);
  });

  test.each(["city", "status", "payment", "freight", "discount", "product discount"])(
    "%s is neither the product nor how many",
    async (name) => {
      const asProduct = await read(shopCsv([customer, order, date, [name, product[1]], total]));
      const asQuantity = await read(shopCsv([customer, order, date, [name, quantity[1]], price]));
      for (const { report } of [asProduct, asQuantity])
        expect([report.mapping.product_id, report.mapping.quantity]).toEqual([undefined, undefined]);
    },
  );
});

test.each(["Order Priority", "order_channel", "Bestellart"])("%s is no order id", async (name) => {
  const { report } = await read(
    shopCsv([customer, date, [name, (line) => of(line, ["High", "Low", "P3"])], total]),
  );
  expect(report.mapping.order_id).toBeUndefined();
  expect(report.orders).toBe(60);
});

test("a date of bare digits is one under any name", async () => {
  const { report } = await read(
    shopCsv([customer, order, ["when_it_was", (line) => line.date.slice(0, 10).replaceAll("-", "")], total]),
  );
  expect(report.mapping.order_datetime).toBe("when_it_was");
});

test("the columns of a file may stand in any order", async () => {
  expect((await read(shopCsv([...standard].reverse()))).report).toMatchObject({ ...right, warnings: [] });
});

describe("a name that says how an amount stands to tax", () => {
  test.each([
    ["Total incl. VAT", "included"],
    ["total_price_with_tax", "included"],
    ["Gesamtbetrag inkl. MwSt", "included"],
    ["Total TTC", "included"],
    ["Total excl. tax", "excluded"],
    ["Order total without VAT", "excluded"],
    ["Summe brutto", "included"],
    ["Kwota netto", "excluded"],
    ["Montant HT", "excluded"],
  ] as const)("%s is the amount, and tax is %s", async (name, tax) => {
    const { report } = await read(shopCsv([customer, order, date, [name, (line) => worth(line)]]));
    expect(report).toMatchObject({ ...right, tax, warnings: [] });
    expect(report.revenue).toBeCloseTo(revenueWhere(), 9);
  });

  test.each([
    ["Cena brutto", "included"],
    ["Pris TTC", "included"],
    ["Ar netto", "excluded"],
  ] as const)("%s is the price, and tax is %s", async (name, tax) => {
    const { report } = await read(shopCsv([customer, order, date, product, quantity, [name, price[1]]]));
    expect(report).toMatchObject({ ...right, tax });
  });

  test.each(["VAT incl.", "Tax", "Shipping incl. VAT", "Discount excl. VAT", "Netto", "Gewicht brutto"])(
    "%s is no amount",
    async (name) => {
      expect(await refusal(shopCsv([customer, order, date, [name, (line) => worth(line)]]))).toContain(
        "No column was found for quantity and unit_price (or order_total).",
      );
    },
  );
});
