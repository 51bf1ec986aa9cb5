import { describe, expect, test } from "bun:test";
import { Random } from "../../../src/learning/random";
import { type Baskets, collectBaskets } from "../../../src/models/products/baskets";
import { customerOrigins, customerProducts } from "../../../src/models/products/customer-products";
import {
  boughtUntil,
  countBought,
  countNextProducts,
  countPairs,
  countTogether,
  customerStep,
  type ShopBaskets,
} from "../../../src/models/products/next-products";
import { countedUntil, hintsFor, trainProductHints } from "../../../src/models/products/product-hints";
import { productLinks } from "../../../src/models/products/product-links";
import { productTotals } from "../../../src/models/products/product-totals";
import { hintsWin } from "../../../src/models/products/recommender";
import { SegmentSales } from "../../../src/models/products/segment-products";
import type { Transactions } from "../../../src/transactions/transactions";
import { type ShopLine, shopOf, shopOfLines } from "../../shop";

const SHOP = shopOf(`
  ann 2011-01-05T10:00 A1 mug  2 3.50 UK
  ann 2011-01-05T10:00 A1 pot  1 9.00 UK
  ann 2011-01-09T16:30 A2 mug  1 3.50 UK
  ann 2011-01-20T16:30 A2 mug -1 3.50 UK
  ann 2011-02-09T16:30 A3 tea  4 1.00 FR
  bob 2011-01-07T10:00 B1 tea  1 1.00 UK
  bob 2011-01-07T10:00 B1 tea  2 1.00 UK
`);
const baskets = collectBaskets(SHOP.lines, SHOP.customers.length, SHOP.products.length);
const id = (name: string) => SHOP.products.indexOf(name);

test("an order's basket holds each product once", () => {
  const [ann, bob] = [SHOP.customers.indexOf("ann"), SHOP.customers.indexOf("bob")];
  const of = (order: number) =>
    Array.from(
      baskets.product.subarray(baskets.productStart[order]!, baskets.productStart[order + 1]!),
    ).sort();
  const orders = (c: number) =>
    Array.from({ length: baskets.orderStart[c + 1]! - baskets.orderStart[c]! }, (_, k) =>
      of(baskets.orderStart[c]! + k),
    );
  expect(orders(ann)).toEqual([[id("mug"), id("pot")].sort(), [id("mug")], [id("tea")]]);
  expect(orders(bob)).toEqual([[id("tea")]]);
});

test("a product's totals count customers and orders once, and returns apart", () => {
  const totals = productTotals(SHOP.lines, SHOP.returns, SHOP.products.length);
  const of = (name: string) =>
    (["customers", "orders", "units", "revenue", "returned"] as const).map((key) => totals[key][id(name)]);
  expect(of("mug")).toEqual([1, 2, 3, 10.5, 3.5]);
  expect(of("tea")).toEqual([2, 2, 7, 7, 0]);
});

test("a customer's products come by orders, and their first is the one worth most", () => {
  const own = customerProducts(SHOP.lines, SHOP.customers.length, SHOP.products.length);
  const ann = SHOP.customers.indexOf("ann");
  const rows = [...own.customer.keys()].filter((i) => own.customer[i] === ann);
  expect(rows.map((i) => [SHOP.products[own.product[i]!], own.orders[i], own.isLatest[i]])).toEqual([
    ["mug", 2, 0],
    ["pot", 1, 0],
    ["tea", 1, 1],
  ]);
  const { firstProduct, country } = customerOrigins(SHOP.lines, SHOP.customers.length);
  expect(SHOP.products[firstProduct[ann]!]).toBe("pot");
  expect(SHOP.countries[country[ann]!]).toBe("FR");
});

test("what a segment buys is compared with everybody", () => {
  const buyers = productTotals(SHOP.lines, SHOP.returns, SHOP.products.length).customers;
  const segment = SHOP.customers.map((name) => (name === "ann" ? 0 : 1));
  const sold = new SegmentSales(SHOP.products.length);
  sold.add(SHOP.lines, segment);
  const tea = sold.most(buyers).filter(({ product }) => product === id("tea"));
  expect(tea.map((row) => [row.segment, row.customers, row.revenue, row.lift])).toEqual([
    [0, 1, 4, 1],
    [1, 1, 3, 1],
  ]);
  const mug = sold.most(buyers).find(({ product }) => product === id("mug"));
  expect(mug).toMatchObject({ segment: 0, lift: 2 });
});

/** A shop with an order every ten days by each of 200 customers over a year; `of` chooses the product. */
function shopWhere(of: (order: number, random: Random, before: string | null) => string): Transactions {
  const random = new Random(7);
  const lines: ShopLine[] = [];
  for (let c = 0; c < 200; c++) {
    let before: string | null = null;
    for (let k = 0; k < 36; k++) {
      before = of(k, random, before);
      lines.push({
        customer: `c${c}`,
        time: Date.UTC(2020, 0, 1, 12) + (10 * k + (c % 10)) * 86_400_000,
        order: `o${c}-${k}`,
        product: before,
        quantity: 1,
        price: 5,
        country: null,
      });
    }
  }
  return shopOfLines(lines);
}

function hintsOf(shop: Transactions) {
  const all = collectBaskets(shop.lines, shop.customers.length, shop.products.length);
  const [oldest, newest] = [Math.min(...all.time), Math.max(...all.time)];
  const untils = countedUntil(oldest, newest, "full");
  const baskets = shopBaskets(all, shop.products.length, untils);
  const hints = trainProductHints(baskets, oldest, newest);
  return { all, baskets, hints, product: hintsFor(hints, all) };
}

/** The baskets of a whole shop, and what is known of them until each of these moments. */
function shopBaskets(baskets: Baskets, products: number, untils: readonly number[]): ShopBaskets {
  const bought = untils.map((until) => {
    const counts = boughtUntil(until, products);
    countBought(baskets, counts);
    return counts;
  });
  return { baskets, step: customerStep(countPairs(baskets)), bought };
}

const pick = (random: Random) => `p${Math.floor(random.uniform() * 8)}`;
const after = (product: string) => `p${(Number(product.slice(1)) + 3) % 8}`;

describe("hints of what to mention", () => {
  test("find what follows what, and are then given to everybody", () => {
    const shop = shopWhere((_, random, before) =>
      before !== null && random.uniform() < 0.6 ? after(before) : pick(random),
    );
    const { all, baskets, hints, product: hinted } = hintsOf(shop);
    expect(hints.wins).toBe(true);
    expect(hints.test.customers).toBe(200);
    expect(hints.test.hits).toBeGreaterThan(2 * hints.test.popularHits);
    const last = Array.from(
      shop.customers.keys(),
      (c) => all.product[all.productStart[all.orderStart[c + 1]! - 1]!]!,
    );
    const follows = last.filter((p, c) => shop.products[hinted[c]!] === after(shop.products[p]!));
    expect(follows.length).toBeGreaterThan(150);
    const strongest = productLinks(baskets, hints.counted).filter(({ kind }) => kind === "next");
    for (const name of shop.products) {
      const link = strongest.find(({ product }) => shop.products[product] === name)!;
      expect(shop.products[link.other]).toBe(after(name));
      // 0.6 directly and an eighth of the rest, against an eighth of all.
      expect(link.share).toBeCloseTo(0.65, 1);
      expect(link.lift).toBeCloseTo(5.2, 0);
    }
  });

  test("are given to nobody where products are bought at random", () => {
    const { baskets, hints, product } = hintsOf(shopWhere((_, random) => pick(random)));
    expect(hints.wins).toBe(false);
    expect(new Set(product)).toEqual(new Set([-1]));
    expect(productLinks(baskets, hints.counted).length).toBeLessThan(6);
  });

  test("the favourite of each customer is found where customers have one", () => {
    const shop = shopWhere((k, random, before) =>
      k === 0 || random.uniform() < 0.7 ? (before ?? pick(random)) : pick(random),
    );
    const { hints } = hintsOf(shop);
    expect(hints.wins).toBe(true);
  });

  test("do not depend on what is bought after them: a later shop gives the same test", () => {
    const shop = shopWhere((_, random, before) => (before === null ? pick(random) : after(before)));
    const again = shopWhere((_, random, before) => (before === null ? pick(random) : after(before)));
    expect(hintsOf(again).hints).toEqual(hintsOf(shop).hints);
  });

  test("win only beyond chance, and only with enough customers", () => {
    const test_ = { customers: 100, hits: 20, popularHits: 10, onlyHint: 20, onlyPopular: 10 };
    // (20 − 10) ÷ √30 = 1.83 is above 1.645; (15 − 10) ÷ √25 = 1 is not.
    expect(hintsWin(test_)).toBe(true);
    expect(hintsWin({ ...test_, onlyHint: 15 })).toBe(false);
    expect(hintsWin({ ...test_, customers: 49 })).toBe(false);
    expect(hintsWin({ ...test_, onlyHint: 10, onlyPopular: 20 })).toBe(false);
  });
});

test("pairs are those of each order and the customer's next one, until a moment", () => {
  const random = new Random(5);
  const lines = Array.from({ length: 400 }, (_, i) => {
    const [customer, day] = [Math.floor(i / 20), 1 + (i % 20)];
    const products = new Set(
      Array.from({ length: 1 + Math.floor(4 * random.uniform()) }, () => Math.floor(9 * random.uniform())),
    );
    return [...products].map(
      (product): string =>
        `c${customer} 2011-03-${String(day).padStart(2, "0")}T10:00 ${customer}-${day} p${product} 1 2.00 UK`,
    );
  });
  const shop = shopOf(lines.flat().join("\n"));
  const baskets = collectBaskets(shop.lines, shop.customers.length, shop.products.length);
  const until = Date.UTC(2011, 2, 12, 12);
  const all = shopBaskets(baskets, shop.products.length, [until]);
  const counted = countNextProducts(all, until);
  const together = countTogether(all, counted);
  const n = counted.products.length;
  const [next, same] = [new Uint32Array(n * n), new Uint32Array(n * n)];
  const placesOf = (order: number) =>
    Array.from(
      baskets.product.subarray(baskets.productStart[order]!, baskets.productStart[order + 1]!),
      (product) => counted.place[product]!,
    );
  for (let c = 0; c < shop.customers.length; c++)
    for (let order = baskets.orderStart[c]!; order < baskets.orderStart[c + 1]!; order++) {
      const here = placesOf(order);
      for (const a of here) for (const b of here) if (a !== b) same[a * n + b]!++;
      if (order === baskets.orderStart[c]! || baskets.time[order]! > until) continue;
      for (const a of placesOf(order - 1)) for (const b of here) next[a * n + b]!++;
    }
  expect(n).toBe(9);
  expect(counted.pairs).toEqual(next);
  expect(counted.followed).toBe(20 * 11);
  expect(together.pairs).toEqual(same);
  expect(together.followed).toBe(400);
});
