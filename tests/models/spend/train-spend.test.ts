import { describe, expect, test } from "bun:test";
import { newestOrder, oldestOrder } from "../../../src/customers/labels";
import { fitBands } from "../../../src/learning/conformal-bands";
import { Random } from "../../../src/learning/random";
import { HEAD_FEATURES } from "../../../src/models/heads";
import { joined } from "../../../src/models/judging/labelled-rows";
import { planProtocol } from "../../../src/models/judging/protocol";
import { allRows, splitRows } from "../../../src/models/judging/splits";
import { DEFAULT_SETTINGS } from "../../../src/models/settings";
import { headMatrix, Snapshots } from "../../../src/models/snapshot";
import { chooseSpend } from "../../../src/models/spend/choose-spend";
import { countBuyers, expectedSpend, fitSpend } from "../../../src/models/spend/lifetime-value";
import { intervals, trainSpend } from "../../../src/models/spend/train-spend";
import { simulatedSnapshots } from "../simulated-shop";

const QUICK = { ...DEFAULT_SETTINGS, effort: "quick" } as const;
const FEATURES = HEAD_FEATURES.all;
const snapshots = simulatedSnapshots(12, 250, 330);
const { purchases, returns } = snapshots;
const scored = snapshots.at(newestOrder(purchases)).table;
const protocol = planProtocol(oldestOrder(purchases), newestOrder(purchases), [60]);
const trained = trainSpend(snapshots, scored, protocol, "all", QUICK, new Random(1));
const evaluation = trained.evaluation!;
const splits = splitRows(snapshots, protocol, "all", new Random(1));
/** What was chosen, chosen again from the training rows and the earlier tests alone. */
const selection = chooseSpend(
  splits.test.train,
  splits.earlier,
  FEATURES,
  60,
  [splits.test.test.x, headMatrix(scored, "all")],
  "quick",
  new Random(1).fork("spend choice"),
);

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("a trained lifetime-value model", () => {
  test("ranks customers by what they will spend, and counts the buyers it was shipped with", () => {
    expect(trained.model.kind).toBe("blend");
    expect(evaluation.shipped.spearman).toBeGreaterThan(0.3);
    expect(trained.buyers).toBe(countBuyers(allRows(snapshots, protocol, "all")));
    expect(evaluation.meanSpend).toBeCloseTo(mean(evaluation.spend), 8);
  });

  test("is judged on the test rows by a fit on the training rows, and shipped fitted on all", () => {
    const { choice } = selection;
    const seed = new Random(1).fork("spend trees").seed;
    const judged = fitSpend(splits.test.train, FEATURES, 60, choice, seed);
    expect(evaluation.predicted).toEqual(expectedSpend(judged, splits.test.test.x));
    expect(evaluation.spend).toEqual(splits.test.test.spend);
    expect(evaluation.customer).toEqual(splits.test.test.customer);
    const shipped = fitSpend(allRows(snapshots, protocol, "all"), FEATURES, 60, choice, seed);
    const x = headMatrix(scored, "all");
    expect(expectedSpend(trained.model, x)).toEqual(expectedSpend(shipped, x));
  });

  test("stands beside the same again and the past rate, by hand", () => {
    const { x, spend } = splits.test.test;
    const error = (told: (row: number) => number) =>
      mean(spend.map((value, row) => Math.abs(value - told(row))));
    const at = (row: number, name: string) => x.data[row * x.columns + FEATURES.indexOf(name)]!;
    const { same_as_last_period, spend_at_past_rate, everybody_alike } = evaluation.baselines;
    expect(same_as_last_period!.mae).toBeCloseTo(
      error((row) => at(row, "spend_90d")),
      8,
    );
    expect(spend_at_past_rate!.mae).toBeCloseTo(
      error((row) => 60 * at(row, "spend_per_day")),
      8,
    );
    const constant = mean(splits.test.train.spend);
    expect(everybody_alike!.mae).toBeCloseTo(
      error(() => constant),
      8,
    );
  });

  test("says how many of the test rows lay in their interval, ends included", () => {
    const { low, high, spend } = evaluation;
    let held = 0;
    for (let i = 0; i < spend.length; i++) if (spend[i]! >= low[i]! && spend[i]! <= high[i]!) held++;
    expect(evaluation.intervalCoverage).toBe(held / spend.length);
    expect(evaluation.intervalCoverage!).toBeGreaterThan(0.6);
    expect(low.every((value, i) => value >= 0 && value <= high[i]!)).toBe(true);
  });

  test("ships intervals that are made from the earlier promises and the judged test together", () => {
    const { promises } = selection;
    const latest = splits.earlier.at(-1)!.test.spend;
    expect([...promises.spend.slice(-latest.length)]).toEqual([...latest]);
    expect(trained.bands).toEqual(
      fitBands(
        joined([promises.predicted, evaluation.predicted]),
        joined([promises.spend, evaluation.spend]),
        0.8,
      ),
    );
    const told = intervals(fitBands(promises.predicted, promises.spend, 0.8), evaluation.predicted);
    expect(told).toEqual({ low: evaluation.low, high: evaluation.high });
  });

  test("the same seed gives the same model, bit for bit", () => {
    const again = trainSpend(snapshots, scored, protocol, "all", QUICK, new Random(1));
    expect(again.evaluation).toEqual(evaluation);
    expect(again.bands).toEqual(trained.bands);
    const x = headMatrix(scored, "all");
    expect(expectedSpend(again.model, x)).toEqual(expectedSpend(trained.model, x));
  });

  test("leaves the buy-till-you-die model out where it could not be fitted for the customers who are scored", () => {
    expect(trained.model.members.map(({ member }) => member.kind)).toContain("btyd");
    const none = new Float64Array(scored.rows).fill(NaN);
    const unfitted = { ...scored, columns: { ...scored.columns, btyd_expected_spend: none } };
    const { model } = trainSpend(snapshots, unfitted, protocol, "all", QUICK, new Random(1));
    expect(model.members.map(({ member }) => member.kind)).not.toContain("btyd");
    expect(expectedSpend(model, headMatrix(unfitted, "all")).every((value) => value >= 0)).toBe(true);
  });
});

describe("nothing that happens in the test window reaches the judged model:", () => {
  const testCutoff = protocol.folds.at(-1)!.testCutoff;

  test.each<[string, (value: number) => number]>([
    ["everything is dearer by fifty", (value) => 50 * value],
    ["everything is nearly free", (value) => value / 1000],
  ])("%s", (_, change) => {
    const value = purchases.value.map((v, i) => (purchases.time[i]! > testCutoff ? change(v) : v));
    const changed = new Snapshots({ ...purchases, value }, returns, 90);
    const again = trainSpend(changed, scored, protocol, "all", QUICK, new Random(1)).evaluation!;
    expect(again.meanSpend).toBeCloseTo(change(evaluation.meanSpend), 6);
    expect(again.predicted).toEqual(evaluation.predicted);
    expect([again.low, again.high]).toEqual([evaluation.low, evaluation.high]);
    expect(again.trace).toEqual(evaluation.trace);
    expect(again.earlierRatios).toEqual(evaluation.earlierRatios);
  });
});

describe("a lifetime-value model with little to go by", () => {
  test("on held-out customers promises what was said out of sample", () => {
    const short = simulatedSnapshots(11, 300, 140);
    const plan = planProtocol(oldestOrder(short.purchases), newestOrder(short.purchases), [90]);
    expect(plan.kind).toBe("held_out_customers");
    const table = short.at(newestOrder(short.purchases)).table;
    const { evaluation: judged, bands } = trainSpend(short, table, plan, "base", QUICK, new Random(1));
    expect(judged!.earlierRatios).toEqual([]);
    expect(judged!.intervalCoverage!).toBeGreaterThan(0.6);
    expect(bands).not.toBeNull();
  });

  test("without any window tells nothing, and has no interval", () => {
    const none = trainSpend(snapshots, scored, planProtocol(0, 0, [30]), "all", QUICK, new Random(1));
    expect([none.model.kind, none.bands, none.evaluation, none.buyers]).toEqual(["none", null, null, null]);
    const { low, high } = intervals(none.bands, Float64Array.of(1, 2));
    expect([...low, ...high]).toEqual([NaN, NaN, NaN, NaN]);
  });

  test("of twelve customers tells the mean, and no interval of so few", () => {
    const tiny = simulatedSnapshots(4, 12, 330);
    const plan = planProtocol(oldestOrder(tiny.purchases), newestOrder(tiny.purchases), [90]);
    const table = tiny.at(newestOrder(tiny.purchases)).table;
    const { model, evaluation: judged } = trainSpend(tiny, table, plan, "base", QUICK, new Random(1));
    expect(model.kind).toBe("mean");
    expect(judged!.intervalCoverage).toBeNull();
    expect(judged!.low.every(Number.isNaN)).toBe(true);
  });
});
