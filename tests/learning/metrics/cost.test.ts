import { describe, expect, test } from "bun:test";
import { bestThreshold, businessCost } from "../../../src/learning/metrics";
import { actual, of, scores } from "./peer";

const costs = { missedChurner: 20, falseAlarm: 5 };

test("the cost of a threshold counts each mistake at its price", () => {
  // At 0.5: the churner at 0.4 is missed, the loyal customer at 0.6 is bothered.
  expect(businessCost(of(1, 0, 1, 0), of(0.4, 0.6, 0.9, 0.1), 0.5, costs)).toBe(25);
});

describe("the best threshold", () => {
  test("costs no more than any other, and what it says", () => {
    const best = bestThreshold(actual, scores, costs);
    expect(businessCost(actual, scores, best.threshold, costs)).toBe(best.cost);
    for (let t = -0.05; t <= 1.05; t += 0.01) {
      expect(businessCost(actual, scores, t, costs)).toBeGreaterThanOrEqual(best.cost);
    }
  });

  test("lies midway between the scores that it parts", () => {
    expect(bestThreshold(of(0, 0, 1, 1), of(0.1, 0.2, 0.6, 0.9), costs)).toEqual({
      threshold: 0.4,
      cost: 0,
      costOfActingOnNobody: 40,
      costOfActingOnEverybody: 10,
    });
  });

  test("acts on nobody where false alarms are dear, with a threshold above every score", () => {
    const best = bestThreshold(of(0, 1), of(1, 0.5), { missedChurner: 1, falseAlarm: 100 });
    expect(best.cost).toBe(1);
    expect(best.threshold).toBeGreaterThan(1);
    expect(businessCost(of(0, 1), of(1, 0.5), best.threshold, { missedChurner: 1, falseAlarm: 100 })).toBe(1);
  });

  test("acts on everybody where misses are dear", () => {
    const best = bestThreshold(of(0, 1), of(1, 0.5), { missedChurner: 100, falseAlarm: 1 });
    expect(best).toMatchObject({ threshold: 0.5, cost: 1 });
  });

  test("acts on fewer where the cost is the same", () => {
    expect(
      bestThreshold(of(1, 0), of(0.5, 0.5), { missedChurner: 1, falseAlarm: 1 }).threshold,
    ).toBeGreaterThan(0.5);
  });

  test("still parts neighbouring numbers", () => {
    const next = 0.5 + Number.EPSILON / 2;
    const best = bestThreshold(of(0, 1), of(0.5, next), costs);
    expect(businessCost(of(0, 1), of(0.5, next), best.threshold, costs)).toBe(0);
  });

  test("refuses costs that are none", () => {
    expect(() => bestThreshold(of(1), of(1), { missedChurner: -1, falseAlarm: 1 })).toThrow(RangeError);
    expect(() => businessCost(of(1), of(1), 0, { missedChurner: Number.NaN, falseAlarm: 1 })).toThrow(
      RangeError,
    );
  });
});
