import { describe, expect, test } from "bun:test";
import { GradientBoostedTrees } from "../../src/learning/boosting/gradient-boosted-trees";
import { matrix } from "../../src/learning/matrix";
import { Random } from "../../src/learning/random";
import { growTrees, searchTrees, type TreeFold, type TreeTask, USUAL_SHAPE } from "../../src/models/trees";

/** A noisy step in the first of three columns. */
function examples(n: number, seed: number) {
  const random = new Random(seed);
  const x = matrix(n, 3);
  for (let i = 0; i < x.data.length; i++) x.data[i] = Math.fround(random.uniform());
  const y = Float64Array.from({ length: n }, (_, i) =>
    random.uniform() < (x.data[3 * i]! > 0.5 ? 0.8 : 0.3) ? 1 : 0,
  );
  return { x, y };
}

/** With three columns every tree sees them all. */
const ALL_COLUMNS = { colsampleByTree: 1 };
const TASK: TreeTask = { loss: "logistic", signs: [0, 0, 0], seed: 4 };
const FOLDS: TreeFold[] = [1, 2, 3].map((seed) => ({
  train: examples(300, seed),
  stop: examples(150, seed + 10),
  answer: examples(20, seed + 20).x,
}));

describe("the search of trees", () => {
  test("of one candidate is the usual shape, stopped by each fold, at the mean of where they stopped", () => {
    const { chosen, margins } = searchTrees(TASK, FOLDS, 1, USUAL_SHAPE, new Random(1));
    expect(chosen.shape).toEqual(USUAL_SHAPE);
    const fits = FOLDS.map(({ train, stop }) =>
      new GradientBoostedTrees({
        loss: "logistic",
        ...USUAL_SHAPE,
        ...ALL_COLUMNS,
        rounds: 400,
        monotone: [0, 0, 0],
        seed: 4,
      }).fit(train.x, train.y, undefined, { validation: stop, patience: 30 }),
    );
    const rounds = fits.map((fit) => fit.rounds);
    expect(chosen.rounds).toBe(Math.round((rounds[0]! + rounds[1]! + rounds[2]!) / 3));
    fits.forEach((fit, i) => {
      expect(margins[i]).toEqual(fit.margin(FOLDS[i]!.answer));
    });
  });

  test("takes the shape of the least mean deviance at the stop among those it drew", () => {
    // Each candidate alone: a search of k tries the same k − 1 draws first, so its best never gets worse.
    const least = [1, 2, 3, 4].map((candidates) => {
      const { chosen } = searchTrees(TASK, FOLDS, candidates, USUAL_SHAPE, new Random(9));
      const deviances = FOLDS.map(({ train, stop }) => {
        const fit = new GradientBoostedTrees({
          loss: "logistic",
          ...chosen.shape,
          ...ALL_COLUMNS,
          rounds: 400,
          monotone: [0, 0, 0],
          seed: 4,
        }).fit(train.x, train.y, undefined, { validation: stop, patience: 30 });
        return Math.min(...fit.history);
      });
      return deviances.reduce((sum, value) => sum + value, 0) / 3;
    });
    expect(least).toEqual([...least].sort((a, b) => b - a));
    expect(least[3]!).toBeLessThan(least[0]!);
  });

  test("tries one candidate at the least, and is the same for the same seed", () => {
    expect(searchTrees(TASK, FOLDS, 0, USUAL_SHAPE, new Random(1)).chosen.shape).toEqual(USUAL_SHAPE);
    expect(searchTrees(TASK, FOLDS, 3, USUAL_SHAPE, new Random(5))).toEqual(
      searchTrees(TASK, FOLDS, 3, USUAL_SHAPE, new Random(5)),
    );
  });

  test("keeps a round where there is nothing to learn: constant columns, one class", () => {
    const same = { x: matrix(60, 3), y: new Float64Array(60) };
    const { chosen, margins } = searchTrees(
      TASK,
      [{ train: same, stop: same, answer: same.x }],
      2,
      USUAL_SHAPE,
      new Random(1),
    );
    expect(chosen.rounds).toBeGreaterThanOrEqual(1);
    expect(margins[0]!.every(Number.isFinite)).toBe(true);
  });
});

describe("grown trees", () => {
  const rows = examples(800, 6);

  test("have the chosen number and shape", () => {
    const trees = growTrees(TASK, rows, { shape: { ...USUAL_SHAPE, maxDepth: 2 }, rounds: 17 });
    expect(trees.rounds).toBe(17);
    expect(trees.parameters).toMatchObject({ ...USUAL_SHAPE, ...ALL_COLUMNS, maxDepth: 2, seed: 4 });
  });

  test("see six columns at the least, and the chosen share where that is more", () => {
    const share = (columns: number) => {
      const x = matrix(50, columns);
      const task = { ...TASK, signs: new Array(columns).fill(0) };
      return growTrees(task, { x, y: new Float64Array(50) }, { shape: USUAL_SHAPE, rounds: 1 }).parameters
        .colsampleByTree;
    };
    expect([share(3), share(8), share(20), share(50)]).toEqual([1, 0.75, 0.3, 0.3]);
  });

  test("keep the sign that is asked for, against what the rows say, and are free without", () => {
    const shape = { ...USUAL_SHAPE, colsampleByTree: 1, minChildWeight: 1, lambda: 1 };
    const probe = matrix(2, 3, Float64Array.of(0.1, 0.5, 0.5, 0.9, 0.5, 0.5));
    const step = (sign: number) => {
      const grown = growTrees({ ...TASK, signs: [sign, 0, 0] }, rows, { shape, rounds: 40 });
      const [low, high] = grown.margin(probe);
      return high! - low!;
    };
    expect(step(0)).toBeGreaterThan(1);
    expect(step(1)).toBeGreaterThan(1);
    expect(step(-1)).toBe(0);
  });
});
