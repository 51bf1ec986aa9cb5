import { expect, test } from "bun:test";
import { table, toCSV } from "arquero";
import { type CsvColumn, csvChunks } from "../../src/pipeline/csv-chunks";

function written(columns: readonly CsvColumn[], rows: number): string {
  return Buffer.concat([...csvChunks(columns, rows)]).toString();
}

// Source: arquero's toCSV of the same table.
test("a file written chunk by chunk is the one that a table library writes", () => {
  const rows = 20_000;
  const texts = ["plain", 'with "quotes"', "a, b", "two\nlines", "\r", "", "Ülßø 顧客 🛒", "x".repeat(300)];
  const columns = {
    "a, name": Array.from({ length: rows }, (_, i) => `${texts[i % texts.length]}${i}`),
    number: Array.from({ length: rows }, (_, i) => (i % 7 === 0 ? null : (i - 500) / 3)),
    flag: Array.from({ length: rows }, (_, i) => i % 2 === 0),
    tiny: Array.from({ length: rows }, (_, i) => i * 1e-9),
  };
  const cells = Object.entries(columns).map(
    ([name, values]): CsvColumn => [name, (row) => values[row] ?? null],
  );
  expect(written(cells, rows)).toBe(toCSV(table(columns)));
});

test("no chunk holds the whole of a long file", () => {
  const sizes = [...csvChunks([["text", () => "x".repeat(100)]], 50_000)].map(({ length }) => length);
  expect(sizes.length).toBeGreaterThan(10);
  expect(Math.max(...sizes)).toBeLessThan(500_000);
});

test("a cell longer than a chunk is kept whole, its neighbours too", () => {
  const long = "é".repeat(1_000_000);
  expect(
    written(
      [
        ["a", () => "1"],
        ["b", () => long],
        ["c", () => 2],
      ],
      2,
    ),
  ).toBe(`a,b,c\n1,${long},2\n1,${long},2\n`);
});

test("a file without rows is its header", () => {
  expect(written([["a", () => null]], 0)).toBe("a\n");
});

test("a column of float32 numbers has no digits that they do not have; other columns keep theirs", () => {
  const value = Math.fround(12.34);
  const columns: CsvColumn[] = [
    ["single", () => value, "single"],
    ["plain", () => value],
    ["tiny", () => Math.fround(1e-9), "single"],
    ["half", () => 0.5, "single"],
    ["missing", () => null, "single"],
    ["lost", () => NaN, "single"],
  ];
  expect(written(columns, 1)).toBe(
    `single,plain,tiny,half,missing,lost\n12.34,${value},${Math.fround(1e-9)},0.5,,NaN\n`,
  );
});
