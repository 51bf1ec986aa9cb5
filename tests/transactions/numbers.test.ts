import { describe, expect, test } from "bun:test";
import { Random } from "../../src/learning/random";
import { NumberColumn } from "../../src/transactions/cells/number-column";
import { type DecimalSeparator, NumberKind, resolveNumber } from "../../src/transactions/cells/number-kind";
import type { NumberPurpose } from "../../src/transactions/cells/number-unit";
import { mixedDecimals } from "../../src/transactions/lines/undecided-decimals";
import {
  customer,
  date,
  order,
  price,
  product,
  revenueWhere,
  type ShopColumn,
  shopCsv,
  standard,
} from "./small-shop";
import { read, refusal, removeFilesAfterwards } from "./temporary-files";

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
    ["€1.234", 1234, ","],
    ["€1.234", 1.234],
    ["1,234 $", 1234],
    ["1,234 $", 1.234, ","],
    ["USD 12.50", 12.5],
    ["12.50USD", 12.5],
    ["US$12.50", 12.5],
    ["Rs. 500", 500],
    ["kr 12,50", 12.5, ","],
    ["(12.50)", -12.5],
    ["１.２３４", 1234, ","],
    ["１.２３４", 1.234],
    ["1.234&nbsp;&nbsp;&nbsp;&nbsp;&euro;", 1234, ","],
    ["(1.234)", -1234, ","],
    ["(1.234)", -1.234],
    ["1,234-", -1234],
    ["1,234-", -1.234, ","],
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

describe("a number is read with the units beside it", () => {
  const cases: [string, number, string, DecimalSeparator?][] = [
    ["8.-", 8, ""],
    ["8,-", 8, ""],
    ["8,--", 8, ""],
    ["8.–", 8, ""],
    ["100:-", 100, ""],
    ["CHF 8.-", 8, "CHF"],
    ["8,- €", 8, "EUR"],
    ["£8.00", 8, "GBP"],
    ["1.950,- €", 1950, "EUR"],
    ["1'950.-", 1950, ""],
    ["-8.-", -8, ""],
    ["- 8", -8, ""],
    ["8 -", -8, ""],
    ["-$8", -8, "$"],
    ["$ -8", -8, "$"],
    ["($8.00)", -8, "$"],
    ["$(8.00)", -8, "$"],
    ["(8.00) €", -8, "EUR"],
    ["12,50 €-", -12.5, "EUR", ","],
    ["R 96.50", 96.5, "ZAR"],
    ["R$ 1.234,50", 1234.5, "BRL"],
    ["Rs. 1,23,456.50", 123456.5, "Rs"],
    ["Rs.500", 500, "Rs"],
    ["₹1,234.50", 1234.5, "INR"],
    ["S/. 12.50", 12.5, "PEN"],
    ["kr.12,50", 12.5, "kr", ","],
    ["12,50 zł", 12.5, "PLN", ","],
    ["1\u2009234 Ft", 1234, "HUF"],
    ["12,50 Kč", 12.5, "CZK", ","],
    ["12 lei", 12, "RON"],
    ["₺12,50", 12.5, "TRY", ","],
    ["12円", 12, "JPY"],
    ["￥1234", 1234, "¥"],
    ["A$12", 12, "AUD"],
    ["$12.50 CAD", 12.5, "CAD"],
    ["USD $12.50", 12.5, "USD"],
    ["usd 12.50", 12.5, "USD"],
    ["12,50&nbsp;&euro;", 12.5, "EUR", ","],
    ["12.50 &#8364;", 12.5, "EUR"],
    ["&quot;12,50&quot;", 12.5, "", ","],
    ['="12.50"', 12.5, ""],
    ["'-12.50", -12.5, ""],
    ["\u200e$12.50", 12.5, "$"],
    ["1ʼ234.50", 1234.5, ""],
    ["１２．５０", 12.5, ""],
    ["١٬٢٣٤٫٥٠", 1234.5, ""],
    ["१२.५", 12.5, ""],
    ["$.50", 0.5, "$"],
  ];
  for (const [text, value, unit, decimal] of cases)
    test(`${JSON.stringify(text)} is ${value} ${unit}`, () => {
      const column = new NumberColumn();
      const bytes = Buffer.from(text);
      // Twice: what is around the digits is remembered from the first time on.
      for (let i = 0; i < 2; i++) {
        column.parse(bytes, 0, bytes.length);
        expect(resolveNumber(column.value, column.kind, decimal ?? ".")).toBe(value);
        expect(column.units[column.unit]!).toBe(unit);
      }
      expect(column.unitCounts[column.unit]).toBe(unit === "" ? 0 : 2);
    });

  test("only a discount has per cent, and only a quantity has pieces", () => {
    const read = (text: string, purpose: NumberPurpose) => {
      const column = new NumberColumn(purpose);
      column.parse(Buffer.from(text), 0, Buffer.byteLength(text));
      return column.kind === NumberKind.unreadable ? null : `${column.value}${column.units[column.unit]}`;
    };
    expect(["12 %", "-10%", "3"].map((text) => read(text, "discount"))).toEqual(["12%", "-10%", "3"]);
    expect(["12 %", "3 pcs"].map((text) => read(text, "amount"))).toEqual([null, null]);
    const pieces = ["12 pcs", "3 x", "x3", "3 Stk.", "3 Stück", "Qty: 3", "3 шт.", "3個"];
    expect(pieces.map((text) => read(text, "quantity"))).toEqual(["12", "3", "3", "3", "3", "3", "3", "3"]);
    expect(["2 kg", "3 x 12", "12 %"].map((text) => read(text, "quantity"))).toEqual([null, null, null]);
  });

  test("units of one column are told apart", () => {
    const column = new NumberColumn();
    const units = ["€5", "5 EUR", "$5", "5", "5,00 €"].map((text) => {
      column.parse(Buffer.from(text), 0, Buffer.byteLength(text));
      return column.unit;
    });
    expect(units).toEqual([1, 1, 2, 0, 1]);
    expect([column.units, column.unitCounts]).toEqual([
      ["", "EUR", "$"],
      [0, 3, 1],
    ]);
  });
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
    "₹1,234.50/-",
    "8.-/Stk",
    "12.50.-",
    "$12.50 EUR",
    "€5 £5 5",
    "12¹",
    "5²",
    "2½",
    "-",
    "$ -",
    "$",
    "-8-",
    "(8",
    "8)",
    "((8))",
    "12 CR",
    "12;50",
    "1,5,0",
    "1 234 56",
    "&#99999999;5",
    "\u0000",
    "5\u00005",
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

test("the separator is decided from the whole column; a number that proves another is read by its own", async () => {
  const { lines, report } = await read(
    "customer;date;quantity;price\n1;2011-12-09;1.000;2,50\n2;2011-12-09;2;12,34\n3;2011-12-09;3;1.234,50\n4;2011-12-09;3;1.50\n",
  );
  expect(report.decimal_separator).toBe(",");
  expect([...lines.quantity]).toEqual([1000, 2, 3, 3]);
  expect([...lines.unitPrice]).toEqual([2.5, 12.34, 1234.5, 1.5]);
});

describe("a column with decimal commas and decimal dots", () => {
  const column = (cells: string[]) => {
    const numbers = new NumberColumn();
    for (const cell of cells) numbers.parse(Buffer.from(cell), 0, Buffer.byteLength(cell));
    return numbers;
  };
  test("is no trouble where all agree", () => {
    expect(mixedDecimals(column(["1,50", "2,50", "1.234", "3"]), "Price")).toBeNull();
  });
  test("is warned of, with the first number of each kind and the count of the fewer", () => {
    const mixed = mixedDecimals(column(["1,50", "2.50", "2.75", "3"]), "Price");
    expect(mixed).toMatchObject({ rows: 1 });
    expect(mixed!.message).toContain(
      '2 numbers have a decimal dot, such as "2.50", and 1 a decimal comma, such as "1,50"',
    );
  });
  test("is refused where a number could be of either kind", () => {
    expect(() => mixedDecimals(column(["1,50", "2.50", "1.234"]), "Price")).toThrow(
      'The column "Price" mixes notations: 1 numbers have a decimal dot, such as "2.50", and 1 a decimal comma, such as "1,50", so "1.234" may be',
    );
  });
  test("is only warned of where a handful among many are slips", () => {
    const cells = Array.from({ length: 1000 }, (_, i) => `${i}.50`);
    expect(mixedDecimals(column([...cells, "1,50", "1.234"]), "Price")).toMatchObject({ rows: 1 });
  });

  const others = standard.filter((column) => column !== price);
  const comma = (amount: number) => amount.toFixed(2).replace(".", ",");
  /** Every fortieth price has a comma. */
  const mostlyDots: ShopColumn[1] = (line, row) =>
    row % 40 === 7 ? comma(line.price) : line.price.toFixed(2);

  test("is read as it is written, with a warning that names the column and counts the few", async () => {
    const { report } = await read(shopCsv([...others, ["price", mostlyDots]], undefined, ";"));
    expect(report.warnings).toEqual([
      expect.objectContaining({
        code: "mixed_decimals",
        rows: 3,
        message: expect.stringContaining('The column "price" mixes notations: 117 numbers'),
      }),
    ]);
    expect(report.revenue).toBeCloseTo(revenueWhere(), 9);
  });
  test("of quantities is warned of as well", async () => {
    const halves: ShopColumn = [
      "qty",
      (line, row) => (row === 7 ? `${line.quantity},5` : `${line.quantity}.5`),
    ];
    const { report } = await read(shopCsv([customer, order, date, product, halves, price], undefined, ";"));
    expect(report.warnings).toMatchObject([{ code: "mixed_decimals", rows: 1 }]);
  });
  test("is refused as a file where one of its numbers could be of either kind", async () => {
    const open: ShopColumn = ["price", (line, row) => (row === 9 ? "1.234" : mostlyDots(line, row))];
    expect(await refusal(shopCsv([...others, open], undefined, ";"))).toMatch(
      /orders\.csv: The column "price" mixes notations: .* so "1\.234" may be a thousand/,
    );
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
