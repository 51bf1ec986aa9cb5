import { expect, test } from "bun:test";
import { Random } from "../../src/learning/random";
import { readTransactions } from "../../src/transactions/read";
import { mapping, names, randomTable } from "./random-table";
import { refusal, removeFilesAfterwards, rowsOf, temporaryFile } from "./temporary-files";

removeFilesAfterwards();

/** What is read of a table by one thread and by two. */
async function readBoth(table: string | Uint8Array) {
  const path = temporaryFile(table);
  const [one, two] = await Promise.all(
    [Number.POSITIVE_INFINITY, 0].map((divideBytes) => readTransactions(path, { mapping, divideBytes })),
  );
  return { one: told(one!), two: told(two!), report: two!.report };
}

function told(read: Awaited<ReturnType<typeof readTransactions>>) {
  const { returns, customers, customerNames, productNames, report } = read;
  const { orders, products, countries } = read;
  const names = Array.from({ length: orders.length }, (_, id) => orders.at(id));
  const returned = rowsOf({ ...read, lines: returns });
  const parts = {
    lines: rowsOf(read),
    returned,
    customers,
    names,
    products,
    countries,
    customerNames,
    productNames,
  };
  // A digest, since comparing 20,000 texts one by one takes seconds.
  return [...Object.entries(parts).map(([name, texts]) => [name, Bun.hash(JSON.stringify(texts))]), report];
}

/** Order lines, with that text instead of the line with each number. */
function linesWith(texts: Readonly<Record<number, string>>): string {
  const lines = Array.from({ length: 6000 }, (_, n) => {
    const day = String(1 + (Math.floor(n / 250) % 28)).padStart(2, "0");
    const line = `A${n >> 2},2021-03-${day} 10:00,P${n % 40},Mug ${n % 40},1,${5 + (n % 7)}.50,${100 + (n % 90)},UK,,paid,`;
    return texts[n] ?? line;
  });
  return `${names}\n${lines.join("\n")}\n`;
}

test.each([0.001, 0.01])("two threads read a table as one does, with %d of the cells odd", async (oddity) => {
  const { one, two } = await readBoth(randomTable(20_000, oddity, new Random(3)));
  expect(two).toEqual(one);
});

test("a quoted cell over the middle of a file is one cell", async () => {
  const cell = `"${"\nnot,a,row".repeat(60_000)}"`;
  const { one, two, report } = await readBoth(
    linesWith({ 3000: `A1,2021-03-01,P1,${cell},1,5,100,UK,,paid,` }),
  );
  expect(two).toEqual(one);
  expect(report.rows_read).toBe(6000);
});

test("names that are repeated near the end of a file are told with their row", async () => {
  const { one, two, report } = await readBoth(linesWith({ 5000: names }));
  expect(two).toEqual(one);
  expect(report.notes.join()).toContain("The header is repeated in row 5002");
});

test("what cannot be read near the end of a file is refused as by one thread", async () => {
  for (const broken of ["A,\0", `A,"never closed`, names.split(",").reverse().join(",")]) {
    const [one, two] = await Promise.all(
      [Number.POSITIVE_INFINITY, 0].map((divideBytes) =>
        refusal(linesWith({ 5500: broken }), { mapping, divideBytes }),
      ),
    );
    const withoutName = (message: string) => message.replace(/^\S+: /, "");
    expect(two).toMatch(/rows? 5\d\d\d/i);
    expect(withoutName(two!)).toBe(withoutName(one!));
  }
});

test("a reading that is stopped while the other thread reads ends at once", async () => {
  const stop = new AbortController();
  const path = temporaryFile(randomTable(20_000, 0, new Random(3)));
  const reading = readTransactions(path, {
    mapping,
    divideBytes: 0,
    signal: stop.signal,
    onProgress: (fraction) => {
      if (fraction > 0.9) stop.abort(new Error("enough"));
    },
  });
  await expect(reading).rejects.toThrow("enough");
});
