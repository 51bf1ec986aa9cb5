import { expect, test } from "bun:test";
import { collectBaskets } from "../../src/models/products/baskets";
import { boughtUntil, countBought, countPairs, customerStep } from "../../src/models/products/next-products";
import { countedUntil } from "../../src/models/products/product-hints";
import { askWhoIsFree, openLearningThread } from "../../src/pipeline/learn";
import { shopOf } from "../shop";

const SHOP = shopOf(
  Array.from({ length: 40 }, (_, c) =>
    ["mug", "pot", "tea", "mug"]
      .map((product, k) => `c${c} 2011-0${1 + k}-1${c % 10}T10:00 ${c}-${k} ${product} 1 ${2 + k}.00 UK`)
      .join("\n"),
  ).join("\n"),
);

test("what a busy thread is not asked is worked out here, the same", async () => {
  const { lines, customers, products } = SHOP;
  const baskets = collectBaskets(lines, customers.length, products.length);
  const [oldest, newest] = [Math.min(...baskets.time), Math.max(...baskets.time)];
  const bought = countedUntil(oldest, newest, "quick").map((until) => boughtUntil(until, products.length));
  for (const counts of bought) countBought(baskets, counts);
  const shop = { baskets, step: customerStep(countPairs(baskets)), bought };
  using thread = openLearningThread();
  const task = { learn: "products", shop, oldest, newest, effort: "quick" } as const;
  const there = askWhoIsFree(thread, task);
  expect(thread.isBusy).toBe(true);
  const here = await askWhoIsFree(thread, task);
  // The thread has not been heard of yet.
  expect(thread.isBusy).toBe(true);
  expect(here).toEqual(await there);
  expect(thread.isBusy).toBe(false);
});
