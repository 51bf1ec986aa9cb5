import { describe, expect, test } from "bun:test";
import { matrix } from "../../../src/learning/matrix";
import {
  allowedLevel,
  blend,
  type ChurnChoice,
  type ChurnLevel,
  calibrate,
  churnLevel,
  churnLogOdds,
  contenderLogOdds,
  fitChurn,
  probabilities,
  unlearnedChurn,
} from "../../../src/models/churn/churn";
import { knownSigns } from "../../../src/models/churn/known-signs";
import { HEAD_FEATURES, type Head } from "../../../src/models/heads";
import { USUAL_SHAPE } from "../../../src/models/trees";
import { labels, rowsOf } from "../noisy-rows";
import { fitFullChurn, SPLITS } from "../simulated-rows";

const FEATURES = HEAD_FEATURES.base;

/** A choice as `chooseChurn` makes it at that level. */
function choiceOf(level: ChurnLevel): ChurnChoice {
  const full = level === "full";
  return {
    level,
    l2: 10,
    trees: full ? { shape: USUAL_SHAPE, rounds: 25 } : null,
    treeWeight: full ? 0.3 : 0,
    calibration: { slope: 1, intercept: 0 },
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

  test.each<[number, number, ChurnLevel]>([
    [150, 3, "full"],
    [150, 2, "recency_frequency"],
    [50, 2, "recency_frequency"],
    [5, 2, "constant"],
  ])("of %i of a kind where nobody has more than %i orders: %s", (ofAKind, most, level) => {
    const rows = rowsOf(labels(ofAKind, ofAKind));
    const column = FEATURES.indexOf("frequency");
    for (let i = column; i < rows.x.data.length; i += FEATURES.length) rows.x.data[i] = 1;
    rows.x.data[column + 3 * FEATURES.length] = most;
    expect(allowedLevel(rows, FEATURES)).toBe(level);
  });
});

describe("the levels of the churn model", () => {
  test("full has trees, and both parts rank those who wait longer as likelier to leave", () => {
    const model = fitChurn(rowsOf(labels(150, 150)), FEATURES, choiceOf("full"), 1);
    expect(model.level).toBe("full");
    expect(model.trees?.rounds).toBe(25);
    const probe = matrix(2, FEATURES.length, new Float64Array(2 * FEATURES.length).fill(8));
    probe.data[0] = 40;
    const { linear, trees } = contenderLogOdds(model, probe);
    expect(linear[0]).toBeGreaterThan(linear[1]!);
    expect(trees[0]).toBeGreaterThan(trees[1]!);
  });

  test("recency and frequency alone have no trees, and five coefficients of 0", () => {
    const model = fitChurn(rowsOf(labels(30, 60)), FEATURES, choiceOf("recency_frequency"), 1);
    expect(model.level).toBe("recency_frequency");
    expect([model.trees, model.treeWeight]).toEqual([null, 0]);
    const used = FEATURES.filter((_, j) => model.linear.coefficients[j] !== 0);
    expect(used).toEqual(["recency_days", "frequency"]);
    expect(model.linear.coefficients[0]).toBeGreaterThan(0);
  });

  test.each(["full", "recency_frequency"] as const)(
    "%s does without the columns whose sign would be wrong, and tells the share where none is left",
    (level) => {
      // Leavers have waited less and ordered more.
      const rows = rowsOf(labels(150, 150));
      const frequency = FEATURES.indexOf("frequency");
      for (let i = 0; i < 300; i++) {
        rows.x.data[i * FEATURES.length] = rows.churned[i] === 1 ? 1 + (i % 3) : 30 + (i % 3);
        rows.x.data[i * FEATURES.length + frequency] = rows.churned[i] === 1 ? 9 + (i % 2) : 1 + (i % 2);
      }
      const { linear } = fitChurn(rows, FEATURES, { ...choiceOf(level), trees: null, treeWeight: 0 }, 1);
      expect([linear.coefficients[0], linear.coefficients[frequency]]).toEqual([0, 0]);
      if (level === "full") expect(linear.coefficients.some((value) => value !== 0)).toBe(true);
      else expect(linear.intercept).toBeCloseTo(0, 12);
    },
  );

  test("a larger penalty draws the coefficients nearer to 0", () => {
    const size = (l2: number) => {
      const { linear } = fitChurn(rowsOf(labels(150, 150)), FEATURES, { ...choiceOf("full"), l2 }, 1);
      return Math.hypot(...linear.coefficients);
    };
    expect(size(300)).toBeLessThan(size(30));
    expect(size(30)).toBeLessThan(size(1));
  });

  test.each([
    [3, 5],
    [0, 8],
    [8, 0],
  ])(
    "constant tells (leavers + 1) / (customers + 2) for everybody: %i left, %i stayed",
    (leavers, stayers) => {
      const model = fitChurn(rowsOf(labels(leavers, stayers)), FEATURES, choiceOf("constant"), 1);
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

  test("constant features, and customers who are all alike, are told the share of those who left", () => {
    const rows = rowsOf(labels(120, 360));
    const alike = { ...rows, x: { ...rows.x, data: rows.x.data.map(() => 3) } };
    const model = fitChurn(alike, FEATURES, choiceOf("full"), 1);
    for (const value of probabilities(churnLogOdds(model, alike.x))) expect(value).toBeCloseTo(0.25, 2);
  });
});

describe("the known signs hold in either part, whatever the customer:", () => {
  const fitted = { all: fitFullChurn("all"), base: fitFullChurn("base") };
  const { trees } = fitted.base;
  const cases = (["all", "base"] as const).flatMap((head) => {
    const signs = knownSigns("leaving", HEAD_FEATURES[head]);
    return HEAD_FEATURES[head].flatMap((name, j) =>
      signs[j] === 0 ? [] : [[name, signs[j] === 1 ? "lowers" : "raises", head, signs[j]!, j] as const],
    );
  });

  test.each<readonly [string, string, Head, number, number]>(cases)(
    "raising %s alone never %s the log-odds of leaving (%s features)",
    (_, __, head, sign, column) => {
      const { x } = SPLITS[head].test.test;
      const nothing = new Float64Array(x.rows).fill(-Infinity);
      let before = { linear: nothing, trees: nothing };
      for (const value of [0, 0.2, 0.5, 0.9, 1, 1.5, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 400]) {
        const data = x.data.map((own, i) => (i % x.columns === column ? value : own));
        const told = contenderLogOdds(fitted[head], { ...x, data });
        const now = {
          linear: told.linear.map((value) => sign * value),
          trees: told.trees.map((value) => sign * value),
        };
        for (const part of ["linear", "trees"] as const) {
          const falls = now[part].filter((value, i) => value < before[part][i]! - 1e-12);
          expect([...falls]).toEqual([]);
        }
        before = now;
      }
    },
  );

  test("and recency does move them", () => {
    const { x } = SPLITS.base.test.test;
    const at = (days: number) =>
      trees!.margin({ ...x, data: x.data.map((own, i) => (i % x.columns === 0 ? days : own)) });
    const [soon, late] = [at(1), at(200)];
    expect(late.every((margin, i) => margin > soon[i]!)).toBe(true);
  });
});

describe("blend and calibration", () => {
  test("the blend weighs log-odds", () => {
    expect([...blend(Float64Array.of(1, -2), Float64Array.of(3, 2), 0.25)]).toEqual([1.5, -1]);
  });

  test("reach the model's log-odds as slope and intercept of the weighed parts", () => {
    const choice = { ...choiceOf("full"), calibration: { slope: 0.5, intercept: -2 } };
    const model = fitChurn(rowsOf(labels(150, 150)), FEATURES, choice, 1);
    const { x } = rowsOf(labels(3, 3));
    const { linear, trees } = contenderLogOdds(model, x);
    churnLogOdds(model, x).forEach((value, i) => {
      expect(value).toBeCloseTo(0.5 * (0.7 * linear[i]! + 0.3 * trees[i]!) - 2, 12);
    });
  });

  test("scores that rank the wrong way round are left as they are rather than turned round", () => {
    const churned = labels(50, 50);
    const wrong = churned.map((label, i) => 1 - 2 * label + 0.01 * i);
    expect(calibrate("full", wrong, churned)).toEqual({ slope: 1, intercept: 0 });
    const right = wrong.map((value) => -value);
    expect(calibrate("full", right, churned).slope).toBeGreaterThan(0);
  });

  test("rows of one kind, and levels below the full one, are no ground for a calibration", () => {
    const scores = Float64Array.from({ length: 40 }, (_, i) => i / 10 - 2);
    for (const one of [labels(40, 0), labels(0, 40)])
      expect(calibrate("full", scores, one)).toEqual({ slope: 1, intercept: 0 });
    expect(calibrate("recency_frequency", scores, labels(20, 20))).toEqual({ slope: 1, intercept: 0 });
  });
});
