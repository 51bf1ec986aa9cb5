import { describe, expect, test } from "bun:test";
import { newestOrder, oldestOrder } from "../../../src/customers/labels";
import { Random } from "../../../src/learning/random";
import { backtestChurn, backtestSpend } from "../../../src/models/judging/backtest";
import { rollingTests } from "../../../src/models/judging/protocol";
import { DEFAULT_SETTINGS } from "../../../src/models/settings";
import { DAY_MS } from "../../../src/time";
import { simulatedLines, snapshotsOf } from "../simulated-shop";

const QUICK = { ...DEFAULT_SETTINGS, effort: "quick" } as const;
const HORIZON = 60;
const LINES = simulatedLines(17, 250, 260);

const HORIZONS = { churnDays: HORIZON, spendDays: HORIZON };
const snapshots = snapshotsOf(LINES, HORIZONS);
const { purchases } = snapshots;
const churn = backtestChurn(snapshots, HORIZON, 2, "base", QUICK, new Random(1));
const spend = backtestSpend(snapshots, HORIZON, 2, "base", QUICK, new Random(1));

describe("a rolling backtest", () => {
  test("tests at the cutoffs of the protocol, a month apart in time order", () => {
    const cutoffs = rollingTests(oldestOrder(purchases), newestOrder(purchases), HORIZON, 2);
    expect(churn.map(({ testCutoff }) => testCutoff)).toEqual(cutoffs);
    expect(spend.map(({ testCutoff }) => testCutoff)).toEqual(cutoffs);
    expect(cutoffs[1]! - cutoffs[0]!).toBe(30 * DAY_MS);
    expect(cutoffs[1]! + HORIZON * DAY_MS).toBe(newestOrder(purchases));
  });

  test("trains each test on windows that end at or before it", () => {
    for (const { testCutoff, trainCutoffs } of [...churn, ...spend]) {
      expect(trainCutoffs.length).toBeGreaterThan(0);
      for (const cutoff of trainCutoffs) expect(cutoff + HORIZON * DAY_MS).toBeLessThanOrEqual(testCutoff);
    }
  });

  test("judges everybody who is known at the cutoff", () => {
    for (const { testCutoff, evaluation } of [...churn, ...spend]) {
      expect(evaluation.customer).toEqual(snapshots.at(testCutoff).table.customer);
    }
  });

  test("says of each test what it would have said had the file ended with its window", () => {
    const [first] = churn;
    const end = first!.testCutoff + HORIZON * DAY_MS;
    const before = LINES.filter(({ time }) => time <= end);
    // The last order is set to the very end of the window, so that the cutoffs fall on the same moments.
    const last = { ...LINES.find(({ time, quantity }) => time < first!.testCutoff && quantity > 0)! };
    const cut = snapshotsOf([...before, { ...last, time: end, order: "the end" }], HORIZONS);
    const churnThen = backtestChurn(cut, HORIZON, 1, "base", QUICK, new Random(1));
    const spendThen = backtestSpend(cut, HORIZON, 1, "base", QUICK, new Random(1));
    expect(churnThen[0]!.testCutoff).toBe(first!.testCutoff);
    expect(churnThen[0]!.evaluation.probability).toEqual(first!.evaluation.probability);
    expect(churnThen[0]!.evaluation.shipped.threshold).toBe(first!.evaluation.shipped.threshold);
    expect(spendThen[0]!.evaluation.predicted).toEqual(spend[0]!.evaluation.predicted);
    expect(spendThen[0]!.evaluation.high).toEqual(spend[0]!.evaluation.high);
  });

  test("is the same for the same seed", () => {
    expect(backtestChurn(snapshots, HORIZON, 1, "base", QUICK, new Random(1))[0]).toEqual(churn[1]!);
  });

  test("leaves out tests whose newest training cutoff knows too few customers to learn from", () => {
    const three = snapshotsOf(
      LINES.filter(({ customer }) => Number(customer.replace(/\D/g, "")) < 3),
      HORIZONS,
    );
    expect(backtestChurn(three, HORIZON, 2, "base", QUICK, new Random(1))).toEqual([]);
  });

  test("has no tests where the history is too short, and none where none are asked for", () => {
    const short = snapshotsOf(simulatedLines(17, 30, 100), HORIZONS);
    expect(backtestChurn(short, 90, 3, "base", QUICK, new Random(1))).toEqual([]);
    expect(backtestSpend(short, 90, 3, "base", QUICK, new Random(1))).toEqual([]);
    expect(backtestChurn(snapshots, HORIZON, 0, "base", QUICK, new Random(1))).toEqual([]);
  });
});
