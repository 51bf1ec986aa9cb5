import { finePercent } from "../../figures";
import { pairwiseSum } from "../../learning/special/pairwise-sum";

/** A handful of customers with so much of the revenue that a rule makes them a segment. */
export interface KeyAccounts {
  /** Customers who have spent this much, after returns, belong to it. In the file's currency, rounded to two digits. */
  readonly leastSpend: number;
  readonly customers: number;
  /** Share of all customers, 0 to 0.01. */
  readonly customerShare: number;
  /** Share of all that customers kept so far, 0.1 to 1. */
  readonly revenueShare: number;
}

/** What the rule found, and the rule with its figures in a sentence for the card and the report. */
export interface KeyAccountFinding {
  readonly found: KeyAccounts | null;
  readonly text: string;
}

/**
 * A modified z-score above this is a potential outlier (Iglewicz & Hoaglin, "How to Detect and Handle Outliers", 1993,
 * p. 12).
 */
const OUTLYING = 3.5;
/** Median absolute deviation → standard deviation, for a normal distribution. */
const NORMAL_DEVIATION = 1.4826;
/** The least standard deviation of log(1 + spend) that is believed: about 20 %. */
const LEAST_DEVIATION = 0.2;
/** They need more than this share of the revenue to be a segment. */
const LEAST_REVENUE_SHARE = 0.1;
/** They are fewer than one customer in this many: more are no handful, and clusters find them. */
const FEWER_THAN_ONE_IN = 100;

/**
 * The rule for key accounts, on `spend` (one value a customer, 0 or more, after returns): log(1 + spend) lies 3.5
 * robust standard deviations (1.4826 × median absolute deviation, at least 0.2) above the median; they are under 1 % of
 * the customers (of more, the largest are taken) and hold over 10 % of the spend. The least spend is rounded to two
 * digits, so that it reads well and does not move with every order. Under a lognormal distribution with standard
 * deviation σ a share Φ(σ − 3.5) lies beyond, 1 % at the usual σ of 1.2: such a group is more than the tail of the
 * others.
 */
export function findKeyAccounts(spend: Float64Array, returnRate?: Float64Array): KeyAccountFinding {
  const none = (why: string): KeyAccountFinding => ({
    found: null,
    text: `No customers are set apart as key accounts: ${why}.`,
  });
  const most = Math.ceil(spend.length / FEWER_THAN_ONE_IN) - 1;
  if (most < 1) return none(`with ${spend.length} customers, even one is not under 1%`);
  const sorted = spend.slice().sort().reverse();
  const outlying = outlyingSpend(spend);
  const capped = sorted[most]! >= outlying;
  const leastSpend = capped ? justAbove(sorted[most]!) : outlying;
  const customers = sorted.findIndex((value) => value < leastSpend);
  if (customers === 0)
    return none(`no one has spent ${money.format(leastSpend)}, which would be far above the rest`);
  const revenueShare = pairwiseSum(sorted.subarray(0, customers)) / pairwiseSum(sorted);
  const who = `${customers === 1 ? "the one customer who has" : `the ${customers} customers who have each`} spent ${money.format(leastSpend)} or more`;
  if (!(revenueShare > LEAST_REVENUE_SHARE)) {
    return none(
      `${who}, far beyond the rest, ${customers === 1 ? "holds" : "hold"} ${finePercent.format(revenueShare)} of the revenue where more than 10% are needed`,
    );
  }
  const customerShare = customers / spend.length;
  const beyond = capped
    ? "the largest of those who lie 3.5 robust standard deviations above the median of log spend, just under 1% of the customers"
    : `3.5 robust standard deviations above the median of log spend, under 1% of the customers (${finePercent.format(customerShare)})`;
  const returners = spend.reduce(
    (count, value, i) => count + (value >= leastSpend && (returnRate?.[i] ?? 0) > 0.5 ? 1 : 0),
    0,
  );
  const caution =
    returners === 0
      ? ""
      : ` ${returners} of them ${returners === 1 ? "has" : "have"} returned more than half of it: look before you call.`;
  return {
    found: { leastSpend, customers, customerShare, revenueShare },
    text: `Key accounts are a segment by rule, beside the clusters: ${who}, ${beyond} and over 10% of the revenue (${finePercent.format(revenueShare)}).${caution}`,
  };
}

/** What they are, with the rule's figure. */
export function describeKeyAccounts({ leastSpend }: KeyAccounts): string {
  return `have each spent ${money.format(leastSpend)} or more, far beyond all others`;
}

const money = new Intl.NumberFormat("en", { maximumSignificantDigits: 2 });

/** The spend at which a modified z-score of log(1 + spend) reaches 3.5, to two digits. */
function outlyingSpend(spend: Float64Array): number {
  const logs = spend.map((value) => Math.log1p(Math.max(0, value)));
  const middle = median(logs);
  const deviation = NORMAL_DEVIATION * median(logs.map((value) => Math.abs(value - middle)));
  return Number(Math.expm1(middle + OUTLYING * Math.max(LEAST_DEVIATION, deviation)).toPrecision(2));
}

/** The least number with two digits greater than `value` > 0. */
function justAbove(value: number): number {
  const near = Number(value.toPrecision(2));
  if (near > value) return near;
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((near + step).toPrecision(2));
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
