import { expect, test } from "bun:test";
import { linesSince } from "../../src/transactions/lines-since";
import { shopOf, utc } from "../shop";

test("a shop as if its file began later has the later lines and returns, under the same names", () => {
  const shop = shopOf(`
    ann 2011-01-05T10:00 A1 mug  2 3.50 UK
    ann 2011-02-05T10:00 A2 cup  1 4.00 UK
    ann 2011-02-06T10:00 A3 cup -1 4.00 UK
    bob 2011-01-07T10:00 B1 mug  1 3.50 FR
    cid 2011-03-01T10:00 C1 jar  5 9.00 UK`);
  const { lines, returns, customers } = linesSince(shop, utc("2011-02-05T10:00"));
  expect(customers).toEqual(["ann", "bob", "cid"]);
  expect(Array.from(lines.customer, (id) => customers[id])).toEqual(["ann", "cid"]);
  expect(Array.from(lines.quantity)).toEqual([1, 5]);
  expect(Array.from(lines.unitPrice)).toEqual([4, 9]);
  expect(Array.from(lines.order, (id) => shop.orders.at(id))).toEqual(["A2", "C1"]);
  expect(Array.from(lines.product, (id) => shop.products[id])).toEqual(["cup", "jar"]);
  expect(Array.from(lines.country, (id) => shop.countries[id])).toEqual(["UK", "UK"]);
  expect(lines.length).toBe(2);
  expect(returns.length).toBe(1);
  expect(linesSince(shop, utc("2011-02-07")).returns.length).toBe(0);
});
