import { type GapRhythm, LEAST_GAPS } from "../../customers/gap-rhythm";

/** The customers judged by their own gaps, and the pooled distribution of those gaps. */
export interface OwnGaps {
  /** 1 for a customer who is judged by their own gaps, else 0. */
  readonly judged: Uint8Array;
  /** P(a gap of `length` usual gaps or longer), above 0. */
  shareAsLong(length: number): number;
}

/** One skipped order is no silence: a customer is late after more than this many usual gaps. */
export const LATE_AFTER = 2;
/** If at most this share of gaps is longer than that, customers keep a rhythm. */
const MOST_LONG_GAPS = 0.2;
/** A customer's gaps are even if none is further from the usual one than this share of it. */
const EVEN = 0.2;
/** By chance, 2 % of customers look even over three gaps, and fewer over more: above this share it is no chance. */
const LEAST_EVEN_SHARE = 0.1;
const LEAST_EVEN_CUSTOMERS = 10;

/**
 * Finds the customers whose rhythm is so regular that a silence is judged by the gaps they kept, instead of the random
 * gaps that buy-till-you-die models assume (on regularity: Platzer & Reutterer, "Ticking Away the Moments", Marketing
 * Science 35(5), 2016). A gap is measured in the customer's usual gaps and compared with those of all, as in a renewal
 * process of one shape and a scale of each customer's own. With a purchase model these are the customers who order
 * evenly, if more do than chance explains; without one, everyone with three gaps, if few gaps are long.
 */
export function ownGaps(rhythm: GapRhythm, hasPurchaseModel: boolean): OwnGaps {
  const { usualGapDays, longest, shortest, pooled } = rhythm;
  const known = Uint8Array.from(usualGapDays, (gap) => (gap > 0 ? 1 : 0));
  const shareAsLong = (length: number) => (1 + atLeast(pooled, length)) / (1 + pooled.length);
  if (!hasPurchaseModel) {
    const long = pooled.length - pooled.filter((gap) => gap <= LATE_AFTER).length;
    const isRhythmic = pooled.length > 0 && long <= MOST_LONG_GAPS * pooled.length;
    return { judged: isRhythmic ? known : known.fill(0), shareAsLong };
  }
  const even = known.map((is, i) => (is && longest[i]! <= 1 + EVEN && shortest[i]! >= 1 - EVEN ? 1 : 0));
  const [all, steady] = [count(known), count(even)];
  const isChance = steady < LEAST_EVEN_CUSTOMERS || steady < LEAST_EVEN_SHARE * all;
  // The gaps of others say nothing about theirs, none of which is long.
  return { judged: isChance ? even.fill(0) : even, shareAsLong: () => 1 / (1 + LEAST_GAPS * steady) };
}

function count(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0);
}

function atLeast(rising: Float64Array, value: number): number {
  const first = rising.findIndex((gap) => gap >= value);
  return first < 0 ? 0 : rising.length - first;
}
