import { type ContactTerms, contactProfit } from "./action-value";
import { cumulate, profitCurve } from "./action-value-curve";

/**
 * What contacting customers at the test cutoff would have brought. "Realised" replaces probabilities with what
 * customers did: those who ordered would have cost the contact and the offer for nothing; those who did not would have
 * been won back at the success rate. The success rate and the spend of the won back stay assumptions: no one was
 * contacted.
 */
export interface ActionValueEvaluation {
  readonly rows: number;
  /** Contacting those with a positive expected profit. */
  readonly contacted: number;
  readonly expectedProfit: number;
  readonly realisedProfit: number;
  /** The most that contacting by this ranking could have brought, and for how many customers. */
  readonly bestInHindsight: { readonly customers: number; readonly profit: number };
  /** Contacting everyone. */
  readonly everybodyProfit: number;
  /** What contacting as many at random would have brought on average. */
  readonly atRandomProfit: number;
  /** Expected and actual spend of customers who ordered: how far the value of a kept customer can be trusted. */
  readonly keptExpectedSpend: number;
  readonly keptSpend: number;
  readonly points: readonly {
    readonly customers: number;
    readonly expected: number;
    readonly realised: number;
  }[];
}

/** `noOrder`, `kept` (value if kept) and `spend` over the same days, one element a customer of one snapshot. */
export function judgeContacts(
  noOrder: Float64Array,
  kept: Float64Array,
  spend: Float64Array,
  ordered: Uint8Array,
  terms: ContactTerms,
): ActionValueEvaluation {
  const expected = noOrder.map((p, i) => contactProfit(p, kept[i]!, terms));
  const realised = kept.map((value, i) => contactProfit(1 - ordered[i]!, value, terms));
  const curve = profitCurve(expected);
  const cumulative = cumulate(curve.order, realised);
  const all = curve.order.length;
  let most = 0;
  for (let n = 1; n <= all; n++) if (cumulative[n]! > cumulative[most]!) most = n;
  let keptExpectedSpend = 0;
  let keptSpend = 0;
  for (const row of curve.order) {
    keptExpectedSpend += ordered[row] ? kept[row]! : 0;
    keptSpend += ordered[row] ? spend[row]! : 0;
  }
  const { customers } = curve.best;
  return {
    rows: all,
    contacted: customers,
    expectedProfit: curve.best.profit,
    realisedProfit: cumulative[customers]!,
    bestInHindsight: { customers: most, profit: cumulative[most]! },
    everybodyProfit: cumulative[all]!,
    atRandomProfit: all === 0 ? 0 : (customers * cumulative[all]!) / all,
    keptExpectedSpend,
    keptSpend,
    points: Array.from({ length: 11 }, (_, step) => Math.round((step * all) / 10)).map((n) => ({
      customers: n,
      expected: curve.cumulative[n]!,
      realised: cumulative[n]!,
    })),
  };
}
