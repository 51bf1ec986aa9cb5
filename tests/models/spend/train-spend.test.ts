import { describe, expect, test } from "bun:test";
import { newestOrder, oldestOrder } from "../../../src/customers/labels";
import { fitBands } from "../../../src/learning/conformal-bands";
import { Random } from "../../../src/learning/random";
import { HEAD_FEATURES } from "../../../src/models/heads";
import { planProtocol } from "../../../src/models/judging/protocol";
import { allRows } from "../../../src/models/judging/splits";
import { FOUR_IN_FIVE } from "../../../src/models/level/level-test";
import { DEFAULT_SETTINGS } from "../../../src/models/settings";
import { headMatrix, Snapshots } from "../../../src/models/snapshot";
import { countBuyers, expectedSpend } from "../../../src/models/spend/lifetime-value";
import { memberSpend } from "../../../src/models/spend/spend-members";
import { SpendTests } from "../../../src/models/spend/spend-tests";
import { intervals, promisedBands, promisesBefore, trainSpend } from "../../../src/models/spend/train-spend";
import { labels, rowsOf } from "../noisy-rows";
import { HORIZONS, simulatedSnapshots } from "../simulated-shop";

const FEATURES = HEAD_FEATURES.all;
const snapshots = simulatedSnapshots(12, 250, 330);
const { purchases, returns } = snapshots;
const scored = snapshots.at(newestOrder(purchases)).table;
const planned = planProtocol(oldestOrder(purchases), newestOrder(purchases), [60]);
/** With the last two of its tests. */
const protocol = { ...planned, folds: planned.folds.slice(-2) };
const trained = trainSpend(snapshots, scored, protocol, "all", DEFAULT_SETTINGS, new Random(1));
const evaluation = trained.evaluation!;
/** The same fits and tests as the training's. */
const tests = new SpendTests(snapshots, "all", 60, new Random(1));
const folds = protocol.folds.map((fold) => tests.at(fold));
const last = folds[1]!;

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("a trained lifetime-value model", () => {
  test("ranks customers by what they will spend, and counts the buyers it was shipped with", () => {
    expect(trained.model.kind).toBe("blend");
    expect(evaluation.shipped.spearman).toBeGreaterThan(0.3);
    expect(trained.buyers).toBe(countBuyers(allRows(snapshots, protocol, "all")));
    expect(evaluation.meanSpend).toBeCloseTo(mean(evaluation.spend), 8);
  });

  test("is judged on the test rows by a fit on the training rows, and shipped fitted on all", () => {
    expect(evaluation.predicted).toEqual(last.predicted);
    expect(evaluation.spend).toEqual(last.rows.spend);
    expect(evaluation.customer).toEqual(last.rows.customer);
    const x = headMatrix(scored, "all");
    const shipped = tests.fitAt(protocol.fitCutoffs, scored.cutoff, x);
    expect(expectedSpend(trained.model, x)).toEqual(expectedSpend(shipped.model, x));
    expect(trained.level).toEqual(shipped.level);
    expect(trained.model.totalFactor).toBe(Math.exp(shipped.level.level));
  });

  test("stands beside the same again and the past rate, by hand", () => {
    const { x, spend } = last.rows;
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
    const constant = mean(last.train.spend);
    expect(everybody_alike!.mae).toBeCloseTo(
      error(() => constant),
      8,
    );
  });

  test("tells each member's error at its own best total, and how far its total was off before", () => {
    const { x, spend } = last.rows;
    expect(evaluation.trace.map(({ weight }) => weight)).toEqual([0.25, 0.25, 0.25, 0.25]);
    last.model.members.forEach(({ member }, k) => {
      const told = memberSpend(member, x, FEATURES);
      const { kind, mae, total_ratio } = evaluation.trace[k]!;
      expect(kind).toBe(member.kind);
      expect(total_ratio).toBeCloseTo(mean(told) / mean(spend), 10);
      expect(mae).toBeCloseTo(mean(spend.map((value, i) => Math.abs(value - told[i]! / total_ratio))), 8);
    });
  });

  test("tells of each test what mean spend was expected, in what range, and what came", () => {
    expect(evaluation.levels.map(({ cutoff }) => cutoff)).toEqual(folds.map(({ cutoff }) => cutoff));
    folds.forEach(({ predicted, rows, level }, i) => {
      const { expected, low, high, came } = evaluation.levels[i]!;
      expect(expected).toBeCloseTo(mean(predicted), 8);
      expect(came).toBeCloseTo(mean(rows.spend), 8);
      const times = Math.exp(FOUR_IN_FIVE * level.standardError);
      expect(low).toBeCloseTo(expected / times, 8);
      expect(high).toBeCloseTo(expected * times, 8);
    });
  });

  test("says how many of the test rows lay in their interval, ends included", () => {
    const { low, high, spend } = evaluation;
    let held = 0;
    for (let i = 0; i < spend.length; i++) if (spend[i]! >= low[i]! && spend[i]! <= high[i]!) held++;
    expect(evaluation.intervalCoverage).toBe(held / spend.length);
    expect(evaluation.intervalCoverage!).toBeGreaterThan(0.6);
    expect(low.every((value, i) => value >= 0 && value <= high[i]!)).toBe(true);
  });

  test("is judged by intervals from the tests before, and ships those from all of them", () => {
    const before = promisedBands(folds.slice(0, 1), last.level);
    expect(intervals(before, last.predicted)).toEqual({ low: evaluation.low, high: evaluation.high });
    expect(trained.bands).toEqual(promisedBands(folds, trained.level!));
  });

  test("the same seed gives the same model, bit for bit", () => {
    const again = trainSpend(snapshots, scored, protocol, "all", DEFAULT_SETTINGS, new Random(1));
    expect(again.evaluation).toEqual(evaluation);
    expect(again.bands).toEqual(trained.bands);
    const x = headMatrix(scored, "all");
    expect(expectedSpend(again.model, x)).toEqual(expectedSpend(trained.model, x));
  });

  test("leaves the buy-till-you-die model out where it could not be fitted for the customers who are scored", () => {
    expect(trained.model.members.map(({ member }) => member.kind)).toContain("btyd");
    const none = new Float64Array(scored.rows).fill(NaN);
    const unfitted = { ...scored, columns: { ...scored.columns, btyd_expected_spend: none } };
    const { model } = trainSpend(snapshots, unfitted, protocol, "all", DEFAULT_SETTINGS, new Random(1));
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
    const changed = new Snapshots({ ...purchases, value }, returns, HORIZONS);
    const again = trainSpend(changed, scored, protocol, "all", DEFAULT_SETTINGS, new Random(1)).evaluation!;
    expect(again.meanSpend).toBeCloseTo(change(evaluation.meanSpend), 6);
    expect(again.predicted).toEqual(evaluation.predicted);
    expect([again.low, again.high]).toEqual([evaluation.low, evaluation.high]);
    expect(again.levels[0]).toEqual(evaluation.levels[0]!);
    expect(again.levels[1]).toEqual({ ...evaluation.levels[1]!, came: again.meanSpend });
  });
});

describe("the intervals of what tests promised", () => {
  // Expectations from 1 to 1,000, as many between 1 and 10 as between 100 and 1,000; off by half or so either way.
  const n = 2000;
  const predicted = Float64Array.from({ length: n }, (_, i) => 1000 ** (i / n));
  const rows = rowsOf(labels(0, n));
  predicted.forEach((value, i) => {
    rows.spend[i] = value * [0.6, 0.9, 1, 1.1, 1.5][i % 5]!;
  });
  const promise = { predicted, rows };
  /** How wide an interval around 30 is. */
  const width = (standardError: number) => {
    const { low, high } = intervals(promisedBands([promise], { standardError }), Float64Array.of(30));
    return high[0]! - low[0]!;
  };

  test("are those of a test whose total came true, if the level is known", () => {
    const times = mean(rows.spend) / mean(predicted);
    const known = fitBands(
      predicted.map((value) => value * times),
      rows.spend,
      0.8,
    )!;
    const { coverage, at, low, high } = promisedBands([promise], { standardError: 0 })!;
    expect([coverage, at.length]).toEqual([0.8, 20]);
    at.forEach((value, g) => {
      expect(value).toBeCloseTo(known.at[g]!, 8);
    });
    expect([low, high]).toEqual([known.low, known.high]);
  });

  test("do not depend on whether the total of a test came true", () => {
    const doubled = { predicted: predicted.map((value) => 2 * value), rows };
    const [one, two] = [promise, doubled].map((given) => promisedBands([given], { standardError: 0.3 })!);
    expect(one!.low).toEqual(two!.low);
    expect(one!.high).toEqual(two!.high);
  });

  test("widen with the standard error of the level", () => {
    const widths = [0, 0.2, 0.4, 0.8].map(width);
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
    expect(new Set(widths).size).toBe(4);
  });

  test("are not given for fewer than 50 promises, however many levels they may have", () => {
    const few = rowsOf(labels(0, 49));
    expect(promisedBands([{ predicted: few.spend, rows: few }], { standardError: 0.2 })).toBeNull();
    const enough = rowsOf(labels(0, 50));
    expect(promisedBands([{ predicted: enough.spend, rows: enough }], { standardError: 0.2 })).not.toBeNull();
  });

  test("come from what the model says of its own rows where there was no test before", () => {
    const [own] = promisesBefore([], last);
    expect(own!.predicted).toEqual(expectedSpend(last.model, last.train.x));
    expect(own!.rows).toBe(last.train);
    expect(promisesBefore(folds, last)).toBe(folds);
  });
});

describe("a lifetime-value model with little to go by", () => {
  test("on held-out customers promises what was said out of sample", () => {
    const short = simulatedSnapshots(11, 600, 140);
    const plan = planProtocol(oldestOrder(short.purchases), newestOrder(short.purchases), [90]);
    expect(plan.kind).toBe("held_out_customers");
    const table = short.at(newestOrder(short.purchases)).table;
    const {
      evaluation: judged,
      bands,
      level,
    } = trainSpend(short, table, plan, "base", DEFAULT_SETTINGS, new Random(1));
    expect(judged!.intervalCoverage!).toBeGreaterThan(0.6);
    expect(bands).not.toBeNull();
    // The total is that of the other customers in the same window: it needs no range.
    const [known] = judged!.levels;
    expect(judged!.levels).toHaveLength(1);
    expect([known!.low, known!.high]).toEqual([known!.expected, known!.expected]);
    expect(Math.abs(Math.log(known!.expected / known!.came))).toBeLessThan(Math.log(1.5));
    expect(level!.lastYear).toBeNull();
  });

  test("without any window tells nothing, and has no interval", () => {
    const none = trainSpend(
      snapshots,
      scored,
      planProtocol(0, 0, [30]),
      "all",
      DEFAULT_SETTINGS,
      new Random(1),
    );
    const { model, level, bands, buyers } = none;
    expect(model.kind).toBe("none");
    expect([level, bands, none.evaluation, buyers]).toEqual([null, null, null, null]);
    const { low, high } = intervals(bands, Float64Array.of(1, 2));
    expect([...low, ...high]).toEqual([NaN, NaN, NaN, NaN]);
  });

  test("of twelve customers tells the mean, and no interval of so few", () => {
    const tiny = simulatedSnapshots(4, 12, 330);
    const plan = planProtocol(oldestOrder(tiny.purchases), newestOrder(tiny.purchases), [90]);
    const table = tiny.at(newestOrder(tiny.purchases)).table;
    const { model, evaluation: judged } = trainSpend(
      tiny,
      table,
      plan,
      "base",
      DEFAULT_SETTINGS,
      new Random(1),
    );
    expect(model.kind).toBe("mean");
    expect(judged!.intervalCoverage).toBeNull();
    expect(judged!.low.every(Number.isNaN)).toBe(true);
  });
});
