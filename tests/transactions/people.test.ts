import { describe, expect, test } from "bun:test";
import {
  date,
  order,
  price,
  product,
  quantity,
  revenueWhere,
  type ShopColumn,
  type ShopLine,
  shopCsv,
  shopLines,
} from "./small-shop";
import { read, refusal, removeFilesAfterwards } from "./temporary-files";

removeFilesAfterwards();

const rest: readonly ShopColumn[] = [order, date, product, quantity, price];
const ids = (cell: ShopColumn[1], name = "customer_id") => shopCsv([[name, cell], ...rest]);
const email = (line: ShopLine) => `c${line.customer}@example.com`;
const isGuest = (line: ShopLine) => Number(line.customer) % 3 === 0;

describe("an id is the same however it is written", () => {
  test.each<[string, (line: ShopLine) => string]>([
    ["as a float", (line) => `${line.customer}.0`],
    ["as a float with a comma", (line) => `"${line.customer},0"`],
    ["with the mark of a text", (line) => `'${line.customer}`],
    ["with leading zeros", (line) => line.customer.padStart(8, "0")],
    ["with blanks", (line) => `  ${line.customer} `],
    ["with a blank of no width", (line) => `\u200b${line.customer}`],
  ])("%s", async (_, other) => {
    const { report } = await read(ids((line, row) => (row % 2 === 0 ? line.customer : other(line))));
    expect(report).toMatchObject({ customers: 12, orders: 60, rows_kept: 120 });
  });

  test("a number whose digits are grouped is the number", async () => {
    const { report } = await read(
      ids((line, row) => (row % 2 === 0 ? `10${line.customer}` : `"10,${line.customer}"`)),
    );
    expect(report.customers).toBe(12);
  });

  test.each<[string, (line: ShopLine) => string]>([
    ["in capitals", (line) => email(line).toUpperCase()],
    ["as a link", (line) => `mailto:${email(line)}`],
    ["in angle brackets", (line) => `<${email(line)}>`],
    ["behind a name", (line) => `Ann Lee <${email(line)}>`],
    ["in quotes", (line) => `'${email(line)}'`],
    ["with a no-break space", (line) => `${email(line)}\u00a0`],
  ])("an e-mail address %s", async (_, other) => {
    const { report, customers } = await read(
      ids((line, row) => (row % 2 === 0 ? email(line) : other(line)), "email"),
    );
    expect(report).toMatchObject({ customers: 12, orders: 60 });
    expect(customers).toContain("c101@example.com");
  });

  test.each(["1.00E+13", "1,00E+13", "8E+12", "1.00 E+13"])(
    "but %s has lost its digits and is refused",
    async (short) => {
      const message = await refusal(ids((line, row) => (row === 50 ? `"${short}"` : line.customer)));
      expect(message).toContain(
        `"customer_id" has numbers that a spreadsheet has shortened, such as "${short}"`,
      );
    },
  );

  test("zeros in front are kept where nothing is lost", async () => {
    const { report, customers } = await read(ids((line) => line.customer.padStart(8, "0")));
    expect(report).toMatchObject({ customers: 12, warnings: [] });
    expect(customers[0]).toBe("00000101");
  });
});

describe("a row without a customer", () => {
  const known = shopLines.filter((line) => !isGuest(line));

  test.each([
    "",
    "NULL",
    "NaN",
    "\\N",
    "(not set)",
    "Guest",
    "0",
    "-1",
    "Laufkunde",
    "sin asignar".replace("sin asignar", "n/a"),
  ])("%j is nobody's and left out", async (word) => {
    const { report } = await read(ids((line) => (isGuest(line) ? word : line.customer)));
    expect(report).toMatchObject({
      customers: 8,
      rows_kept: known.length,
      dropped: { missing_customer: { rows: 40 } },
    });
  });

  test.each(["", "0", "Guest", "NaN"])("%j is known by the e-mail address", async (word) => {
    const text = shopCsv([
      ["customer_id", (line) => (isGuest(line) ? word : line.customer)],
      ["billing_email", (line, row) => (row % 2 === 0 ? email(line) : email(line).toUpperCase())],
      ...rest,
    ]);
    const { report } = await read(text);
    expect(report).toMatchObject({ customers: 12, orders: 60, guest_orders: 20 });
    expect(report.revenue).toBeCloseTo(revenueWhere(), 9);
  });

  test("a guest with an account's address is the account", async () => {
    const text = shopCsv([
      ["customer_id", (line) => (Number(line.order) % 2 === 0 ? "0" : line.customer)],
      ["email", email],
      ...rest,
    ]);
    const { customers } = await read(text);
    expect(customers).toContain("101");
    expect(customers).toHaveLength(12);
  });

  test("a shop of guests alone is read by their addresses", async () => {
    const { report } = await read(shopCsv([["customer_id", () => "0"], ["email", email], ...rest]));
    expect(report).toMatchObject({ customers: 12, orders: 60 });
  });

  test("belongs to the customer of its order where only the first row names him, with blanks or with a word", async () => {
    for (const word of ["", "NaN", "-", "NULL"]) {
      const { report } = await read(ids((line, row) => (row % 2 === 0 ? line.customer : word)));
      expect(report).toMatchObject({ customers: 12, rows_kept: 120 });
    }
  });

  test("is left out where the word stands on any row of an order", async () => {
    const { report } = await read(ids((line, row) => (row % 3 === 0 ? "NaN" : line.customer)));
    expect(report.dropped.missing_customer?.rows).toBe(40);
  });
});

test("0 is an id like others where they are counted from 0", async () => {
  const { report } = await read(ids((line) => Number(line.customer) - 101));
  expect(report).toMatchObject({ customers: 12, rows_kept: 120, warnings: [] });
});

test("a word with far more orders than any number is shown", async () => {
  const { report } = await read(
    shopCsv([
      ["customer_id", (line, row) => (row % 3 === 0 ? "diverse" : `${line.customer}${row % 2}`)],
      ["date", (line) => line.date],
      ["total", (line) => line.price],
    ]),
  );
  expect(report.warnings).toMatchObject([
    { code: "word_as_customer", rows: 40, message: expect.stringContaining('"diverse"') },
  ]);
});

test("two ids with one e-mail address are kept apart and named", async () => {
  const shared = (line: ShopLine) => (line.customer === "102" ? "c101@example.com" : email(line));
  const { report } = await read(
    shopCsv([["customer_id", (line) => line.customer], ["email", shared], ...rest]),
  );
  expect(report.customers).toBe(12);
  expect(report.warnings).toMatchObject([
    { code: "same_email", message: expect.stringContaining("101 and 102") },
  ]);
});
