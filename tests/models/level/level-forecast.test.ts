import { describe, expect, test } from "bun:test";
import { probabilityOf } from "../../../src/learning/log-odds";
import { mean } from "../../../src/learning/metrics/index";
import { Random } from "../../../src/learning/random";
import {
  forecastLevel,
  type LevelHistory,
  levelCutoffs,
  logOddsLevel,
} from "../../../src/models/level/level-forecast";
import { DAY_MS } from "../../../src/time";
import { labels } from "../noisy-rows";

const HORIZON = 30;
/** The standard deviation that is expected before a shop's own windows tell. */
const USUAL = 2;

/** The levels of the windows that begin on those days. */
function historyOf(levels: Readonly<Record<number, number>>): LevelHistory {
  const days = Object.keys(levels).map(Number);
  return { cutoffs: days.map((day) => day * DAY_MS), levels: days.map((day) => levels[day]!) };
}

/** The forecast for the window that begins on a day, of a shop whose first order came on day 0. */
function forecast(levels: Readonly<Record<number, number>>, day: number, firstDay = 0, usual = USUAL) {
  return forecastLevel(historyOf(levels), day * DAY_MS, HORIZON, firstDay * DAY_MS, usual);
}

/** A level for every thirtieth day from one day to another. */
function everyMonth(from: number, to: number, levelOn: (day: number) => number): Record<number, number> {
  const levels: Record<number, number> = {};
  for (let day = from; day <= to; day += 30) levels[day] = levelOn(day);
  return levels;
}

describe("a level without last year", () => {
  test("is the mean of the known windows, off as earlier forecasts were", () => {
    const { level, standardError, lastYear } = forecast({ 60: 1, 90: 2, 120: 3.5 }, 150);
    expect(level).toBeCloseTo(6.5 / 3, 14);
    expect(lastYear).toBeNull();
    // 2 where 1 was expected, 3.5 where 1.5 was; and two made-up forecasts that were off by 2.
    expect(standardError).toBeCloseTo(Math.sqrt((1 + 4 + 2 * 4) / 4), 14);
  });

  test("is the mean of the last twelve", () => {
    const levels = everyMonth(60, 450, (day) => (day < 120 ? 100 : 1));
    expect(Object.keys(levels)).toHaveLength(14);
    expect(forecast(levels, 480, 400).level).toBeCloseTo(1, 14);
  });

  test("is 0, off as usual, where no window is over", () => {
    const nothing = { level: 0, standardError: USUAL, lastYear: null };
    expect(forecast({}, 150)).toEqual(nothing);
    // The window from day 130 ends on day 160.
    expect(forecast({ 130: 7 }, 159)).toEqual(nothing);
    expect(forecast({ 130: 7 }, 160).level).toBe(7);
  });

  test("is trusted more the nearer earlier forecasts came", () => {
    const errors = [0, 0.5, 1, 3].map(
      (swing) =>
        forecast(
          everyMonth(60, 300, (day) => swing * (-1) ** (day / 30)),
          330,
        ).standardError,
    );
    expect(errors).toEqual([...errors].sort((a, b) => a - b));
    expect(new Set(errors).size).toBe(4);
    // Eight forecasts without any error, and two made-up ones.
    expect(errors[0]!).toBeCloseTo(USUAL * Math.sqrt(2 / 10), 14);
  });
});

describe("last year's level", () => {
  test("is mixed with the recent mean by the squares of how far off either was", () => {
    // On day 480, 4 was expected of 0; last year has not been tried. Variances: (16 + 2 · 4) / 3 = 8, and 4.
    const { level, standardError, lastYear } = forecast({ 150: 4, 480: 0 }, 515);
    expect(lastYear!).toBeCloseTo(64 / (64 + 16), 14);
    expect(level).toBeCloseTo(0.8 * 4 + 0.2 * 2, 14);
    // Untried, last year's variance is told as (4 + 8) / 2: recent windows misled, so it may too.
    expect(standardError).toBeCloseTo(Math.sqrt(0.8 * 6 + 0.2 * 8), 14);
  });

  test("counts once 150 days of history lie before it", () => {
    const levels = { 150: 4, 480: 0 };
    expect(forecast(levels, 515, 0).lastYear).not.toBeNull();
    expect(forecast(levels, 515, 1)).toMatchObject({ lastYear: null, level: 2 });
  });

  test("counts if a window began within a month of that day", () => {
    expect(forecast({ 180: 4, 480: 0 }, 515).lastYear).not.toBeNull();
    expect(forecast({ 181: 4, 480: 0 }, 515).lastYear).toBeNull();
  });

  test("lies between the windows around that day", () => {
    const { level, lastYear } = forecast({ 140: 1, 170: 4, 480: 0 }, 515);
    // Day 150 is a third of the way from day 140 to day 170; the recent mean is 5 / 3.
    expect(level).toBeCloseTo(lastYear! * 2 + (1 - lastYear!) * (5 / 3), 14);
  });

  test.each([
    [1, 1 / 4],
    [3, 3 / 6],
    [6, 6 / 9],
    [9, 6 / 9],
  ])("is raised by the usual difference from it: of 1 in each of %i windows, %d", (windows, drift) => {
    const levels = everyMonth(150, 480, () => 0);
    Object.assign(
      levels,
      everyMonth(515, 515 + 30 * (windows - 1), () => 1),
    );
    const { level, lastYear } = forecast(levels, 515 + 30 * windows);
    const recent = windows / 12;
    expect((level - (1 - lastYear!) * recent) / lastYear!).toBeCloseTo(drift, 10);
  });

  const season = (day: number) => Math.cos((2 * Math.PI * day) / 365);

  test("is followed where the season came again and the recent mean missed it", () => {
    const { level, lastYear, standardError } = forecast(everyMonth(60, 810, season), 840, 0, 0.25);
    expect(lastYear!).toBeGreaterThan(0.95);
    // The recent mean would say about 0.
    expect(Math.abs(level - season(840))).toBeLessThan(0.1);
    expect(standardError).toBeLessThan(0.25);
  });

  test("is let go where last year's season did not come again", () => {
    const once = everyMonth(60, 810, (day) => (day < 425 ? 2 * season(day) : 0));
    const { level, lastYear } = forecast(once, 840, 0, 0.25);
    expect(lastYear!).toBeLessThan(0.2);
    expect(Math.abs(level)).toBeLessThan(0.3);
  });
});

test("nothing moves if the windows that are not over at the cutoff were different", () => {
  const random = new Random(3);
  const past = everyMonth(60, 810, () => random.normal());
  const known = forecast(past, 840);
  for (const future of [-50, 0, 1e6]) {
    const later = everyMonth(811, 1000, () => future);
    expect(forecast({ ...past, ...later }, 840)).toEqual(known);
  }
  expect(forecast({ ...past, 810: 5 }, 840)).not.toEqual(known);
});

describe("the windows whose level can be known", () => {
  test("are a month apart, the last ends at the cutoff, and 60 days of history lie before the first", () => {
    const days = (firstDay: number, day: number) =>
      levelCutoffs(firstDay * DAY_MS, day * DAY_MS, 90).map((at) => at / DAY_MS);
    expect(days(0, 240)).toEqual([60, 90, 120, 150]);
    expect(days(1, 240)).toEqual([90, 120, 150]);
    expect(days(0, 149)).toEqual([]);
  });

  test("are at most 26", () => {
    const cutoffs = levelCutoffs(0, 5000 * DAY_MS, 90);
    expect(cutoffs).toHaveLength(26);
    expect(cutoffs.at(-1)).toBe(4910 * DAY_MS);
  });
});

describe("the level of log-odds", () => {
  const random = new Random(2);
  const usual = Float64Array.from({ length: 200 }, () => 2 * random.normal());

  test.each<[string, Float64Array, Float64Array]>([
    ["a usual spread", usual, labels(60, 140)],
    ["nobody left", usual, labels(0, 200)],
    ["everybody left", usual, labels(200, 0)],
    ["one customer, who left", Float64Array.of(3), labels(1, 0)],
    ["all alike", new Float64Array(9).fill(-4), labels(2, 7)],
    ["all as good as sure to leave, and nobody did", new Float64Array(40).fill(80), labels(0, 40)],
    ["all as good as sure to stay, and nobody did", new Float64Array(40).fill(-300), labels(40, 0)],
    ["two camps far apart", Float64Array.from({ length: 50 }, (_, i) => (i < 25 ? -45 : 45)), labels(5, 45)],
    ["one camp beyond any number", Float64Array.from({ length: 50 }, (_, i) => 40 * i - 900), labels(20, 30)],
  ])("makes the mean probability (leavers + 1) / (customers + 2): %s", (_, logOdds, churned) => {
    const level = logOddsLevel(logOdds, churned);
    const leavers = churned.reduce((sum, label) => sum + label, 0);
    const told = mean(logOdds.map((value) => probabilityOf(value + level)));
    expect(told).toBeCloseTo((leavers + 1) / (churned.length + 2), 9);
  });

  test("of alike log-odds is the log-odds of that share, less theirs", () => {
    // (3 + 1) / (14 + 2) = 1 / 4, log-odds -log 3.
    expect(logOddsLevel(new Float64Array(14).fill(0.7), labels(3, 11))).toBeCloseTo(-Math.log(3) - 0.7, 9);
  });
});
