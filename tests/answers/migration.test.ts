import { expect, test } from "bun:test";
import { table } from "arquero";
import { CustomerTable } from "../../src/answers/customer-table";
import { customerMoves, largestMoves } from "../../src/answers/migration";

const customers = (CustomerID: string[], segment: number[], ltv_estimate: number[]) =>
  new CustomerTable(table({ CustomerID, segment, ltv_estimate }), false);
const BEFORE = customers(["a", "b", "c", "d"], [0, 0, 1, 1], [10, 20, 30, NaN]);
const AFTER = customers(["e", "b", "a", "c"], [2, 1, 0, 0], [1, 2, 3, NaN]);

test("every customer of either model goes one way, with what they were and are expected to spend", () => {
  expect(customerMoves(BEFORE, AFTER)).toEqual([
    { from: 0, to: 0, customers: 1, spendBefore: 10, spendAfter: 3 },
    { from: 0, to: 1, customers: 1, spendBefore: 20, spendAfter: 2 },
    { from: 1, to: 0, customers: 1, spendBefore: 30, spendAfter: 0 },
    { from: 1, to: null, customers: 1, spendBefore: 0, spendAfter: 0 },
    { from: null, to: 2, customers: 1, spendBefore: 0, spendAfter: 1 },
  ]);
});

test("the largest moves are between two segments", () => {
  const moves = [
    { from: 0, to: 0, customers: 90 },
    { from: 0, to: 1, customers: 3 },
    { from: 1, to: 0, customers: 5 },
    { from: 1, to: null, customers: 80 },
    { from: null, to: 1, customers: 70 },
    { from: 2, to: 1, customers: 4 },
  ].map((move) => ({ ...move, spendBefore: 0, spendAfter: 0 }));
  expect(largestMoves(moves, 2).map(({ customers }) => customers)).toEqual([5, 4]);
});

test("a model beside itself has nobody who moved", () => {
  const moves = customerMoves(BEFORE, BEFORE);
  expect(largestMoves(moves, 3)).toEqual([]);
  expect(moves.reduce((sum, { customers }) => sum + customers, 0)).toBe(4);
});
