import { describe, expect, test } from "bun:test";
import type { Loss } from "../../../src/learning/boosting/loss";
import { lossOf } from "../../../src/learning/boosting/loss-of";
import type { LossName } from "../../../src/learning/boosting/parameters";

const one = (value: number) => Float64Array.of(value);

function derivativesAt(loss: Loss, margin: number, y: number, weight: number): [number, number] {
  const out = new Float64Array(2);
  loss.derivatives(one(margin), one(y), one(weight), out);
  return [out[0]!, out[1]!];
}

/** How many times the loss whose derivatives are taken the deviance is. */
const cases: { name: LossName; targets: number[]; times: number }[] = [
  { name: "logistic", targets: [0, 0.3, 1], times: 1 },
  { name: "squared", targets: [-2, 0, 3.5], times: 2 },
  { name: { tweedie: 1.2 }, targets: [0, 0.4, 20], times: 2 },
  { name: { tweedie: 1.5 }, targets: [0, 0.4, 20], times: 2 },
  { name: { tweedie: 1.9 }, targets: [0, 0.4, 20], times: 2 },
];

for (const { name, targets, times } of cases) {
  describe(`the loss ${JSON.stringify(name)}`, () => {
    const loss = lossOf(name);

    test("has the gradient and hessian that finite differences of its deviance give", () => {
      const h = 1e-5;
      for (const y of targets) {
        for (const margin of [-3, -0.7, 0, 0.2, 2.5]) {
          const at = (m: number) => loss.deviance(one(m), one(y), one(1)) / times;
          const [gradient, hessian] = derivativesAt(loss, margin, y, 1);
          const slope = (at(margin + h) - at(margin - h)) / (2 * h);
          const bend =
            (derivativesAt(loss, margin + h, y, 1)[0] - derivativesAt(loss, margin - h, y, 1)[0]) / (2 * h);
          expect(Math.abs(gradient - slope)).toBeLessThan(1e-7 * (1 + Math.abs(gradient)));
          expect(Math.abs(hessian - bend)).toBeLessThan(1e-8 * (1 + hessian));
        }
      }
    });

    test("has its least deviance over constants at the margin of the weighted mean", () => {
      const y = Float64Array.from(targets);
      const weights = Float64Array.of(1, 3, 2);
      const mean = y.reduce((sum, value, i) => sum + value * weights[i]!, 0) / 6;
      const at = (shift: number) =>
        loss.deviance(new Float64Array(3).fill(loss.marginOf(mean) + shift), y, weights);
      expect(at(0)).toBeLessThan(at(1e-3));
      expect(at(0)).toBeLessThan(at(-1e-3));
    });

    test("weighs derivatives and deviance", () => {
      const [gradient, hessian] = derivativesAt(loss, 0.3, targets[1]!, 1);
      const [gradient3, hessian3] = derivativesAt(loss, 0.3, targets[1]!, 3);
      expect(gradient3).toBeCloseTo(3 * gradient, 14);
      expect(hessian3).toBeCloseTo(3 * hessian, 14);
      const pair = loss.deviance(
        Float64Array.of(0.3, -1),
        Float64Array.of(targets[1]!, targets[2]!),
        Float64Array.of(1, 0),
      );
      expect(pair).toBeCloseTo(loss.deviance(one(0.3), one(targets[1]!), one(1)), 14);
    });

    test("undoes its link", () => {
      for (const prediction of [0.01, 0.4, 0.99]) {
        expect(loss.link(one(loss.marginOf(prediction)))[0]).toBeCloseTo(prediction, 12);
      }
    });
  });
}

test("the Tweedie deviance is 0 where the mean is the target", () => {
  expect(lossOf({ tweedie: 1.5 }).deviance(one(Math.log(7)), one(7), one(1))).toBeCloseTo(0, 12);
});

test("the log loss of a hopeless margin stays finite", () => {
  expect(lossOf("logistic").deviance(one(-800), one(1), one(1))).toBe(800);
  expect(derivativesAt(lossOf("logistic"), 800, 1, 1)[1]).toBeGreaterThan(0);
});

test("targets that a loss is not defined for are refused by name", () => {
  expect(() => lossOf("logistic").checkTargets(Float64Array.of(0, 1.5))).toThrow("target 1 is 1.5");
  expect(() => lossOf({ tweedie: 1.5 }).checkTargets(Float64Array.of(-1))).toThrow("target 0 is -1");
});

test("a Tweedie power outside 1 to 2 and an unknown loss are refused", () => {
  expect(() => lossOf({ tweedie: 2 })).toThrow("tweedie must be more than 1 and less than 2, not 2");
  expect(() => lossOf("hinge" as never)).toThrow('not "hinge"');
});
