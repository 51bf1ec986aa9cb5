import { expect, test } from "bun:test";
import { readTriangle, triangleWindow } from "../../src/answers/cohort-triangle";

const CSV = `cohort,customers,revenue,retention,unfinished,months_since
2010-11,10,100,1,false,0
2010-11,5,50,0.5,false,1
2010-11,2,20,0.2,true,3
2010-12,30,300,1,false,0
2010-12,6,60,0.2,false,1
2011-02,4,40,1,true,0
`;

test("the triangle has a cell for every month up to the last, those without customers too", () => {
  const { cohorts } = readTriangle(CSV, "2011-02");
  expect(cohorts.map(({ cohort, customers, cells }) => [cohort, customers, cells.length])).toEqual([
    ["2010-11", 10, 4],
    ["2010-12", 30, 3],
    ["2011-02", 4, 1],
  ]);
  expect(cohorts[0]!.cells.map(({ month, customers }) => [month, customers])).toEqual([
    ["2010-11", 10],
    ["2010-12", 5],
    ["2011-01", 0],
    ["2011-02", 2],
  ]);
  expect(cohorts[0]!.cells.map(({ isUnfinished }) => isUnfinished)).toEqual([false, false, false, true]);
});

test("the average weighs cohorts by their customers and leaves out the month that is not over", () => {
  const { average } = readTriangle(CSV, "2011-02");
  // (5 + 6) of 40 after one month; of two months later only the first cohort has finished: nobody of 10.
  expect(average).toEqual([1, 11 / 40, 0, null]);
});

test("the window is of the newest cohorts up to a month", () => {
  const whole = readTriangle(CSV, "2011-02");
  const newest = triangleWindow(whole, undefined, 2);
  expect(newest.triangle.cohorts.map(({ cohort }) => cohort)).toEqual(["2010-12", "2011-02"]);
  expect([newest.from, newest.to]).toEqual([1, 3]);
  const earlier = triangleWindow(whole, "2010-12", 2);
  expect(earlier.triangle.cohorts.map(({ cohort }) => cohort)).toEqual(["2010-11", "2010-12"]);
  expect(triangleWindow(whole, "2009-01", 2).triangle.cohorts).toEqual([]);
});

test("no file is no cohort", () => {
  expect(readTriangle("", "2011-02")).toEqual({ cohorts: [], average: [] });
});
