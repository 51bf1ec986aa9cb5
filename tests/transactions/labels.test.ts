import { expect, test } from "bun:test";
import { readTransactions } from "../../src/transactions/read";
import {
  customer,
  date,
  order,
  price,
  product,
  quantity,
  type ShopColumn,
  type ShopLine,
  shopCsv,
  shopLines,
} from "./small-shop";
import { read, removeFilesAfterwards, temporaryFile } from "./temporary-files";

removeFilesAfterwards();

const rest: readonly ShopColumn[] = [order, date, product, quantity, price];
const name: ShopColumn = ["customer_name", (line) => `Näme ${line.customer}`];
const email: ShopColumn = ["email", (line) => `C${line.customer}@Example.com`];
const title: ShopColumn = ["product_name", (line) => `Mug no. ${line.product}`];

test("names, addresses and titles are kept beside their ids", async () => {
  const read_ = await read(shopCsv([customer, name, email, title, ...rest]));
  const { customers, customerNames, customerEmails, products, productNames } = read_;
  expect(customerNames).toEqual(customers.map((id) => `Näme ${id}`));
  expect(customerEmails).toEqual(customers.map((id) => `c${id}@example.com`));
  expect(productNames).toEqual(products.map((id) => `Mug no. ${id}`));
});

test("first and last names in columns of their own are one name, whoever else the file names", async () => {
  for (const [given, family] of [
    ["First Name (Billing)", "Last Name (Billing)"],
    ["firstname", "lastname"],
    ["Vorname", "Nachname"],
    ["billing_first_name", "billing_last_name"],
  ] as const) {
    const columns: ShopColumn[] = [
      [given, (line) => `Ånn ${line.customer}`],
      [family, (line) => (line.customer === "101" ? "" : "O'Fenn")],
      ["First Name (Shipping)", () => "Somebody"],
      ["Last Name (Shipping)", () => "Else"],
    ];
    const { customers, customerNames } = await read(shopCsv([customer, ...columns, ...rest]));
    expect(customerNames).toEqual(customers.map((id) => (id === "101" ? "Ånn 101" : `Ånn ${id} O'Fenn`)));
  }
});

test("a first name alone, or the last name of another person, is no name", async () => {
  const given: ShopColumn = ["First name", () => "Ann"];
  const other: ShopColumn = ["Last name (shipping)", () => "Else"];
  expect((await read(shopCsv([customer, given, ...rest]))).customerNames).toBeNull();
  expect((await read(shopCsv([customer, given, other, ...rest]))).customerNames).toBeNull();
});

test("a file without such columns says nothing", async () => {
  const { customerNames, customerEmails, productNames } = await read(shopCsv([customer, ...rest]));
  expect([customerNames, customerEmails, productNames]).toEqual([null, null, null]);
});

test("the name of a guest is that beside the address", async () => {
  const guest: ShopColumn = ["customer_id", () => "guest"];
  const { customers, customerNames, customerEmails } = await read(shopCsv([guest, name, email, ...rest]));
  expect(customers).toContain("c101@example.com");
  expect(customerNames).toEqual(customers.map((id) => `Näme ${id.slice(1, 4)}`));
  expect(customerEmails).toBeNull();
});

test("an account that also bought as a guest has one name, and its address", async () => {
  const some: ShopColumn = ["customer_id", (line) => (Number(line.order) % 2 === 0 ? "" : line.customer)];
  const told: ShopColumn = [
    "customer_name",
    (line) => (Number(line.order) % 2 === 0 ? `Ann ${line.customer}` : ""),
  ];
  const of = (line: ShopLine) => Number(line.customer);
  // Accounts are those of odd order numbers; an even customer number has even orders only.
  const { customers, customerNames, customerEmails } = await read(shopCsv([some, told, email, ...rest]));
  expect(customers).toHaveLength(new Set(shopLines.map(of)).size);
  const guest = customers.findIndex((id) => id.includes("@"));
  expect(customerNames?.[guest]).toBe(`Ann ${customers[guest]!.slice(1, 4)}`);
  const account = customers.findIndex((id) => !id.includes("@"));
  expect(customerEmails?.[account]).toBe(`c${customers[account]}@example.com`);
});

test("a word for nobody is no name, and the next row's counts", async () => {
  const late: ShopColumn = ["customer_name", (line, row) => (row < 24 ? "N/A" : `Ann ${line.customer}`)];
  const { customers, customerNames } = await read(shopCsv([customer, late, ...rest]));
  expect(customerNames).toEqual(customers.map((id) => `Ann ${id}`));
});

test("of several files, the last that names a customer counts", async () => {
  const named = (prefix: string): ShopColumn => ["customer_name", (line) => `${prefix} ${line.customer}`];
  const [older, newer] = [shopLines.slice(0, 60), shopLines.slice(100)];
  const { customers, customerNames } = await readTransactions([
    { path: temporaryFile(shopCsv([customer, named("Old"), ...rest], older)) },
    { path: temporaryFile(shopCsv([customer, named("New"), ...rest], newer)) },
  ]);
  const inNewer = new Set(newer.map((line) => line.customer));
  expect(inNewer.size).toBeLessThan(customers.length);
  expect(customerNames).toEqual(customers.map((id) => `${inNewer.has(id) ? "New" : "Old"} ${id}`));
});
