import { describe, expect, test } from "bun:test";
import { percent } from "../../../src/figures";
import { shareWords, totalWords } from "../../../src/models/report/level-words";

const told = percent.format;
const PLAN_SHARE = "The share that leaves is a number to plan with, give or take that much.";
const RANK_SHARE = "The share itself is no number to plan with.";
const PLAN_TOTAL = "The total is a number to plan with, give or take that much.";
const RANK_TOTAL = "Allow that much room when you plan.";
const UNKNOWN =
  "The file does not show the same season of the year before, which may raise or lower everyone alike.";

describe("how far the share of leavers was off", () => {
  test("in one test, without a year", () => {
    expect(shareWords([{ expected: 0.44, came: 0.43 }], null, told)).toBe(
      `In the one test, 44% were expected to leave, and 43% did: off by 1 percentage point. ${RANK_SHARE} ${UNKNOWN}`,
    );
  });

  test("in several, with a year that is followed", () => {
    const tests = [
      { expected: 0.4, came: 0.42 },
      { expected: 0.45, came: 0.41 },
      { expected: 0.44, came: 0.44 },
    ];
    expect(shareWords(tests, 0.5, told)).toBe(
      `In 3 tests, oldest first, 40%, 45%, and 44% were expected to leave, and 42%, 41%, and 44% did: off by up to 4 percentage points. ${PLAN_SHARE} The forecast follows last year's season.`,
    );
  });

  test("in several that did not hold, with a year that is not followed", () => {
    const tests = [0.4, 0.4, 0.51].map((came) => ({ expected: 0.4, came }));
    expect(shareWords(tests, 0.49, told)).toBe(
      `In 3 tests, oldest first, 40%, 40%, and 40% were expected to leave, and 40%, 40%, and 51% did: off by up to 11 percentage points. ${RANK_SHARE} Last year's season was no better guide than recent months, so the forecast follows those.`,
    );
  });

  test("never by nothing: a level that is right to the point is right to a point", () => {
    expect(shareWords([{ expected: 0.4, came: 0.4 }], null, told)).toContain("off by 1 percentage point.");
  });

  test("without a word on the season where that is not known, and not at all without tests", () => {
    expect(shareWords([{ expected: 0.4, came: 0.4 }], undefined, told)).toEndWith(RANK_SHARE);
    expect(shareWords([], 0.3, told)).toBeNull();
  });
});

describe("how far the total was off", () => {
  test("in one test, without a year", () => {
    expect(totalWords([{ expected: 93, came: 100 }], null, told)).toBe(
      `In the one test, the expected total was 93% of what came. ${RANK_TOTAL} ${UNKNOWN}`,
    );
  });

  test("in several that held, with a year", () => {
    const tests = [90, 110, 100].map((expected) => ({ expected, came: 100 }));
    expect(totalWords(tests, 0.8, told)).toBe(
      `In 3 tests, oldest first, the expected total was 90%, 110%, and 100% of what came. ${PLAN_TOTAL} The forecast follows last year's season.`,
    );
  });

  test("in several of which one was off by more than a fifth", () => {
    const tests = [100, 130, 100].map((expected) => ({ expected, came: 100 }));
    expect(totalWords(tests, undefined, told)).toEndWith(`100%, 130%, and 100% of what came. ${RANK_TOTAL}`);
  });

  test("not of tests in which nobody spent anything", () => {
    const nothing = { expected: 5, came: 0 };
    expect(totalWords([nothing], null, told)).toBeNull();
    expect(totalWords([], null, told)).toBeNull();
    expect(totalWords([nothing, { expected: 93, came: 100 }], undefined, told)).toBe(
      `In the one test, the expected total was 93% of what came. ${RANK_TOTAL}`,
    );
  });
});
