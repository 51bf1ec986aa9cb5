import { describe, expect, test } from "bun:test";
import { labelCustomers, newestOrder, oldestOrder } from "../../../src/customers/labels";
import { Random } from "../../../src/learning/random";
import { DEFAULT_CONTACT_TERMS } from "../../../src/models/contact/action-value";
import { trainActionValue } from "../../../src/models/contact/action-value-model";
import { contactSection } from "../../../src/models/contact/action-value-report";
import { planProtocol } from "../../../src/models/judging/protocol";
import { customerOutlook, outlookColumns } from "../../../src/models/next-order/customer-outlook";
import {
  curvesFrom,
  judgeNextOrder,
  learnNextOrder,
  noOrderAtTest,
} from "../../../src/models/next-order/next-order";
import { noOrderWithin } from "../../../src/models/next-order/next-order-curve";
import { nextOrderSection } from "../../../src/models/next-order/next-order-report";
import { NextOrderTotals } from "../../../src/models/next-order/next-order-summary";
import { simulatedSnapshots } from "../simulated-shop";

const snapshots = simulatedSnapshots(11, 900, 500);
const newest = newestOrder(snapshots.purchases);
const protocol = planProtocol(oldestOrder(snapshots.purchases), newest, [90]);
const fold = protocol.folds.at(-1)!;
const test_ = snapshots.at(fold.testCutoff);
const learned = learnNextOrder(snapshots, protocol, [90], new Random(1), true);
/** In the place of the churn model: what the hazards say by themselves. */
const probability = noOrderAtTest(snapshots, fold, 90, new Random(2))!;
const trained = judgeNextOrder(learned, snapshots, protocol, probability);
const now = snapshots.at(newest);
const curves = curvesFrom(trained, now)!;
const churn = noOrderWithin(curves, 90).map((p) => Math.min(0.99, p * 1.05));
const spend = now.table.columns.spend_90d!.map((value) => value + 5);
const outlook = customerOutlook(
  now,
  curves,
  churn,
  spend,
  { churnDays: 90, spendDays: 90 },
  DEFAULT_CONTACT_TERMS,
);

describe("next orders on later days", () => {
  const judged = trained.evaluation!;

  test("come as often as was expected, at every day of the curve", () => {
    expect(judged.shipped.map(({ days }) => days)).toEqual([7, 14, 30, 60, 90]);
    for (const { expected, ordered } of judged.shipped)
      expect(Math.abs(expected - ordered)).toBeLessThan(0.05);
  });

  test("are told better than by one curve for everybody, and ordered better than by recency", () => {
    for (const [k, point] of judged.shipped.entries()) {
      expect(point.brier).toBeLessThan(judged.baselines.everybody_alike![k]!.brier);
    }
    expect(judged.concordance).toBeGreaterThan(judged.concordanceOfRecency);
  });

  test("come before their expected date half of the time", () => {
    expect(judged.dated).toBeGreaterThan(50);
    expect(Math.abs(judged.orderedByDate - 0.5)).toBeLessThan(0.12);
  });

  test("are learned from what came before the test alone", () => {
    const { churned } = labelCustomers(snapshots.purchases, test_.table, 90);
    expect(probability).toHaveLength(churned.length);
    const again = noOrderAtTest(snapshots, fold, 90, new Random(2))!;
    expect(again).toEqual(probability);
  });

  test("have curves of the kind that did best on earlier folds", () => {
    const best = [...learned.trace].sort((a, b) => a.logLoss - b.logLoss)[0]!;
    expect(learned.kind).toBe(best.kind);
    expect(learned.trace.map(({ kind }) => kind)).toContain("everybody_alike");
  });

  test("are not judged without probabilities of the churn model, or with those of other rows", () => {
    expect(judgeNextOrder(learned, snapshots, protocol, null).evaluation).toBeNull();
    expect(judgeNextOrder(learned, snapshots, protocol, new Float64Array(3)).evaluation).toBeNull();
  });

  test("cannot be learned where nothing can", () => {
    const none = learnNextOrder(
      snapshots,
      { ...protocol, kind: "none", folds: [], fitCutoffs: [] },
      [90],
      new Random(1),
      true,
    );
    expect([none.kind, curvesFrom(none, now)]).toEqual([null, null]);
    const totals = new NextOrderTotals();
    totals.add(
      customerOutlook(now, null, churn, spend, { churnDays: 90, spendDays: 90 }, DEFAULT_CONTACT_TERMS),
    );
    const { summary } = totals;
    expect(summary.within).toEqual([]);
    expect(nextOrderSection({ ...none, evaluation: null }, summary).join("\n")).not.toMatch(
      /NaN|null|undefined/,
    );
  });
});

describe("a customer's outlook", () => {
  const columns = outlookColumns(outlook, newest) as Record<string, Float64Array> & {
    next_order_date: string[];
  };

  test("tells the churn probability at the churn horizon, so that no number contradicts another", () => {
    for (let i = 0; i < churn.length; i++) expect(columns.no_order_90d![i]).toBeCloseTo(churn[i]!, 12);
  });

  test("has a date where an order within half a year is likelier than not, and only there", () => {
    for (let i = 0; i < churn.length; i++) {
      expect(columns.next_order_date[i] !== "").toBe(columns.no_order_180d![i]! <= 0.5);
      expect(columns.next_order_date[i] === "").toBe(Number.isNaN(columns.next_order_days![i]!));
    }
  });

  test("tells what would be lost with a late customer, and with nobody else", () => {
    for (let i = 0; i < churn.length; i++) {
      const isLate = columns.days_overdue![i]! > 0;
      expect(columns.overdue_value![i]! > 0).toBe(isLate && columns.value_if_kept![i]! > 0);
    }
  });
});

describe("the value of contacts", () => {
  const window = { ...protocol, horizonDays: 90 };
  const { spend: spent } = labelCustomers(snapshots.purchases, test_.table, 90);
  const scores = { probability, spend: { spend: spent, predicted: spent.map(() => 80) } };
  const value = trainActionValue(
    snapshots,
    outlook.contactProfit,
    protocol,
    window,
    scores,
    DEFAULT_CONTACT_TERMS,
    new Random(3),
  );

  test("is judged at the test cutoff", () => {
    expect(value.evaluation!.rows).toBe(test_.table.rows);
    const { expectedProfit, realisedProfit } = value.evaluation!;
    expect(Math.abs(realisedProfit - expectedProfit)).toBeLessThan(0.35 * Math.abs(expectedProfit) + 20);
  });

  test("is told in words with what was taken for granted", () => {
    const text = contactSection(value, [], []).join("\n");
    expect(text).toContain("## Who is worth contacting");
    expect(text).toContain("a contact costs 1 and an accepted offer 5; 30% of an order is margin");
    expect(text).not.toMatch(/NaN|null|undefined|Infinity/);
  });

  test("is not judged where the spend model has no test of its own", () => {
    const unjudged = { probability, spend: null };
    const bare = trainActionValue(
      snapshots,
      outlook.contactProfit,
      protocol,
      window,
      unjudged,
      DEFAULT_CONTACT_TERMS,
      new Random(3),
    );
    expect(bare.evaluation).toBeNull();
  });
});
