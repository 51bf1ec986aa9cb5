import { expect, test } from "bun:test";
import { monthlySales } from "../../src/answers/monthly-sales";

const CSV = `cohort,customers,revenue,retention,unfinished,months_since
2010-12,10,100,1,false,0
2010-12,4,40.5,0.4,false,1
2010-12,3,30,0.3,true,2
2011-01,5,60,1,false,0
2011-01,2,20,0.4,true,1
`;

test("a month's sales are the newcomers' and those of all cohorts before", () => {
  expect(monthlySales(CSV)).toEqual([
    { month: "2010-12", newRevenue: 100, returningRevenue: 0, customers: 10, unfinished: false },
    { month: "2011-01", newRevenue: 60, returningRevenue: 40.5, customers: 9, unfinished: false },
    { month: "2011-02", newRevenue: 0, returningRevenue: 50, customers: 5, unfinished: true },
  ]);
});

test("a table without its columns is misuse", () => {
  expect(() => monthlySales("cohort,customers\n2010-12,1\n")).toThrow(RangeError);
});
