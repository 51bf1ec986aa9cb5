import { describe, expect, test } from "bun:test";
import { fitBgNbd, fitGammaGamma, fitParetoNbd, weeks } from "../../../src/learning/btyd";
import { Random } from "../../../src/learning/random";
import { expectClose, sum } from "./closeness";
import { simulateHistories, simulateSpend } from "./simulate";

/** Mean of `outcome` over the customers in each fifth of `score`, and the mean of `score` there. */
function fifths(score: Float64Array, outcome: ArrayLike<number>): { score: number; outcome: number }[] {
  const order = Int32Array.from(score.keys()).sort((a, b) => score[a]! - score[b]!);
  return [0, 1, 2, 3, 4].map((fifth) => {
    const part = order.subarray((fifth * order.length) / 5, ((fifth + 1) * order.length) / 5);
    const mean = (of: ArrayLike<number>) => part.reduce((total, i) => total + of[i]!, 0) / part.length;
    return { score: mean(score), outcome: mean(outcome) };
  });
}

describe("on customers of a known process", () => {
  test("Pareto/NBD recovers its parameters, and its P(alive) is the share of those alive", () => {
    const truth = { r: 0.8, alpha: 6, s: 0.7, beta: 14 };
    const { histories, alive, holdoutPurchases } = simulateHistories(new Random(1), 20_000, truth, 78);
    const { model, status } = fitParetoNbd(histories);
    expect(status).toBe("interior");
    expectClose([model.r, model.alpha, model.s, model.beta], [0.8, 6, 0.7, 14], 0.1);
    for (const { score, outcome } of fifths(model.pAlive(histories), alive)) {
      expect(Math.abs(score - outcome)).toBeLessThan(0.025);
    }
    const expected = model.expectedPurchases(histories, weeks(26));
    expectClose([sum(expected)], [sum(holdoutPurchases)], 0.03);
  });

  test("BG/NBD recovers its parameters, and its expectations come true", () => {
    const truth = { r: 0.6, alpha: 5, a: 0.9, b: 2.2 };
    const { histories, alive, holdoutPurchases } = simulateHistories(new Random(2), 20_000, truth, 52);
    const { model, status } = fitBgNbd(histories);
    expect(status).toBe("interior");
    expectClose([model.r, model.alpha, model.a, model.b], [0.6, 5, 0.9, 2.2], 0.1);
    for (const { score, outcome } of fifths(model.pAlive(histories), alive)) {
      expect(Math.abs(score - outcome)).toBeLessThan(0.025);
    }
    expectClose([sum(model.expectedPurchases(histories, weeks(26)))], [sum(holdoutPurchases)], 0.03);
  });

  test("Gamma-Gamma recovers its parameters", () => {
    const random = new Random(3);
    const x = Float64Array.from({ length: 20_000 }, () => random.integer(8));
    const { model, status } = fitGammaGamma(simulateSpend(random, x, { p: 2.3, q: 3.4, v: 400 }));
    expect(status).toBe("interior");
    expectClose([model.p, model.q, model.v], [2.3, 3.4, 400], 0.06);
  });
});
