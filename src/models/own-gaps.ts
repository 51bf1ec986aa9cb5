import { type GapRhythm, LEAST_GAPS } from "../customers/gap-rhythm";

/** Whose lateness is told by their own gaps, and what those gaps are like together. */
export interface OwnGaps {
  /** 1 for a customer who is judged by the own gaps, else 0. */
  readonly judged: Uint8Array;
  /** P(a gap of `length` usual gaps or longer), above 0. */
  shareAsLong(length: number): number;
}

/** One skipped order is no silence: late is who stays away for more than so many usual gaps. */
export const LATE_AFTER = 2;
/** Where so few gaps are longer than that, customers keep a rhythm. */
const MOST_LONG_GAPS = 0.2;
/** A customer's gaps are even where none is further from the usual one than this share of it. */
const EVEN = 0.2;
/** Of customers who buy at random 2 % look even over three gaps, and fewer over more: from this share on it is no chance. */
const LEAST_EVEN_SHARE = 0.1;
const LEAST_EVEN_CUSTOMERS = 10;

/**
 * Finds the customers whose rhythm is so regular that a silence is judged by the gaps they kept, and not by gaps that come at random, as
 * the buy-till-you-die models take them (on regularity: Platzer & Reutterer, "Ticking Away the Moments", Marketing Science 35(5), 2016). A gap is measured in
 * the customer's usual gaps and compared with those of all, as in a renewal process of one shape and a scale of each customer's own. With a purchase model that
 * is who orders evenly, where more do so than chance would have it; without one it is everybody with three gaps, where few gaps are long.
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
  // The gaps of others say nothing of theirs, of which none is long.
  return { judged: isChance ? even.fill(0) : even, shareAsLong: () => 1 / (1 + LEAST_GAPS * steady) };
}

function count(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0);
}

function atLeast(rising: Float64Array, value: number): number {
  const first = rising.findIndex((gap) => gap >= value);
  return first < 0 ? 0 : rising.length - first;
}
