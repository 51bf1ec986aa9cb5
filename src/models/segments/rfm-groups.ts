import { frequencyScore, quintileScore, type RfmScores, recencyScore } from "../../customers/rfm-scores";

/** A named part of the map of recency against frequency and spend, and what to do about it. */
export interface RfmGroup {
  readonly name: string;
  readonly description: string;
  readonly action: string;
  /** Description and action if more than half of the group have only one order: no habits are mentioned. */
  readonly once?: { readonly description: string; readonly action: string };
}

/** The eleven groups; a customer is in one of them, whatever their segment. */
export const RFM_GROUPS = [
  {
    name: "Champions",
    description: "bought in the last few days, buy often and spend a lot",
    action: "Reward and keep: early access, personal service, no discounts",
  },
  {
    name: "Loyal Customers",
    description: "buy often and spend a lot, though not in the last few days",
    action: "Grow the basket: cross-sell what goes with what they buy, ask for reviews",
  },
  {
    name: "Potential Loyalists",
    description: "bought lately, for the second or third time",
    action: "Make it a habit: loyalty programme, recommendations, a reason for the next order",
    once: {
      description: "bought lately and spent well, but only once so far",
      action: "Win the second order: recommendations, a reason to return within 30 days",
    },
  },
  {
    name: "New Customers",
    description: "just bought, with few and small orders so far",
    action: "Welcome: help with the first purchase, an offer for the second within 30 days",
  },
  {
    name: "Promising",
    description: "bought recently, with few and small orders so far",
    action: "Stay in touch: show the range, a small incentive for the second order",
  },
  {
    name: "Need Attention",
    description: "are in the middle in every way, and beginning to fade",
    action: "Reactivate: a time-limited offer from what they bought before",
  },
  {
    name: "About To Sleep",
    description: "bought little, a while ago",
    action: "Remind: popular products and news by e-mail, no deep discounts",
  },
  {
    name: "At Risk",
    description: "used to buy often or spend well, long ago",
    action: "Win back: a personal message with an offer on what they liked",
    once: {
      description: "bought once and spent well, long ago",
      action: "Win back: a personal message with an offer on what they liked",
    },
  },
  {
    name: "Can't Lose Them",
    description: "were among the most frequent and largest buyers, long ago",
    action: "Call or write personally: find out what went wrong and make it right",
  },
  {
    name: "Hibernating",
    description: "placed few and small orders, long ago",
    action: "Low-cost reactivation: one e-mail a season",
  },
  {
    name: "Lost",
    description: "placed few and small orders, longest ago",
    action: "Stop spending on them: leave out of paid campaigns",
  },
] as const satisfies readonly RfmGroup[];

export type RfmGroupName = (typeof RFM_GROUPS)[number]["name"];

/**
 * The map: recency score 5 to 1 downwards, frequency-and-monetary score 1 to 5 to the right, places in `RFM_GROUPS`.
 * Axes, groups and ranges are the common ones ("RFM Analysis For Successful Customer Segmentation", Putler). Those
 * ranges overlap; here every cell belongs to one of the groups whose ranges include it.
 */
const MAP = [
  [3, 2, 2, 0, 0],
  [4, 2, 2, 1, 1],
  [6, 6, 5, 1, 1],
  [9, 9, 7, 7, 7],
  [10, 10, 7, 8, 8],
] as const;

/** The mean of the frequency and the monetary score, 1 to 5; a half rounds towards frequency. */
export function frequencyMonetaryScore(f: number, m: number): number {
  return f > m ? Math.ceil((f + m) / 2) : Math.floor((f + m) / 2);
}

/** The group of each of the 125 combinations of scores (whole numbers of 1 to 5; else a RangeError). */
export function rfmGroup(r: number, f: number, m: number): RfmGroupName {
  const place = MAP[5 - r]?.[frequencyMonetaryScore(f, m) - 1];
  if (place === undefined || !isScore(f) || !isScore(m)) {
    throw new RangeError(`${r}, ${f}, ${m} are not three scores of 1 to 5`);
  }
  return RFM_GROUPS[place].name;
}

/** Scores and group of a customer who may not be among those that the edges came from. */
export function rfmOf(
  edges: RfmScores["edges"],
  { recency_days, frequency, monetary }: Readonly<Record<"recency_days" | "frequency" | "monetary", number>>,
): { r_score: number; f_score: number; m_score: number; rfm_group: RfmGroupName } {
  const r_score = recencyScore(edges.recency, recency_days);
  const f_score = frequencyScore(edges.frequency, frequency, monetary);
  const m_score = quintileScore(edges.monetary, monetary);
  return { r_score, f_score, m_score, rfm_group: rfmGroup(r_score, f_score, m_score) };
}

/** The columns of the customer table: `r_score`, `f_score`, `m_score` and `rfm_group`. */
export function rfmColumns({ r, f, m }: RfmScores): {
  r_score: Int32Array;
  f_score: Int32Array;
  m_score: Int32Array;
  rfm_group: RfmGroupName[];
} {
  return {
    r_score: r,
    f_score: f,
    m_score: m,
    rfm_group: Array.from(r, (score, i) => rfmGroup(score, f[i]!, m[i]!)),
  };
}

function isScore(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 5;
}
