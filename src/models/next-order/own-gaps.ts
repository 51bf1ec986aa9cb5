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
  const counted = new GapCounts(hasPurchaseModel);
  counted.add(rhythm);
  return counted.judge(rhythm);
}

/** What is known of the gaps of all customers of a shop, who may come in parts; see `ownGaps`. */
export class GapCounts {
  #known = 0;
  #even = 0;
  /** How often each gap occurs, in usual gaps; only of use without a purchase model. */
  readonly #gaps = new Map<number, number>();

  constructor(private readonly hasPurchaseModel: boolean) {}

  add(rhythm: GapRhythm): void {
    if (!this.hasPurchaseModel) {
      for (const gap of rhythm.pooled) this.#gaps.set(gap, (this.#gaps.get(gap) ?? 0) + 1);
      return;
    }
    this.#known += count(knownOf(rhythm));
    this.#even += count(evenOf(rhythm));
  }

  /** The same customers, or some of them, judged by what was added. */
  judge(rhythm: GapRhythm): OwnGaps {
    if (this.hasPurchaseModel) {
      const isChance = this.#even < LEAST_EVEN_CUSTOMERS || this.#even < LEAST_EVEN_SHARE * this.#known;
      const even = evenOf(rhythm);
      // The gaps of others say nothing about theirs, none of which is long.
      return { judged: isChance ? even.fill(0) : even, shareAsLong: () => 1 / (1 + LEAST_GAPS * this.#even) };
    }
    const gaps = [...this.#gaps].sort(([a], [b]) => b - a);
    const lengths = Float64Array.from(gaps, ([length]) => -length);
    const asLong = new Float64Array(gaps.length + 1);
    gaps.forEach(([, times], i) => {
      asLong[i + 1] = asLong[i]! + times;
    });
    const all = asLong.at(-1)!;
    const atLeast = (length: number) => asLong[countUpTo(lengths, -length)]!;
    const long = asLong[countUpTo(lengths, -LATE_AFTER, true)]!;
    const isRhythmic = all > 0 && long <= MOST_LONG_GAPS * all;
    const known = knownOf(rhythm);
    return {
      judged: isRhythmic ? known : known.fill(0),
      shareAsLong: (length) => (1 + atLeast(length)) / (1 + all),
    };
  }
}

function knownOf({ usualGapDays }: GapRhythm): Uint8Array {
  return Uint8Array.from(usualGapDays, (gap) => (gap > 0 ? 1 : 0));
}

function evenOf(rhythm: GapRhythm): Uint8Array {
  const { longest, shortest } = rhythm;
  return knownOf(rhythm).map((is, i) => (is && longest[i]! <= 1 + EVEN && shortest[i]! >= 1 - EVEN ? 1 : 0));
}

function count(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0);
}

/** How many of ascending values are at most `value`; below it, if `isBelow`. */
function countUpTo(rising: Float64Array, value: number, isBelow = false): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow ? rising[middle]! < value : rising[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
