import { describe, expect, test } from "bun:test";
import {
  CUTOFF_STEP_DAYS,
  foldsUntil,
  LEAST_HISTORY_DAYS,
  type Protocol,
  planProtocol,
  rollingTests,
  withEnoughCustomers,
} from "../../../src/models/judging/protocol";
import { DEFAULT_SETTINGS } from "../../../src/models/settings";
import { DAY_MS } from "../../../src/time";
import { utc } from "../../shop";

const FIRST = utc("2010-12-01T08:26");

function planFor(days: number, horizons: readonly number[] = [90, 60, 30]): Protocol {
  return planProtocol(FIRST, FIRST + days * DAY_MS, horizons);
}

/** Cutoffs as days after the first order. */
function inDays(cutoffs: readonly number[]): number[] {
  return cutoffs.map((cutoff) => (cutoff - FIRST) / DAY_MS);
}

describe("the protocol", () => {
  test("of 373 days tests the last 90 days, and has an earlier test on the 90 days before them", () => {
    const plan = planFor(373);
    expect([plan.kind, plan.horizonDays]).toEqual(["out_of_time", 90]);
    expect(plan.folds.map((fold) => [(fold.testCutoff - FIRST) / DAY_MS, inDays(fold.trainCutoffs)])).toEqual(
      [
        [193, [103, 73]],
        [283, [193, 163, 133, 103, 73]],
      ],
    );
    expect(inDays(plan.fitCutoffs)).toEqual([283, 253, 223, 193, 163, 133, 103, 73]);
    expect(plan.reason).toBe(
      "373 days of orders allow a test on the last 90 days with 5 training cutoffs whose windows end before it.",
    );
  });

  test("shortens the horizon where only that leaves three training cutoffs, and says so", () => {
    const plan = planProtocol(FIRST, FIRST + 373 * DAY_MS, DEFAULT_SETTINGS.spendHorizonsDays);
    expect(plan.horizonDays).toBe(90);
    expect(plan.reason).toContain("shortened from 180 to 90 days");
  });

  // Three training cutoffs need two horizons, two steps of 30 days and 60 days of history; each earlier test another
  // horizon and one training cutoff; held-out customers need 1.5 horizons.
  test.each<[number, Protocol["kind"], number, number]>([
    [330, "out_of_time", 90, 2],
    [329, "out_of_time", 90, 1],
    [300, "out_of_time", 90, 1],
    [299, "out_of_time", 60, 2],
    [240, "out_of_time", 60, 2],
    [239, "out_of_time", 30, 4],
    [180, "out_of_time", 30, 3],
    [179, "out_of_time", 30, 2],
    [150, "out_of_time", 30, 2],
    [149, "out_of_time", 30, 1],
    [120, "out_of_time", 30, 1],
    [119, "held_out_customers", 60, 0],
    [90, "held_out_customers", 60, 0],
    [89, "held_out_customers", 30, 0],
    [45, "held_out_customers", 30, 0],
    [44, "none", 90, 0],
    [0, "none", 90, 0],
  ])("of %i days of orders is %s over %i days with %i folds", (days, kind, horizonDays, folds) => {
    const plan = planFor(days);
    expect([plan.kind, plan.horizonDays, plan.folds.length]).toEqual([kind, horizonDays, folds]);
    expect(plan.fitCutoffs.length > 0).toBe(kind !== "none");
  });

  test("takes one training cutoff where no horizon leaves three, rather than held-out customers", () => {
    const plan = planFor(245, [90]);
    expect([plan.kind, plan.horizonDays, plan.folds.length]).toEqual(["out_of_time", 90, 1]);
  });

  test("tells what is the least where nothing fits: a window and half as much history", () => {
    expect(planFor(44).reason).toContain("30 days and half as much history");
  });
});

describe("for every span of orders", () => {
  const plans: [string, number, Protocol][] = [];
  for (let days = 0; days <= 1200; days += 3.7) {
    for (const horizons of [DEFAULT_SETTINGS.churnHorizonsDays, DEFAULT_SETTINGS.spendHorizonsDays, [45]]) {
      plans.push([`${days.toFixed(1)} days, ${horizons}`, days, planFor(days, horizons)]);
    }
  }

  /** Those of the plans that break `rule`, by name. */
  function breaking(rule: (plan: Protocol, newest: number) => boolean): string[] {
    return plans.filter(([, days, plan]) => !rule(plan, FIRST + days * DAY_MS)).map(([name]) => name);
  }

  test("every kind of protocol occurs", () => {
    expect(new Set(plans.map(([, , plan]) => plan.kind)).size).toBe(3);
  });

  test("every training window ends at or before its test cutoff", () => {
    const rule = ({ folds, horizonDays }: Protocol) =>
      folds.every((fold) =>
        fold.trainCutoffs.every((cutoff) => cutoff + horizonDays * DAY_MS <= fold.testCutoff),
      );
    expect(breaking(rule)).toEqual([]);
  });

  test("every window lies inside the data, and the newest ends with it", () => {
    const rule = ({ kind, folds, fitCutoffs, horizonDays }: Protocol, newest: number) =>
      kind === "none" ||
      ([...fitCutoffs, ...folds.map((fold) => fold.testCutoff)].every(
        (cutoff) => cutoff + horizonDays * DAY_MS <= newest,
      ) &&
        fitCutoffs[0] === newest - horizonDays * DAY_MS);
    expect(breaking(rule)).toEqual([]);
  });

  test("the window of an earlier test ends where that of the next begins", () => {
    const rule = ({ folds, horizonDays }: Protocol) =>
      folds.slice(1).every((fold, i) => folds[i]!.testCutoff + horizonDays * DAY_MS === fold.testCutoff);
    expect(breaking(rule)).toEqual([]);
  });

  test("training cutoffs have enough history and go back in steps, twelve at the most", () => {
    const rule = ({ kind, folds, fitCutoffs, horizonDays }: Protocol) => {
      const least = kind === "held_out_customers" ? horizonDays / 2 : LEAST_HISTORY_DAYS;
      return [fitCutoffs, ...folds.map((fold) => fold.trainCutoffs)].every(
        (cutoffs) =>
          cutoffs.length <= 12 &&
          cutoffs.every((cutoff) => cutoff - FIRST >= least * DAY_MS) &&
          cutoffs.slice(1).every((cutoff, i) => cutoffs[i]! - cutoff === CUTOFF_STEP_DAYS * DAY_MS),
      );
    };
    expect(breaking(rule)).toEqual([]);
  });
});

describe("the tests of a rolling backtest", () => {
  const rolling = (days: number, horizonDays: number, most: number) =>
    inDays(rollingTests(FIRST, FIRST + days * DAY_MS, horizonDays, most));

  test("are a month apart in time order, and the window of the last ends with the data", () => {
    expect(rolling(400, 90, 3)).toEqual([250, 280, 310]);
  });

  test("are no more than asked for", () => {
    expect(rolling(2000, 90, 1)).toEqual([1910]);
    expect(rolling(2000, 90, 6)).toHaveLength(6);
    expect(rolling(2000, 90, 0)).toEqual([]);
  });

  // A test needs a training cutoff with 60 days before it and a window between: 60 + horizon.
  test.each([
    [400, 90, [160, 190, 220, 250, 280, 310]],
    [241, 90, [151]],
    [240, 90, [150]],
    [239, 90, []],
    [10, 90, []],
  ])(
    "of %i days and a horizon of %i are those with a training cutoff before them",
    (days, horizon, expected) => {
      expect(rolling(days, horizon, 50)).toEqual(expected);
    },
  );

  test("each have training windows that end at or before them", () => {
    for (const horizonDays of [30, 60, 90, 180]) {
      for (const testCutoff of rollingTests(FIRST, FIRST + 800 * DAY_MS, horizonDays, 40)) {
        const folds = foldsUntil(FIRST, testCutoff, horizonDays);
        expect(folds.at(-1)!.testCutoff).toBe(testCutoff);
        expect(folds.length).toBeLessThanOrEqual(4);
        for (const fold of folds) {
          expect(fold.trainCutoffs[0]! + horizonDays * DAY_MS).toBe(fold.testCutoff);
          expect(Math.min(...fold.trainCutoffs) - FIRST).toBeGreaterThanOrEqual(LEAST_HISTORY_DAYS * DAY_MS);
        }
      }
    }
  });
});

describe("a protocol with too few customers", () => {
  const DAYS = [730, 200, 60];

  test.each(DAYS)(
    "of %i days is none below four at the newest training cutoff, and unchanged from four on",
    (days) => {
      const protocol = planProtocol(0, days * 86_400_000, [90, 60, 30]);
      const newest = protocol.folds.at(-1)?.trainCutoffs[0] ?? protocol.fitCutoffs[0]!;
      const asked: number[] = [];
      const few = withEnoughCustomers(protocol, (cutoff) => {
        asked.push(cutoff);
        return 3;
      });
      expect(asked).toEqual([newest]);
      expect(few).toMatchObject({ kind: "none", folds: [], fitCutoffs: [] });
      expect(few.reason).toContain("3 customers are known");
      expect(withEnoughCustomers(protocol, () => 4)).toBe(protocol);
    },
  );

  test("of no window at all stays as it is", () => {
    const none = planProtocol(0, 0, [30]);
    expect(withEnoughCustomers(none, () => 0)).toBe(none);
  });
});
