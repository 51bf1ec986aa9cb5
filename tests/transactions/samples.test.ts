import { describe, expect, test } from "bun:test";
import { read, removeFilesAfterwards } from "./temporary-files";

removeFilesAfterwards();

const days = Array.from({ length: 200 }, (_, i) =>
  new Date(Date.UTC(2024, 0, 3 + i)).toISOString().slice(0, 10),
);
const slashes = days.map((day) => day.replace(/(\d+)-(\d+)-(\d+)/, "$3/$2/$1"));

/** The samples of the rows that were left out for each reason, of 40 orders of `header` and some more rows. */
async function samples(header: string, row: (day: string, i: number) => string, ...more: string[]) {
  const lines = [header, ...days.map(row), ...more];
  const { report } = await read(lines.join("\n"));
  const dropped = Object.entries(report.dropped).map(([reason, rows]) => [reason, rows!.samples[0]]);
  return { ...Object.fromEntries(dropped), warnings: report.warnings };
}

describe("a sample shows the cell that is to blame, as it is written", () => {
  test.each([
    ["2032-05-14 10:00", (day: string) => day],
    ["14/05/2032", (_: string, i: number) => slashes[i]!],
  ])("of the date %s, which is far from all others", async (written, date) => {
    const found = await samples(
      "customer,order,date,total",
      (day, i) => `c${i % 5},${i},${date(day, i)},9.50`,
      `c1,99,${written},9.50`,
    );
    expect(found.date_out_of_place).toMatchObject({ column: "date", value: written });
    expect(found.warnings[0].samples[0].value).toBe(written);
  });

  test("of a negative total of a line", async () => {
    const found = await samples(
      "customer,order,date,sku,amount",
      (day, i) => `c${i % 5},${i},${day},p${i % 3},9.50`,
      "c1,99,2024-02-01,p1,-8.25",
    );
    expect(found.non_positive_quantity).toMatchObject({ column: "amount", value: "-8.25" });
  });

  test("of a negative price beside a quantity of 1, and of a negative quantity", async () => {
    const row = (day: string, i: number) => `c${i % 5},${i},${day},p${i % 3},${1 + (i % 2)},9.50`;
    const header = "customer,order,date,sku,quantity,price";
    const ofPrice = await samples(header, row, "c1,99,2024-02-01,p1,1,-9.50");
    expect(ofPrice.non_positive_price).toMatchObject({ column: "price", value: "-9.50" });
    const ofTotal = await samples(header.replace("price", "line total"), row, "c1,99,2024-02-01,p1,1,-9.50");
    expect(ofTotal.non_positive_quantity).toMatchObject({ column: "line total", value: "-9.50" });
    const ofQuantity = await samples(header, row, "c1,99,2024-02-01,p1,-2,9.50");
    expect(ofQuantity.non_positive_quantity).toMatchObject({ column: "quantity", value: "-2" });
  });

  test("of an order that was cancelled by its date and paid by its status", async () => {
    const found = await samples(
      "customer,order,date,total,status,cancelled at",
      (day, i) => `c${i % 5},${i},${day},9.50,paid,${i === 7 ? "2024-02-02" : ""}`,
    );
    expect(found.cancelled_order).toMatchObject({ column: "cancelled at", value: "2024-02-02" });
  });

  test("of an unpaid order beside a column of kinds of rows", async () => {
    const found = await samples(
      "customer,order,date,type,total,status",
      (day, i) => `c${i % 5},${i},${day},${i === 3 ? "refund" : "item"},9.50,${i === 7 ? "pending" : "paid"}`,
    );
    expect(found.unpaid_order).toMatchObject({ column: "status", value: "pending" });
    expect(found.return_row).toMatchObject({ column: "type", value: "refund" });
  });

  test("of a row that is no product", async () => {
    const found = await samples(
      "customer,order,date,item,total",
      (day, i) => `c${i % 5},${i},${day},p${i % 3},9.50`,
      "c1,39,2024-02-11,Shipping,4.90",
    );
    expect(found.not_goods).toMatchObject({ column: "item", value: "Shipping" });
  });
});

test.each(["Payment", "Zahlung", "Card payment", "Paiement"])(
  "rows of what was paid, called %s, are neither goods nor money given back",
  async (word) => {
    const rows = days.flatMap((day, i) => [
      `c${i % 5},${i},${day},p${i % 3},9.50`,
      `c${i % 5},${i},${day},${word},-9.50`,
    ]);
    const { report } = await read(["customer,order,date,item,total", ...rows].join("\n"));
    expect(report).toMatchObject({
      revenue: 1900,
      refunds: 0,
      warnings: [{ code: "not_products", rows: 200 }],
    });
    expect(report.warnings[0]!.message).toContain(`"${word}"`);
  },
);
