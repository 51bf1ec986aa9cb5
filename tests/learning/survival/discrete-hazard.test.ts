import { describe, expect, test } from "bun:test";
import { probabilityOf } from "../../../src/learning/log-odds";
import { type Matrix, matrix } from "../../../src/learning/matrix";
import { Random } from "../../../src/learning/random";
import { DiscreteHazard, type SurvivalTimes } from "../../../src/learning/survival";

const EDGES = [10, 20, 40];

/** Times of rows whose log-odds of an event in interval k are `level[k] + slope · x`, watched until the given day. */
function simulated(random: Random, x: Matrix, watchedOf: (row: number) => number): SurvivalTimes {
  const level = [-1, -1.5, -0.5];
  const event = new Float64Array(x.rows).fill(Infinity);
  const watched = Float64Array.from({ length: x.rows }, (_, i) => watchedOf(i));
  for (let i = 0; i < x.rows; i++) {
    for (let k = 0; k < 3; k++) {
      const eta = level[k]! + 0.8 * (x.data[i * x.columns] ?? 0);
      if (random.uniform() >= probabilityOf(eta)) continue;
      const from = k === 0 ? 0 : EDGES[k - 1]!;
      const day = from + (EDGES[k]! - from) * (0.01 + 0.99 * random.uniform());
      if (day <= watched[i]!) event[i] = day;
      break;
    }
  }
  return { event, watched };
}

function normals(random: Random, rows: number): Matrix {
  return matrix(
    rows,
    1,
    Float64Array.from({ length: rows }, () => random.normal()),
  );
}

describe("a discrete-time hazard", () => {
  test("without covariates is the life table: events over those who still waited", () => {
    // 1,000 rows: 200 events in the first interval, 160 of the 800 left in the second, 320 of the 640 left in the
    // third.
    const event = new Float64Array(1000).fill(Infinity);
    event.fill(5, 0, 200).fill(15, 200, 360).fill(30, 360, 680);
    const times = { event, watched: new Float64Array(1000).fill(40) };
    const { data } = DiscreteHazard.fit(matrix(1000, 0), times, EDGES)!.cumulativeHazard(matrix(1, 0));
    const survival = Array.from(data, (hazard) => Math.exp(-hazard));
    for (const [k, expected] of [0.8, 0.64, 0.32].entries()) expect(survival[k]).toBeCloseTo(expected, 1);
    // The small penalty on the levels is all that parts them.
    expect(Math.abs(survival[2]! - 0.32)).toBeLessThan(0.01);
  });

  test("finds the curves that the times were drawn from", () => {
    const random = new Random(1);
    const x = normals(random, 6000);
    const model = DiscreteHazard.fit(
      x,
      simulated(random, x, () => 40),
      EDGES,
    )!;
    const at = matrix(3, 1, Float64Array.of(-1, 0, 1.5));
    const { data } = model.cumulativeHazard(at);
    for (let i = 0; i < 3; i++) {
      let survival = 1;
      for (const [k, level] of [-1, -1.5, -0.5].entries()) {
        survival *= probabilityOf(-level - 0.8 * at.data[i]!);
        expect(Math.abs(Math.exp(-data[i * 3 + k]!) - survival)).toBeLessThan(0.03);
      }
    }
  });

  test("is not led astray by rows whose watch ended in the midst of an interval", () => {
    // Counting the events of such intervals and not those who waited on would find far too many.
    const random = new Random(2);
    const x = matrix(8000, 0);
    const times = simulated(random, x, (row) => (row % 2 === 0 ? 40 : 25));
    const { data } = DiscreteHazard.fit(x, times, EDGES)!.cumulativeHazard(matrix(1, 0));
    const truth = probabilityOf(1) * probabilityOf(1.5) * probabilityOf(0.5);
    expect(Math.abs(Math.exp(-data[2]!) - truth)).toBeLessThan(0.02);
  });

  test("carries the last hazard a day on where nobody was watched for long enough", () => {
    const random = new Random(3);
    const x = matrix(4000, 0);
    const times = simulated(random, x, () => 20);
    const model = DiscreteHazard.fit(x, times, EDGES)!;
    const { data } = model.cumulativeHazard(matrix(1, 0));
    expect(model.learnedDays).toBe(20);
    // 10 days in the second interval, 20 in the third.
    expect(data[2]! - data[1]!).toBeCloseTo(2 * (data[1]! - data[0]!), 10);
  });

  test("joins intervals in which hardly anything happened with the next", () => {
    // Nobody's event comes before day 15: half of them by day 20, half of the others by day 40.
    const event = Float64Array.from({ length: 4000 }, (_, i) => [15, 30, 15, Infinity][i % 4]!);
    const model = DiscreteHazard.fit(matrix(4000, 0), { event, watched: event.map(() => 40) }, EDGES)!;
    const { data } = model.cumulativeHazard(matrix(1, 0));
    expect(Math.abs(Math.exp(-data[1]!) - 0.5)).toBeLessThan(0.01);
    expect(data[0]).toBeCloseTo(data[1]! / 2, 12);
    expect(Math.abs(Math.exp(-data[2]!) - 0.25)).toBeLessThan(0.01);
  });

  test("is null where hardly anything happened", () => {
    const event = new Float64Array(100).fill(Infinity).fill(5, 0, 19);
    expect(DiscreteHazard.fit(matrix(100, 0), { event, watched: event.map(() => 40) }, EDGES)).toBeNull();
  });

  test("refuses edges that do not rise and a matrix of another width", () => {
    const event = new Float64Array(50).fill(5);
    const times = { event, watched: event.map(() => 40) };
    expect(() => DiscreteHazard.fit(matrix(50, 0), times, [10, 10])).toThrow(
      "the end of interval 1 is 10 days",
    );
    expect(() => DiscreteHazard.fit(matrix(50, 0), times, [])).toThrow("at least one interval");
    expect(() => DiscreteHazard.fit(matrix(49, 0), times, EDGES)).toThrow("49 rows");
    const model = DiscreteHazard.fit(matrix(50, 0), times, EDGES)!;
    expect(() => model.cumulativeHazard(matrix(1, 2))).toThrow("2 columns, the fit had 0");
  });
});
