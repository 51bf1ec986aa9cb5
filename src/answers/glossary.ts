/** A term of the field, as pages and agents are told it. */
export interface GlossaryEntry {
  readonly term: string;
  readonly meaning: string;
  /** Other words for the same on the pages. */
  readonly also?: readonly string[];
}

/** Alphabetical. The keys are the anchors of the glossary page. */
export const GLOSSARY = {
  auc: {
    term: "AUC",
    meaning:
      "How often the model ranks a customer who left above one who stayed. 50% is a coin toss, 100% is perfect.",
  },
  backtest: {
    term: "Backtest",
    meaning:
      "We train on older orders only, predict, and compare with what really happened next. It shows how far to trust a forecast.",
  },
  calibration: {
    term: "Calibration",
    also: ["calibrated"],
    meaning: "Whether predicted odds come true: of 100 customers at 30% risk, about 30 should leave.",
  },
  campaign: {
    term: "Campaign",
    meaning:
      "A saved list of customers to contact, with a control group, so that you can see what the contacts really brought.",
  },
  churn: {
    term: "Churn",
    also: ["churned", "expected to leave", "risk of leaving", "leaver"],
    meaning:
      "A customer leaves, or churns, when they place no order within the forecast period, usually 90 days.",
  },
  cohort: {
    term: "Cohort",
    meaning:
      "Customers who began alike: with a first order in the same month or mostly for the same product, or from the same country or segment.",
  },
  "control-group": {
    term: "Control group",
    also: ["left alone", "leave alone"],
    meaning:
      "Customers on the list whom you leave alone on purpose. The difference between them and the others is what the contacts brought.",
  },
  drift: {
    term: "Drift",
    meaning: "Your customers have changed since the model was trained, so its forecasts may no longer fit.",
  },
  "expected-spend": {
    term: "Expected spend",
    meaning:
      "What a customer is likely to spend in the next 90 days, averaged over everything that could happen. Also called lifetime value (LTV) when the period is long.",
  },
  gain: {
    term: "Gain",
    also: ["expected gain"],
    meaning:
      "What a contact should bring: the margin on orders that would not have come otherwise, less the cost of the contact and the offer.",
  },
  "at-risk": {
    term: "At risk",
    meaning: "More likely to place no order within the forecast period than to place one.",
  },
  lift: {
    term: "Lift",
    meaning:
      "How many times more leavers there are among the customers ranked highest than among all customers.",
  },
  margin: {
    term: "Margin",
    meaning: "The share of revenue that is left after the cost of the goods. You set it in Settings.",
  },
  "likely-range": {
    term: "Likely range",
    also: ["4 in 5", "4 of 5 cases", "four of five cases"],
    meaning: "In four of five cases the real figure lies within it, judging by past forecasts.",
  },
  recency: {
    term: "Recency",
    meaning: "Days since a customer's last order.",
  },
  "repeat-rate": {
    term: "Repeat rate",
    meaning: "The share of customers who order again.",
  },
  retention: {
    term: "Retention",
    meaning: "The share of a cohort that orders in a given month after its first.",
  },
  rfm: {
    term: "RFM",
    meaning:
      "Recency, frequency, monetary: how lately, how often and for how much a customer has bought, each scored from 1 to 5.",
  },
  segment: {
    term: "Segment",
    meaning: "A group of customers who buy alike. Segments are found in your data, not set by hand.",
  },
  snapshot: {
    term: "Snapshot date",
    also: ["newest order"],
    meaning: "The newest order in your data. All ages and forecasts count from there, not from today.",
  },
  "success-rate": {
    term: "Success rate",
    also: ["won back", "wins back"],
    meaning:
      "Of the customers who would have left, the share that a contact wins back. Campaigns measure it for you.",
  },
  uplift: {
    term: "Uplift",
    also: ["really brought"],
    meaning: "How much more the contacted customers bought than the control group.",
  },
} as const satisfies Readonly<Record<string, GlossaryEntry>>;

export type GlossaryKey = keyof typeof GLOSSARY;
