import { expect, test } from "bun:test";
import { read, removeFilesAfterwards } from "./temporary-files";

removeFilesAfterwards();

const orders = `customer,order,date,total,status
a,1,2011-12-09,10,paid
a,2,2011-12-10,20,On Review
b,3,2011-12-11,40,paid
`;

test("a word of a status that is not known is a sale, and the report says so with what hangs on it", async () => {
  const { report } = await read(orders);
  expect(report.revenue).toBe(70);
  expect(report.warnings).toMatchObject([{ code: "unknown_status", rows: 1 }]);
  expect(report.warnings[0]!.message).toContain('"On Review" (1 order, 20.00)');
});

test("what a mapping says that a word means goes before what is known of it", async () => {
  const { report } = await read(orders, { mapping: { words: { "on review": "unpaid", paid: "sale" } } });
  expect([report.revenue, report.orders]).toEqual([50, 2]);
  expect(report.warnings).toEqual([]);
  expect(report.dropped.unpaid_order?.rows).toBe(1);
});
