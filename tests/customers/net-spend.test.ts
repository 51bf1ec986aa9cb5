import { expect, test } from "bun:test";
import { baseFeatures } from "../../src/customers/base-features";
import { keptSpend, netFeatures, netSpendLabels } from "../../src/customers/net-spend";
import { collectPurchases, collectReturns } from "../../src/customers/purchases";
import { shopOf, utc } from "../shop";

const shop = shopOf(`
  ann 2023-01-01T10:00 A1 mug  2 50 UK
  ann 2023-05-20T10:00 A2 cup  1 30 UK
  ann 2023-05-25T10:00 R2 cup -1 30 UK
  ann 2023-06-05T10:00 A3 mug  1 40 UK
  ann 2023-06-08T10:00 R1 mug -1 50 UK
  bob 2023-05-01T10:00 B1 mug  1 20 UK
  bob 2023-05-09T10:00 R3 mug -1 20 UK
  bob 2023-06-20T10:00 B2 mug  1 25 UK
  cid 2023-02-01T10:00 C1 mug  1 70 UK`);
const purchases = collectPurchases(shop);
const returns = collectReturns(shop);
const table = baseFeatures(purchases, utc("2023-06-01"));

test("what customers kept is spend less returns, in all and in windows that end at the snapshot", () => {
  const net = netFeatures(purchases, returns, table);
  // ann, bob, cid. The return of June belongs to no snapshot before it.
  expect([...net.net_monetary]).toEqual([100, 0, 70]);
  expect([...net.net_spend_30d]).toEqual([0, -20, 0]);
  expect([...net.net_spend_90d]).toEqual([0, 0, 0]);
  expect([...net.net_spend_180d]).toEqual([100, 0, 70]);
  expect([...table.columns.monetary!]).toEqual([130, 20, 70]);
});

test("a window begins right after its first moment and ends with its last", () => {
  const edges = shopOf(`
    ann 2023-05-02T00:00 A1 mug 1 1 UK
    ann 2023-05-02T00:01 A2 mug 1 2 UK
    ann 2023-06-01T00:00 A3 mug 1 4 UK
    ann 2023-06-01T00:01 A4 mug 1 8 UK
    ann 2023-07-01T00:00 A5 mug 1 16 UK
    ann 2023-07-01T00:01 A6 mug 1 32 UK`);
  const [bought, back] = [collectPurchases(edges), collectReturns(edges)];
  const at = { ...table, cutoff: utc("2023-06-01T00:00"), rows: 1, customer: Int32Array.of(0) };
  expect([...netFeatures(bought, back, at).net_spend_30d]).toEqual([2 + 4]);
  expect([...netSpendLabels(bought, back, at, 30)]).toEqual([8 + 16]);
});

test("the kept spend of a window is never below nothing, and leaves out what came back after it", () => {
  // ann pays 40 in the window and gives 50 back; bob buys again; cid does nothing.
  expect([...netSpendLabels(purchases, returns, table, 30)]).toEqual([0, 25, 0]);
  expect([...netSpendLabels(purchases, returns, table, 5)]).toEqual([40, 0, 0]);
});

test("a table without net features is taken as paid", () => {
  expect(keptSpend(table)).toBe(table.columns.monetary!);
  const columns = { ...table.columns, ...netFeatures(purchases, returns, table) };
  expect([...keptSpend({ columns })]).toEqual([100, 0, 70]);
});
