import type { Purchases, Returns } from "../../src/customers/purchases";
import type { InventedName } from "./invented";

export type ShopName = "online_retail" | "cdnow" | InventedName;

/** A real file, read and cleaned, or an invented shop. */
export interface Shop {
  readonly name: ShopName;
  readonly purchases: Purchases;
  readonly returns: Returns;
}

/** One test: what may be learned from, and who is to be predicted when. Moments in milliseconds since 1970. */
export interface Trial {
  readonly shop: ShopName;
  /** Contenders see what was known then and say what happens in the `horizonDays` after it. */
  readonly testCutoff: number;
  readonly horizonDays: number;
  /**
   * Labels to learn from are windows of this many days after each of `trainCutoffs` (newest first); shorter than the
   * horizon where no window of the horizon fits.
   */
  readonly learnDays: number;
  readonly trainCutoffs: readonly number[];
  /**
   * The customers who are tested and whose rows nobody learns from; null where all are tested, on later days than were
   * learned from.
   */
  readonly heldOut: Int32Array | null;
  /** Customers with fewer orders at a cutoff are not tested, nor learned from by the peers. */
  readonly leastOrders: number;
  /** Trials of one fold of a section test different customers and are judged as one. */
  readonly fold: number;
}

/** What is asked and answered about the tested customers, one element each, in the order of the feature table. */
export interface Answer {
  /** Probability of no order within the horizon. */
  readonly churn: Float64Array;
  /** Expected spend within the horizon. */
  readonly spend: Float64Array;
  /** Bounds of an 80 % interval of the spend; NaN where the model gives none. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** What came true, in the order of the answers. */
export interface Outcome {
  readonly customer: Int32Array;
  /** Orders at the cutoff. */
  readonly orders: Float64Array;
  /** 1 = no order within the horizon. */
  readonly churned: Float64Array;
  readonly spend: Float64Array;
}
