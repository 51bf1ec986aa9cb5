import { countNextPairs, countPairsTogether, type PairCounts } from "../../learning/pair-counts";
import type { Baskets } from "./baskets";

/** Only the most bought products are counted: their pairs fill a table of that many squared. */
const MOST_PRODUCTS = 1_000;
/** Of one order, at most so many products count: a wholesaler's order of hundreds says little about pairs. */
const MOST_OF_ORDER = 40;
/** Pairs counted in all; of larger shops, only every so many-th customer is looked at. */
const MOST_PAIRS = 40_000_000;
const YEAR_MS = 365 * 86_400_000;

/** How often what is bought next, in orders one after the other of the same customer, until a moment. */
export interface NextProducts extends PairCounts {
  /** Products by their place in the tables of pairs, most bought first, and the place of each product; −1 for none. */
  readonly products: Int32Array;
  readonly place: Int32Array;
  /** Orders with the product in the last year. */
  readonly popularity: Float64Array;
}

/** Counts the orders up to and including `until`, milliseconds since 1970. */
export function countNextProducts({ baskets, step, bought }: ShopBaskets, until: number): NextProducts {
  const vocabulary = mostBought(bought.find((counts) => counts.until === until)!);
  return { ...vocabulary, ...countNextPairs(baskets, countingOf(vocabulary, step), until) };
}

/** How often products are in the same order: both orders, `a × n + b`, and the orders with each and in all. */
export function countTogether(
  { baskets, step }: Pick<ShopBaskets, "baskets" | "step">,
  vocabulary: Pick<NextProducts, "products" | "place">,
): PairCounts {
  return countPairsTogether(baskets, countingOf(vocabulary, step));
}

function countingOf({ products, place }: Pick<NextProducts, "products" | "place">, step: number) {
  return { place, n: products.length, step, most: MOST_OF_ORDER };
}

/** The places of an order's first products, written to `into`; returns how many. */
export function placesIn(baskets: Baskets, order: number, place: Int32Array, into: Int32Array): number {
  const end = baskets.productStart[order + 1]!;
  let count = 0;
  for (let i = baskets.productStart[order]!; i < end && count < into.length; i++) {
    const at = place[baskets.product[i]!]!;
    if (at >= 0) into[count++] = at;
  }
  return count;
}

/** How many orders have each product, until a moment and in the year before it. */
export interface BoughtUntil {
  readonly until: number;
  readonly orders: Float64Array;
  readonly lately: Float64Array;
}

/** The baskets of a shop, or as many of them as pairs are counted in, and what is known of all of them. */
export interface ShopBaskets {
  /** Each customer keeps their index; those left out have no orders. */
  readonly baskets: Baskets;
  /** Every so many-th customer is enough for `MOST_PAIRS`. */
  readonly step: number;
  /** For each moment until which orders are to be counted. */
  readonly bought: readonly BoughtUntil[];
}

/** Counts of no order yet. */
export function boughtUntil(until: number, products: number): BoughtUntil {
  return { until, orders: new Float64Array(products), lately: new Float64Array(products) };
}

/** Adds the orders of all customers, or of further ones. */
export function countBought({ productStart, product, time }: Baskets, counts: BoughtUntil): void {
  const { until, orders, lately } = counts;
  for (let order = 0; order < time.length; order++) {
    if (time[order]! > until) continue;
    const isLate = time[order]! > until - YEAR_MS;
    for (let i = productStart[order]!; i < productStart[order + 1]!; i++) {
      orders[product[i]!]!++;
      if (isLate) lately[product[i]!]!++;
    }
  }
}

function mostBought({ orders, lately }: BoughtUntil) {
  const ranked = Int32Array.from(orders.keys())
    .filter((id) => orders[id]! > 0)
    .sort((a, b) => orders[b]! - orders[a]! || a - b)
    .subarray(0, MOST_PRODUCTS);
  const place = new Int32Array(orders.length).fill(-1);
  ranked.forEach((id, at) => {
    place[id] = at;
  });
  return { products: ranked, place, popularity: Float64Array.from(ranked, (id) => lately[id]!) };
}

/** The pairs of products in orders that follow each other; the customers may be a part of the shop's. */
export function countPairs({ productStart, orderStart }: Baskets): number {
  let pairs = 0;
  for (let c = 0; c + 1 < orderStart.length; c++)
    for (let order = orderStart[c]! + 1; order < orderStart[c + 1]!; order++) {
      const [before, here, end] = [productStart[order - 1]!, productStart[order]!, productStart[order + 1]!];
      pairs += Math.min(MOST_OF_ORDER, here - before) * Math.min(MOST_OF_ORDER, end - here);
    }
  return pairs;
}

/** The step between customers who are looked at in a shop of so many pairs. */
export function customerStep(pairs: number): number {
  return Math.max(1, Math.ceil(pairs / MOST_PAIRS));
}
