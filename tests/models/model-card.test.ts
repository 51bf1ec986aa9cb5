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

test("a damaged card is refused where it is no JSON, and lacks what it lacks elsewhere", () => {
  expect(() => parseModelCard('{"as_of":')).toThrow(SyntaxError);
  const { as_of, churn } = parseModelCard('{"as_of":"2011-12-09T12:50:00.000Z"}');
  expect([as_of, churn]).toEqual(["2011-12-09T12:50:00.000Z", undefined as never]);
});
