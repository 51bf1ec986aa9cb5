import { DAY_MS } from "../../time";
import type { Effort } from "../settings";
import type { Baskets } from "./baskets";
import { countNextProducts, type NextProducts, type ShopBaskets } from "./next-products";
import { type HintTest, hintsWin, Recommender, testHints } from "./recommender";

/** Weights of what a customer bought before that are tried on earlier orders; a quick training takes the usual one. */
const OWN_WEIGHTS: Readonly<Record<Effort, readonly number[]>> = { quick: [0.25], full: [0, 0.25, 1] };
const LONGEST_TEST_DAYS = 90;

/** Which product to mention to whom, and how well such hints did on later orders. */
export interface ProductHints {
  /** Days at the end of the file that were held back for the test. */
  readonly testDays: number;
  readonly test: HintTest;
  /** Hints were right more often than the most popular product; otherwise nobody gets one. */
  readonly wins: boolean;
  readonly ownWeight: number;
  /** What is bought next, over all orders. */
  readonly counted: NextProducts;
}

/** When the test of hints begins, and the one before it that chooses a weight. */
function testMoments(oldest: number, newest: number) {
  const testDays = Math.max(1, Math.min(LONGEST_TEST_DAYS, Math.floor((newest - oldest) / DAY_MS / 4)));
  const tested = newest - testDays * DAY_MS;
  return { testDays, tested, chosenUntil: tested - testDays * DAY_MS };
}

/** The moments until which orders are counted. */
export function countedUntil(oldest: number, newest: number, effort: Effort): number[] {
  const { tested, chosenUntil } = testMoments(oldest, newest);
  return [...(OWN_WEIGHTS[effort].length > 1 ? [chosenUntil] : []), tested, newest];
}

/**
 * Learns hints from all orders, after a test: learned from earlier orders alone, the weight of a customer's own
 * products chosen on orders earlier still. `oldest` and `newest` are the first and the last order, milliseconds since
 * 1970.
 */
export function trainProductHints(
  shop: ShopBaskets,
  oldest: number,
  newest: number,
  effort: Effort = "full",
): ProductHints {
  const { testDays, tested, chosenUntil } = testMoments(oldest, newest);
  const weights = OWN_WEIGHTS[effort];
  const ownWeight =
    weights.length === 1
      ? weights[0]!
      : bestWeight(weights, shop.baskets, countNextProducts(shop, chosenUntil), chosenUntil, tested);
  const test = testHints(
    new Recommender(countNextProducts(shop, tested)),
    ownWeight,
    shop.baskets,
    tested,
    newest,
  );
  return { testDays, test, wins: hintsWin(test), ownWeight, counted: countNextProducts(shop, newest) };
}

/** What the hints of customers follow from. */
export type HintRule = Pick<ProductHints, "wins" | "ownWeight" | "counted">;

/** The product to mention to each customer of these baskets; −1 for none. */
export function hintsFor({ wins, ownWeight, counted }: HintRule, baskets: Baskets): Int32Array {
  const { orderStart } = baskets;
  const product = new Int32Array(orderStart.length - 1).fill(-1);
  if (!wins) return product;
  const recommender = new Recommender(counted);
  for (let c = 0; c < product.length; c++)
    product[c] = recommender.next(baskets, orderStart[c]!, orderStart[c + 1]!, ownWeight);
  return product;
}

/** The weight with most hits; among equals the smallest. */
function bestWeight(
  weights: readonly number[],
  baskets: Baskets,
  counted: NextProducts,
  from: number,
  until: number,
): number {
  const recommender = new Recommender(counted);
  let [best, most] = [weights[0]!, -1];
  for (const weight of weights) {
    const { hits } = testHints(recommender, weight, baskets, from, until);
    if (hits > most) [best, most] = [weight, hits];
  }
  return best;
}
