import { describe, expect, test } from "bun:test";
import { matrix } from "../../../src/learning/matrix";
import { Random } from "../../../src/learning/random";
import { HEAD_FEATURES } from "../../../src/models/heads";
import { joined, type LabelledRows } from "../../../src/models/judging/labelled-rows";
import { customerFolds, type Split } from "../../../src/models/judging/splits";
import { agreedCorrection, chooseSpend } from "../../../src/models/spend/choose-spend";
import { expectedSpend, fitSpend, LEAST_BUYERS, MEAN_SPEND } from "../../../src/models/spend/lifetime-value";
import { fitMember, memberSpend, SPEND_MEMBERS } from "../../../src/models/spend/spend-members";
import { SPEND_ROUNDS, SPLITS } from "../simulated-rows";

const FEATURES = ["recency_days", "frequency", "spend_90d", "btyd_expected_spend"];
const SPEND_90D = 2;
const BTYD = 3;

/** Rows whose features are noise but for the spend of the last period, which `spend` follows. */
function rowsOf(
  n: number,
  spend: (last: number, i: number, random: Random) => number,
  cutoffs = 1,
): LabelledRows {
  const random = new Random(3);
  const x = matrix(n, FEATURES.length);
  for (let i = 0; i < x.data.length; i++) x.data[i] = Math.fround(random.exponential(0.05));
  const spent = Float64Array.from({ length: n }, (_, i) =>
    spend(x.data[i * FEATURES.length + SPEND_90D]!, i, random),
  );
  return {
    x,
    spend: spent,
    churned: spent.map((value) => (value > 0 ? 0 : 1)),
    customer: Int32Array.from({ length: n }, (_, i) => Math.floor(i / cutoffs)),
    cutoff: Float64Array.from({ length: n }, (_, i) => i % cutoffs),
  };
}

/** The rows with a column missing where `isMissing` says so. */
function missing(rows: LabelledRows, column: number, isMissing: (row: number) => boolean): LabelledRows {
  const { columns } = rows.x;
  const data = rows.x.data.map((value, i) =>
    i % columns === column && isMissing(Math.floor(i / columns)) ? NaN : value,
  );
  return { ...rows, x: { ...rows.x, data } };
}

const buys = (last: number, _: number, random: Random) =>
  random.uniform() < 0.3 ? 0 : last * Math.exp(0.5 * random.normal());
const ROWS = rowsOf(400, buys, 2);

function choose(rows: LabelledRows, earlier: readonly Split[] = [], asked = rows, seed = 1) {
  return chooseSpend(rows, earlier, FEATURES, 90, [asked.x], "quick", new Random(seed));
}

const kindsOf = (selection: ReturnType<typeof choose>) => selection.choice.members.map(({ kind }) => kind);
const weightsOf = (selection: ReturnType<typeof choose>) =>
  selection.choice.members.map(({ weight }) => weight);
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

describe("the blend of expected spend", () => {
  const selection = choose(ROWS);

  test("has every member, each with a vote or more of the one each and six", () => {
    expect(kindsOf(selection)).toEqual([...SPEND_MEMBERS]);
    expect(sum(weightsOf(selection))).toBeCloseTo(1, 12);
    const votes = weightsOf(selection).map((weight) => weight * (SPEND_MEMBERS.length + 6));
    for (const count of votes) {
      expect(count).toBeCloseTo(Math.round(count), 9);
      expect(count).toBeGreaterThan(0.9);
    }
  });

  test("judges each member by rows of customers that its fit had not seen", () => {
    const folds = customerFolds(ROWS, "quick", new Random(1).fork("customers"));
    const spend = joined(folds.map(({ test: held }) => held.spend));
    for (const kind of ["btyd", "same_again", "tweedie_glm", "zero_inflated_lognormal"] as const) {
      const told = joined(
        folds.map(({ train, test: held }) =>
          memberSpend(fitMember(kind, train, FEATURES, 90, SPEND_ROUNDS, 1), held.x, FEATURES),
        ),
      );
      const judged = selection.trace.find((member) => member.kind === kind)!;
      const error = sum(told.map((value, i) => Math.abs(value - spend[i]!))) / spend.length;
      expect(judged.mae).toBeCloseTo(error, 8);
      expect(judged.total_ratio).toBeCloseTo(sum(told) / sum(spend), 8);
    }
  });

  test("gives all votes beyond the first to a member that is right every time", () => {
    const same = choose(rowsOf(400, (last) => last, 2));
    expect(kindsOf(same)[1]).toBe("same_again");
    expect(weightsOf(same)[1]).toBeCloseTo(7 / 12, 12);
  });

  test("is the same for the same seed, bit for bit", () => {
    expect(choose(ROWS)).toEqual(selection);
  });

  test("tells the same in cents as in euros", () => {
    const cents = choose(rowsOf(400, (last, i, random) => 100 * buys(last, i, random), 2));
    const trained = new Set(["tweedie_glm", "zero_inflated_lognormal", "tweedie_trees", "hurdle_trees"]);
    for (const { kind, mae } of cents.trace) {
      if (!trained.has(kind)) continue;
      const inEuros = selection.trace.find((member) => member.kind === kind)!.mae;
      expect(Math.abs(mae / (100 * inEuros) - 1)).toBeLessThan(1e-3);
    }
  });

  test("without earlier tests promises what the blend says out of sample", () => {
    const { predicted, spend } = selection.promises;
    expect(spend).toHaveLength(400);
    expect(predicted).toHaveLength(400);
    const errors = sum(predicted.map((value, i) => Math.abs(value - spend[i]!))) / 400;
    // The triangle inequality: no blend errs more than its members, weighed.
    expect(errors).toBeLessThanOrEqual(sum(selection.trace.map(({ mae, weight }) => mae * weight)) + 1e-9);
    const totals = sum(selection.trace.map(({ total_ratio, weight }) => total_ratio * weight));
    expect(sum(predicted) / sum(spend)).toBeCloseTo(totals, 8);
  });
});

describe("a member takes no part", () => {
  const others = SPEND_MEMBERS.filter((kind) => kind !== "btyd");

  test("that cannot answer about one of the customers who will be asked about", () => {
    expect(
      kindsOf(
        choose(
          ROWS,
          [],
          missing(ROWS, BTYD, (row) => row === 17),
        ),
      ),
    ).toEqual(others);
    const noLast = choose(
      ROWS,
      [],
      missing(ROWS, SPEND_90D, (row) => row === 399),
    );
    expect(kindsOf(noLast)).toEqual(SPEND_MEMBERS.filter((kind) => kind !== "same_again"));
  });

  test.each([
    [200, [...SPEND_MEMBERS]],
    [201, [...others]],
    [400, [...others]],
  ])("whose answer is missing in more than half of the training rows: %i of 400", (without, expected) => {
    const rows = missing(ROWS, BTYD, (row) => row < without);
    expect(kindsOf(choose(rows, [], ROWS))).toEqual(expected);
  });

  test("whose answer is no feature of the head", () => {
    const { train, test: held } = SPLITS.base.test;
    const { choice } = chooseSpend(train, [], HEAD_FEATURES.base, 60, [held.x], "quick", new Random(1));
    expect(choice.members.map(({ kind }) => kind)).toEqual(
      SPEND_MEMBERS.filter((kind) => kind !== "btyd" && kind !== "same_again"),
    );
  });

  test("but members are weighed by rows that all of them can answer about", () => {
    const rows = missing(ROWS, BTYD, (row) => row % 4 === 0);
    const { trace, promises } = choose(rows, [], ROWS);
    expect(promises.predicted).toHaveLength(300);
    expect(promises.predicted.every(Number.isFinite)).toBe(true);
    const judged = trace.find(({ kind }) => kind === "same_again")!;
    let error = 0;
    for (let row = 0; row < 400; row++)
      if (row % 4 !== 0) error += Math.abs(rows.spend[row]! - rows.x.data[row * 4 + SPEND_90D]!);
    expect(judged.mae).toBeCloseTo(error / 300, 8);
  });
});

describe("where little was bought", () => {
  test.each([
    [LEAST_BUYERS - 1, "mean"],
    [LEAST_BUYERS, "blend"],
  ] as const)("%i buyers among 400 rows give a %s", (buyers, kind) => {
    const { choice } = choose(rowsOf(400, (last, i) => (i % 4 === 0 && i / 4 < buyers ? last : 0)));
    expect(choice.kind).toBe(kind);
  });

  test("the mean is promised by the earlier tests, and by the rows themselves without", () => {
    const few = rowsOf(6, (_, i) => 10 * i);
    const later = rowsOf(4, () => 7);
    const own = choose(few);
    expect(own).toMatchObject({ choice: MEAN_SPEND, trace: [], earlierRatios: [] });
    expect(own.promises).toEqual({ predicted: new Float64Array(6).fill(25), spend: few.spend });
    const tested = choose(few, [{ train: few, test: later }]);
    expect(tested.promises).toEqual({ predicted: new Float64Array(4).fill(25), spend: later.spend });
  });

  test.each([1, 2, 3, 10])("%i customers are told their mean", (customers) => {
    const rows = rowsOf(customers, (last) => last);
    const { choice } = choose(rows);
    expect(choice).toEqual(MEAN_SPEND);
    const [told] = expectedSpend(fitSpend(rows, FEATURES, 90, choice, 1), rows.x);
    expect(told).toBeCloseTo(sum(rows.spend) / customers, 10);
  });

  test("nobody who buys anything is told nothing", () => {
    const rows = rowsOf(300, () => 0);
    const { choice, promises } = choose(rows);
    expect(choice.kind).toBe("mean");
    expect(new Set(promises.predicted)).toEqual(new Set([0]));
    expect([...expectedSpend(fitSpend(rows, FEATURES, 90, choice, 1), rows.x)]).toEqual([...rows.spend]);
  });

  test("a hundred buyers but none at the newest cutoff still give a blend of amounts", () => {
    const rows = rowsOf(800, (last, i) => (i % 4 < 3 && i % 8 < 4 ? last : 0), 4);
    const { choice, promises } = choose(rows);
    expect(choice.kind).toBe("blend");
    expect(promises.predicted.every((value) => value >= 0 && value < Infinity)).toBe(true);
  });

  test("buyers who are all the same customer give a mean, for no part without them knows an amount", () => {
    const rows = rowsOf(1500, (last, i) => (i < 150 ? last : 0), 150);
    expect(choose(rows).choice.kind).toBe("mean");
  });

  test("customers who are all alike are blended without a number that is none", () => {
    const x = matrix(200, FEATURES.length, new Float64Array(200 * FEATURES.length).fill(25));
    const alike = { ...rowsOf(200, () => 25), x };
    const selection = choose(alike);
    expect(selection.choice.kind).toBe("blend");
    for (const value of [...weightsOf(selection), ...selection.promises.predicted])
      expect(Number.isFinite(value)).toBe(true);
    // The first two are right to the last digit and share the first places; ties go to the earlier.
    expect(Math.max(...weightsOf(selection))).toBe(weightsOf(selection)[0]!);
    const model = fitSpend(alike, FEATURES, 90, selection.choice, 1);
    for (const value of expectedSpend(model, x)) expect(value).toBeCloseTo(25, 1);
  });
});

describe("the correction that every earlier test asks for", () => {
  test.each<[string, number[], number]>([
    ["none without tests", [], 1],
    ["none for one", [0.5], 1],
    ["none for two", [0.5, 0.6], 1],
    ["the mildest where all were low", [0.5, 0.6, 0.7], 1 / 0.7],
    ["the mildest where all were high", [1.5, 1.2, 3], 1 / 1.2],
    ["none where they disagree", [0.8, 0.9, 1.1, 0.7], 1],
    ["none where one was right", [0.8, 1, 0.9], 1],
    ["none under two parts in a hundred", [0.9, 0.985, 0.8], 1],
    ["one from two parts in a hundred on", [0.9, 0.979, 0.8], 1 / 0.979],
    ["a test in which nothing was bought does not count", [Infinity, 0.5, 0.6, 0.7], 1 / 0.7],
    ["nor one in which nothing was expected", [0, 0.5, 0.6], 1],
    ["nor one without either", [NaN, 0.5, 0.6], 1],
  ])("%s", (_, ratios, factor) => {
    expect(agreedCorrection(ratios)).toBeCloseTo(factor, 12);
  });

  /** Tests whose customers spend `factor` times what they would. */
  const earlier = (factors: readonly number[]): Split[] =>
    factors.map((factor) => ({
      train: ROWS,
      test: { ...ROWS, spend: ROWS.spend.map((value) => value * factor) },
    }));

  test("reaches the choice and the promises, and comes from fits on the earlier rows", () => {
    const tests = earlier([2, 1.5, 1.8]);
    const selection = choose(ROWS, tests);
    const { choice, earlierRatios, promises } = selection;
    const seed = new Random(1).fork("trees").seed;
    const told = expectedSpend(fitSpend(ROWS, FEATURES, 90, { ...choice, totalFactor: 1 }, seed), ROWS.x);
    earlierRatios.forEach((ratio, i) => {
      expect(ratio).toBeCloseTo(sum(told) / sum(tests[i]!.test.spend), 10);
    });
    expect(choice.totalFactor).toBeCloseTo(1 / Math.max(...earlierRatios), 12);
    expect(choice.totalFactor).toBeGreaterThan(1.2);
    expect(promises.spend).toEqual(joined(tests.map(({ test: held }) => held.spend)));
    promises.predicted.forEach((value, i) => {
      expect(value).toBeCloseTo(choice.totalFactor * told[i % 400]!, 8);
    });
  });

  test("leaves weights and trees as they are", () => {
    const { choice } = choose(ROWS, earlier([2, 1.5, 1.8]));
    expect(choice).toEqual({ ...choose(ROWS).choice, totalFactor: choice.totalFactor });
  });

  test("leaves out tests with too few buyers to learn from, and those whose customers a member cannot answer about", () => {
    const [good] = earlier([2]);
    const few = { train: rowsOf(150, (last, i) => (i < 99 ? last : 0)), test: ROWS };
    const unanswered = { train: ROWS, test: missing(ROWS, BTYD, (row) => row === 3) };
    const { earlierRatios, promises, choice } = choose(ROWS, [few, unanswered, good!]);
    expect(earlierRatios).toHaveLength(1);
    expect(promises.spend).toEqual(good!.test.spend);
    expect(choice.totalFactor).toBe(1);
  });
});
