import { describe, expect, test } from "bun:test";
import { newestOrder, oldestOrder } from "../../../src/customers/labels";
import { probabilityOf } from "../../../src/learning/log-odds";
import { mean } from "../../../src/learning/metrics/index";
import { Random } from "../../../src/learning/random";
import { churnModel } from "../../../src/models/churn/churn";
import {
  type ChurnTest,
  ChurnTests,
  knownWindow,
  levelOf,
  weightsAfter,
} from "../../../src/models/churn/churn-tests";
import { votersOf, votes } from "../../../src/models/churn/members";
import { judgeChurn, trainChurn } from "../../../src/models/churn/train-churn";
import { costThreshold } from "../../../src/models/judging/evaluation";
import { take } from "../../../src/models/judging/labelled-rows";
import { planProtocol } from "../../../src/models/judging/protocol";
import { allRows, heldOutSplit, rowsAt } from "../../../src/models/judging/splits";
import { blendOf } from "../../../src/models/judging/weigh-votes";
import { shareRange } from "../../../src/models/level/level-test";
import { DEFAULT_SETTINGS } from "../../../src/models/settings";
import type { Snapshots } from "../../../src/models/snapshot";
import { labels, rowsOf } from "../noisy-rows";
import { simulatedLines, simulatedSnapshots, snapshotsOf } from "../simulated-shop";

const COSTS = { missedChurner: 20, falseAlarm: 5 };
const SHOP = [11, 600, 400] as const;
const snapshots = simulatedSnapshots(...SHOP);
const { purchases } = snapshots;
const newest = newestOrder(purchases);
const planned = planProtocol(oldestOrder(purchases), newest, [60, 30]);
/** With the last two of its tests. */
const protocol = { ...planned, folds: planned.folds.slice(-2) };
const trained = trainChurn(snapshots, protocol, "all", DEFAULT_SETTINGS, new Random(1));
const evaluation = trained.evaluation!;
/** The same fits and tests as the training's. */
const tests = new ChurnTests(snapshots, "all", protocol.horizonDays, new Random(1));
/** All tests of the protocol, as a full training has them. */
const folds = protocol.folds.map((fold) => tests.at(fold));

/** What the members would have told of a test's customers, with weights learned from the tests before it. */
function told(test: ChurnTest, earlier: readonly ChurnTest[]): Float64Array {
  const weights = weightsAfter(earlier, test.members);
  const { level } = tests.forecast(test, weights, test.cutoff);
  return blendOf(test.votes, weights).map((value) => probabilityOf(value + level));
}

describe("a trained churn model", () => {
  test("ranks the later window's customers better than chance and no worse than treating all alike", () => {
    const { shipped, baselines } = evaluation;
    expect(trained.model.level).toBe("full");
    expect(shipped.auc).toBeGreaterThan(0.7);
    expect(shipped.log_loss).toBeLessThan(baselines.everybody_alike.log_loss);
    expect(baselines.everybody_alike.auc).toBe(0.5);
  });

  test("is judged on the test rows, one answer a customer, and counts the rows it was shipped with", () => {
    const { testCutoff } = protocol.folds.at(-1)!;
    const rows = rowsAt(snapshots, [testCutoff], protocol.horizonDays, "all");
    const all = allRows(snapshots, protocol, "all");
    expect(evaluation.churned).toEqual(rows.churned);
    expect(evaluation.customer).toEqual(rows.customer);
    expect(evaluation.rows).toBe(rows.customer.length);
    expect(evaluation.churnRate).toBe(mean(rows.churned));
    expect(trained.churners).toBe(all.churned.filter((label) => label === 1).length);
    expect(trained.stayers).toBe(all.churned.filter((label) => label === 0).length);
  });

  test("tells the test's customers what its members voted, at the level forecast for the test", () => {
    expect(evaluation.probability).toEqual(told(folds[1]!, folds.slice(0, 1)));
    const weights = weightsAfter(folds.slice(0, 1), folds[1]!.members);
    expect(evaluation.voters.map(({ weight }) => weight)).toEqual(weights);
    expect(evaluation.voters.map(({ kind }) => kind)).toEqual([
      "logistic",
      "boosted_trees",
      "buy_till_you_die",
    ]);
    expect(evaluation.rounds).toBe(50);
  });

  test("acts from the threshold that would have cost least in the tests before", () => {
    const before = told(folds[0]!, []);
    const threshold = costThreshold(folds[0]!.churned, before, COSTS);
    expect(trained.threshold).toBe(threshold);
    expect(evaluation.shipped.threshold).toBe(threshold);
  });

  test("tells of each test what share was expected, in what range, and what came", () => {
    expect(evaluation.levels.map(({ cutoff }) => cutoff)).toEqual(folds.map(({ cutoff }) => cutoff));
    folds.forEach((test, i) => {
      const probability = told(test, folds.slice(0, i));
      const weights = weightsAfter(folds.slice(0, i), test.members);
      const { standardError } = tests.forecast(test, weights, test.cutoff);
      const [low, high] = shareRange(probability, standardError);
      const { cutoff, ...level } = evaluation.levels[i]!;
      expect(level).toEqual({ expected: mean(probability), low, high, came: mean(test.churned) });
      expect(low).toBeLessThan(level.expected);
      expect(high).toBeGreaterThan(level.expected);
    });
  });

  test("is shipped fitted on every window, at the level forecast for the coming one", () => {
    const fit = tests.fitAt(protocol.fitCutoffs, newest);
    const weights = weightsAfter(folds, fit.members);
    const level = tests.forecast(fit, weights, newest);
    expect(trained.level).toEqual(level);
    const shipped = churnModel(fit.members, weights, level.level);
    expect(trained.model.linear).toEqual(shipped.linear);
    expect(trained.model.trees!.toState()).toEqual(shipped.trees!.toState());
    expect(trained.model.treeWeight).toBe(shipped.treeWeight);
    expect(trained.model.calibration).toEqual({ slope: 1, intercept: level.level });
  });

  test("is judged beside each member alone", () => {
    for (const { logLoss } of evaluation.voters) expect(logLoss).toBeGreaterThan(0);
    const [logistic, trees] = evaluation.voters;
    expect(evaluation.logistic.log_loss).toBe(logistic!.logLoss);
    expect(evaluation.boosted!.log_loss).toBe(trees!.logLoss);
    expect(evaluation.selection.logistic).toBeGreaterThan(0.5);
    expect(evaluation.selection.boosted!).toBeGreaterThan(0.5);
  });

  test("the same seed gives the same model, bit for bit", () => {
    const again = trainChurn(snapshots, protocol, "all", DEFAULT_SETTINGS, new Random(1));
    expect(again.model.linear).toEqual(trained.model.linear);
    expect(again.model.trees?.toState()).toEqual(trained.model.trees?.toState());
    expect(again.level).toEqual(trained.level);
    expect(again.evaluation).toEqual(evaluation);
  });

  test("without any window nothing is learned, and the threshold is that of the costs alone", () => {
    const none = trainChurn(snapshots, planProtocol(0, 0, [30]), "base", DEFAULT_SETTINGS, new Random(1));
    const { model, level, churners, stayers } = none;
    expect(model.level).toBe("none");
    expect([level, none.evaluation, churners, stayers]).toEqual([null, null, null, null]);
    // Elkan (2001), eq. 2: 5 / (5 + 20).
    expect(none.threshold).toBe(0.2);
  });
});

describe("nothing that happens in the test window reaches the judged model:", () => {
  const { testCutoff } = protocol.folds.at(-1)!;
  const lines = simulatedLines(...SHOP);
  const judged = (changed: Snapshots) =>
    trainChurn(changed, protocol, "all", DEFAULT_SETTINGS, new Random(1));

  test("only the last order is left of it", () => {
    const emptied = lines.filter(({ time }) => time <= testCutoff || time === newest);
    const again = judged(snapshotsOf(emptied));
    expect(again.evaluation!.churnRate).toBeGreaterThan(0.99);
    expect(again.evaluation!.probability).toEqual(evaluation.probability);
    expect(again.evaluation!.recencyProbability).toEqual(evaluation.recencyProbability);
    expect(again.evaluation!.levels[0]).toEqual(evaluation.levels[0]!);
    expect(again.evaluation!.levels[1]).toEqual({
      ...evaluation.levels[1]!,
      came: again.evaluation!.churnRate,
    });
    expect(again.evaluation!.voters.map(({ weight }) => weight)).toEqual(
      evaluation.voters.map(({ weight }) => weight),
    );
    expect(again.threshold).toBe(trained.threshold);
  });

  test("everyone orders in it", () => {
    const known = new Map(
      lines.filter(({ time }) => time <= testCutoff).map((line) => [line.customer, line]),
    );
    const orders = [...known.values()].map((line, i) => ({
      ...line,
      time: testCutoff + 1 + i * 60_000,
      order: `again ${i}`,
      quantity: 1,
    }));
    const again = judged(snapshotsOf([...lines, ...orders]));
    expect(again.evaluation!.churnRate).toBe(0);
    expect(again.evaluation!.probability).toEqual(evaluation.probability);
    expect(again.threshold).toBe(trained.threshold);
  });
});

describe("a churn model of customers held out", () => {
  const short = simulatedSnapshots(11, 300, 140);
  const plan = planProtocol(oldestOrder(short.purchases), newestOrder(short.purchases), [60]);
  const held = trainChurn(short, plan, "base", DEFAULT_SETTINGS, new Random(1));

  test("is judged on a third of the customers or so, at the known levels of the same windows", () => {
    expect(plan.kind).toBe("held_out_customers");
    const judged = held.evaluation!;
    const all = allRows(short, plan, "base");
    const share = new Set(judged.customer).size / new Set(all.customer).size;
    expect(share).toBeCloseTo(0.3, 2);
    expect(judged.probability.every((p) => p > 0 && p < 1)).toBe(true);
    expect(judged.shipped.auc).toBeGreaterThan(0.6);
    const bare = new ChurnTests(short, "base", plan.horizonDays, new Random(1));
    const { train, test: asked } = heldOutSplit(short, plan, "base", new Random(1).fork("churn rows"));
    const members = bare.fit(train);
    const weights = votersOf(members).map((_, __, all) => 1 / all.length);
    const blended = blendOf(votes(members, asked.x), weights);
    asked.cutoff.forEach((cutoff, i) => {
      const rows = take(
        train,
        [...train.cutoff.keys()].filter((row) => train.cutoff[row] === cutoff),
      );
      const known = levelOf(knownWindow(members, rows, cutoff), weights);
      expect(judged.probability[i]!).toBeCloseTo(probabilityOf(blended[i]! + known), 12);
    });
    // The level is that of the other customers in the same window: it needs no range.
    const [level] = judged.levels;
    expect(judged.levels).toHaveLength(1);
    expect(level!.low).toBeCloseTo(level!.expected, 12);
    expect(level!.high).toBeCloseTo(level!.expected, 12);
    expect(Math.abs(level!.expected - level!.came)).toBeLessThan(0.1);
  });

  test("has equal weights, the threshold of the costs, and a level from its training windows", () => {
    const weights = held.evaluation!.voters.map(({ weight }) => weight);
    expect(weights).toEqual(weights.map(() => 1 / weights.length));
    expect(held.threshold).toBe(0.2);
    expect(held.level!.lastYear).toBeNull();
    expect(held.level!.level).not.toBe(0);
  });
});

describe("a churn model that is judged where hardly anything can be", () => {
  const CUTOFF = protocol.folds.at(-1)!.testCutoff;

  /** The tests of those training and test rows, each window's rows being all alike in time. */
  function judgedOn(train: ReturnType<typeof rowsOf>, held: ReturnType<typeof rowsOf>) {
    const bare = new ChurnTests(snapshots, "base", protocol.horizonDays, new Random(1));
    const members = bare.fit(train);
    const known = [knownWindow(members, train, CUTOFF - protocol.horizonDays * 86_400_000)];
    const fold = { cutoff: CUTOFF, known, leavers: 0, stayers: 0, ...bare.ask(members, train, held) };
    return judgeChurn(bare, [fold], DEFAULT_SETTINGS);
  }

  test.each([
    ["nobody left", labels(0, 60), labels(0, 20)],
    ["everybody left", labels(60, 0), labels(20, 0)],
    ["nobody left in the test window", labels(150, 150), labels(0, 20)],
    ["everybody left in the test window", labels(150, 150), labels(20, 0)],
    ["one customer was tested", labels(40, 40), labels(1, 0)],
    ["exactly a hundred left", labels(100, 400), labels(5, 20)],
    ["two customers are known", labels(1, 1), labels(1, 1)],
  ])("%s: every answer is a probability", (_, train, held) => {
    const { probability, shipped, levels } = judgedOn(rowsOf(train), rowsOf(held, new Random(9)));
    expect(probability.every((p) => p > 0 && p < 1)).toBe(true);
    expect(shipped.threshold).toBeGreaterThan(0);
    expect(shipped.threshold).toBeLessThan(1);
    expect(shipped.log_loss).toBeGreaterThan(0);
    expect(Number.isFinite(shipped.business_cost)).toBe(true);
    const [{ low, expected, high }] = levels as [(typeof levels)[number]];
    expect([0 < low, low < expected, expected < high, high < 1]).toEqual([true, true, true, true]);
  });

  test("constant features tell everybody the same", () => {
    const constant = (rows: ReturnType<typeof rowsOf>) => ({
      ...rows,
      x: { ...rows.x, data: rows.x.data.map(() => 4) },
    });
    const judged = judgedOn(constant(rowsOf(labels(200, 300))), constant(rowsOf(labels(20, 30))));
    expect(new Set(judged.probability).size).toBe(1);
    // (200 + 1) / (500 + 2).
    expect(judged.probability[0]!).toBeCloseTo(201 / 502, 9);
    expect(judged.shipped.auc).toBe(0.5);
  });
});
