import { expect, test } from "bun:test";
import { countCohorts, retentionTriangle } from "../../src/customers/cohorts";
import { collectPurchases } from "../../src/customers/purchases";
import { shopOf, utc } from "../shop";

test("a month that the data reaches the last day of is over", () => {
  const purchases = collectPurchases(
    shopOf(`
      ann 2011-09-01T00:00 A1 mug 1 10 UK
      bob 2011-09-30T09:00 B1 mug 1 20 UK
    `),
  );
  expect(
    retentionTriangle(countCohorts(purchases), utc("2011-09-30T09:00")).map(({ unfinished }) => unfinished),
  ).toEqual([false]);
  expect(
    retentionTriangle(countCohorts(purchases), utc("2011-09-29T23:59")).map(({ unfinished }) => unfinished),
  ).toEqual([true]);
});

test("the retention triangle counts customers, revenue and shares by month of first order and months since", () => {
  const purchases = collectPurchases(
    shopOf(`
      ann 2010-12-01T00:00 A1 mug 1 10 UK
      ann 2010-12-31T23:59 A2 mug 1  5 UK
      ann 2011-01-01T00:00 A3 mug 1  7 UK
      bob 2010-12-15T12:00 B1 mug 1 20 UK
      bob 2011-02-15T12:00 B2 mug 1  3 UK
      cat 2011-01-31T12:00 C1 mug 1  4 UK
      cat 2011-02-01T12:00 C2 mug 1  6 UK
    `),
  );
  const cells = retentionTriangle(countCohorts(purchases), utc("2011-02-15T12:00"));
  const rows = cells.map((cell) => [
    cell.cohort,
    cell.monthsSince,
    cell.customers,
    cell.revenue,
    cell.retention,
    cell.unfinished,
  ]);
  expect(rows).toEqual([
    ["2010-12", 0, 2, 35, 1, false],
    ["2010-12", 1, 1, 7, 0.5, false],
    ["2010-12", 2, 1, 3, 0.5, true],
    ["2011-01", 0, 1, 4, 1, false],
    ["2011-01", 1, 1, 6, 1, true],
  ]);
});

test("a month in which nobody of a cohort ordered has no cell, and later ones keep their distance", () => {
  const purchases = collectPurchases(
    shopOf(`
      ann 2010-11-30T12:00 A1 mug 1 10 UK
      ann 2011-03-01T12:00 A2 mug 1 10 UK
    `),
  );
  const cells = retentionTriangle(countCohorts(purchases), utc("2011-03-01T12:00"));
  expect(cells.map(({ cohort, monthsSince }) => [cohort, monthsSince])).toEqual([
    ["2010-11", 0],
    ["2010-11", 4],
  ]);
});
