import { describe, expect, test } from "bun:test";
import { boughtProducts } from "../../../src/models/products/bought-products";
import { shopOf } from "../../shop";

describe("what customers bought", () => {
  test("is every product of every order once, with the days since", () => {
    const { lines, customers, products } = shopOf(`
      ann 2011-01-01T10:00 A1 mug  2 3.50 UK
      ann 2011-01-01T10:00 A1 mug  1 3.50 UK
      ann 2011-01-01T10:00 A1 lamp 1 9.00 UK
      ann 2011-03-01T09:59 A2 mug  1 3.50 UK
      ben 2011-03-01T10:01 B1 mug  1 3.50 UK
      ben 2011-03-02T10:00 B2 -    1 3.50 UK
    `);
    const newest = Date.UTC(2011, 2, 2, 10);
    const bought = boughtProducts(lines, products.length, newest);
    const rows = Array.from(bought.customer, (customer, i) => [
      customers[customer],
      products[bought.product[i]!],
      bought.recencyDays[i],
    ]);
    // From 1 January 10:00 to 2 March 10:00 are 60 days; the day up to the newest order counts as 1.
    expect(rows).toEqual([
      ["ann", "mug", 61],
      ["ann", "lamp", 61],
      ["ann", "mug", 2],
      ["ben", "mug", 1],
    ]);
  });
});
