import { expect, test } from "bun:test";
import { btydSummary } from "../../src/customers/btyd-summary";
import { collectPurchases } from "../../src/customers/purchases";
import { shopOf, utc } from "../shop";

test("purchases are counted by calendar days, and the first day's spend is not a repeat", () => {
  const purchases = collectPurchases(
    shopOf(`
      ann 2011-01-01T23:00 A1 mug 1 100 UK
      ann 2011-01-01T23:59 A2 mug 1 100 UK
      ann 2011-01-02T00:01 A3 mug 1  10 UK
      ann 2011-01-11T08:00 A4 mug 1  20 UK
      ann 2011-01-11T18:00 A5 mug 1  30 UK
      ann 2011-01-20T12:01 A6 mug 1 999 UK
      bob 2011-01-20T12:00 B1 mug 1   5 UK
      cat 2011-01-03T12:00 C1 mug 1   5 UK
    `),
  );
  const summary = btydSummary(purchases, Int32Array.of(0, 1, 2), utc("2011-01-20T12:00"));
  // ann: 1, 2 and 11 January; the order after the cutoff's hour does not count.
  expect([...summary.x]).toEqual([2, 0, 0]);
  expect([...summary.txDays]).toEqual([10, 0, 0]);
  // The snapshot is the day after the cutoff's, so who first bought that day is one day old.
  expect([...summary.ageDays]).toEqual([20, 1, 18]);
  expect([...summary.meanValue]).toEqual([30, 0, 0]);
});

test("rows follow the customers asked for", () => {
  const purchases = collectPurchases(
    shopOf(`
      ann 2011-01-01T12:00 A1 mug 1 5 UK
      bob 2011-01-01T12:00 B1 mug 1 5 UK
      bob 2011-01-08T12:00 B2 mug 1 7 UK
    `),
  );
  const summary = btydSummary(purchases, Int32Array.of(1), utc("2011-01-31"));
  expect([summary.x[0], summary.txDays[0], summary.meanValue[0]]).toEqual([1, 7, 7]);
});
