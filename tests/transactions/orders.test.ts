import { describe, expect, test } from "bun:test";
import { readTransactions } from "../../src/transactions/read";
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
  shopLines,
  standard,
} from "./small-shop";
import { read, removeFilesAfterwards, temporaryFile } from "./temporary-files";

removeFilesAfterwards();

const revenue = revenueWhere();

describe("order numbers that begin again", () => {
  const again = (number: (line: ShopLine) => number): ShopColumn => ["receipt_no", (line) => number(line)];

  test.each<[string, (line: ShopLine) => number]>([
    ["every fifth order", (line) => 1 + (Number(line.order) % 5)],
    ["every month", (line) => Number(line.date.slice(8, 10))],
    ["every twenty orders", (line) => Number(line.order) % 20],
  ])("%s are told apart by day and customer, which is said", async (_, number) => {
    const { report } = await read(shopCsv([customer, again(number), date, product, quantity, price]));
    expect(report.orders).toBe(60);
    expect(report.warnings).toMatchObject([{ code: "order_numbers_repeat" }]);
  });

  test("are shown by one that does, and cancellations by number are found all the same", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${100 + i},c${i},2024-01-${10 + (i % 9)},1,5`);
    const again = Array.from({ length: 20 }, (_, i) => `${120 + i},d${i},2024-03-${10 + (i % 9)},1,5`);
    const lines = ["order,customer,date,quantity,price", ...rows, ...again, "C119,c19,2024-02-20,1,5"];
    const { report } = await read(lines.join("\n"));
    expect(report.warnings).toMatchObject([{ code: "order_numbers_repeat" }]);
    expect(report.warnings[0]!.message).toContain('such as "120"');
    expect(report.dropped).toMatchObject({ cancelled_order: { rows: 1 } });
  });

  test("a running number of lines is no order number", async () => {
    const text = shopCsv([
      ["id", (_, row) => row + 1],
      ["cust", (line) => line.customer],
      date,
      ["spent", (line) => line.price],
    ]);
    const { report } = await read(text);
    expect(report.mapping.order_id).toBeUndefined();
    expect(report.orders).toBe(60);
  });
});

describe("an order number that begins with C", () => {
  const withNumbers = (number: (line: ShopLine) => string, lines = shopLines) =>
    read(shopCsv([customer, ["order_id", number], date, product, quantity, price], lines));
  const taken = shopLines.filter((line) => line.order === "7003");
  const isTenth = (line: ShopLine) => Number(line.order) % 10 === 0;
  const everything = { orders: 60, rows_kept: 120, rows_returned: 0, dropped: {}, warnings: [] };

  test("says nothing where all numbers do", async () => {
    const { report } = await withNumbers((line) => `C${line.order}`);
    expect(report).toMatchObject(everything);
    expect(report.revenue).toBeCloseTo(revenue, 9);
  });

  test("says nothing where all numbers do, even if most lines are returns", async () => {
    const [line] = taken;
    const back = ["7103", "7203", "7303"].map((order) => ({ ...line!, order, quantity: -line!.quantity }));
    const { report } = await withNumbers((line) => `C${line.order}`, [line!, ...back]);
    expect(report).toMatchObject({ orders: 1, rows_kept: 1, rows_returned: 3 });
    expect(report.dropped.cancelled_order).toBeUndefined();
  });

  test("says nothing where most do, even if some are there without the C too", async () => {
    // 7009 and C7009 are orders of two counters.
    const { report } = await withNumbers((line) =>
      isTenth(line) ? `${Number(line.order) - 1}` : `C${line.order}`,
    );
    expect(report).toMatchObject(everything);
  });

  test("is an order where its lines are above zero and no order is called so without the C", async () => {
    const { report } = await withNumbers((line) => (isTenth(line) ? `C${line.order}` : line.order));
    expect(report).toMatchObject(everything);
    expect(report.revenue).toBeCloseTo(revenue, 9);
  });

  test("is a cancellation where an order is called so without the C, and the others are none", async () => {
    const { report } = await withNumbers(
      (line) => (isTenth(line) ? `C${line.order}` : line.order),
      [...shopLines, ...taken.map((line) => ({ ...line, order: "C7003" }))],
    );
    expect(report).toMatchObject({ orders: 60, rows_kept: 120 });
    expect(report.dropped).toEqual({ cancelled_order: expect.objectContaining({ rows: 2 }) });
  });

  test.each<[string, (line: ShopLine) => ShopLine]>([
    ["quantities", (line) => ({ ...line, quantity: -line.quantity })],
    ["prices", (line) => ({ ...line, price: -line.price })],
  ])("is a cancellation with returns where the %s are negative, whatever order it is of", async (_, back) => {
    const returned = taken.map((line) => back({ ...line, order: "C9999" }));
    const { report } = await withNumbers((line) => line.order, [...shopLines, ...returned]);
    expect(report).toMatchObject({ orders: 60, rows_kept: 120, rows_returned: 2 });
    expect(report.dropped).toEqual({ cancelled_order: expect.objectContaining({ rows: 2 }) });
    expect(report.refunds).toBeCloseTo(
      revenueWhere((line) => line.order === "7003"),
      9,
    );
  });
});

describe("an order in two exports", () => {
  const first = shopLines.slice(0, 81);
  const second = shopLines.slice(59);
  const lines = [...first, ...second];
  const right = { orders: 60, rows_kept: 120, customers: 12 };

  test.each<[string, ShopColumn]>([
    ["a date of export", ["exported_at", (_, row) => (row < 81 ? "2023-09-01" : "2023-10-01")]],
    ["the name of a file", ["__source__", (_, row) => (row < 81 ? "may.csv" : "june.csv")]],
    ["nothing but the same rows", ["country", () => "DE"]],
  ])("counts once where %s tells, and lines of an order that an export is cut in stay", async (_, column) => {
    const { report } = await read(shopCsv([...standard, column], lines));
    expect(report).toMatchObject(right);
    expect(report.revenue).toBeCloseTo(revenue, 9);
  });

  test("counts as its newest export has it", async () => {
    const state: ShopColumn = [
      "status",
      (line, row) => (row < 81 ? "pending" : line.order === "7031" ? "cancelled" : "paid"),
    ];
    const exported: ShopColumn = ["exported_at", (_, row) => (row < 81 ? "2023-09-01" : "2023-10-01")];
    const { report } = await read(
      shopCsv([...standard, state, exported], [...shopLines.slice(0, 81), ...shopLines]),
    );
    expect(report).toMatchObject({ orders: 59, rows_kept: 118 });
  });

  test("counts once where a running number differs, and that is said", async () => {
    for (const number of [(row: number) => row, (row: number) => (row < 81 ? row : row - 81)]) {
      const index: ShopColumn = ["Unnamed: 0", (_, row) => number(row)];
      const { report } = await read(shopCsv([index, ...standard], lines));
      expect(report).toMatchObject({ ...right, warnings: [{ code: "repeated_orders", rows: 22 }] });
    }
  });

  test("two equal items of one basket stay two where a running number tells them apart", async () => {
    const twice = shopLines.flatMap((line, row) => (row % 20 === 0 ? [line, line] : [line]));
    const { report } = await read(shopCsv([["Unnamed: 0", (_, row) => row], ...standard], twice));
    expect(report).toMatchObject({ orders: 60, rows_kept: 126, warnings: [] });
  });

  test("counts once over two files, whatever the order of their columns", async () => {
    const paths = [shopCsv(standard, first), shopCsv([...standard].reverse(), second)].map((text) => ({
      path: temporaryFile(text),
    }));
    const { report } = await readTransactions(paths);
    expect(report).toMatchObject(right);
    expect(report.revenue).toBeCloseTo(revenue, 9);
  });

  test("with fewer lines in the later file has lost them, unless that file is cut there", async () => {
    // The order of rows 70 and 71 has one line left in the second file, in the midst of it.
    const later = shopLines.slice(60).filter((_, row) => row !== 11);
    const paths = [first, later].map((part) => ({ path: temporaryFile(shopCsv(standard, part)) }));
    expect((await readTransactions(paths)).report).toMatchObject({ orders: 60, rows_kept: 119 });
  });
});

describe("rows of totals", () => {
  const total = revenueWhere();
  const columns = [
    customer,
    order,
    ["date", (line: ShopLine) => line.date.slice(0, 10)] as const,
    ["amount", (line: ShopLine) => line.quantity * line.price] as const,
  ];

  test.each([
    ["without a date", `Total,,,${total}`],
    ["with a date", `TOTAL,60,2023-12-31,${total}`],
    ["under a word for the sum", `Gesamtsumme,,2023-12-31,${total}`],
  ])("are no orders: %s", async (_, row) => {
    const { report } = await read(`${shopCsv(columns)}\n${row}\n`);
    expect(report).toMatchObject({ customers: 12, orders: 60 });
    expect(report.revenue).toBeCloseTo(total, 9);
  });

  test("a customer of that name who bought something is one", async () => {
    const { report } = await read(`${shopCsv(columns)}\nTotal Energies,9001,2023-12-31,12.5\n`);
    expect(report.customers).toBe(13);
    expect(report.revenue).toBeCloseTo(total + 12.5, 9);
  });
});
