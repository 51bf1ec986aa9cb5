import { describe, expect, test } from "bun:test";
import { newestOrder, oldestOrder } from "../../src/customers/labels";
import { collectPurchases, collectReturns } from "../../src/customers/purchases";
import { matrix } from "../../src/learning/matrix";
import { Random } from "../../src/learning/random";
import {
  blend,
  calibrate,
  chooseChurn,
  churnLevel,
  churnLogOdds,
  contenderLogOdds,
  fitChurn,
  probabilities,
  unlearnedChurn,
} from "../../src/models/churn";
import { HEAD_FEATURES } from "../../src/models/heads";
import { planProtocol } from "../../src/models/protocol";
import { DEFAULT_SETTINGS } from "../../src/models/settings";
import { Snapshots } from "../../src/models/snapshot";
import { type LabelledRows, type Splits, splitRows } from "../../src/models/splits";
import { trainChurn } from "../../src/models/train-churn";
import { shopOfLines } from "../shop";
import { simulatedLines, simulatedSnapshots } from "./simulated-shop";

const FEATURES = HEAD_FEATURES.base;

/** `leavers` ones, then `stayers` zeros. */
function labels(leavers: number, stayers: number): Float64Array {
  return new Float64Array(leavers + stayers).fill(1, 0, leavers);
}

/** Rows of the base head in which leavers have waited longer; everything else is noise. */
function rowsOf(churned: Float64Array, random = new Random(8)): LabelledRows {
  const x = matrix(churned.length, FEATURES.length);
  for (let i = 0; i < x.data.length; i++) x.data[i] = Math.fround(random.exponential(0.1));
  for (let i = 0; i < churned.length; i++) x.data[i * FEATURES.length]! += 20 * churned[i]!;
  return { x, churned, spend: churned.map((label) => 1 - label), customer: Int32Array.from(churned.keys()) };
}

/** The same kind of rows on every side. */
function splitsOf(train: Float64Array, selectionTrain = train): Splits {
  const held = labels(40, 60);
  return {
    selection: [{ train: rowsOf(selectionTrain), test: rowsOf(held, new Random(9)) }],
    test: { train: rowsOf(train), test: rowsOf(held, new Random(10)) },
    all: rowsOf(train),
  };
}

describe("how much the labels allow", () => {
  test.each([
    [100, 100, "full"],
    [100, 99, "recency_frequency"],
    [99, 5000, "recency_frequency"],
    [10, 10, "recency_frequency"],
    [9, 5000, "constant"],
    [5000, 0, "constant"],
    [0, 0, "none"],
  ] as const)("%i who left and %i who stayed: %s", (leavers, stayers, level) => {
    expect(churnLevel(labels(leavers, stayers))).toBe(level);
  });

  test("the poorest of all training rows decides", () => {
    const choice = chooseChurn(splitsOf(labels(200, 200), labels(200, 20)), FEATURES, 1);
    expect(choice.level).toBe("recency_frequency");
    expect(chooseChurn(splitsOf(labels(5, 200), labels(200, 200)), FEATURES, 1).level).toBe("constant");
  });
});

describe("the levels of the churn model", () => {
  test("full has trees, and both parts rank those who wait longer as likelier to leave", () => {
    const splits = splitsOf(labels(150, 150));
    const choice = chooseChurn(splits, FEATURES, 1);
    const model = fitChurn(splits.all, FEATURES, choice, 1);
    expect(model.level).toBe("full");
    expect(model.trees?.rounds).toBe(choice.rounds);
    const probe = matrix(2, FEATURES.length, new Float64Array(2 * FEATURES.length).fill(8));
    probe.data[0] = 40;
    const { linear, trees } = contenderLogOdds(model, probe);
    expect(linear[0]).toBeGreaterThan(linear[1]!);
    expect(trees[0]).toBeGreaterThan(trees[1]!);
  });

  test("recency and frequency alone have no trees, no calibration and five coefficients of 0", () => {
    const splits = splitsOf(labels(30, 60));
    const model = fitChurn(splits.all, FEATURES, chooseChurn(splits, FEATURES, 1), 1);
    expect(model.level).toBe("recency_frequency");
    expect(model.trees).toBeNull();
    expect([model.treeWeight, model.calibration.slope, model.calibration.intercept]).toEqual([0, 1, 0]);
    const used = FEATURES.filter((_, j) => model.linear.coefficients[j] !== 0);
    expect(used).toEqual(["recency_days", "frequency"]);
    expect(model.linear.coefficients[0]).toBeGreaterThan(0);
  });

  test.each([
    [3, 5],
    [0, 8],
    [8, 0],
  ])(
    "constant tells (leavers + 1) / (customers + 2) for everybody: %i left, %i stayed",
    (leavers, stayers) => {
      const splits = splitsOf(labels(leavers, stayers));
      const model = fitChurn(splits.all, FEATURES, chooseChurn(splits, FEATURES, 1), 1);
      expect(model.level).toBe("constant");
      const told = probabilities(churnLogOdds(model, rowsOf(labels(2, 2)).x));
      for (const value of told) expect(value).toBeCloseTo((leavers + 1) / 10, 14);
    },
  );

  test("none tells nothing", () => {
    const model = unlearnedChurn(FEATURES);
    expect(model.level).toBe("none");
    const told = probabilities(churnLogOdds(model, rowsOf(labels(2, 2)).x));
    expect([...told]).toEqual([NaN, NaN, NaN, NaN]);
  });
});

describe("the blend", () => {
  const splits = splitsOf(labels(150, 150));
  const choice = chooseChurn(splits, FEATURES, 1);

  test("weighs log-odds", () => {
    expect([...blend(Float64Array.of(1, -2), Float64Array.of(3, 2), 0.25)]).toEqual([1.5, -1]);
  });

  test("has the weight of least log loss on the selection rows", () => {
    const { churned, linear, trees } = choice.outOfSample;
    const losses = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((weight) => {
      let sum = 0;
      for (let i = 0; i < churned.length; i++) {
        const p = 1 / (1 + Math.exp(-((1 - weight) * linear[i]! + weight * trees[i]!)));
        sum -= churned[i] === 1 ? Math.log(p) : Math.log(1 - p);
      }
      return sum / churned.length;
    });
    expect(choice.blendTrace.map(({ treeWeight }) => treeWeight)).toHaveLength(losses.length);
    losses.forEach((loss, i) => {
      expect(choice.blendTrace[i]!.logLoss).toBeCloseTo(loss, 12);
    });
    expect(choice.treeWeight).toBe(choice.blendTrace[losses.indexOf(Math.min(...losses))]!.treeWeight);
  });

  test("is calibrated at the maximum of Platt's likelihood: both parts of its gradient are 0", () => {
    const { churned, blended } = choice.outOfSample;
    const { slope, intercept } = choice.calibration;
    const leavers = churned.reduce((sum, label) => sum + label, 0);
    // Platt (1999), section 2.2: targets (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2).
    const [high, low] = [(leavers + 1) / (leavers + 2), 1 / (churned.length - leavers + 2)];
    let bySlope = 0;
    let byIntercept = 0;
    for (let i = 0; i < churned.length; i++) {
      const error = 1 / (1 + Math.exp(-(slope * blended[i]! + intercept))) - (churned[i] === 1 ? high : low);
      bySlope += error * blended[i]!;
      byIntercept += error;
    }
    expect(bySlope).toBeCloseTo(0, 6);
    expect(byIntercept).toBeCloseTo(0, 6);
  });

  test("calibration reaches the model's log-odds as slope and intercept", () => {
    const plain = { ...fitChurn(splits.all, FEATURES, choice, 1), calibration: { slope: 1, intercept: 0 } };
    const x = rowsOf(labels(3, 3)).x;
    const before = churnLogOdds(plain, x);
    const after = churnLogOdds({ ...plain, calibration: { slope: 0.5, intercept: -2 } }, x);
    before.forEach((value, i) => {
      expect(after[i]!).toBeCloseTo(0.5 * value - 2, 12);
    });
  });

  test("scores that rank the wrong way round are left as they are rather than turned round", () => {
    const churned = labels(50, 50);
    const wrong = churned.map((label, i) => 1 - 2 * label + 0.01 * i);
    expect(calibrate("full", wrong, churned)).toEqual({ slope: 1, intercept: 0 });
    const right = wrong.map((value) => -value);
    expect(calibrate("full", right, churned).slope).toBeGreaterThan(0);
  });
});

describe("a trained churn model", () => {
  const snapshots = simulatedSnapshots(11, 600, 400);
  const { purchases } = snapshots;
  const protocol = planProtocol(oldestOrder(purchases), newestOrder(purchases), [90, 60, 30]);
  const trained = trainChurn(snapshots, protocol, "base", DEFAULT_SETTINGS, new Random(1));
  const splits = splitRows(snapshots, protocol, "base", new Random(1));

  test("ranks the later window's customers better than chance and no worse than treating all alike", () => {
    const { shipped, baselines } = trained.evaluation!;
    expect(trained.model.level).toBe("full");
    expect(shipped.auc).toBeGreaterThan(0.7);
    expect(shipped.log_loss).toBeLessThan(baselines.everybody_alike.log_loss);
    expect(baselines.everybody_alike.auc).toBe(0.5);
  });

  test("is judged on the test rows and counts the rows it was shipped with", () => {
    expect(trained.evaluation!.churned).toEqual(splits.test.test.churned);
    expect(trained.churners! + trained.stayers!).toBe(splits.all.churned.length);
  });

  test("is shipped with a calibration that has learned from the selection and the test rows together", () => {
    const random = new Random(1);
    const own = splitRows(snapshots, protocol, "base", random.fork("churn rows"));
    const seed = random.fork("churn trees").seed;
    const choice = chooseChurn(own, FEATURES, seed);
    const { linear, trees } = contenderLogOdds(
      fitChurn(own.test.train, FEATURES, choice, seed),
      own.test.test.x,
    );
    const logOdds = [...choice.outOfSample.blended, ...blend(linear, trees, choice.treeWeight)];
    const churned = [...choice.outOfSample.churned, ...own.test.test.churned];
    expect(trained.model.calibration).toEqual(
      calibrate("full", Float64Array.from(logOdds), Float64Array.from(churned)),
    );
    expect(trained.model.calibration).not.toEqual(choice.calibration);
  });

  test("nothing that happens in the test window reaches the judged model: only the last order is left of it", () => {
    const lines = simulatedLines(11, 600, 400);
    const newest = newestOrder(purchases);
    const testCutoff = protocol.folds.at(-1)!.testCutoff;
    const shop = shopOfLines(lines.filter(({ time }) => time <= testCutoff || time === newest));
    const emptied = new Snapshots(collectPurchases(shop), collectReturns(shop), 90);
    const again = trainChurn(emptied, protocol, "base", DEFAULT_SETTINGS, new Random(1));
    expect(again.evaluation!.churnRate).toBeGreaterThan(0.99);
    expect(again.evaluation!.probability).toEqual(trained.evaluation!.probability);
    expect(again.evaluation!.blendTrace).toEqual(trained.evaluation!.blendTrace);
    expect(again.threshold).toBe(trained.threshold);
  });

  test("the same seed gives the same model, bit for bit", () => {
    const again = trainChurn(snapshots, protocol, "base", DEFAULT_SETTINGS, new Random(1));
    expect(again.model.linear).toEqual(trained.model.linear);
    expect(again.model.trees?.toState()).toEqual(trained.model.trees?.toState());
    expect(again.evaluation).toEqual(trained.evaluation);
  });

  test("without any window nothing is learned, and the threshold is that of the costs alone", () => {
    const none = trainChurn(snapshots, planProtocol(0, 0, [30]), "base", DEFAULT_SETTINGS, new Random(1));
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
