import { expect, test } from "bun:test";
import { customersUntil } from "../../src/customers/base-features";
import { gapRhythm } from "../../src/customers/gap-rhythm";
import { collectPurchases } from "../../src/customers/purchases";
import { shopOf, utc } from "../shop";

const purchases = collectPurchases(
  shopOf(`
  ann 2023-01-01T10:00 A1 box 1 29 UK
  ann 2023-01-31T23:00 A2 box 1 29 UK
  ann 2023-01-31T23:30 A3 box 1 29 UK
  ann 2023-03-02T01:00 A4 box 1 29 UK
  ann 2023-05-01T10:00 A5 box 1 29 UK
  ann 2023-08-01T10:00 A6 box 1 29 UK
  bob 2023-01-01T10:00 B1 box 1 29 UK
  bob 2023-02-01T10:00 B2 box 1 29 UK
  bob 2023-03-01T10:00 B3 box 1 29 UK`),
);
const cutoff = utc("2023-06-10T12:00");
const rhythm = gapRhythm(purchases, customersUntil(purchases, cutoff), cutoff);

test("a customer's usual gap is the middle one between purchase days, from three gaps on", () => {
  // ann: 30, 30 and 60 days; two orders of one day are one. bob has two gaps.
  expect([...rhythm.usualGapDays]).toEqual([30, NaN]);
  expect([...rhythm.longest]).toEqual([2, NaN]);
  expect([...rhythm.shortest]).toEqual([1, NaN]);
  expect([...rhythm.pooled]).toEqual([1, 1, 2]);
});

test("of an even number of gaps, the lower of the two in the middle is the usual one", () => {
  const even = collectPurchases(
    shopOf(
      ["2023-01-01", "2023-01-11", "2023-01-31", "2023-03-02", "2023-04-11"]
        .map((day, i) => `cid ${day}T10:00 C${i} box 1 29 UK`)
        .join("\n"),
    ),
  );
  // 10, 20, 30 and 40 days.
  expect([...gapRhythm(even, customersUntil(even, cutoff), cutoff).usualGapDays]).toEqual([20]);
});

test("silence is counted in whole days up to the cutoff, and nothing after it is seen", () => {
  expect([...rhythm.silentDays]).toEqual([40, 101]);
});
