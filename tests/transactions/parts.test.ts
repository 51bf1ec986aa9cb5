import { expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "../../src/errors";
import { Random } from "../../src/learning/random";
import type { TransactionParts } from "../../src/transactions/parts";
import { type ReadOptions, readTransactions } from "../../src/transactions/read";
import { type PartOptions, readInParts } from "../../src/transactions/read-in-parts";
import type { Transactions } from "../../src/transactions/transactions";
import { shopExports } from "./profiles/exports";
import { mapping, randomTable } from "./random-table";
import { removeFilesAfterwards, rowsOf, temporaryFile } from "./temporary-files";
import { unseenExports } from "./unseen/all-exports";

removeFilesAfterwards();

type Told = Record<string, unknown>;

/** All that a reading says, lists by their digest. */
function told(parts: readonly Transactions[], whole: Omit<Partial<Transactions>, "lines">): Told {
  const { report, products, countries, productNames, numericCustomerIds, hasProducts } = whole;
  const texts = (of: (part: Transactions) => readonly (string | null)[] | null) => {
    const lists = parts.map(of);
    return lists.every((list) => list === null)
      ? null
      : digest(parts.flatMap((part, k) => lists[k] ?? part.customers.map(() => null)));
  };
  return {
    lines: texts(rowsOf),
    returns: texts((part) => rowsOf({ ...part, lines: part.returns })),
    customers: texts(({ customers }) => customers),
    customerNames: texts(({ customerNames }) => customerNames),
    customerEmails: texts(({ customerEmails }) => customerEmails),
    shared: digest([products, countries, productNames, numericCustomerIds, hasProducts]),
    report,
  };
}

function digest(value: unknown): string {
  return Bun.hash(JSON.stringify(value)).toString(16);
}

async function allParts(parts: TransactionParts): Promise<Transactions[]> {
  const all: Transactions[] = [];
  for (let k = 0; k < parts.customers.length; k++) all.push(await parts.part(k));
  return all;
}

/** What is read of a file as a whole, or why it is refused. */
async function wholeTold(path: string, options: ReadOptions): Promise<Told | string> {
  try {
    const whole = await readTransactions(path, options);
    return told([whole], whole);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/** The same of its parts. */
async function partsTold(
  path: string,
  options: PartOptions,
): Promise<{ said: Told | string; parts: number }> {
  try {
    await using parts = await readInParts(path, options);
    const all = await allParts(parts);
    expect(all.map(({ customers }) => customers.length)).toEqual([...parts.customers]);
    for (const { lines, returns, orders, customers } of all) {
      expect(new Set([...lines.order, ...returns.order]).size).toBe(orders.length);
      expect(new Set(lines.customer).size).toBe(customers.length);
    }
    return { said: told(all, parts.shared), parts: all.length };
  } catch (error) {
    if (error instanceof InputError) return { said: error.message, parts: 0 };
    throw error;
  }
}

/** Fails unless the parts are the whole. Returns how many there were. */
async function expectSame(path: string, options: ReadOptions, memoryBudget: number): Promise<number> {
  const { said, parts } = await partsTold(path, { ...options, memoryBudget });
  expect(said).toEqual(await wholeTold(path, options));
  return parts;
}

/** Small blocks and many parts; blocks as large as in memory; all in memory. */
const budgets = [0, 1 << 16, 1 << 22, 1 << 30];

test.each([0.001, 0.01])("parts put together are the whole, with %d of the cells odd", async (oddity) => {
  const path = temporaryFile(randomTable(20_000, oddity, new Random(5)));
  const numbers: number[] = [];
  for (const budget of budgets) numbers.push(await expectSame(path, { mapping, divideBytes: 0 }, budget));
  expect(numbers[0]).toBeGreaterThan(100);
  expect(numbers[1]).toBeGreaterThan(10);
  expect(numbers.at(-1)).toBe(1);
});

test("a part that there is not is refused", async () => {
  const path = temporaryFile(randomTable(2000, 0, new Random(5)));
  await using parts = await readInParts(path, { mapping, memoryBudget: 0 });
  await expect(parts.part(-1)).rejects.toThrow(RangeError);
  await expect(parts.part(parts.customers.length)).rejects.toThrow(RangeError);
});

test("every export is the same in parts, or refused for the same reason", async () => {
  const limits = { maxUnreadableShare: 0.5 };
  const files = [
    ...shopExports.map(({ profile, text }) => ({ name: profile, content: text, ending: "csv" })),
    ...Object.values(unseenExports).flat(),
  ];
  const differing: string[] = [];
  for (const { name, content, ending = "csv" } of files) {
    const path = temporaryFile(content, `export.${ending}`);
    const whole = await wholeTold(path, { limits });
    const { said } = await partsTold(path, { limits, memoryBudget: 0 });
    if (!Bun.deepEquals(said, whole)) differing.push(name);
  }
  expect(files.length).toBeGreaterThan(150);
  expect(differing).toEqual([]);
});

/** More rows than a small block has. */
const numbers = Array.from({ length: 700 }, (_, n) => n);
const dayOf = (n: number) =>
  `2021-${String(1 + (n % 12)).padStart(2, "0")}-${String(1 + (n % 28)).padStart(2, "0")}`;

test("an order that goes on over several blocks, with blank cells below its first row, is one in parts too", async () => {
  const rows = numbers.map((n) => {
    const isFirst = n % 7 === 0 && (n < 200 || n > 420);
    const order = isFirst ? `S${n},${dayOf(n)} 10:00,Customer ${n % 40}` : ",,";
    return `${order},P${n % 30},${1 + (n % 4)},${5 + (n % 9)}.50`;
  });
  const path = temporaryFile(`Order,Date,Customer,SKU,Quantity,Unit price\n${rows.join("\n")}\n`);
  const read = await readTransactions(path);
  expect(read.report.notes.join()).toContain("more lines of the order above");
  expect(await expectSame(path, {}, 0)).toBe(40);
});

test("lines of an order that are scattered over the file are found where they repeat, as in memory", async () => {
  // More of them than are compared at once.
  const lines = Array.from({ length: 9000 }, (_, n) => {
    const order = (n * 7919) % 1500;
    const product = n % 7 === 3 ? (n - 1500) % 40 : n % 40;
    return `${order},${dayOf(order)} 10:00,C${order % 50},P${product},${1 + (n % 3 === 0 ? 1 : 0)},5.50`;
  });
  const repeated = lines.flatMap((line, n) => (n % 5 === 0 ? [line] : []));
  const path = temporaryFile(
    `Order,Date,Customer,SKU,Quantity,Unit price\n${[...lines, ...repeated].join("\n")}\n`,
  );
  const { report } = await readTransactions(path);
  expect(report.dropped.duplicate_row!.rows).toBeGreaterThanOrEqual(repeated.length);
  expect(await expectSame(path, {}, 0)).toBe(50);
});

test("lines without order numbers form the same orders in parts", async () => {
  const rows = numbers.map(
    (n) =>
      `${dayOf(n >> 1)} 1${n % 3}:30,C${n % 25},P${n % 8},${n % 11 === 0 ? -1 : 1 + (n % 3)},${2 + (n % 5)}.25`,
  );
  const path = temporaryFile(`Date,Customer ID,SKU,Quantity,Unit price\n${rows.join("\n")}\n`);
  const { report } = await readTransactions(path);
  expect(report.rows_returned).toBeGreaterThan(50);
  expect(report.orders).toBeGreaterThan(300);
  expect(await expectSame(path, {}, 0)).toBe(25);
});

test("order totals, refunds and other currencies are the same in parts", async () => {
  const rows = numbers.map((n) => {
    const order = (n * 37) % 230;
    const isFirst = n < 230;
    const total = isFirst ? `${40 + (order % 50)}.00,${order % 9 === 0 ? "10.00" : "0.00"}` : ",";
    return `#${1000 + order},${dayOf(order)} 10:00,c${order % 30}@example.com,${order % 5 === 0 ? "USD" : "EUR"},paid,${total},P${n % 30},${1 + (n % 4)}`;
  });
  const header = "Order,Date,Email,Currency,Status,Order total,Refunded,SKU,Quantity";
  const path = temporaryFile(`${header}\n${rows.join("\n")}\n`);
  const options = { currency: "EUR", rates: "2021-01-01,USD,0.9" };
  const { report } = await readTransactions(path, options);
  expect(report.refunds).toBeGreaterThan(0);
  expect(report.currencies.map(({ use }) => use).sort()).toEqual(["converted", "kept"]);
  expect(await expectSame(path, options, 0)).toBe(30);
});

test("a folder that cannot be written is told, with what to do", async () => {
  const path = temporaryFile(randomTable(2000, 0, new Random(5)));
  const reading = readInParts(path, { mapping, memoryBudget: 0, temporaryFolder: join(path, "nowhere") });
  await expect(reading).rejects.toThrow(/nowhere while it is read, which cannot be written.*MEMORY_BUDGET/);
});

test("nothing remains in the folder, and parts that were disposed of cannot be read", async () => {
  const folder = mkdtempSync(join(tmpdir(), "perennial-parts-"));
  try {
    const path = temporaryFile(randomTable(2000, 0, new Random(5)));
    const parts = await readInParts(path, { mapping, memoryBudget: 0, temporaryFolder: folder });
    expect((await parts.part(1)).lines.length).toBeGreaterThan(0);
    expect(readdirSync(folder)).toEqual([]);
    await parts[Symbol.asyncDispose]();
    await expect(parts.part(1)).rejects.toThrow("closed");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
