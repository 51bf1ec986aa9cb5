import { expect, test } from "bun:test";
import { parseModelCard } from "../../src/models/model-card";

const evaluation = { rows: 10, mean_spend: 3, quality: "Fair", shipped: { mae: 1 }, baselines: {} };

/** As the first release wrote it, shortened. */
const FIRST = {
  format: 1,
  as_of: "2011-12-09T12:50:00.000Z",
  settings: { missed_churner_cost: 20, false_alarm_cost: 5 },
  data: { file: "orders.csv", revenue: 100 },
  segmentation: { chosen: { segments: 4, silhouette: 0.4, reason: "" } },
  lifetime_value: {
    horizon_days: 180,
    heads: { all: { kind: "mean", evaluation }, base: { kind: "mean", evaluation: null } },
  },
  buy_till_you_die: { family: "bg_nbd", messages: ["Fitted."] },
};

test("a card of the first release is told as one of this, and keeps what it says", () => {
  const card = parseModelCard(JSON.stringify(FIRST));
  expect(card).toMatchObject(FIRST);
  expect(card.settings).toMatchObject({ effort: null, spend: "gross", most_customers_to_learn_from: null });
  expect(card.settings.contact.margin).toBe(0.3);
  expect(card.data).toMatchObject({ files: [], net_revenue: 100 });
  expect(card.segmentation).toMatchObject({ retired: [], movement: null, chosen: { clusters: 4 } });
  expect(card.segmentation.key_accounts.segment).toBeNull();
  expect(card.lifetime_value.spend).toBe("gross");
  expect(card.lifetime_value.heads.all).toMatchObject({ interval: null, kept_share: null, members: [] });
  expect(card.lifetime_value.heads.all.evaluation!.interval_coverage).toBeNull();
  expect(card.lifetime_value.heads.base.evaluation).toBeNull();
  expect(card.buy_till_you_die.training_cutoffs).toEqual([]);
  expect(card).toMatchObject({
    methods: [],
    next_order: { kind: null },
    action_value: { horizon_days: 180 },
  });
});

test("what a card tells is never replaced, null neither", () => {
  const told = {
    ...FIRST,
    settings: { ...FIRST.settings, spend: "net", effort: "quick" },
    segmentation: { ...FIRST.segmentation, movement: null, key_accounts: { rule: "None.", segment: 3 } },
    rfm: { groups: [], cells: [], edges: { recency_days: [1, 2], frequency: null, monetary: null } },
    next_order: { kind: "hazard", curve_days: [7] },
  };
  expect(parseModelCard(Buffer.from(JSON.stringify(told)))).toMatchObject(told);
});

/** As the last release before levels were forecast wrote its heads, shortened. */
const BEFORE_LEVELS = {
  ...FIRST,
  churn: {
    horizon_days: 90,
    heads: {
      all: {
        level: "full",
        tree_weight: 0.4,
        calibration: { slope: 0.9, intercept: 0.1 },
        evaluation: { rows: 10, blend_trace: [{ tree_weight: 0.4, log_loss: 0.55 }] },
      },
      base: { level: "none", evaluation: null },
    },
  },
  lifetime_value: {
    horizon_days: 180,
    heads: {
      all: {
        kind: "blend",
        members: [
          { kind: "same_again", weight: 0.75 },
          { kind: "hurdle_trees", weight: 0.25 },
        ],
        total_factor: 1.1,
        interval: { coverage: 0.8, expected: [1], low: [0], high: [3] },
        evaluation: {
          ...evaluation,
          members: [{ kind: "same_again", mae: 1, total_ratio: 0.9, weight: 0.75 }],
          earlier_total_ratios: [0.85, 0.9],
          interval_coverage: 0.79,
        },
      },
      base: { kind: "none", members: [], evaluation: null },
    },
  },
};

test("a card from before levels were forecast tells of none, and keeps the members and traces of its day", () => {
  const card = parseModelCard(JSON.stringify(BEFORE_LEVELS));
  expect(card).toMatchObject(BEFORE_LEVELS);
  for (const { heads } of [card.churn, card.lifetime_value]) {
    expect(heads.all.level_forecast).toBeNull();
    expect(heads.all.evaluation!.levels).toEqual([]);
    expect(heads.base.level_forecast).toBeNull();
    expect(heads.base.evaluation).toBeNull();
  }
  expect(card.churn.heads.all.evaluation!.members).toEqual([]);
  expect(card.lifetime_value.heads.all.members.map(({ kind }) => kind)).toEqual([
    "same_again",
    "hurdle_trees",
  ]);
});

test("a card of this release keeps its levels and voters", () => {
  const levels = [{ cutoff: "2011-09-10T12:50:00.000Z", expected: 0.4, low: 0.3, high: 0.5, came: 0.45 }];
  const members = [{ kind: "logistic", weight: 1, log_loss: 0.6 }];
  const head = {
    level_forecast: { level: 0.1, standard_error: 0.2, last_year: null },
    evaluation: { ...evaluation, members, levels },
  };
  const told = {
    ...FIRST,
    churn: { heads: { all: head, base: head } },
    lifetime_value: { heads: { all: head, base: head } },
  };
  expect(parseModelCard(JSON.stringify(told))).toMatchObject(told);
});

test("a damaged card is refused where it is no JSON, and lacks what it lacks elsewhere", () => {
  expect(() => parseModelCard('{"as_of":')).toThrow(SyntaxError);
  const { as_of, churn } = parseModelCard('{"as_of":"2011-12-09T12:50:00.000Z"}');
  expect([as_of, churn]).toEqual(["2011-12-09T12:50:00.000Z", undefined as never]);
});
