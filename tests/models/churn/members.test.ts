import { describe, expect, test } from "bun:test";
import { matrix } from "../../../src/learning/matrix";
import { spearman } from "../../../src/learning/metrics/index";
import { Random } from "../../../src/learning/random";
import { knownSigns } from "../../../src/models/churn/known-signs";
import {
  byOneFeature,
  type ChurnMembers,
  fitMembers,
  mixed,
  votersOf,
  votes,
} from "../../../src/models/churn/members";
import { HEAD_FEATURES, type Head } from "../../../src/models/heads";
import type { LabelledRows } from "../../../src/models/judging/labelled-rows";
import { linearValues } from "../../../src/models/linear-predictor";
import { labels, rowsOf } from "../noisy-rows";
import { membersOf, SPLITS } from "../simulated-rows";

const FEATURES = HEAD_FEATURES.base;
const D = FEATURES.length;
const at = (name: string) => FEATURES.indexOf(name);

/** The features that a linear member uses. */
const usedBy = ({ logistic }: ChurnMembers) => FEATURES.filter((_, j) => logistic.coefficients[j] !== 0);

describe("the members of a level", () => {
  test("full has trees, and both voters rank those who wait longer as likelier to leave", () => {
    const members = fitMembers(rowsOf(labels(150, 150)), FEATURES, "full", 1);
    expect(votersOf(members)).toEqual(["logistic", "boosted_trees"]);
    const probe = matrix(2, D, new Float64Array(2 * D).fill(8));
    probe.data[0] = 40;
    for (const [late, soon] of votes(members, probe)) expect(late!).toBeGreaterThan(soon!);
  });

  test("recency and frequency alone have one voter with two coefficients", () => {
    const members = fitMembers(rowsOf(labels(30, 60)), FEATURES, "recency_frequency", 1);
    expect(votersOf(members)).toEqual(["logistic"]);
    expect(usedBy(members)).toEqual(["recency_days", "frequency"]);
    expect(members.logistic.coefficients[0]).toBeGreaterThan(0);
  });

  test("constant says the same of everyone", () => {
    const members = fitMembers(rowsOf(labels(3, 5)), FEATURES, "constant", 1);
    expect(votersOf(members)).toEqual(["logistic"]);
    expect([...votes(members, rowsOf(labels(2, 2)).x)[0]!]).toEqual([0, 0, 0, 0]);
  });

  test("below full take no notice of the purchase model", () => {
    for (const level of ["recency_frequency", "constant"] as const)
      expect(votersOf(membersOf("all", level))).toEqual(["logistic"]);
  });

  test.each(["full", "recency_frequency"] as const)(
    "%s does without the columns whose sign would be wrong, and says the same of everyone where none is left",
    (level) => {
      // Leavers have waited less and ordered more.
      const rows = rowsOf(labels(150, 150));
      for (let i = 0; i < 300; i++) {
        rows.x.data[i * D] = rows.churned[i] === 1 ? 1 + (i % 3) : 30 + (i % 3);
        rows.x.data[i * D + at("frequency")] = rows.churned[i] === 1 ? 9 + (i % 2) : 1 + (i % 2);
      }
      const members = fitMembers(rows, FEATURES, level, 1);
      expect(usedBy(members)).not.toContain("recency_days");
      expect(usedBy(members)).not.toContain("frequency");
      if (level === "full") expect(usedBy(members).length).toBeGreaterThan(0);
      else expect([...new Set(votes(members, rows.x)[0])]).toEqual([0]);
    },
  );
});

describe("the purchase model", () => {
  const { train, test: held } = SPLITS.all;
  const features = HEAD_FEATURES.all;
  const column = features.indexOf("btyd_no_order_log_odds");

  /** The training rows, where the model answers about the first `known` only. */
  function withAnswers(known: number): LabelledRows {
    const data = train.x.data.slice();
    for (let i = 0; i < train.x.rows; i++)
      data[i * train.x.columns + column] = i < known ? -2 + train.churned[i]! : NaN;
    return { ...train, x: { ...train.x, data } };
  }

  test("votes with its log-odds, stretched", () => {
    const members = membersOf("all");
    expect(votersOf(members)).toEqual(["logistic", "boosted_trees", "buy_till_you_die"]);
    const { coefficients } = members.btyd!;
    expect([...coefficients.keys()].filter((j) => coefficients[j] !== 0)).toEqual([column]);
    const asked = Float64Array.from(
      { length: held.x.rows },
      (_, i) => held.x.data[i * held.x.columns + column]!,
    );
    expect(spearman(asked, votes(members, held.x)[2]!)).toBeCloseTo(1, 12);
  });

  test("that answers about half of the rows votes, and about one fewer leaves it to the other two", () => {
    const half = Math.ceil(train.x.rows / 2);
    const voters = (known: number) => votersOf(fitMembers(withAnswers(known), features, "full", 3));
    expect(voters(half)).toHaveLength(3);
    expect(voters(half - 1)).toEqual(["logistic", "boosted_trees"]);
  });

  test("is no voter of the head that knows nothing of it", () => {
    expect(votersOf(membersOf("base"))).toEqual(["logistic", "boosted_trees"]);
  });
});

describe("what moved a whole window", () => {
  /** Log-odds of leaving: recency, the same in each window, plus what the window adds. `purchase_span_days` tells the window. */
  function shop(levels: readonly number[], marked: boolean): LabelledRows {
    const random = new Random(11);
    const n = 3000;
    const x = matrix(n, D);
    const churned = new Float64Array(n);
    const cutoff = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const window = i % levels.length;
      for (let j = 0; j < D; j++) x.data[i * D + j] = Math.fround(random.exponential(0.1));
      x.data[i * D + at("purchase_span_days")] = Math.fround(10 * (1 + window) + random.uniform());
      const waited = Math.log(1 + x.data[i * D]!) - 2;
      churned[i] = random.uniform() < 1 / (1 + Math.exp(-waited - levels[window]!)) ? 1 : 0;
      cutoff[i] = marked ? window : 0;
    }
    return { x, churned, spend: new Float64Array(n), customer: Int32Array.from(churned.keys()), cutoff };
  }

  const SWING = [-1.5, 0, 1.5];
  const fit = (rows: LabelledRows) => fitMembers(rows, FEATURES, "full", 1);
  const [calm, moved] = [fit(shop([0, 0, 0], true)), fit(shop(SWING, true))];
  const leaking = fit(shop(SWING, false));
  const span = at("purchase_span_days");

  test("is not learned by a column that tells the window", () => {
    expect(leaking.logistic.coefficients[span]!).toBeGreaterThan(0.8);
    expect(Math.abs(moved.logistic.coefficients[span]!)).toBeLessThan(0.1);
  });

  test("leaves the logistic regression as it is where all windows are alike", () => {
    moved.logistic.coefficients.forEach((value, j) => {
      expect(Math.abs(value - calm.logistic.coefficients[j]!)).toBeLessThan(0.12);
    });
    expect(moved.logistic.coefficients[0]!).toBeGreaterThan(0.6);
  });

  test("leaves the ranking of every voter as it is", () => {
    const { x } = shop([0], true);
    const told = votes(moved, x);
    votes(calm, x).forEach((vote, k) => {
      expect(spearman(vote, told[k]!)).toBeGreaterThan(0.93);
    });
  });

  test("is not learned by the trees", () => {
    const x = matrix(2, D, new Float64Array(2 * D).fill(8));
    x.data[span] = 10;
    x.data[D + span] = 30;
    const apart = ({ trees }: ChurnMembers) => {
      const [first, last] = trees!.margin(x);
      return last! - first!;
    };
    // The windows lie 3 apart. The log-odds of their shares lie somewhat nearer together than that, so a little is left.
    expect(apart(leaking)).toBeGreaterThan(2);
    expect(Math.abs(apart(moved))).toBeLessThan(0.8);
  });
});

describe("the known signs hold for every voter, whatever the customer:", () => {
  const fitted = { all: membersOf("all"), base: membersOf("base") };
  const cases = (["all", "base"] as const).flatMap((head) => {
    const signs = knownSigns("leaving", HEAD_FEATURES[head]);
    return HEAD_FEATURES[head].flatMap((name, j) =>
      signs[j] === 0 ? [] : [[name, signs[j] === 1 ? "lowers" : "raises", head, signs[j]!, j] as const],
    );
  });

  test.each<readonly [string, string, Head, number, number]>(cases)(
    "raising %s alone never %s the log-odds of leaving (%s features)",
    (_, __, head, sign, column) => {
      const { x } = SPLITS[head].test;
      let before = votes(fitted[head], x).map((vote) => vote.fill(-Infinity));
      for (const value of [-9, 0, 0.2, 0.5, 0.9, 1, 1.5, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 400]) {
        const data = x.data.map((own, i) => (i % x.columns === column ? value : own));
        const now = votes(fitted[head], { ...x, data }).map((vote) => vote.map((told) => sign * told));
        now.forEach((vote, k) => {
          expect([...vote.filter((told, i) => told < before[k]![i]! - 1e-12)]).toEqual([]);
        });
        before = now;
      }
    },
  );

  test("and recency does move the trees", () => {
    const { x } = SPLITS.base.test;
    const waiting = (days: number) =>
      fitted.base.trees!.margin({ ...x, data: x.data.map((own, i) => (i % x.columns === 0 ? days : own)) });
    const [soon, late] = [waiting(1), waiting(200)];
    expect(late.every((margin, i) => margin > soon[i]!)).toBe(true);
  });
});

describe("recency alone", () => {
  test("rises with recency, whatever the other features and the windows are", () => {
    const rows = rowsOf(labels(150, 150), new Random(8), 3);
    const told = byOneFeature("recency_days", rows, rows.x, FEATURES);
    const order = Array.from(told.keys()).sort((a, b) => rows.x.data[a * D]! - rows.x.data[b * D]!);
    for (let i = 1; i < order.length; i++)
      expect(told[order[i]!]!).toBeGreaterThanOrEqual(told[order[i - 1]!]!);
    const noise = rows.x.data.map((value, i) => (i % D === at("recency_days") ? value : 7));
    const alike = { ...rows, x: { ...rows.x, data: noise }, cutoff: rows.cutoff.map(() => 5) };
    expect(byOneFeature("recency_days", alike, alike.x, FEATURES)).toEqual(told);
  });

  test("tells (leavers + 1) / (rows + 2) where recency says the opposite of what it should", () => {
    const rows = rowsOf(labels(30, 90));
    for (let i = 0; i < 120; i++) rows.x.data[i * D] = rows.churned[i] === 1 ? 1 : 50;
    for (const value of byOneFeature("recency_days", rows, rows.x, FEATURES))
      expect(value).toBeCloseTo(Math.log(31 / 91), 12);
  });
});

test("a mixture of two predictors tells the weighted mean of what they tell", () => {
  const { logistic, btyd } = membersOf("all");
  const { x } = SPLITS.all.test;
  const [a, b] = [linearValues(logistic, x), linearValues(btyd!, x)];
  linearValues(mixed(logistic, btyd!, 0.3), x).forEach((value, i) => {
    expect(value).toBeCloseTo(0.7 * a[i]! + 0.3 * b[i]!, 10);
  });
});
