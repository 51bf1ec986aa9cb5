import { describe, expect, test } from "bun:test";
import { newestOrder, oldestOrder } from "../../../src/customers/labels";
import { collectPurchases, collectReturns } from "../../../src/customers/purchases";
import { Random } from "../../../src/learning/random";
import { chooseChurn } from "../../../src/models/churn/choose-churn";
import { churnLogOdds, fitChurn, probabilities } from "../../../src/models/churn/churn";
import { judgeChurn, trainChurn } from "../../../src/models/churn/train-churn";
import { HEAD_FEATURES } from "../../../src/models/heads";
import { planProtocol } from "../../../src/models/judging/protocol";
import { allRows, splitRows } from "../../../src/models/judging/splits";
import { DEFAULT_SETTINGS } from "../../../src/models/settings";
import { Snapshots } from "../../../src/models/snapshot";
import { shopOfLines } from "../../shop";
import { labels, rowsOf } from "../noisy-rows";
import { simulatedLines, simulatedSnapshots } from "../simulated-shop";

const FEATURES = HEAD_FEATURES.base;
const QUICK = { ...DEFAULT_SETTINGS, effort: "quick" } as const;
const snapshots = simulatedSnapshots(11, 600, 400);
const { purchases } = snapshots;
const protocol = planProtocol(oldestOrder(purchases), newestOrder(purchases), [90, 60, 30]);
const trained = trainChurn(snapshots, protocol, "base", QUICK, new Random(1));
const splits = splitRows(snapshots, protocol, "base", new Random(1).fork("churn rows"));

describe("a trained churn model", () => {
  test("ranks the later window's customers better than chance and no worse than treating all alike", () => {
    const { shipped, baselines } = trained.evaluation!;
    expect(trained.model.level).toBe("full");
    expect(shipped.auc).toBeGreaterThan(0.7);
    expect(shipped.log_loss).toBeLessThan(baselines.everybody_alike.log_loss);
    expect(baselines.everybody_alike.auc).toBe(0.5);
  });

  test("is judged on the test rows, one answer a customer, and counts the rows it was shipped with", () => {
    const { evaluation, churners, stayers } = trained;
    const all = allRows(snapshots, protocol, "base");
    expect(evaluation!.churned).toEqual(splits.test.test.churned);
    expect(evaluation!.customer).toEqual(splits.test.test.customer);
    expect(evaluation!.rows).toBe(splits.test.test.customer.length);
    expect(churners).toBe(all.churned.filter((label) => label === 1).length);
    expect(stayers).toBe(all.churned.filter((label) => label === 0).length);
  });

  test("was chosen and fitted on the training rows when it was judged, and on all rows when it is shipped", () => {
    const random = new Random(1);
    const { choice } = chooseChurn(splits.test.train, FEATURES, "quick", random.fork("churn choice"));
    const seed = random.fork("churn trees").seed;
    const judged = fitChurn(splits.test.train, FEATURES, choice, seed);
    expect(trained.evaluation!.probability).toEqual(probabilities(churnLogOdds(judged, splits.test.test.x)));
    const shipped = fitChurn(allRows(snapshots, protocol, "base"), FEATURES, choice, seed);
    expect(trained.model.linear).toEqual(shipped.linear);
    expect(trained.model.trees!.toState()).toEqual(shipped.trees!.toState());
    expect(trained.model.calibration).toEqual(choice.calibration);
  });

  test("nothing that happens in the test window reaches the judged model: only the last order is left of it", () => {
    const lines = simulatedLines(11, 600, 400);
    const newest = newestOrder(purchases);
    const testCutoff = protocol.folds.at(-1)!.testCutoff;
    const shop = shopOfLines(lines.filter(({ time }) => time <= testCutoff || time === newest));
    const emptied = new Snapshots(collectPurchases(shop), collectReturns(shop), 90);
    const again = trainChurn(emptied, protocol, "base", QUICK, new Random(1));
    expect(again.evaluation!.churnRate).toBeGreaterThan(0.99);
    expect(again.evaluation!.probability).toEqual(trained.evaluation!.probability);
    expect(again.evaluation!.blendTrace).toEqual(trained.evaluation!.blendTrace);
    expect(again.threshold).toBe(trained.threshold);
  });

  test("the same seed gives the same model, bit for bit", () => {
    const again = trainChurn(snapshots, protocol, "base", QUICK, new Random(1));
    expect(again.model.linear).toEqual(trained.model.linear);
    expect(again.model.trees?.toState()).toEqual(trained.model.trees?.toState());
    expect(again.evaluation).toEqual(trained.evaluation);
  });

  test("tells recency alone by the training rows' recency, the other features have no say", () => {
    const { test: split } = splits;
    const noisy = (rows: typeof split.train) => ({
      ...rows,
      x: {
        ...rows.x,
        data: rows.x.data.map((value, i) => (i % FEATURES.length === 0 ? value : ((i * 7919) % 97) + 1)),
      },
    });
    const judged = (train: typeof split.train, held: typeof split.test) =>
      judgeChurn({ train, test: held }, FEATURES, QUICK, new Random(1)).evaluation.baselines.recency_alone;
    expect(judged(noisy(split.train), noisy(split.test)).auc).toBe(
      trained.evaluation!.baselines.recency_alone.auc,
    );
  });

  test("without any window nothing is learned, and the threshold is that of the costs alone", () => {
    const none = trainChurn(snapshots, planProtocol(0, 0, [30]), "base", QUICK, new Random(1));
    expect([none.model.level, none.evaluation, none.churners, none.stayers]).toEqual([
      "none",
      null,
      null,
      null,
    ]);
    // Elkan (2001), eq. 2: 5 / (5 + 20).
    expect(none.threshold).toBe(0.2);
  });
});

describe("a churn model that is judged where hardly anything can be", () => {
  test.each([
    ["nobody left", labels(0, 60), labels(0, 20)],
    ["everybody left", labels(60, 0), labels(20, 0)],
    ["nobody left in the test window", labels(150, 150), labels(0, 20)],
    ["everybody left in the test window", labels(150, 150), labels(20, 0)],
    ["one customer was tested", labels(40, 40), labels(1, 0)],
    ["exactly a hundred left", labels(100, 400), labels(5, 20)],
    ["two customers are known", labels(1, 1), labels(1, 1)],
  ])("%s: every answer is a probability", (_, train, held) => {
    const split = { train: rowsOf(train), test: rowsOf(held, new Random(9)) };
    const { evaluation, threshold } = judgeChurn(split, FEATURES, QUICK, new Random(1));
    expect(evaluation.probability.every((p) => p > 0 && p < 1)).toBe(true);
    expect(threshold).toBeGreaterThan(0);
    expect(threshold).toBeLessThan(1);
    expect(evaluation.shipped.log_loss).toBeGreaterThan(0);
    expect(Number.isFinite(evaluation.shipped.business_cost)).toBe(true);
  });

  test("constant features tell everybody the same", () => {
    const constant = (rows: ReturnType<typeof rowsOf>) => ({
      ...rows,
      x: { ...rows.x, data: rows.x.data.map(() => 4) },
    });
    const split = { train: constant(rowsOf(labels(200, 300))), test: constant(rowsOf(labels(20, 30))) };
    const { evaluation } = judgeChurn(split, FEATURES, QUICK, new Random(1));
    expect(new Set(evaluation.probability).size).toBe(1);
    expect(evaluation.probability[0]!).toBeCloseTo(0.4, 1);
    expect(evaluation.shipped.auc).toBe(0.5);
  });
});
