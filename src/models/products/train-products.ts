import type { Effort } from "../settings";
import type { ShopBaskets } from "./next-products";
import { type ProductHints, trainProductHints } from "./product-hints";
import { type ProductLink, productLinks } from "./product-links";

/** What goes with what, and what to mention to whom. */
export interface ProductTies {
  readonly links: readonly ProductLink[];
  readonly hints: ProductHints;
}

/** Learns from a shop's baskets. `oldest` and `newest` are the first and the last order, milliseconds since 1970. */
export function learnProductTies(
  shop: ShopBaskets,
  oldest: number,
  newest: number,
  effort: Effort,
): ProductTies {
  const hints = trainProductHints(shop, oldest, newest, effort);
  return { links: productLinks(shop, hints.counted), hints };
}
