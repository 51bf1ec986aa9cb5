import { expect, test } from "bun:test";
import { Random } from "../../src/learning/random";
import { readTransactions } from "../../src/transactions/read";
import { removeFilesAfterwards, temporaryFile } from "./temporary-files";

removeFilesAfterwards();

/** Rows of which many are equal: short orders, long ones, and such whose rows are all over the file. */
function randomRows(count: number, random: Random): string[] {
  const below = (n: number) => Math.floor(n * random.uniform());
  const rows: string[] = [];
  while (rows.length < count) {
    const order = below(count / 4);
    const lines = random.uniform() < 0.1 ? 40 : 1 + below(5);
    for (let line = 0; line < lines; line++) {
      const text = random.uniform() < 0.1 ? "a note" : "";
      rows.push(
        `${order},C${order % 97},2024-0${1 + (order % 9)}-1${order % 7},P${below(4)},${1 + below(2)},${1 + below(2)}.50,${text}`,
      );
    }
  }
  return rows;
}

test("a row counts as a duplicate if and only if an earlier one has the same text", async () => {
  const random = new Random(11);
  for (const count of [50, 3000, 150_000]) {
    const rows = randomRows(count, random);
    const path = temporaryFile(`order,customer,date,product,quantity,price,note\n${rows.join("\n")}\n`);
    const { lines, orders, products, report } = await readTransactions(path, { divideBytes: 1 << 20 });
    expect(report.dropped.duplicate_row?.rows ?? 0).toBe(rows.length - new Set(rows).size);
    const textOf = (i: number) =>
      [orders.at(lines.order[i]!), products[lines.product[i]!], lines.quantity[i], lines.unitPrice[i]].join();
    const kept = Array.from({ length: lines.length }, (_, i) => textOf(i)).sort();
    const expected = [...new Set(rows)].map((row) => {
      const [order, , , product, quantity, price] = row.split(",");
      return [order, product, quantity, Number(price)].join();
    });
    expect(kept).toEqual(expected.sort());
  }
});
