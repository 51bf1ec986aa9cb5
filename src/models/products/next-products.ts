import type { Baskets } from "./baskets";

/** Only the most bought products are counted: their pairs fill a table of that many squared. */
const MOST_PRODUCTS = 1_000;
/** Of one order, at most so many products count: a wholesaler's order of hundreds says little about pairs. */
const MOST_OF_ORDER = 40;
/** Pairs counted in all; of larger shops, only every so many-th customer is looked at. */
const MOST_PAIRS = 40_000_000;
const YEAR_MS = 365 * 86_400_000;

/** How often what is bought next, in orders one after the other of the same customer, until a moment. */
export interface NextProducts {
  /** Products by their place in the tables below, most bought first, and the place of each product; −1 for none. */
  readonly products: Int32Array;
  readonly place: Int32Array;
  /** Orders with the product in the last year. */
  readonly popularity: Float64Array;
  /** Orders with `a` whose next order has `b`: element `a × n + b`. */
  readonly pairs: Uint32Array;
  /** Orders with the product that another order follows; next orders with it; all pairs of orders. */
  readonly before: Float64Array;
  readonly after: Float64Array;
  readonly followed: number;
}

/** Counts the orders up to and including `until`, milliseconds since 1970; `products` is the number of products. */
export function countNextProducts(baskets: Baskets, products: number, until: number): NextProducts {
  const { orderStart, time } = baskets;
  const vocabulary = mostBought(baskets, products, until);
  const n = vocabulary.products.length;
  const counted = {
    ...vocabulary,
    pairs: new Uint32Array(n * n),
    before: new Float64Array(n),
    after: new Float64Array(n),
    followed: 0,
  };
  const step = customerStep(baskets);
  const [earlier, later] = [new Int32Array(MOST_OF_ORDER), new Int32Array(MOST_OF_ORDER)];
  for (let c = 0; c + 1 < orderStart.length; c += step) {
    const end = orderStart[c + 1]!;
    for (let order = orderStart[c]! + 1; order < end && time[order]! <= until; order++) {
      const a = placesIn(baskets, order - 1, vocabulary.place, earlier);
      const b = placesIn(baskets, order, vocabulary.place, later);
      counted.followed++;
      for (let i = 0; i < a; i++) counted.before[earlier[i]!]!++;
      for (let j = 0; j < b; j++) counted.after[later[j]!]!++;
      for (let i = 0; i < a; i++) {
        const row = earlier[i]! * n;
        for (let j = 0; j < b; j++) counted.pairs[row + later[j]!]!++;
      }
    }
  }
  return counted;
}

/** How often products are in the same order: both orders, `a × n + b`, and the orders with each and in all. */
export function countTogether(
  baskets: Baskets,
  { products, place }: Pick<NextProducts, "products" | "place">,
): Pick<NextProducts, "pairs" | "before" | "after" | "followed"> {
  const n = products.length;
  const pairs = new Uint32Array(n * n);
  const orders = new Float64Array(n);
  const here = new Int32Array(MOST_OF_ORDER);
  const step = customerStep(baskets);
  const { orderStart } = baskets;
  let all = 0;
  for (let c = 0; c + 1 < orderStart.length; c += step)
    for (let order = orderStart[c]!; order < orderStart[c + 1]!; order++) {
      const count = placesIn(baskets, order, place, here);
      all++;
      for (let i = 0; i < count; i++) {
        orders[here[i]!]!++;
        for (let j = 0; j < count; j++) if (i !== j) pairs[here[i]! * n + here[j]!]!++;
      }
    }
  return { pairs, before: orders, after: orders, followed: all };
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

function mostBought({ productStart, product, time }: Baskets, products: number, until: number) {
  const orders = new Float64Array(products);
  const lately = new Float64Array(products);
  for (let order = 0; order < time.length; order++) {
    if (time[order]! > until) continue;
    const isLate = time[order]! > until - YEAR_MS;
    for (let i = productStart[order]!; i < productStart[order + 1]!; i++) {
      orders[product[i]!]!++;
      if (isLate) lately[product[i]!]!++;
    }
  }
  const ranked = Int32Array.from(orders.keys())
    .filter((id) => orders[id]! > 0)
    .sort((a, b) => orders[b]! - orders[a]! || a - b)
    .subarray(0, MOST_PRODUCTS);
  const place = new Int32Array(products).fill(-1);
  ranked.forEach((id, at) => {
    place[id] = at;
  });
  return { products: ranked, place, popularity: Float64Array.from(ranked, (id) => lately[id]!) };
}

/** Every so many-th customer is enough for `MOST_PAIRS`. */
function customerStep({ productStart, orderStart }: Baskets): number {
  let pairs = 0;
  for (let c = 0; c + 1 < orderStart.length; c++)
    for (let order = orderStart[c]! + 1; order < orderStart[c + 1]!; order++) {
      const [before, here, end] = [productStart[order - 1]!, productStart[order]!, productStart[order + 1]!];
      pairs += Math.min(MOST_OF_ORDER, here - before) * Math.min(MOST_OF_ORDER, end - here);
    }
  return Math.max(1, Math.ceil(pairs / MOST_PAIRS));
}
