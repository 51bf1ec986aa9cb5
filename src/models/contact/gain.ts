import { type ContactTerms, contactProfit } from "./action-value";

/** What the gain of a contact depends on, one value a customer; NaN if unknown. */
export interface GainColumns {
  /** P(no order within the spend horizon). */
  readonly noOrder: Float64Array;
  readonly valueIfKept: Float64Array;
  /** Expected spend with the ends of its interval, which four in five lie within. */
  readonly spend: Float64Array;
  readonly spendLow: Float64Array;
  readonly spendHigh: Float64Array;
}

/** How far a total of expected spend may be off, as factors on it: low ≤ 1 ≤ high. */
export interface TotalFactors {
  readonly low: number;
  readonly high: number;
}

/** What contacting some customers should bring beyond what would come anyway. */
export interface Gain {
  /** Of known gain. */
  readonly customers: number;
  readonly expected: number;
  /** Four in five outcomes should lie within; `expected` always does. */
  readonly low: number;
  readonly high: number;
  /** Expected cost of the contacts and of the offers that are taken. */
  readonly cost: number;
}

/** The expected gain of each customer. */
export function customerGains(
  { noOrder, valueIfKept }: Pick<GainColumns, "noOrder" | "valueIfKept">,
  terms: ContactTerms,
): Float64Array {
  return noOrder.map((probability, i) => contactProfit(probability, valueIfKept[i]!, terms));
}

/** The standard normal quantile of 0.9: four in five lie between it and its negative. */
const Z = 1.2815515655446004;

/**
 * The gain of contacting these rows. Its range joins two doubts, which have nothing to do with each other: chance, by
 * the variance of who is won back and what each then spends, and how far the spend of all may be off together, by
 * `factors` (null: unknown). No outcome is worse than paying for every contact and offer and winning nobody.
 */
export function sumGain(
  rows: ArrayLike<number>,
  columns: GainColumns,
  terms: ContactTerms,
  factors: TotalFactors | null,
): Gain {
  const { contactCost: c, offerCost: o, margin, successRate, redeemRate } = terms;
  const { noOrder, valueIfKept } = columns;
  let customers = 0;
  let expected = 0;
  let cost = 0;
  let margins = 0;
  let variance = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const p = noOrder[row]!;
    const value = valueIfKept[row]!;
    const gain = contactProfit(p, value, terms);
    if (Number.isNaN(gain)) continue;
    const won = p * successRate;
    const stayed = (1 - p) * redeemRate;
    customers++;
    expected += gain;
    cost += c + (won + stayed) * o;
    margins += won * margin * value;
    const brings = margin * value - o;
    const spread = margin * value * relativeSpread(columns, row);
    variance += won * (brings * brings + spread * spread) + stayed * o * o - (gain + c) * (gain + c);
  }
  const chance = Z * Math.sqrt(Math.max(0, variance));
  const { low, high } = factors ?? { low: 1, high: 1 };
  return {
    customers,
    expected,
    low: Math.max(0 - customers * (c + o), expected - Math.hypot(margins * (1 - low), chance)),
    high: expected + Math.hypot(margins * (high - 1), chance),
    cost,
  };
}

/** Standard deviation over mean of a customer's spend; 1, as of an exponential amount, without an interval. */
function relativeSpread({ spend, spendLow, spendHigh }: GainColumns, row: number): number {
  const spread = (spendHigh[row]! - spendLow[row]!) / (2 * Z * spend[row]!);
  return Number.isFinite(spread) && spread >= 0 ? spread : 1;
}

/** What would have to change so that at least one contact pays, each term by itself; null if it alone cannot. */
export interface BreakEven {
  readonly successRate: number | null;
  readonly margin: number | null;
  readonly contactCost: number | null;
  readonly offerCost: number | null;
}

/** The mildest change of each term from which on a contact pays for the best of these customers. */
export function breakEven({ noOrder, valueIfKept }: GainColumns, terms: ContactTerms): BreakEven {
  const { contactCost: c, offerCost: o, margin, successRate, redeemRate } = terms;
  let [leastSuccess, leastMargin, mostContact, mostOffer] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < noOrder.length; i++) {
    const p = noOrder[i]!;
    const value = valueIfKept[i]!;
    const gain = contactProfit(p, value, terms);
    if (Number.isNaN(gain)) continue;
    const stayed = (1 - p) * redeemRate;
    const taken = p * successRate + stayed;
    if (p * (margin * value - o) > 0)
      leastSuccess = Math.min(leastSuccess, (c + stayed * o) / (p * (margin * value - o)));
    if (p * successRate * value > 0)
      leastMargin = Math.min(leastMargin, (c + taken * o) / (p * successRate * value));
    mostContact = Math.max(mostContact, gain + c);
    if (taken > 0) mostOffer = Math.max(mostOffer, (p * successRate * margin * value - c) / taken);
  }
  return {
    successRate: leastSuccess < 1 ? leastSuccess : null,
    margin: leastMargin < 1 ? leastMargin : null,
    contactCost: mostContact > 0 ? mostContact : null,
    offerCost: mostOffer > 0 ? mostOffer : null,
  };
}
