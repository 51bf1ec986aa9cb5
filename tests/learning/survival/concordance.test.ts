import { describe, expect, test } from "bun:test";
import { Random } from "../../../src/learning/random";
import { concordance, type SurvivalTimes } from "../../../src/learning/survival";

/** Events at the given days; a negative day is a watch that ended then without one. */
function lived(...days: number[]): SurvivalTimes {
  return {
    event: Float64Array.from(days, (day) => (day > 0 ? day : Infinity)),
    watched: Float64Array.from(days, (day) => (day > 0 ? 100 : -day)),
  };
}

describe("Harrell's C", () => {
  test.each([
    ["all pairs in order", [1, 2, 3], [1, 2, 3], 1],
    ["all pairs the wrong way round", [1, 2, 3], [3, 2, 1], 0],
    ["nothing told apart", [1, 2, 3], [5, 5, 5], 0.5],
    // Pairs: (1,2) (1,3) (2,3); only (2,3) is wrong.
    ["two of three pairs", [1, 2, 3], [1, 3, 2], 2 / 3],
    // The watch of the second ended on day 2: later than the event of day 1, nothing is known beside that of day 3.
    ["a pair that ended before the other's event does not count", [1, -2, 3], [1, 0, 2], 1 / 2],
    ["an end on the day of an event counts as later", [2, -2], [1, 9], 1],
    ["two events of one day are no pair", [2, 2, 5], [9, 1, 10], 1],
  ])("is right for %s", (_, days, expected, c) => {
    expect(concordance(lived(...days), Float64Array.from(expected))).toBeCloseTo(c, 12);
  });

  test("is the count over all pairs, one by one", () => {
    const random = new Random(5);
    const days = Array.from(
      { length: 300 },
      () => (1 + random.integer(40)) * (random.uniform() < 0.4 ? -1 : 1),
    );
    const expected = Float64Array.from(days, (day) => Math.abs(day) + random.integer(30));
    let pairs = 0;
    let right = 0;
    for (const [i, first] of days.entries()) {
      for (const [j, other] of days.entries()) {
        if (first < 0 || !(other > first || (other < 0 && -other >= first))) continue;
        pairs++;
        right += expected[j]! > expected[i]! ? 1 : expected[j] === expected[i] ? 0.5 : 0;
      }
    }
    expect(concordance(lived(...days), expected)).toBeCloseTo(right / pairs, 12);
  });

  test("is not defined where no event was seen", () => {
    expect(concordance(lived(-1, -2), Float64Array.of(1, 2))).toBeNaN();
  });

  test("refuses times that nobody could have lived", () => {
    const expected = Float64Array.of(1);
    expect(() => concordance({ event: Float64Array.of(9), watched: Float64Array.of(5) }, expected)).toThrow(
      "row 0: an event after 9 of 5 days watched",
    );
    expect(() => concordance({ event: Float64Array.of(1), watched: Float64Array.of(0) }, expected)).toThrow(
      "row 0 was watched for 0 days",
    );
    expect(() => concordance(lived(1), Float64Array.of(NaN))).toThrow("an expected time is NaN");
  });
});
