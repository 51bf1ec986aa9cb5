import { describe, expect, test } from "bun:test";
import { newestOrder, oldestOrder } from "../../../src/customers/labels";
import { Random } from "../../../src/learning/random";
import { HEAD_FEATURES } from "../../../src/models/heads";
import { planProtocol } from "../../../src/models/judging/protocol";
import { rowsAt } from "../../../src/models/judging/splits";
import { forecastLevel, levelCutoffs } from "../../../src/models/level/level-forecast";
import { Snapshots } from "../../../src/models/snapshot";
import { expectedSpend, fitSpend } from "../../../src/models/spend/lifetime-value";
import { SPEND_MEMBERS } from "../../../src/models/spend/spend-members";
import { SpendTests, totalLevel } from "../../../src/models/spend/spend-tests";
import { DAY_MS, isoDay } from "../../../src/time";
import { HORIZONS, simulatedLines, simulatedSnapshots, snapshotsOf } from "../simulated-shop";

const HORIZON = 60;
const snapshots = simulatedSnapshots(13, 400, 340);
const { purchases, returns } = snapshots;
const [oldest, newest] = [oldestOrder(purchases), newestOrder(purchases)];
const { folds } = planProtocol(oldest, newest, [HORIZON]);
const fold = folds.at(-1)!;
const testsOf = (of = snapshots, seed = 1) => new SpendTests(of, "all", HORIZON, new Random(seed));
const tests = testsOf();
const made = tests.at(fold);
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

describe("the level of a total", () => {
  test("is the logarithm of what came over what was expected", () => {
    expect(totalLevel(Float64Array.of(1, 3), Float64Array.of(2, 6))).toBeCloseTo(Math.log(2), 14);
    expect(totalLevel(Float64Array.of(8), Float64Array.of(6))).toBeCloseTo(Math.log(0.75), 14);
  });

  test("is that of a hundredth where less came, and 0 where nothing was expected", () => {
    expect(totalLevel(Float64Array.of(10), Float64Array.of(0))).toBeCloseTo(Math.log(0.01), 14);
    expect(totalLevel(Float64Array.of(0), Float64Array.of(6))).toBe(0);
    expect(totalLevel(new Float64Array(0), new Float64Array(0))).toBe(0);
  });
});

describe("a test of expected spend", () => {
  const train = rowsAt(snapshots, fold.trainCutoffs, HORIZON, "all");
  const rows = rowsAt(snapshots, [fold.testCutoff], HORIZON, "all");
  const { seed } = new Random(1).fork("trees");
  const plain = fitSpend(train, HEAD_FEATURES.all, HORIZON, [rows.x], seed);

  test("asks what was learned from the training windows about the window after them", () => {
    const model = { ...plain, totalFactor: made.model.totalFactor };
    expect(made.predicted).toEqual(expectedSpend(model, rows.x));
    expect(made.rows.spend).toEqual(rows.spend);
    expect(made.train.customer).toEqual(train.customer);
  });

  test("has the total that the levels of the windows before foretell", () => {
    const cutoffs = levelCutoffs(oldest, fold.testCutoff, HORIZON);
    const levels = cutoffs.map((at) => {
      const known = rowsAt(snapshots, [at], HORIZON, "all");
      return Math.log(sum(known.spend) / sum(expectedSpend(plain, known.x)));
    });
    expect(levels.length).toBeGreaterThan(3);
    // There are fewer than twelve, and no year.
    const level = levels.reduce((total, value) => total + value, 0) / levels.length;
    expect(made.level.level).toBeCloseTo(level, 10);
    expect(made.level.lastYear).toBeNull();
    // 0.17: how far totals of other shops are off as a rule.
    const again = forecastLevel({ cutoffs, levels }, fold.testCutoff, HORIZON, oldest, 0.17);
    expect(made.level.standardError).toBeCloseTo(again.standardError, 10);
    expect(made.model.totalFactor).toBe(Math.exp(made.level.level));
    expect(sum(made.predicted)).toBeCloseTo(Math.exp(level) * sum(expectedSpend(plain, rows.x)), 6);
  });

  test("is made once, and the same for the same seed", () => {
    expect(tests.at(fold)).toBe(made);
    expect(testsOf().at(fold).predicted).toEqual(made.predicted);
    expect(testsOf(snapshots, 2).at(fold).predicted).not.toEqual(made.predicted);
  });

  test.each<[string, (value: number) => number]>([
    ["everything is dearer by fifty", (value) => 50 * value],
    ["everything is nearly free", (value) => value / 1000],
  ])("takes nothing from after its cutoff but what was spent: %s", (_, change) => {
    const value = purchases.value.map((v, i) => (purchases.time[i]! > fold.testCutoff ? change(v) : v));
    const then = testsOf(new Snapshots({ ...purchases, value }, returns, HORIZONS)).at(fold);
    expect(sum(then.rows.spend)).toBeCloseTo(change(sum(made.rows.spend)), 4);
    expect(then.predicted).toEqual(made.predicted);
    expect(then.level).toEqual(made.level);
  });

  test("goes by its training windows where no window has enough history for a level", () => {
    const cutoffs = [oldest + 50 * DAY_MS, oldest + 40 * DAY_MS];
    const early = tests.fitAt(cutoffs, oldest + 110 * DAY_MS, rows.x);
    expect(early.level.level).not.toBe(0);
    expect(early.model.totalFactor).toBe(Math.exp(early.level.level));
  });
});

test("a shop whose orders are all worth the same keeps the purchase model, by usual order values", () => {
  // One order of 10 a day at the most: no model of order values can be fitted.
  const alike = simulatedLines(7, 400, 300)
    .filter((line) => line.quantity > 0)
    .map((line) => ({ ...line, quantity: 1, price: 10 }));
  const byDay = new Map(alike.map((line) => [`${line.customer} ${isoDay(line.time)}`, line]));
  const shop = snapshotsOf([...byDay.values()]);
  expect(shop.at(newestOrder(shop.purchases)).btyd.values).toBeNull();
  const { testCutoff, trainCutoffs } = planProtocol(
    oldestOrder(shop.purchases),
    newestOrder(shop.purchases),
    [HORIZON],
  ).folds.at(-1)!;
  const { model, predicted } = testsOf(shop).at({ testCutoff, trainCutoffs });
  expect(model.members.map(({ member }) => member.kind)).toEqual([...SPEND_MEMBERS]);
  expect(predicted.every((value) => value > 0 && value < Infinity)).toBe(true);
});
