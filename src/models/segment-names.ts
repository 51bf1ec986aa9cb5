/** What a segment is called and what is done about it. */
export interface Archetype {
  readonly name: string;
  /** Where such customers lie: z-scores of log recency, log frequency, log monetary over all customers. */
  readonly at: readonly [recency: number, frequency: number, monetary: number];
  readonly description: string;
  readonly action: string;
  /** Why that action, in words that a manager can weigh. */
  readonly why: string;
}

/** The kinds of customers that a centroid is matched with. Positions are typical of retail; only their order matters. */
export const ARCHETYPES: readonly Archetype[] = [
  {
    name: "Champions",
    at: [-1.3, 1.7, 1.5],
    description: "bought lately, often, and for the most money",
    action: "Reward and keep: early access, personal service, no discounts",
    why: "they buy without being asked; a discount gives margin away",
  },
  {
    name: "Loyal",
    at: [-0.5, 0.8, 0.7],
    description: "come back regularly and spend above average",
    action: "Grow the basket: bundles and cross-sell from what they already buy",
    why: "the habit is there; breadth is what raises their value",
  },
  {
    name: "Promising newcomers",
    at: [-0.9, -0.6, -0.5],
    description: "bought lately, but seldom so far",
    action: "Win the second and third order: welcome series, tips, a reason to return within 30 days",
    why: "most who are lost are lost after the first order",
  },
  {
    name: "Big spenders at rest",
    at: [0.3, -0.2, 1.1],
    description: "placed few but large orders, some time ago",
    action: "Call or write personally: ask what they need next",
    why: "one more order of their size pays for the contact many times over",
  },
  {
    name: "Slipping away",
    at: [0.2, 0.4, 0.5],
    description: "used to buy regularly and have paused",
    action: "Win back now: a reminder of what they liked, with a time-limited offer",
    why: "they know the shop, and every week of silence makes a return less likely",
  },
  {
    name: "Occasional",
    at: [0.0, -0.2, -0.2],
    description: "buy now and then for ordinary amounts",
    action: "Keep in touch: seasonal news and themes, no deep discounts",
    why: "they return on occasions; being remembered is what counts",
  },
  {
    name: "Hibernating",
    at: [0.9, -0.8, -0.8],
    description: "bought little and long ago",
    action: "Low-cost reactivation: one e-mail a season, nothing that costs postage",
    why: "few return, so only what costs next to nothing pays",
  },
  {
    name: "Lost bargain hunters",
    at: [1.2, -0.9, -1.5],
    description: "bought for a small amount, long ago",
    action: "Stop spending on them: leave out of paid campaigns",
    why: "what they are expected to spend does not cover a contact",
  },
];

/** What the customers are called whom the rule for key accounts sets apart, whatever their recency and frequency. */
export const KEY_ACCOUNTS = {
  name: "Key accounts",
  action: "Give each a person of their own: call, agree on terms, plan the next order together",
  why: "so few hold so much of the revenue that each one gained or lost is seen in the total",
} as const;
