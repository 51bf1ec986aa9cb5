import type { TrainedModels } from "../../src/models/card";
import { unlearnedChurn } from "../../src/models/churn/churn";
import type { ChurnEvaluation, TrainedChurn } from "../../src/models/churn/train-churn";
import { profitCurve } from "../../src/models/contact/action-value-curve";
import type { Gain } from "../../src/models/contact/gain";
import type { ChurnMetrics, SpendMetrics } from "../../src/models/judging/evaluation";
import { planProtocol } from "../../src/models/judging/protocol";
import type { ReportedAdvice } from "../../src/models/report/report";
import type { SegmentSummary } from "../../src/models/segments/segment-summary";
import { DEFAULT_SETTINGS } from "../../src/models/settings";
import type { SpendModel } from "../../src/models/spend/lifetime-value";
import type { SpendEvaluation, TrainedSpend } from "../../src/models/spend/train-spend";
import { shopOf, utc } from "../shop";

/** Figures that are all different, so that one taken for another is seen. */
export function churnFigures(change: Partial<ChurnMetrics> = {}): ChurnMetrics {
  return {
    auc: 0.761,
    pr_auc: 0.702,
    log_loss: 0.543,
    brier: 0.184,
    ece: 0.035,
    lift_10: 2.06,
    accuracy: 0.677,
    f1: 0.588,
    threshold: 0.219,
    business_cost: 4310,
    ...change,
  };
}

export function spendFigures(change: Partial<SpendMetrics> = {}): SpendMetrics {
  return {
    mae: 1234.4,
    rmse: 5678.9,
    bias: -12.3,
    total_ratio: 0.93,
    spearman: 0.4567,
    normalised_gini: 0.81,
    decile_mape: 0.22,
    ...change,
  };
}

export function judgedChurn(change: Partial<ChurnEvaluation> = {}): TrainedChurn {
  return {
    model: unlearnedChurn(["recency_days"]),
    level: { level: 0.12, standardError: 0.2, lastYear: null },
    threshold: 0.219,
    churners: 1200,
    stayers: 900,
    evaluation: {
      rows: 3370,
      churnRate: 0.4255,
      shipped: churnFigures(),
      logistic: churnFigures({ auc: 0.751, f1: 0.571, accuracy: 0.661, threshold: 0.211 }),
      boosted: churnFigures({ auc: 0.741, f1: 0.561, accuracy: 0.651, threshold: 0.201 }),
      baselines: {
        everybody_alike: churnFigures({ auc: 0.5, log_loss: 0.691, accuracy: 0.574, f1: 0.0 }),
        recency_alone: churnFigures({ auc: 0.7123, log_loss: 0.6017 }),
      },
      quality: "Good",
      voters: [
        { kind: "logistic", weight: 0.6, logLoss: 0.551 },
        { kind: "boosted_trees", weight: 0.4, logLoss: 0.561 },
      ],
      rounds: 60,
      selection: { logistic: 0.641, boosted: 0.631 },
      levels: [
        { cutoff: utc("2011-03-14T12:50"), expected: 0.41, low: 0.37, high: 0.45, came: 0.478 },
        { cutoff: utc("2011-09-10T12:50"), expected: 0.442, low: 0.4, high: 0.49, came: 0.4255 },
      ],
      customer: Int32Array.of(7, 9),
      cutoff: new Float64Array(2).fill(utc("2011-09-10T12:50")),
      earlier: [],
      churned: Float64Array.of(1, 0),
      probability: Float64Array.of(0.5, 0.38),
      recencyProbability: Float64Array.of(0.45, 0.4),
      ...change,
    },
  };
}

export function judgedSpend(change: Partial<SpendEvaluation> = {}): TrainedSpend {
  return {
    model: blendedSpend(),
    level: { level: Math.log(1.11), standardError: 0.15, lastYear: 0.7 },
    bands: { coverage: 0.8, at: Float64Array.of(500), low: Float64Array.of(0), high: Float64Array.of(900) },
    buyers: 1500,
    evaluation: {
      rows: 3370,
      meanSpend: 789.4,
      shipped: spendFigures(),
      kind: "blend",
      trace: [],
      levels: [
        { cutoff: utc("2011-03-14T12:50"), expected: 850, low: 700, high: 1030, came: 1000 },
        { cutoff: utc("2011-06-12T12:50"), expected: 792, low: 650, high: 960, came: 900 },
        { cutoff: utc("2011-09-10T12:50"), expected: 734.1, low: 600, high: 890, came: 789.4 },
      ],
      intervalCoverage: 0.79,
      baselines: {
        everybody_alike: spendFigures({ mae: 2345.6 }),
        same_as_last_period: spendFigures({ mae: 1456.7 }),
      },
      quality: "Fair",
      customer: Int32Array.of(7),
      spend: Float64Array.of(0),
      predicted: Float64Array.of(0),
      low: Float64Array.of(0),
      high: Float64Array.of(900),
      ...change,
    },
  };
}

/** A Tweedie regression that expects e^(what was spent / 100), three parts of four, and the purchase model; 1.11 times. */
export function blendedSpend(): SpendModel {
  const features = ["spend_rate", "btyd_expected_spend"];
  const amount = {
    unit: new Float64Array(2),
    mean: new Float64Array(2),
    scale: new Float64Array(2).fill(1),
    coefficients: Float64Array.of(0.01, 0),
    intercept: 0,
  };
  return {
    kind: "blend",
    features,
    horizonDays: 90,
    members: [
      { weight: 0.75, member: { kind: "tweedie_glm", amount } },
      { weight: 0.25, member: { kind: "btyd", feature: "btyd_expected_spend" } },
    ],
    floor: 0.01,
    totalFactor: 1.11,
    constant: NaN,
    keptShare: null,
  };
}

export const SEGMENTS: readonly SegmentSummary[] = [
  {
    segment: 0,
    name: "Champions",
    description: "bought lately, often, and for the most money",
    customers: 1234,
    customer_share: 0.284,
    revenue_share: 0.7,
    net_revenue_share: 0.716,
    avg_recency: 12.4,
    avg_frequency: 11.25,
    avg_monetary: 5400.1,
    avg_net_monetary: 5157.6,
    churn_rate: 0.083,
    avg_future_spend: 1500.4,
    recommended_action: "Reward and keep",
    why: "they buy without being asked",
    rule: null,
  },
  {
    segment: 1,
    name: "Hibernating",
    description: "bought little and long ago",
    customers: 3104,
    customer_share: 0.716,
    revenue_share: 0.3,
    net_revenue_share: 0.284,
    avg_recency: 1,
    avg_frequency: 1.04,
    avg_monetary: 850,
    avg_net_monetary: 812.3,
    churn_rate: 0.5,
    avg_future_spend: 100,
    recommended_action: "One e-mail a season",
    why: "few return",
    rule: null,
  },
];

const NOTHING: Gain = { customers: 0, expected: 0, low: 0, high: 0, cost: 0 };

/** Where no contact pays. */
export const NO_ADVICE: ReportedAdvice = { moves: [], total: NOTHING, inSegment: () => NOTHING };

/** One move, of one segment. */
export const ADVICE: ReportedAdvice = {
  moves: [
    {
      key: "segment_1",
      kind: "segment",
      segment: 1,
      rows: Int32Array.of(0),
      gain: { customers: 1017, expected: 3456.7, low: 1234.4, high: 5678.9, cost: 2345.6 },
      leaving: 0.62,
      value: 321.4,
    },
  ],
  total: { customers: 1017, expected: 3456.7, low: 1234.4, high: 5678.9, cost: 2345.6 },
  inSegment: (id) => (id === 1 ? { ...NOTHING, customers: 1017 } : NOTHING),
};

/** Everything that a training found out, made up; only the parts that a report or card reads are filled with care. */
export function trainedModels(change: Partial<TrainedModels> = {}): TrainedModels {
  const first = utc("2010-12-01T08:26");
  const newestOrder = utc("2011-12-09T12:50");
  const { report } = shopOf("1 2010-12-01T08:26 A1 mug 1 5 UK");
  const churn = judgedChurn();
  const spend = judgedSpend();
  const nothing = { data: new Float64Array(0), rows: 0, columns: 3 };
  return {
    settings: DEFAULT_SETTINGS,
    attributes: null,
    newestOrder,
    cleaning: {
      ...report,
      rows_read: 541_909,
      rows_kept: 392_692,
      customers: 4338,
      orders: 18_532,
      revenue: 8_887_208.894,
      first_order: "2010-12-01T08:26:00.000Z",
      dropped: {
        duplicate_row: { rows: 5192, meaning: "", samples: [] },
        missing_customer: { rows: 144_025, meaning: "", samples: [] },
      },
      notes: ["The file mixes encodings."],
    },
    numericCustomerIds: true,
    segmentation: {
      segments: [],
      centers: nothing,
      mean: new Float64Array(3),
      scale: new Float64Array(3),
      labels: new Int32Array(0),
      silhouette: 0.375,
      tradeOff: [],
      reason: "2 segments, as asked for.",
      keyAccounts: { found: null, text: "No customers are set apart as key accounts." },
      movement: null,
      retired: [],
    },
    segments: SEGMENTS,
    rfm: { groups: [], cells: [], edges: { recency_days: null, frequency: null, monetary: null } },
    churnProtocol: planProtocol(first, newestOrder, [90]),
    churn: { all: churn, base: churn },
    spendProtocol: planProtocol(first, newestOrder, [180, 90]),
    spend: { all: spend, base: spend },
    btyd: {
      usualSpend: NaN,
      purchases: null,
      family: null,
      values: null,
      found: {},
      messages: [],
      refusals: ["BG/NBD lies on its boundary."],
    },
    earlierBtyd: [],
    importance: new Float64Array(0),
    leavingRange: [0.36, 0.41],
    nextOrder: {
      kind: null,
      reason: "Too few customers were seen to order again.",
      seenDays: null,
      trace: [],
      evaluation: null,
      hazards: null,
    },
    nextOrderSummary: {
      customers: 4338,
      within: [],
      dated: 0,
      datedDays: 180,
      rhythmic: 4000,
      overdue: 0,
      overdueValue: 0,
    },
    actionValue: {
      terms: DEFAULT_SETTINGS.contact,
      horizonDays: 90,
      curve: profitCurve(new Float64Array(0)),
      evaluation: null,
    },
    rule: { atRisk: 0.219, worthACall: 900 },
    limitations: [
      { what: "customers", found: 3, needed: 500, text: "There are too few customers for small segments." },
    ],
    ...change,
  };
}
