import { expect, test } from "bun:test";
import { Random } from "../../src/learning/random";
import type { TransactionParts } from "../../src/transactions/parts";
import { type ReadOptions, readTransactions } from "../../src/transactions/read";
import { readInParts } from "../../src/transactions/read-in-parts";
import type { Transactions } from "../../src/transactions/transactions";
import { mapping, randomTable } from "./random-table";
import { removeFilesAfterwards, rowsOf, temporaryFile } from "./temporary-files";

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

async function expectSame(path: string, options: ReadOptions, memoryBudget: number): Promise<number> {
  const whole = await readTransactions(path, options);
  await using parts = await readInParts(path, { ...options, memoryBudget });
  const all = await allParts(parts);
  expect(told(all, parts.shared)).toEqual(told([whole], whole));
  expect(all.map(({ customers }) => customers.length)).toEqual([...parts.customers]);
  for (const { lines, returns, orders, customers } of all) {
    const used = new Set([...lines.order, ...returns.order]);
    expect(used.size).toBe(orders.length);
    expect(customers.length).toBe(new Set(lines.customer).size);
  }
  return all.length;
}

test.each([0.001, 0.01])("parts put together are the whole, with %d of the cells odd", async (oddity) => {
  const path = temporaryFile(randomTable(20_000, oddity, new Random(5)));
  expect(await expectSame(path, { mapping }, 0)).toBeGreaterThan(100);
  expect(await expectSame(path, { mapping }, 1 << 18)).toBeGreaterThan(2);
  expect(await expectSame(path, { mapping }, 1 << 30)).toBe(1);
});

test("a part that there is not is refused", async () => {
  const path = temporaryFile(randomTable(2000, 0, new Random(5)));
  await using parts = await readInParts(path, { mapping, memoryBudget: 0 });
  await expect(parts.part(-1)).rejects.toThrow(RangeError);
  await expect(parts.part(parts.customers.length)).rejects.toThrow(RangeError);
});
