import { describe, expect, test } from "bun:test";
import { BgNbd, GammaGamma, Nbd, ParetoNbd, weeks } from "../../../src/learning/btyd";
import { expectedLatentPurchases } from "../../../src/learning/btyd/latent-purchases";
import { logHypergeometric } from "../../../src/learning/special/hypergeometric";
import { expectClose } from "./closeness";

function one(x: number, tx: number, T: number) {
  return { unit: "weeks", x: Float64Array.of(x), tx: Float64Array.of(tx), T: Float64Array.of(T) } as const;
}

describe("formulas of the purchase models", () => {
  test("the series of latent purchases is Fader, Hardie & Lee's eq. 9 with its 2F1", () => {
    for (const [r, alpha, a, b] of [
      [0.24, 4.4, 0.79, 2.43],
      [3.2, 10, 2.5, 1.1],
      [209.7, 43, 0.3, 215],
      [0.7, 0.02, 1.4, 0.9],
    ] as const) {
      for (const t of [0.5, 13, 52, 400]) {
        const power = -r * Math.log1p(t / alpha);
        const published =
          ((a + b - 1) / (a - 1)) * -Math.expm1(power + logHypergeometric(r, b, a + b - 1, t / (alpha + t)));
        expectClose([expectedLatentPurchases(r, alpha, a, b, t)], [published], 1e-9);
      }
    }
  });

  test("the series passes smoothly through a = 1, where eq. 9 is 0/0", () => {
    const around = [1 - 1e-4, 1, 1 + 1e-4].map((a) => expectedLatentPurchases(0.5, 6, a, 2, 26));
    expectClose([around[1]!], [(around[0]! + around[2]!) / 2], 1e-8);
  });

  test("without dropout the latent purchases are the mean of the NBD, r t/alpha", () => {
    expectClose([expectedLatentPurchases(0.7, 9, 1e-14, 2, 13)], [(0.7 * 13) / 9], 1e-12);
    // P(K = 0) = e^-1386 here: smaller than any float64.
    expectClose([expectedLatentPurchases(2000, 50, 1e-14, 2, 50)], [2000], 1e-10);
    expect(expectedLatentPurchases(0.7, 9, 1, 2, 0)).toBe(0);
  });

  test("Pareto/NBD's P(alive) is the published one with two 2F1, whichever of alpha and beta is larger", () => {
    for (const [r, alpha, s, beta] of [
      [0.553, 10.58, 0.606, 11.67],
      [2, 30, 1.5, 4],
      [0.9, 5, 0.2, 5],
    ] as const) {
      const model = new ParetoNbd("weeks", { r, alpha, s, beta });
      for (const [x, tx, T] of [
        [0, 0, 30],
        [2, 10, 38],
        [26, 30.86, 31],
        [200, 40, 45],
      ] as const) {
        const top = Math.max(alpha, beta);
        const second = alpha >= beta ? s + 1 : r + x;
        const power = r + s + x;
        const f = (t: number) =>
          logHypergeometric(power, second, power + 1, Math.abs(alpha - beta) / (top + t)) -
          power * Math.log(top + t);
        const tail = f(tx) + Math.log(-Math.expm1(f(T) - f(tx)));
        const alive = -(r + x) * Math.log(alpha + T) - s * Math.log(beta + T);
        const published = 1 / (1 + Math.exp(Math.log(s / power) + tail - alive));
        expectClose([...model.pAlive(one(x, tx, T))], [published], 1e-9);
      }
    }
  });

  test("Pareto/NBD's expectation passes smoothly through s = 1", () => {
    const around = [1 - 1e-5, 1, 1 + 1e-5]
      .map((s) =>
        new ParetoNbd("weeks", { r: 0.5, alpha: 8, s, beta: 10 }).expectedPurchases(one(0, 0, 0), weeks(52)),
      )
      .map(([purchases]) => purchases!);
    expectClose([around[1]!], [(0.5 / 8) * 10 * Math.log(6.2)], 1e-12);
    expectClose([around[1]!], [(around[0]! + around[2]!) / 2], 1e-9);
  });

  test("a customer of thousands of purchases has finite answers", () => {
    const history = one(5000, 51.99, 52);
    const bg = new BgNbd("weeks", { r: 0.24, alpha: 4.4, a: 0.8, b: 2.4 });
    const pareto = new ParetoNbd("weeks", { r: 0.55, alpha: 10.6, s: 0.6, beta: 11.7 });
    for (const model of [bg, pareto]) {
      expect(model.pAlive(history)[0]).toBeGreaterThan(0.9);
      const expected = model.expectedPurchases(history, weeks(4))[0]!;
      expect(expected).toBeGreaterThan(200);
      expect(expected).toBeLessThan(400);
    }
    const silent = one(5000, 20, 52);
    for (const model of [bg, pareto]) expect(model.pAlive(silent)[0]).toBeLessThan(1e-100);
  });

  test("nobody who bought once is lost to BG/NBD; Pareto/NBD knows better", () => {
    const history = one(0, 0, 52);
    expect(new BgNbd("weeks", { r: 0.24, alpha: 4.4, a: 0.8, b: 2.4 }).pAlive(history)[0]).toBe(1);
    expect(
      new ParetoNbd("weeks", { r: 0.55, alpha: 10.6, s: 0.6, beta: 11.7 }).pAlive(history)[0],
    ).toBeLessThan(0.6);
    expect(new Nbd("weeks", { r: 0.4, alpha: 12 }).pAlive(history)[0]).toBe(1);
  });

  test("Gamma-Gamma draws a customer's mean towards the population's", () => {
    const model = new GammaGamma({ p: 6.25, q: 3.74, v: 15.44 });
    const [none, few, many] = model.expectedMeanSpend({
      x: Float64Array.of(0, 1, 1000),
      meanSpend: Float64Array.of(0, 100, 100),
    });
    // p v/(q - 1) and p (v + x m)/(p x + q - 1), Fader & Hardie (2013), eq. 5, by hand.
    expect(none).toBeCloseTo(96.5 / 2.74, 10);
    expect(few).toBeCloseTo((6.25 * 115.44) / 8.99, 10);
    expect(many).toBeCloseTo(100, 0);
    const nobody = { x: Float64Array.of(0), meanSpend: Float64Array.of(0) };
    expect(new GammaGamma({ p: 6, q: 0.9, v: 15 }).expectedMeanSpend(nobody)).toEqual(
      Float64Array.of(Infinity),
    );
  });
});
