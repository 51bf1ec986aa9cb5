import { describe, expect, test } from "bun:test";
import { minimise, type Objective } from "../../../src/learning/optimize/bfgs";

/** Rosenbrock's valley (Moré, Garbow & Hillstrom 1981, problem 1): minimum 0 at (1, 1). */
const rosenbrock: Objective = (at, gradient) => {
  const [x, y] = at as unknown as [number, number];
  gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x);
  gradient[1] = 200 * (y - x * x);
  return 100 * (y - x * x) ** 2 + (1 - x) ** 2;
};

/** Powell's singular function (problem 13): minimum 0 at the origin, where the Hessian has no inverse. */
const powell: Objective = (at, gradient) => {
  const [a, b, c, d] = at as unknown as [number, number, number, number];
  const [e, f, g, h] = [a + 10 * b, c - d, b - 2 * c, a - d];
  gradient[0] = 2 * e + 40 * h ** 3;
  gradient[1] = 20 * e + 4 * g ** 3;
  gradient[2] = 10 * f - 8 * g ** 3;
  gradient[3] = -10 * f - 40 * h ** 3;
  return e * e + 5 * f * f + g ** 4 + 10 * h ** 4;
};

describe("minimise", () => {
  test("walks Rosenbrock's valley to its end", () => {
    const start = Float64Array.of(-1.2, 1);
    const found = minimise(rosenbrock, start);
    expect(found.outcome).toBe("converged");
    expect(found.point[0]).toBeCloseTo(1, 7);
    expect(found.point[1]).toBeCloseTo(1, 7);
    expect(found.iterations).toBeLessThan(60);
    expect(Array.from(start)).toEqual([-1.2, 1]);
  });

  test("converges where the Hessian is singular at the minimum", () => {
    const found = minimise(powell, Float64Array.of(3, -1, 0, 1));
    expect(found.outcome).toBe("converged");
    expect(found.value).toBeLessThan(1e-8);
  });

  test("takes a function that is not finite for a wall", () => {
    // x - ln x on x > 0: minimum at 1. The first full step from 30 goes below 0.
    const found = minimise((at, gradient) => {
      gradient[0] = 1 - 1 / at[0]!;
      return at[0]! > 0 ? at[0]! - Math.log(at[0]!) : Number.NaN;
    }, Float64Array.of(30));
    expect(found.outcome).toBe("converged");
    expect(found.point[0]).toBeCloseTo(1, 8);
  });

  test("says so when the minimum is at infinity", () => {
    const slope: Objective = (at, gradient) => {
      gradient[0] = -1;
      return -at[0]!;
    };
    expect(minimise(slope, Float64Array.of(0), { box: 12 }).outcome).toBe("left_box");
  });

  test("says so when it runs out of iterations", () => {
    const found = minimise(rosenbrock, Float64Array.of(-1.2, 1), { maxIterations: 5 });
    expect(found.outcome).toBe("out_of_iterations");
    expect(found.gradientNorm).toBeGreaterThan(1e-3);
  });

  test("gives the same bits twice", () => {
    const once = minimise(powell, Float64Array.of(3, -1, 0, 1));
    const twice = minimise(powell, Float64Array.of(3, -1, 0, 1));
    expect(twice).toEqual(once);
  });

  test("refuses a start where the function is not finite", () => {
    expect(() => minimise(() => Number.NaN, Float64Array.of(0))).toThrow(RangeError);
  });
});
