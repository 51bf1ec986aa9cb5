import { countTogether, type NextProducts, type ShopBaskets } from "./next-products";

/** Two products of which one goes with the other more often than chance explains. */
export interface ProductLink {
  /** In the same order, or in the customer's next one. */
  readonly kind: "together" | "next";
  readonly product: number;
  readonly other: number;
  /** Orders with `product` that have `other` too, or whose next order has it. */
  readonly orders: number;
  /** That as a share of the orders with `product`, 0 to 1; of those that another order follows. */
  readonly share: number;
  /** The share over that of all orders. */
  readonly lift: number;
}

const LEAST_ORDERS = 5;
/** Standard deviations above what independent products would show. */
const LEAST_Z = 3;
const MOST_LINKS = 5;
/** Links are kept for this many products, the most bought. */
const MOST_LINKED = 500;

/** The strongest links of the most bought products, by kind, product, and orders. */
export function productLinks(shop: ShopBaskets, counted: NextProducts): ProductLink[] {
  return [
    ...linksIn("together", countTogether(shop, counted), counted.products),
    ...linksIn("next", counted, counted.products),
  ];
}

function linksIn(
  kind: ProductLink["kind"],
  { pairs, before, after, followed }: Pick<NextProducts, "pairs" | "before" | "after" | "followed">,
  products: Int32Array,
): ProductLink[] {
  const n = products.length;
  const links: ProductLink[] = [];
  for (let a = 0; a < Math.min(n, MOST_LINKED); a++) {
    const found: ProductLink[] = [];
    for (let b = 0; b < n; b++) {
      const orders = pairs[a * n + b]!;
      // What somebody buys again is no link.
      if (a === b || orders < LEAST_ORDERS) continue;
      const expected = (before[a]! * after[b]!) / followed;
      if (orders - expected < LEAST_Z * Math.sqrt(expected)) continue;
      found.push({
        kind,
        product: products[a]!,
        other: products[b]!,
        orders,
        share: orders / before[a]!,
        lift: orders / expected,
      });
    }
    links.push(...found.sort((x, y) => y.orders - x.orders || x.other - y.other).slice(0, MOST_LINKS));
  }
  return links;
}
