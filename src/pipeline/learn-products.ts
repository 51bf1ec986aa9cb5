import { ChosenBaskets } from "../models/products/chosen-baskets";
import {
  boughtUntil,
  countBought,
  countPairs,
  customerStep,
  type ShopBaskets,
} from "../models/products/next-products";
import { countedUntil } from "../models/products/product-hints";
import { noTotals, type ProductTotals, productTotals } from "../models/products/product-totals";
import { testStep } from "../models/products/recommender";
import type { ProductTies } from "../models/products/train-products";
import type { Ground } from "./ground";
import { askWhoIsFree, type LearningThread } from "./learn";
import type { ShopPart } from "./shop-parts";

/** What is known of a shop's products before its customers have segments, collected part by part. */
export class ShopProducts {
  readonly totals: ProductTotals;
  readonly #bought;
  readonly #chosen: ChosenBaskets;
  #step: number | null;
  #ties: Promise<ProductTies> | null = null;

  /** `pairs`: as in `countPairs`, of all customers; null if they come in one part, which then tells. */
  constructor(
    private readonly ground: Pick<Ground, "customers" | "oldest" | "newest" | "settings">,
    private readonly products: number,
    pairs: number | null,
  ) {
    const { customers, oldest, newest, settings } = ground;
    this.totals = noTotals(products);
    this.#bought = countedUntil(oldest, newest, settings.effort).map((until) => boughtUntil(until, products));
    this.#step = pairs === null ? null : customerStep(pairs);
    const tested = testStep(customers);
    this.#chosen = new ChosenBaskets(customers, (c) => c % this.#step! === 0 || c % tested === 0);
  }

  add({ transactions: { lines, returns }, baskets, first }: ShopPart): void {
    productTotals(lines, returns, this.products, this.totals);
    for (const counts of this.#bought) countBought(baskets, counts);
    this.#step ??= customerStep(countPairs(baskets));
    this.#chosen.add(baskets, first);
  }

  /** Begins to find out what goes with what, and which product to mention. Call once all parts are added. */
  learn(thread: LearningThread): void {
    const { oldest, newest, settings } = this.ground;
    const shop: ShopBaskets = { baskets: this.#chosen.baskets, step: this.#step!, bought: this.#bought };
    const task = { learn: "products", shop, oldest, newest, effort: settings.effort } as const;
    this.#ties = askWhoIsFree(thread, task) as Promise<ProductTies>;
  }

  /** What was found out. */
  get ties(): Promise<ProductTies> {
    if (this.#ties === null) throw new RangeError("the products were not learned yet");
    return this.#ties;
  }
}
