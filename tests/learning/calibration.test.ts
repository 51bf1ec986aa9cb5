import { describe, expect, test } from "bun:test";
import { PlattCalibration } from "../../src/learning/calibration/platt";
import { probabilityOf } from "../../src/learning/log-odds";
import { matrix } from "../../src/learning/matrix";
import { expectedCalibrationError } from "../../src/learning/metrics";
import { Random } from "../../src/learning/random";
import { actual, of, peer, scores, weights } from "./metrics/peer";

/** Log-odds that are twice too sure and 0.7 too high, with outcomes drawn from the true ones. */
function overconfident(n: number) {
  const random = new Random(7);
  const truth = Float64Array.from({ length: n }, () => random.normal());
  const outcome = truth.map((logOdds) => (random.uniform() < probabilityOf(logOdds) ? 1 : 0));
  return { logOdds: truth.map((value) => 2 * value + 0.7), outcome, truth };
}

describe("Platt scaling", () => {
  test("without smoothing is the logistic regression of scikit-learn", () => {
    const { log_odds, slope, intercept } = peer.platt_unsmoothed;
    const platt = new PlattCalibration({ smoothing: false }).fit(Float64Array.from(log_odds), actual);
    expect(platt.converged).toBe(true);
    expect(platt.slope).toBeCloseTo(slope, 8);
    expect(platt.intercept).toBeCloseTo(intercept, 8);
  });

  test("finds the slope and shift that were put in", () => {
    const { logOdds, outcome } = overconfident(40_000);
    const platt = new PlattCalibration().fit(logOdds, outcome);
    expect(platt.slope).toBeCloseTo(0.5, 1);
    expect(platt.intercept).toBeCloseTo(-0.35, 1);
    const before = logOdds.map(probabilityOf);
    expect(expectedCalibrationError(outcome, before)).toBeGreaterThan(0.08);
    expect(expectedCalibrationError(outcome, platt.predict(logOdds))).toBeLessThan(0.015);
  });

  test("draws the targets in, so that a perfect score stays finite", () => {
    // Two of each class: targets 3/4 and 1/4, which two points meet exactly: the log-odds are ±log 3.
    const platt = new PlattCalibration().fit(of(-1, -1, 1, 1), of(0, 0, 1, 1));
    expect(platt.converged).toBe(true);
    expect(platt.slope).toBeCloseTo(Math.log(3), 8);
    expect(platt.intercept).toBeCloseTo(0, 8);
    expect(new PlattCalibration({ smoothing: false }).fit(of(-1, -1, 1, 1), of(0, 0, 1, 1)).converged).toBe(
      false,
    );
  });

  test("of a constant score answers the smoothed rate", () => {
    const platt = new PlattCalibration().fit(of(2, 2, 2, 2), of(1, 1, 1, 0));
    expect(platt.predict(of(2))[0]).toBeCloseTo((3 * (4 / 5) + 1 / 3) / 4, 8);
  });

  test("takes a vector or a matrix of one column", () => {
    const column = matrix(60, 1, scores);
    const platt = new PlattCalibration().fit(column, actual, weights);
    expect(platt.predict(column)).toEqual(
      new PlattCalibration().fit(scores, actual, weights).predict(scores),
    );
    expect(() => platt.fit(matrix(30, 2, scores), actual)).toThrow("takes 1 column, not 2");
  });
});
