/** Which customers a name fits: mostly repeat customers (`come_back`), mostly one-time buyers (`once`), or `both`. */
export type Fits = "come_back" | "once" | "both";

/** What a name says besides: that they stay or leave more than others, or that their orders are small or large. */
type Claim = "stay" | "leave" | "small" | "large";

/** What a segment is called and what to do about it. */
export interface Archetype {
  readonly name: string;
  readonly fits: Fits;
  readonly claims?: readonly Claim[];
  /**
   * Where such customers lie: z-scores of log recency, log frequency, log monetary over all customers. Frequency says
   * nothing about one-time buyers.
   */
  readonly at: readonly [recency: number, frequency: number, monetary: number];
  /** What most of them did; for one-time buyers see `describe`. */
  readonly description: string;
  /** The same for mostly one-time buyers: when and for how much, after "ordered once". */
  readonly once?: string;
  readonly action: string;
  /** Why that action, in terms that a manager can weigh. */
  readonly why: string;
}

/** What is known of the customers of a segment, and of all customers. */
export interface SegmentFacts {
  readonly medianOrders: number;
  readonly mostOrders: number;
  /** Mean probability of leaving; NaN if it is not known. */
  readonly leaving: number;
  readonly usualLeaving: number;
  /** The median of their mean orders. */
  readonly orderValue: number;
  readonly usualOrderValue: number;
}

/** Whether more than half of the customers have only one order: then no habits may be mentioned. */
export function mostBoughtOnce({ medianOrders }: Pick<SegmentFacts, "medianOrders">): boolean {
  return medianOrders < 2;
}

/** Whether the name's claim on how often they buy is true. */
export function suits({ fits }: Archetype, facts: SegmentFacts): boolean {
  return fits === "both" || (fits === "once") === mostBoughtOnce(facts);
}

/** Orders that differ by less than this share from the usual ones are neither small nor large. */
const ORDINARY = 0.1;

/** Whether what the name says besides is true: nobody is a best customer who is about to leave. */
export function isTrue({ claims = [] }: Archetype, facts: SegmentFacts): boolean {
  const { leaving, usualLeaving, orderValue, usualOrderValue } = facts;
  const holds: Readonly<Record<Claim, boolean>> = {
    stay: !(leaving > Math.min(usualLeaving, 0.5)),
    leave: !(leaving < usualLeaving),
    small: !(orderValue > (1 - ORDINARY) * usualOrderValue),
    large: !(orderValue < (1 + ORDINARY) * usualOrderValue),
  };
  return claims.every((claim) => holds[claim]);
}

/** The archetype's description for these facts; never that customers come back if most have not. */
export function describe({ description, once }: Archetype, facts: SegmentFacts): string {
  if (!mostBoughtOnce(facts) || once === undefined) return description;
  return `${facts.mostOrders > 1 ? "mostly ordered once" : "ordered once"}, ${once}`;
}

const REACTIVATE = "Low-cost reactivation: one e-mail a season, nothing that costs postage";
const STOP_SPENDING = "Stop spending on them: leave out of paid campaigns";
/** The actions of segments and RFM groups that advise against a paid contact. */
export const UNPAID_ACTIONS: ReadonlySet<string> = new Set([
  REACTIVATE,
  "Low-cost reactivation: one e-mail a season",
  STOP_SPENDING,
]);

/**
 * The kinds of customer to match centroids with: eight for customers who came back and eight for one-time buyers.
 * Positions are typical of retail; only their order matters.
 */
export const ARCHETYPES: readonly Archetype[] = [
  {
    name: "Best customers",
    fits: "come_back",
    claims: ["stay"],
    at: [-1.3, 1.7, 1.5],
    description: "bought lately, often, and for the most money",
    action: "Reward and keep: early access, personal service, no discounts",
    why: "they buy without being asked; a discount gives margin away",
  },
  {
    name: "Regulars",
    fits: "come_back",
    claims: ["stay"],
    at: [-0.5, 0.8, 0.7],
    description: "come back regularly and spend above average",
    action: "Grow the basket: bundles and cross-sell from what they already buy",
    why: "the habit is there; breadth is what raises their value",
  },
  {
    name: "Newcomers",
    fits: "both",
    at: [-0.9, -0.6, -0.5],
    description: "bought lately, but not often so far",
    once: "lately",
    action: "Win the second and third order: welcome series, tips, a reason to return within 30 days",
    why: "most customers who leave do so after their first order",
  },
  {
    name: "Big spenders at rest",
    fits: "both",
    claims: ["large"],
    at: [0.3, -0.2, 1.1],
    description: "placed few but large orders, some time ago",
    once: "some time ago and for a large amount",
    action: "Call or write personally: ask what they need next",
    why: "one more order of their size pays for the contact many times over",
  },
  {
    name: "Slipping away",
    fits: "come_back",
    claims: ["leave"],
    at: [0.2, 0.4, 0.5],
    description: "used to buy regularly and have paused",
    action: "Win back now: a reminder of what they liked, with a time-limited offer",
    why: "they know the shop, and every week of silence makes a return less likely",
  },
  {
    name: "Occasional",
    fits: "come_back",
    at: [0.0, -0.2, -0.2],
    description: "buy now and then for ordinary amounts",
    action: "Keep in touch: seasonal news and themes, no deep discounts",
    why: "they return on occasions; being remembered is what counts",
  },
  {
    name: "Long silent",
    fits: "both",
    claims: ["leave"],
    at: [0.9, -0.8, -0.8],
    description: "bought little and long ago",
    once: "long ago",
    action: REACTIVATE,
    why: "few return, so only what costs next to nothing pays",
  },
  {
    name: "Bargain hunters of long ago",
    fits: "both",
    claims: ["leave", "small"],
    at: [1.2, -0.9, -1.5],
    description: "bought for a small amount, long ago",
    once: "long ago and for a small amount",
    action: STOP_SPENDING,
    why: "their expected spend does not cover a contact",
  },
  {
    name: "Big first orders",
    fits: "once",
    claims: ["large"],
    at: [-0.9, 0, 1.1],
    description: "placed one large order lately",
    once: "lately and for a large amount",
    action: "Thank them personally and suggest what goes with the first order",
    why: "they have shown what they can spend, and a second order is won soon or not at all",
  },
  {
    name: "Small first orders",
    fits: "once",
    claims: ["small"],
    at: [-0.8, 0, -1.4],
    description: "placed one small order lately",
    once: "lately and for a small amount",
    action: "Show the range: what others bought next, a small incentive for the second order",
    why: "little is known of them yet, and an e-mail costs next to nothing",
  },
  {
    name: "One-time buyers",
    fits: "once",
    at: [0.1, 0, -0.1],
    description: "placed one ordinary order, some time ago",
    once: "some time ago and for an ordinary amount",
    action: "Remind them: news that fits what they bought, with a time-limited offer",
    why: "they know the shop, and every week of silence makes a second order less likely",
  },
  {
    name: "Big orders of long ago",
    fits: "once",
    claims: ["leave", "large"],
    at: [1.1, 0, 0.7],
    description: "placed one large order, long ago",
    once: "long ago and for a large amount",
    action: "Try once more: a personal message with an offer on what they liked",
    why: "few such customers order again, but one who does pays for many messages",
  },
];

/** Names that claim nothing, for segments whose nearest names would be untrue. */
export const NEUTRAL: readonly Archetype[] = [
  {
    name: "In between",
    fits: "both",
    at: [0, 0, 0],
    description: "stand out neither by when nor by how much they bought",
    action: "Keep in touch: seasonal news and themes, no deep discounts",
    why: "they return on occasions; being remembered is what counts",
  },
  {
    name: "On the edge",
    fits: "both",
    at: [0.4, -0.2, 0],
    description: "bought some time ago, for ordinary amounts",
    action: "Remind them: news that fits what they bought",
    why: "they know the shop, and a message costs next to nothing",
  },
];

/** Names of earlier releases that an RFM group has too, and what such segments are called since. */
export const RENAMED: Readonly<Record<string, string>> = {
  Champions: "Best customers",
  Loyal: "Regulars",
  "Promising newcomers": "Newcomers",
  Hibernating: "Long silent",
  "Lost bargain hunters": "Bargain hunters of long ago",
};

/** As many kinds as there are for either: more segments would have no names. */
export const MOST_SEGMENTS = 8;

/** The name of the customers that the rule for key accounts sets apart, whatever their recency and frequency. */
export const KEY_ACCOUNTS = {
  name: "Key accounts",
  action: "Give each a personal contact: call, agree on terms, plan the next order together",
  why: "so few hold so much of the revenue that each one gained or lost shows in the total",
} as const;
