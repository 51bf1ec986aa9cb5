import { describe, expect, test } from "bun:test";
import { GradientBoostedTrees } from "../../src/learning/boosting/gradient-boosted-trees";
import { checkPredictInput, type Estimator } from "../../src/learning/estimator";
import { kMeans } from "../../src/learning/kmeans";
import { nearestCenters } from "../../src/learning/lloyd";
import { LogisticRegression } from "../../src/learning/logistic";
import { type Matrix, matrix, stackRows, takeRows } from "../../src/learning/matrix";
import { Random } from "../../src/learning/random";
import { TweedieGlm } from "../../src/learning/tweedie-glm";
import { ZeroInflatedLognormal } from "../../src/learning/zero-inflated-lognormal";
import { farthest } from "./fixture";

/** An estimator of the suite (after scikit-learn's `check_estimator`), on rows of `columns` columns. */
interface Subject {
  readonly name: string;
  readonly columns: number;
  readonly target: "class" | "amount";
  make(): Estimator;
  /** Whether a row of weight 2 counts as two rows, to this relative difference; left out where it need not. */
  readonly weightTolerance?: number;
  /** Clusters rows and takes no notice of targets and weights. */
  readonly unsupervised?: boolean;
}

/** k-means as an estimator that predicts the number of the cluster. */
class ClusterNumbers implements Estimator {
  readonly acceptsMissing = false;
  #centers: Matrix = matrix(0, 0);
  fit(x: Matrix): this {
    this.#centers = kMeans(x, 3, { random: new Random(5), nInit: 2, swaps: 3 }).centers;
    return this;
  }
  predict(x: Matrix): Float64Array {
    checkPredictInput(x, this.#centers.columns, this.acceptsMissing);
    return Float64Array.from(nearestCenters(x, this.#centers).labels);
  }
}

const sampled = { rounds: 12, maxDepth: 3, seed: 4, subsample: 0.7, colsampleByTree: 0.7 };
const SUBJECTS: readonly Subject[] = [
  {
    name: "LogisticRegression",
    columns: 4,
    target: "class",
    make: () => new LogisticRegression({ l2: 0.5 }),
    weightTolerance: 1e-10,
  },
  {
    name: "TweedieGlm",
    columns: 4,
    target: "amount",
    make: () => new TweedieGlm({ power: 1.4 }),
    weightTolerance: 1e-10,
  },
  {
    name: "ZeroInflatedLognormal",
    columns: 4,
    target: "amount",
    make: () => new ZeroInflatedLognormal(),
    weightTolerance: 1e-10,
  },
  {
    name: "GradientBoostedTrees, logistic",
    columns: 4,
    target: "class",
    make: () => new GradientBoostedTrees({ loss: "logistic", ...sampled }),
  },
  {
    name: "GradientBoostedTrees, squared, every row and column",
    columns: 4,
    target: "amount",
    make: () => new GradientBoostedTrees({ loss: "squared", rounds: 12, maxDepth: 3 }),
    weightTolerance: 1e-5,
  },
  {
    name: "GradientBoostedTrees, Tweedie",
    columns: 4,
    target: "amount",
    make: () => new GradientBoostedTrees({ loss: { tweedie: 1.5 }, ...sampled }),
  },
  {
    name: "k-means",
    columns: 4,
    target: "amount",
    make: () => new ClusterNumbers(),
    unsupervised: true,
  },
];

/** n rows of normal columns, with a class or an amount that depends on the first two and on luck. */
function sample(subject: Subject, n: number, seed: number): { x: Matrix; y: Float64Array } {
  const random = new Random(seed);
  const x = matrix(n, subject.columns);
  for (let i = 0; i < x.data.length; i++) x.data[i] = random.normal();
  const y = Float64Array.from({ length: n }, (_, i) => {
    const score =
      x.data[i * subject.columns]! - 0.5 * (x.data[i * subject.columns + 1] ?? 0) + random.normal();
    if (subject.target === "class") return score > 0 ? 1 : 0;
    return score > 0 ? Math.exp(score) : 0;
  });
  return { x, y };
}

function changed(x: Matrix, at: number, value: number): Matrix {
  const data = x.data.slice();
  data[at] = value;
  return matrix(x.rows, x.columns, data);
}

describe.each(SUBJECTS.map((subject) => [subject.name, subject] as const))("%s", (_, subject) => {
  const { x, y } = sample(subject, 200, 1);
  const other = sample(subject, 150, 2);
  // An estimator that takes no targets, or no weights, has nothing to promise about them.
  const testSupervised = subject.unsupervised ? () => {} : test;
  const testWeights = subject.weightTolerance === undefined ? () => {} : test;

  test("gives a finite prediction a row", () => {
    const predicted = subject.make().fit(x, y).predict(other.x);
    expect(predicted.length).toBe(150);
    expect(predicted.every(Number.isFinite)).toBe(true);
    expect(new Set(predicted).size).toBeGreaterThan(1);
  });

  test("forgets all earlier fits", () => {
    const fresh = subject.make().fit(x, y);
    const again = subject.make().fit(other.x, other.y).fit(x, y);
    expect(again.predict(other.x)).toEqual(fresh.predict(other.x));
  });

  test("gives the same bits for the same input and seed", () => {
    expect(subject.make().fit(x, y).predict(other.x)).toEqual(subject.make().fit(x, y).predict(other.x));
  });

  test("leaves its input alone", () => {
    const weights = new Float64Array(200).fill(1.5);
    const copies = [x.data.slice(), y.slice()];
    subject.make().fit(x, y, weights).predict(x);
    expect([x.data, y]).toEqual(copies as [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>]);
    expect(weights.every((weight) => weight === 1.5)).toBe(true);
  });

  test("takes NaN as missing where it says so, and refuses it where not", () => {
    const model = subject.make();
    const holed = changed(x, 3 * subject.columns, Number.NaN);
    if (model.acceptsMissing) {
      expect(model.fit(holed, y).predict(holed).every(Number.isFinite)).toBe(true);
    } else {
      expect(() => model.fit(holed, y)).toThrow(RangeError);
      expect(() => model.fit(x, y).predict(holed)).toThrow(RangeError);
    }
  });

  test("refuses infinity, to fit and to predict", () => {
    for (const value of [Infinity, -Infinity]) {
      expect(() => subject.make().fit(changed(x, 0, value), y)).toThrow(RangeError);
      expect(() =>
        subject
          .make()
          .fit(x, y)
          .predict(changed(x, 0, value)),
      ).toThrow(RangeError);
    }
  });

  test("refuses another width, and an empty matrix", () => {
    const model = subject.make().fit(x, y);
    expect(() => model.predict(matrix(2, subject.columns + 1))).toThrow(RangeError);
    expect(() => subject.make().fit(matrix(0, subject.columns), new Float64Array(0))).toThrow(RangeError);
  });

  testSupervised("refuses lengths that differ, and targets and weights that are none", () => {
    const weights = new Float64Array(200).fill(1);
    expect(() => subject.make().fit(x, y.slice(1))).toThrow(RangeError);
    expect(() => subject.make().fit(x, y, weights.slice(1))).toThrow(RangeError);
    expect(() => subject.make().fit(x, y.with(7, Number.NaN))).toThrow(RangeError);
    expect(() => subject.make().fit(x, y, weights.with(7, -1))).toThrow(RangeError);
    expect(() => subject.make().fit(x, y, new Float64Array(200))).toThrow(RangeError);
  });

  testWeights("counts a row of weight 2 as two rows, and of weight 0 as none", () => {
    const weights = y.map((_value, i) => i % 3);
    const once = Array.from(weights.keys()).filter((i) => weights[i]! > 0);
    const twice = once.filter((i) => weights[i] === 2);
    const stacked = stackRows([takeRows(x, once), takeRows(x, twice)]);
    const targets = Float64Array.from([...once, ...twice], (i) => y[i]!);
    const weighted = subject.make().fit(x, y, weights).predict(other.x);
    const repeated = subject.make().fit(stacked, targets).predict(other.x);
    expect(farthest(weighted, repeated)).toBeLessThan(subject.weightTolerance!);
  });

  testSupervised("answers nothing before it is fitted", () => {
    expect(() => subject.make().predict(x)).toThrow(RangeError);
  });
});
