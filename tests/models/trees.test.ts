import { describe, expect, test } from "bun:test";
import { matrix } from "../../src/learning/matrix";
import { Random } from "../../src/learning/random";
import { growTrees, TREE_SHAPE, type TreeTask } from "../../src/models/trees";

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

const TASK: TreeTask = { loss: "logistic", signs: [0, 0, 0], seed: 4 };

describe("grown trees", () => {
  const rows = examples(800, 6);

  test("have the chosen number and shape", () => {
    const shape = { ...TREE_SHAPE, maxDepth: 2, rounds: 17 };
    const trees = growTrees(TASK, rows, shape);
    expect(trees.rounds).toBe(17);
    // With three columns every tree sees them all.
    expect(trees.parameters).toMatchObject({ ...shape, colsampleByTree: 1, seed: 4 });
  });

  test("see six columns at the least, and the chosen share where that is more", () => {
    const share = (columns: number) => {
      const x = matrix(50, columns);
      const task = { ...TASK, signs: new Array(columns).fill(0) };
      const shape = { ...TREE_SHAPE, rounds: 1 };
      return growTrees(task, { x, y: new Float64Array(50) }, shape).parameters.colsampleByTree;
    };
    expect([share(3), share(8), share(20), share(50)]).toEqual([1, 0.75, 0.3, 0.3]);
  });

  test("keep the sign that is asked for, against what the rows say, and are free without", () => {
    const shape = { ...TREE_SHAPE, rounds: 40, minChildWeight: 1, lambda: 1 };
    const probe = matrix(2, 3, Float64Array.of(0.1, 0.5, 0.5, 0.9, 0.5, 0.5));
    const step = (sign: number) => {
      const grown = growTrees({ ...TASK, signs: [sign, 0, 0] }, rows, shape);
      const [low, high] = grown.margin(probe);
      return high! - low!;
    };
    expect(step(0)).toBeGreaterThan(1);
    expect(step(1)).toBeGreaterThan(1);
    expect(step(-1)).toBe(0);
  });

  test("begin at the start they are given, and each row at its own", () => {
    const shape = { ...TREE_SHAPE, rounds: 1 };
    const nothing = { x: matrix(60, 3), y: new Float64Array(60).fill(0.25) };
    const start = { base: 0.25, offset: new Float64Array(60) };
    // All rows stand where the target is, so there is nothing to learn; 0.25 is log-odds of -log 3.
    expect([...new Set(growTrees(TASK, nothing, shape, start).margin(nothing.x))]).toEqual([
      Math.fround(-Math.log(3)),
    ]);
    // Begun log 3 higher, at one half, they have to come down, whatever the base.
    const higher = { base: 0.25, offset: new Float64Array(60).fill(Math.log(3)) };
    const [margin] = growTrees(TASK, nothing, shape, higher).margin(nothing.x);
    expect(margin!).toBeLessThan(-Math.log(3));
  });

  test("do not learn what the starts of the rows explain", () => {
    // Two windows with shares of 20 % and 80 %, told apart by the second column; the first column is noise.
    const n = 1000;
    const random = new Random(5);
    const x = matrix(n, 3);
    const y = new Float64Array(n);
    const offset = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const later = i % 2;
      x.data[3 * i] = Math.fround(random.uniform());
      x.data[3 * i + 1] = later;
      y[i] = (Math.floor(i / 2) % 5 === 0) === (later === 0) ? 1 : 0; // one in five, four in five
      offset[i] = later ? 0 : 2 * Math.log(0.2 / 0.8);
    }
    const probe = matrix(2, 3, Float64Array.of(0.5, 0, 0, 0.5, 1, 0));
    const apart = (start?: { base: number; offset: Float64Array }) => {
      const [earlier, later] = growTrees(TASK, { x, y }, TREE_SHAPE, start).margin(probe);
      return later! - earlier!;
    };
    // 2 · log 4 = 2.77 where nothing is known beforehand.
    expect(apart()).toBeGreaterThan(2);
    expect(Math.abs(apart({ base: 0.8, offset }))).toBeLessThan(0.2);
  });
});
