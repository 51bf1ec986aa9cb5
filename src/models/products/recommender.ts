import type { Baskets } from "./baskets";
import { type NextProducts, placesIn } from "./next-products";

/** What follows a product counts for so many orders of the shop's average. */
const SHRINKAGE = 20;
const MOST_LINKS = 20;
/** Popular products that compete beside those that follow the customer's. */
const MOST_POPULAR = 10;
/** A customer's last orders, and at most so many of their products. */
const LAST_ORDERS = 3;
const MOST_RECENT = 20;
/** How much an order counts beside the one after it. */
const FADING = 0.5;

/** The chances of each product to be in a customer's next order, for ranking. */
export class Recommender {
  readonly #linked: Int32Array;
  readonly #chance: Float64Array;
  /** How much of a product's row is the shop's average. */
  readonly #average: Float64Array;
  readonly #popular: Int32Array;
  readonly #base: Float64Array;
  readonly #score: Float64Array;
  readonly #own: Float64Array;
  /** Places of the products with a score, as many as `#reached`. */
  readonly #touched: Int32Array;
  #reached = 0;
  readonly #recent = new Int32Array(MOST_RECENT);
  readonly #order = new Int32Array(MOST_RECENT);
  readonly #weight = new Float64Array(MOST_RECENT);

  constructor(private readonly counted: NextProducts) {
    const { products, pairs, before, after, followed, popularity } = counted;
    const n = products.length;
    this.#linked = new Int32Array(n * MOST_LINKS).fill(-1);
    this.#chance = new Float64Array(n * MOST_LINKS);
    this.#average = before.map((orders) => SHRINKAGE / (orders + SHRINKAGE));
    this.#base = after.map((orders) => orders / Math.max(1, followed));
    this.#popular = Int32Array.from(popularity.keys())
      .sort((a, b) => popularity[b]! - popularity[a]! || a - b)
      .subarray(0, MOST_POPULAR);
    this.#score = new Float64Array(n);
    this.#touched = new Int32Array(n);
    this.#own = new Float64Array(n);
    for (let a = 0; a < n; a++) {
      const row = pairs.subarray(a * n, (a + 1) * n);
      const links = largest(row, MOST_LINKS);
      links.forEach((b, i) => {
        this.#linked[a * MOST_LINKS + i] = b;
        this.#chance[a * MOST_LINKS + i] = row[b]! / (before[a]! + SHRINKAGE);
      });
    }
  }

  /** The most bought product of the last year; −1 if there is none. */
  get popular(): number {
    return this.counted.products[this.#popular[0] ?? -1] ?? -1;
  }

  /**
   * The product most likely to be in the next order after a customer's orders from `from` to `to` (exclusive); −1 if
   * unknown. `ownWeight`: how much it counts that they bought a product before, beside what others bought next.
   */
  next(baskets: Baskets, from: number, to: number, ownWeight: number): number {
    const { products, place } = this.counted;
    this.#reached = 0;
    const recent = this.#recentPlaces(baskets, from, to);
    if (recent === 0) return -1;
    let all = 0;
    for (let i = 0; i < recent; i++) all += this.#weight[i]!;
    let average = 0;
    for (let i = 0; i < recent; i++) {
      const a = this.#recent[i]!;
      const weight = this.#weight[i]! / all;
      average += weight * this.#average[a]!;
      for (let l = a * MOST_LINKS; l < (a + 1) * MOST_LINKS && this.#linked[l]! >= 0; l++)
        this.#touch(this.#linked[l]!, weight * this.#chance[l]!);
    }
    for (let i = 0; i < this.#popular.length; i++) this.#touch(this.#popular[i]!, Number.MIN_VALUE);
    if (ownWeight > 0) {
      const share = ownWeight / (to - from + 1);
      for (let i = baskets.productStart[from]!; i < baskets.productStart[to]!; i++) {
        const at = place[baskets.product[i]!]!;
        if (at >= 0) this.#touch(at, share);
      }
    }
    let best = -1;
    let most = 0;
    for (let i = 0; i < this.#reached; i++) {
      const at = this.#touched[i]!;
      const score = this.#score[at]! + average * this.#base[at]!;
      if (score > most || (score === most && at < best)) [best, most] = [at, score];
      this.#score[at] = 0;
    }
    return best < 0 ? -1 : products[best]!;
  }

  #touch(at: number, by: number): void {
    if (this.#score[at] === 0) this.#touched[this.#reached++] = at;
    this.#score[at]! += by;
  }

  /** The places of the different products in the last orders, newest first. */
  #recentPlaces(baskets: Baskets, from: number, to: number): number {
    let count = 0;
    const order = this.#order;
    for (let k = to - 1; k >= Math.max(from, to - LAST_ORDERS) && count < MOST_RECENT; k--) {
      const here = placesIn(baskets, k, this.counted.place, order);
      for (let i = 0; i < here && count < MOST_RECENT; i++) {
        if (this.#own[order[i]!] === 1) continue;
        this.#own[order[i]!] = 1;
        this.#weight[count] = FADING ** (to - 1 - k);
        this.#recent[count++] = order[i]!;
      }
    }
    for (let i = 0; i < count; i++) this.#own[this.#recent[i]!] = 0;
    return count;
  }
}

/** The indexes of the largest counts of two and more, largest first, at most `most`. */
function largest(row: Uint32Array, most: number): number[] {
  const found: number[] = [];
  for (let b = 0; b < row.length; b++) {
    if (row[b]! < 2 || (found.length === most && row[b]! <= row[found[most - 1]!]!)) continue;
    let at = Math.min(found.length, most - 1);
    for (; at > 0 && row[found[at - 1]!]! < row[b]!; at--) found[at] = found[at - 1]!;
    found[at] = b;
  }
  return found;
}

/** How often a recommender was right on later orders, beside the most popular product. */
export interface HintTest {
  /** Customers with an order before and in the test period. */
  readonly customers: number;
  /** Of those, whose next order held the product that was hinted at; and the most popular product. */
  readonly hits: number;
  readonly popularHits: number;
  /** Where one was right and the other was not. */
  readonly onlyHint: number;
  readonly onlyPopular: number;
}

/** Every so many-th of a shop's customers is enough to test on. */
export function testStep(customers: number): number {
  return Math.max(1, Math.ceil(customers / MOST_TESTED));
}

/** Tests on each customer's first order after `from`, up to and including `until`. */
export function testHints(
  recommender: Recommender,
  ownWeight: number,
  baskets: Baskets,
  from: number,
  until: number,
): HintTest {
  const { orderStart, time, product, productStart } = baskets;
  const { popular } = recommender;
  const step = testStep(orderStart.length - 1);
  let [customers, hits, popularHits, onlyHint, onlyPopular] = [0, 0, 0, 0, 0];
  for (let c = 0; c + 1 < orderStart.length; c += step) {
    const [first, end] = [orderStart[c]!, orderStart[c + 1]!];
    let next = first;
    while (next < end && time[next]! <= from) next++;
    if (next === first || next === end || time[next]! > until) continue;
    const hint = recommender.next(baskets, first, next, ownWeight);
    if (hint < 0) continue;
    const basket = product.subarray(productStart[next]!, productStart[next + 1]!);
    const [isHit, isPopular] = [basket.includes(hint), basket.includes(popular)];
    customers++;
    if (isHit) hits++;
    if (isPopular) popularHits++;
    if (isHit && !isPopular) onlyHint++;
    if (isPopular && !isHit) onlyPopular++;
  }
  return { customers, hits, popularHits, onlyHint, onlyPopular };
}

const MOST_TESTED = 50_000;
const LEAST_TESTED = 50;
/** The standard normal quantile of 0.95. */
const Z = 1.6448536269514722;

/** Whether the hints were right more often than chance explains (McNemar, Psychometrika 12, 1947; one-sided, 5 %). */
export function hintsWin({ customers, onlyHint, onlyPopular }: HintTest): boolean {
  if (customers < LEAST_TESTED || onlyHint <= onlyPopular) return false;
  return (onlyHint - onlyPopular) / Math.sqrt(onlyHint + onlyPopular) >= Z;
}
