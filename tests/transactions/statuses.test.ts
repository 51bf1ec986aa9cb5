import { describe, expect, test } from "bun:test";
import {
  customer,
  date,
  order,
  price,
  product,
  quantity,
  revenueWhere,
  type ShopLine,
  shopCsv,
  shopLines,
  standard,
  worth,
} from "./small-shop";
import { read, removeFilesAfterwards } from "./temporary-files";

removeFilesAfterwards();

const isThird = (line: ShopLine) => Number(line.order) % 3 === 0;
const standing = revenueWhere((line) => !isThird(line));

describe("an order is left out where a column says yes or no to it", () => {
  test.each([
    ["is_cancelled", "true", "false"],
    ["Cancelled?", "Y", "N"],
    ["cancelled", "1", "0"],
    ["Storniert", "ja", "nein"],
    ["Anulado", "Sí", "No"],
    ["Returned", "Yes", "No"],
    ["Returned", "Yes", ""],
    ["is_refunded", "1", "0"],
    ["refunded", "true", "false"],
    ["deleted_at", "2024-03-01 10:00", ""],
    ["cancel_reason", "changed their mind", ""],
    ["paid", "false", "true"],
    ["is_valid", "0", "1"],
    ["is_purchase", "0", "1"],
  ])("%s: %j, not %j", async (name, out, stands) => {
    const { report } = await read(shopCsv([...standard, [name, (line) => (isThird(line) ? out : stands)]]));
    expect(report).toMatchObject({ orders: 40, rows_kept: 80, warnings: [] });
    expect(report.revenue).toBeCloseTo(standing, 9);
  });

  test.each(["is_gift", "newsletter", "first_order"])("but not by %s", async (name) => {
    const { report } = await read(shopCsv([...standard, [name, (line) => (isThird(line) ? 1 : 0)]]));
    expect(report).toMatchObject({ orders: 60, rows_kept: 120, warnings: [] });
  });

  test("a blank beside a line that was sent back says that this line was not", async () => {
    const { report } = await read(
      shopCsv([...standard, ["Returned", (_, row) => (row % 10 === 0 ? "Yes" : "")]]),
    );
    expect(report.rows_kept).toBe(108);
    expect(report.revenue).toBeCloseTo(
      revenueWhere((_, row) => row % 10 !== 0),
      9,
    );
  });

  test("an amount is no answer, even where the first are 0 and 1", async () => {
    const refunded = ["refunded", (_: ShopLine, row: number) => [0, 1, 2.5][row % 3]!] as const;
    const { report } = await read(shopCsv([...standard, refunded]));
    expect(report.mapping).toMatchObject({ refund: "refunded" });
    expect(report.refunds).toBeCloseTo(40 * 1 + 40 * 2.5, 9);
  });
});

describe("words of a status", () => {
  const withWord = (word: string, name = "status") =>
    read(shopCsv([...standard, [name, (line) => (isThird(line) ? word : "completed")]]));

  test.each(["Cancelled", " VOID ", "storniert", "Anulado", "Zurückgegeben", "payment failed", "refunded"])(
    "%s is no order",
    async (word) => {
      const { report } = await withWord(word);
      expect(report.orders).toBe(40);
      expect(report.revenue).toBeCloseTo(standing, 9);
      expect(report.warnings).toEqual([]);
    },
  );

  test("a word that is not known counts, and is shown with what hangs on it", async () => {
    const { report } = await withWord("frobnicated");
    expect(report.orders).toBe(60);
    expect(report.warnings).toMatchObject([
      { code: "unknown_status", rows: 40, message: expect.stringContaining('"frobnicated" (20 orders') },
    ]);
  });

  test("in a column of deliveries it is not asked about", async () => {
    const { report } = await withWord("partial", "fulfillment_status");
    expect(report).toMatchObject({ orders: 60, warnings: [] });
  });

  test("codes in a column of events are asked about, since most events are looks", async () => {
    const events = shopCsv([customer, date, product, price, ["behavior_type", (_, row) => 1 + (row % 4)]]);
    expect((await read(events)).report.warnings).toMatchObject([{ code: "unknown_status", rows: 120 }]);
  });
});

describe("returns in rows of their own", () => {
  const sent = shopLines.filter((_, row) => row % 12 === 0);
  const back = sent.reduce((sum, line) => sum + worth(line), 0);
  const lines = [...shopLines, ...sent];
  const isBack = (row: number) => row >= shopLines.length;
  const columns = [customer, order, date, product] as const;

  test.each([
    [
      "negative quantities",
      (line: ShopLine, back: boolean) => [back ? -line.quantity : line.quantity, line.price, "-"],
    ],
    [
      "negative prices",
      (line: ShopLine, back: boolean) => [line.quantity, back ? -line.price : line.price, "-"],
    ],
    [
      "prices in brackets",
      (line: ShopLine, back: boolean) => [line.quantity, back ? `(${line.price})` : line.price, "-"],
    ],
    [
      "a kind of row",
      (line: ShopLine, back: boolean) => [line.quantity, line.price, back ? "Refund" : "Sale"],
    ],
    [
      "a credit note",
      (line: ShopLine, back: boolean) => [line.quantity, line.price, back ? "Gutschrift" : "Rechnung"],
    ],
    [
      "a status on rows below zero",
      (line: ShopLine, back: boolean) => [
        back ? -line.quantity : line.quantity,
        line.price,
        back ? "Returned" : "Completed",
      ],
    ],
  ])("%s", async (_, cells) => {
    const text = shopCsv(
      [
        ...columns,
        ["quantity", (line, row) => cells(line, isBack(row))[0]!],
        ["price", (line, row) => cells(line, isBack(row))[1]!],
        ["type", (line, row) => cells(line, isBack(row))[2]!],
      ],
      lines,
    );
    const { report } = await read(text);
    expect(report).toMatchObject({ orders: 60, rows_kept: 120, rows_returned: sent.length });
    expect(report.revenue).toBeCloseTo(revenueWhere(), 9);
    expect(report.refunds).toBeCloseTo(back, 9);
  });

  test("is_return marks a row whose amounts are above zero", async () => {
    const flag = ["is_return", (_: ShopLine, row: number) => (isBack(row) ? 1 : 0)] as const;
    const { report } = await read(shopCsv([...columns, quantity, price, flag], lines));
    expect(report.revenue).toBeCloseTo(revenueWhere(), 9);
    expect(report.refunds).toBeCloseTo(back, 9);
  });
});
