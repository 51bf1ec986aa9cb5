import { expect, test } from "bun:test";
import { compressHistories, placesByValue } from "../../../src/learning/btyd/compress";
import { countLikelihood } from "../../../src/learning/btyd/count-likelihood";
import { inverseInformation, negativeMeanOf } from "../../../src/learning/btyd/likelihood";
import { Random } from "../../../src/learning/random";
import { lgamma } from "../../../src/learning/special/gamma";
import { expectClose } from "./closeness";
import { simulateHistories } from "./simulate";

const truth = { r: 0.7, alpha: 5, a: 0.8, b: 2.5 };
const { histories } = simulateHistories(new Random(3), 3000, truth, 52);
/** Times as days tell them, so that many customers are alike. */
const alike = {
  ...histories,
  tx: histories.tx.map((tx) => Math.ceil(7 * tx) / 7),
  T: histories.T.map((T) => Math.ceil(7 * T) / 7),
};

test("merged rows stand for the customers that have exactly their history", () => {
  const data = compressHistories(alike);
  const kinds = new Map<string, number>();
  const orderOf: string[] = [];
  alike.x.forEach((x, i) => {
    const kind = [x, alike.tx[i], alike.T[i]].join();
    if (!kinds.has(kind)) orderOf.push(kind);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  });
  expect(data.rows).toBeLessThan(1500);
  const rows = Array.from({ length: data.rows }, (_, i) =>
    [
      data.distinctX[data.x[i]!],
      Math.round(7 * data.distinctTx[data.tx[i]!]! * data.timeScale) / 7,
      Math.round(7 * data.distinctT[data.T[i]!]! * data.timeScale) / 7,
    ].join(),
  );
  expect(rows).toEqual(orderOf);
  expect(Array.from(data.count)).toEqual(orderOf.map((kind) => kinds.get(kind)!));
  for (const distinct of [data.distinctX, data.distinctTx, data.distinctT]) {
    expect(distinct).toEqual(Float64Array.from(new Set(distinct)).sort());
  }
});

test("a zero is a zero, whatever its sign", () => {
  const T = Float64Array.of(4, 4, 9);
  const data = compressHistories({
    unit: "weeks",
    x: Float64Array.of(0, -0, 0),
    tx: Float64Array.of(-0, 0, 0),
    T,
  });
  expect(Array.from(data.count)).toEqual([2, 1]);
  expect(placesByValue(Float64Array.of(0, 3, -0, 3))).toEqual({
    places: Int32Array.of(0, 1, 0, 1),
    count: 2,
  });
});

/** Fader, Hardie & Lee (2005), eq. 6 as it is printed, with ln Γ. */
function published(theta: readonly number[], x: number, tx: number, T: number): number {
  const [r, alpha, a, b] = theta.map(Math.exp) as [number, number, number, number];
  const logBeta = (p: number, q: number) => lgamma(p) + lgamma(q) - lgamma(p + q);
  const alive = logBeta(a, b + x) - logBeta(a, b) - (r + x) * Math.log(alpha + T);
  const left = logBeta(a + 1, b + x - 1) - logBeta(a, b) - (r + x) * Math.log(alpha + tx);
  const both = x > 0 ? Math.log(Math.exp(alive) + Math.exp(left)) : alive;
  return lgamma(r + x) - lgamma(r) + r * Math.log(alpha) + both;
}

test("the compiled likelihood is the published one to ten digits, and its gradient is its slope", () => {
  const data = compressHistories(histories);
  const mean = negativeMeanOf(countLikelihood(data, true));
  const gradient = new Float64Array(4);
  for (const point of [
    [0, 0, 0, 0],
    [-0.4, -2.3, 0.2, 1.1],
    [1.5, 2, -4, 3],
  ]) {
    const value = mean(Float64Array.from(point), gradient);
    let sum = 0;
    for (let i = 0; i < data.rows; i++) {
      const [x, tx, T] = [
        data.distinctX[data.x[i]!]!,
        data.distinctTx[data.tx[i]!]!,
        data.distinctT[data.T[i]!]!,
      ];
      sum += data.count[i]! * published(point, x, tx, T);
    }
    expectClose([value], [-sum / data.customers], 1e-10);
    const slopes = Array.from(gradient);
    slopes.forEach((slope, k) => {
      const at = (step: number) =>
        mean(
          Float64Array.from(point, (p, j) => (j === k ? p + step : p)),
          gradient,
        );
      expect(Math.abs(slope - (at(1e-5) - at(-1e-5)) / 2e-5)).toBeLessThan(1e-8);
    });
  }
});

test("the information of customers who never leave is that of two parameters", () => {
  const data = compressHistories(histories);
  const inverse = inverseInformation(countLikelihood(data, false), Float64Array.of(0, 0))!;
  expect(inverse).toHaveLength(4);
  expect(inverse[1]).toBe(inverse[2]!);
  expect(inverse[0]! * inverse[3]!).toBeGreaterThan(inverse[1]! ** 2);
});
