import { describe, expect, test } from "bun:test";
import {
  BgNbd,
  Nbd,
  ParetoNbd,
  type PurchaseHistories,
  probabilityOfNoPurchase,
  weeks,
} from "../../../src/learning/btyd";

const histories: PurchaseHistories<"weeks"> = {
  unit: "weeks",
  x: Float64Array.of(0, 2, 7, 26),
  tx: Float64Array.of(0, 30.43, 29.43, 30.86),
  T: Float64Array.of(38.86, 38.86, 38.86, 31),
};
// Fader, Hardie & Lee (2005), table 2, and Fader & Hardie's note on the Pareto/NBD: the CDNOW sample.
const bgNbd = new BgNbd("weeks", { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });
const paretoNbd = new ParetoNbd("weeks", { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 });
const nbd = new Nbd("weeks", { r: 0.385, alpha: 12.072 });

describe("the probability of no purchase", () => {
  test("of the NBD is a Poisson rate's, averaged over its gamma posterior", () => {
    // x = 2, T = 38.86: (50.932 / 89.932)^2.385, by hand.
    const [, second] = probabilityOfNoPurchase(nbd, histories, weeks(39));
    expect(second).toBeCloseTo((50.932 / 89.932) ** 2.385, 12);
  });

  test.each([
    ["NBD", nbd],
    ["BG/NBD", bgNbd],
    ["Pareto/NBD", paretoNbd],
  ])("of the %s falls from 1 as the horizon grows, to what P(alive) leaves", (_, model) => {
    const alive = model.pAlive(histories);
    let before = probabilityOfNoPurchase(model, histories, weeks(0));
    for (const p of before) expect(p).toBeCloseTo(1, 12);
    for (const horizon of [1, 4, 13, 39, 520]) {
      const none = probabilityOfNoPurchase(model, histories, weeks(horizon));
      for (let i = 0; i < none.length; i++) {
        expect(none[i]!).toBeLessThan(before[i]!);
        expect(none[i]!).toBeGreaterThanOrEqual(1 - alive[i]! - 1e-12);
      }
      before = none;
    }
  });

  test.each([
    ["NBD", nbd],
    ["BG/NBD", bgNbd],
    ["Pareto/NBD", paretoNbd],
  ])("of the %s is 1 − expected purchases over a moment too short for two", (_, model) => {
    const none = probabilityOfNoPurchase(model, histories, weeks(1e-4));
    const expected = model.expectedPurchases(histories, weeks(1e-4));
    for (let i = 0; i < none.length; i++) expect((1 - none[i]!) / expected[i]!).toBeCloseTo(1, 3);
  });

  test("of the Pareto/NBD is the integral over the moment of the next purchase", () => {
    const { r, alpha, s, beta } = paretoNbd;
    const none = probabilityOfNoPurchase(paretoNbd, histories, weeks(39));
    const alive = paretoNbd.pAlive(histories);
    for (let i = 0; i < none.length; i++) {
      const shape = r + histories.x[i]!;
      const A = alpha + histories.T[i]!;
      const B = beta + histories.T[i]!;
      const density = (u: number) => (shape / (A + u)) * (A / (A + u)) ** shape * (B / (B + u)) ** s;
      expect(none[i]).toBeCloseTo(1 - alive[i]! * simpson(density, 39, 2000), 9);
    }
  });

  test("of the Pareto/NBD becomes the NBD's as dropout goes to 0", () => {
    const hardlyEver = new ParetoNbd("weeks", { r: 0.385, alpha: 12.072, s: 1e-9, beta: 1e6 });
    const ofNbd = probabilityOfNoPurchase(nbd, histories, weeks(20));
    const none = probabilityOfNoPurchase(hardlyEver, histories, weeks(20));
    for (let i = 0; i < none.length; i++) expect(none[i]).toBeCloseTo(ofNbd[i]!, 9);
  });

  test("refuses another unit", () => {
    const inDays = { ...histories, unit: "days" } as unknown as PurchaseHistories<"weeks">;
    expect(() => probabilityOfNoPurchase(nbd, inDays, weeks(1))).toThrow("the histories are in days");
  });
});

function simpson(f: (u: number) => number, to: number, steps: number): number {
  const h = to / steps;
  let sum = f(0) + f(to);
  for (let k = 1; k < steps; k++) sum += (k % 2 === 1 ? 4 : 2) * f(k * h);
  return (sum * h) / 3;
}
