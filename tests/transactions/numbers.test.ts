import { describe, expect, test } from "bun:test";
import { Random } from "../../src/learning/random";
import { NumberColumn } from "../../src/transactions/cells/number-column";
import { type DecimalSeparator, NumberKind, resolveNumber } from "../../src/transactions/cells/number-kind";
import { read, removeFilesAfterwards } from "./temporary-files";

removeFilesAfterwards();

function parse(text: string | Uint8Array, decimal: DecimalSeparator = "."): number {
  const column = new NumberColumn();
  const bytes = Buffer.from(text as string);
  column.parse(bytes, 0, bytes.length);
  return resolveNumber(column.value, column.kind, decimal);
}

describe("a number is read with its decoration", () => {
  const cases: [string, number, DecimalSeparator?][] = [
    ["6", 6],
    ["-12", -12],
    ["+3", 3],
    ["2.55", 2.55],
    ["2,55", 2.55, ","],
    [".5", 0.5],
    ["5.", 5],
    ["1,234.5", 1234.5],
    ["1.234,5", 1234.5, ","],
    ["1,234", 1234],
    ["1,234", 1.234, ","],
    ["1.234", 1.234],
    ["1.234", 1234, ","],
    ["0.125", 0.125],
    ["1,234,567", 1234567],
    ["12,34,567.5", 1234567.5],
    ["1 234,50", 1234.5, ","],
    ["1\u00a0234.50", 1234.5],
    ["1\u202f234.50", 1234.5],
    ["1'234.50", 1234.5],
    ["£2.55", 2.55],
    ["€ 1.234,50", 1234.5, ","],
    ["1.234,50 €", 1234.5, ","],
    ["USD 12.50", 12.5],
    ["12.50USD", 12.5],
    ["US$12.50", 12.5],
    ["Rs. 500", 500],
    ["kr 12,50", 12.5, ","],
    ["(12.50)", -12.5],
    ["($12.50)", -12.5],
    ["12.50-", -12.5],
    ["-$12.50", -12.5],
    ["$-12.50", -12.5],
    ["\u221212", -12],
    ["1e3", 1000],
    ["1.5E-2", 0.015],
    ["2.5499999999999998", 2.55],
  ];
  for (const [text, expected, decimal] of cases)
    test(`${JSON.stringify(text)} is ${expected}${decimal ? " with a decimal comma" : ""}`, () =>
      expect(parse(text, decimal)).toBe(expected));

  test("a pound sign in latin-1", () => expect(parse(Uint8Array.of(0xa3, 0x32))).toBe(2));
});

describe("what is no number is refused", () => {
  for (const text of [
    "",
    "NaN",
    "Infinity",
    "-inf",
    "abc",
    "1.2.3",
    "1,23,4",
    "--5",
    "(-5)",
    "5%",
    "0x10",
    "1 2",
    "3 pieces",
    "1e400",
    "1e13",
    "9999999999999",
  ])
    test(JSON.stringify(text), () => expect(parse(text)).toBeNaN());
});

test("decimals of up to 15 digits are read as the nearest double, as the engine reads them", () => {
  const random = new Random(7);
  for (let i = 0; i < 20_000; i++) {
    const text = `${random.integer(2) ? "-" : ""}${random.integer(1e6)}.${String(random.integer(1e9)).padStart(1 + random.integer(9), "0")}`;
    const column = new NumberColumn();
    const bytes = Buffer.from(text);
    column.parse(bytes, 0, bytes.length);
    if (column.value !== Number(text)) throw new Error(`${text} was read as ${column.value}`);
  }
});

test("the separator is decided from the whole column, and values against it are unreadable", async () => {
  const { lines, report } = await read(
    "customer;date;quantity;price\n1;2011-12-09;1.000;2,50\n2;2011-12-09;2;1.234\n3;2011-12-09;3;1.234,50\n4;2011-12-09;3;1.50\n",
    { limits: { maxUnreadableShare: 0.5 } },
  );
  expect(report.decimal_separator).toBe(",");
  expect([...lines.quantity]).toEqual([1000, 2, 3]);
  expect([...lines.unitPrice]).toEqual([2.5, 1234, 1234.5]);
  expect(report.dropped.unreadable_number).toMatchObject({
    samples: [{ row: 5, column: "price", value: "1.50" }],
  });
});

test("a cell that is read slowly and one that is read fast are of the same kind", () => {
  for (const text of ["1.234", "1,234", "0.234", "1234.567", "12", "2.5", "2,5"]) {
    const column = new NumberColumn();
    const plain = Buffer.from(text);
    const dressed = Buffer.from(`$${text}`);
    column.parse(plain, 0, plain.length);
    const { kind, value } = column;
    column.parse(dressed, 0, dressed.length);
    expect([column.kind, column.value]).toEqual([kind, value]);
    expect(kind).not.toBe(NumberKind.unreadable);
  }
});
