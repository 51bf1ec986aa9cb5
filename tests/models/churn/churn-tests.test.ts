import { describe, expect, test } from "bun:test";
import { newestOrder, oldestOrder } from "../../../src/customers/labels";
import { probabilityOf } from "../../../src/learning/log-odds";
import { mean, rocAuc } from "../../../src/learning/metrics/index";
import { Random } from "../../../src/learning/random";
import { ChurnTests, levelOf, weightsAfter } from "../../../src/models/churn/churn-tests";
import { fitMembers, votes } from "../../../src/models/churn/members";
import { HEAD_FEATURES } from "../../../src/models/heads";
import { planProtocol } from "../../../src/models/judging/protocol";
import { rowsAt } from "../../../src/models/judging/splits";
import { blendOf, weighVotes } from "../../../src/models/judging/weigh-votes";
import { levelCutoffs } from "../../../src/models/level/level-forecast";
import { DAY_MS } from "../../../src/time";
import { simulatedLines, simulatedSnapshots, snapshotsOf } from "../simulated-shop";

const HORIZON = 60;
const SHOP = [13, 400, 340] as const;
const snapshots = simulatedSnapshots(...SHOP);
const { purchases } = snapshots;
const [oldest, newest] = [oldestOrder(purchases), newestOrder(purchases)];
const { folds } = planProtocol(oldest, newest, [HORIZON]);
const fold = folds.at(-1)!;
const testsOf = (of = snapshots, seed = 1) => new ChurnTests(of, "all", HORIZON, new Random(seed));
const tests = testsOf();
const made = tests.at(fold);

describe("a test of churn", () => {
  test("asks members who learned from the training windows about the window after them", () => {
    const train = rowsAt(snapshots, fold.trainCutoffs, HORIZON, "all");
    const rows = rowsAt(snapshots, [fold.testCutoff], HORIZON, "all");
    const members = fitMembers(train, HEAD_FEATURES.all, "full", new Random(1).fork("trees").seed);
    expect(made.votes).toEqual(votes(members, rows.x));
    expect(made.churned).toEqual(rows.churned);
    expect(made.rows.customer).toEqual(rows.customer);
    expect(made.usualShare).toBe(mean(train.churned));
  });

  test("knows the windows that are over by then, and how many left in each", () => {
    expect(made.known.map(({ cutoff }) => cutoff)).toEqual(levelCutoffs(oldest, fold.testCutoff, HORIZON));
    expect(made.known.length).toBeGreaterThan(3);
    for (const { cutoff, churned } of made.known) {
      expect(cutoff + HORIZON * DAY_MS).toBeLessThanOrEqual(fold.testCutoff);
      expect(churned).toEqual(rowsAt(snapshots, [cutoff], HORIZON, "all").churned);
    }
  });

  test("is made once, and the same for the same seed", () => {
    expect(tests.at(fold)).toBe(made);
    expect(testsOf().at(fold).votes).toEqual(made.votes);
    expect(testsOf(snapshots, 2).at(fold).votes).not.toEqual(made.votes);
  });

  test("takes nothing from after its cutoff but who left", () => {
    const lines = simulatedLines(...SHOP).filter(({ time }) => time <= fold.testCutoff || time === newest);
    const then = testsOf(snapshotsOf(lines)).at(fold);
    expect(mean(then.churned)).toBeGreaterThan(0.99);
    expect(then.votes).toEqual(made.votes);
    expect(then.known).toEqual(made.known);
    expect(then.byRecency).toEqual(made.byRecency);
    expect(then.usualShare).toBe(made.usualShare);
  });

  test("knows its training windows where no window has enough history for a level", () => {
    const early = tests.fitAt([oldest + 50 * DAY_MS, oldest + 40 * DAY_MS], oldest + 110 * DAY_MS);
    expect(early.known.map(({ cutoff }) => (cutoff - oldest) / DAY_MS)).toEqual([40, 50]);
  });
});

describe("the rule of recency alone", () => {
  test("takes no notice of the other features", () => {
    const { columns } = made.rows.x;
    const noisy = (rows: typeof made.rows) => ({
      ...rows,
      x: {
        ...rows.x,
        data: rows.x.data.map((value, i) => (i % columns === 0 ? value : ((i * 7919) % 97) + 1)),
      },
    });
    const train = rowsAt(snapshots, fold.trainCutoffs, HORIZON, "all");
    const asked = tests.ask(made.members, noisy(train), noisy(made.rows));
    expect(asked.byRecency).toEqual(made.byRecency);
    expect(rocAuc(made.churned, made.byRecency)).toBeGreaterThan(0.6);
  });
});

describe("the level of a window that is over", () => {
  const weights = [0.5, 0.25, 0.25];

  test("makes the total of the blend that of those who left", () => {
    for (const window of made.known) {
      const level = levelOf(window, weights);
      const told = mean(blendOf(window.votes, weights).map((value) => probabilityOf(value + level)));
      const n = window.churned.length;
      expect(told).toBeCloseTo((n * mean(window.churned) + 1) / (n + 2), 9);
    }
  });

  test("is where the forecast for the next one comes from", () => {
    const levels = made.known.map((window) => levelOf(window, weights));
    const { level, lastYear } = tests.forecast(made, weights, fold.testCutoff);
    // There are fewer than twelve, and no year.
    expect(level).toBeCloseTo(levels.reduce((sum, value) => sum + value, 0) / levels.length, 12);
    expect(lastYear).toBeNull();
    expect(tests.forecast({ ...made, known: [] }, weights, fold.testCutoff)).toEqual({
      level: 0,
      standardError: 0.25,
      lastYear: null,
    });
  });
});

describe("the weights that earlier tests give", () => {
  const earlier = folds.slice(0, -1).map((one) => tests.at(one));

  test("are those that would have done best in the ones with the same voters", () => {
    // At the second, the purchase model could not be fitted in most training windows.
    const [first, second] = earlier;
    expect(earlier.map(({ votes }) => votes.length)).toEqual([3, 2]);
    expect(weightsAfter(earlier, made.members)).toEqual(weighVotes([first!], 3));
    expect(weightsAfter(earlier, second!.members)).toEqual(weighVotes([second!], 2));
  });

  test("are equal without any", () => {
    expect(weightsAfter([], made.members)).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect(weightsAfter(earlier.slice(1), made.members)).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });
});
