import { describe, expect, test } from "bun:test";
import { nearestRows, standardLogs } from "../../src/answers/similar-customers";

describe("similar customers", () => {
  test("logs are standardised: e − 1 and e³ − 1 lie one standard deviation about their mean", () => {
    const { data } = standardLogs([
      [Math.E - 1, Math.E ** 3 - 1],
      [5, 5],
    ]);
    expect(Array.from(data)).toEqual([-1, 0, 1, 0]);
  });

  test("what is not known lies at the mean", () => {
    expect(Array.from(standardLogs([[NaN, Math.E - 1, Math.E ** 3 - 1]]).data)).toEqual([0, -1, 1]);
  });

  test("are the nearest first, without the customer, of equals the first", () => {
    const logs = { rows: 6, columns: 2, data: Float32Array.of(0, 0, 3, 4, 1, 0, 0, 1, 0, 0, 9, 9) };
    expect(nearestRows(logs, 0, 3)).toEqual([4, 2, 3]);
    expect(nearestRows(logs, 0, 9)).toEqual([4, 2, 3, 1, 5]);
  });
});
