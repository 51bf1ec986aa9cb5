import { expect, test } from "bun:test";
import { durationWords, sizeWords } from "../../../views/words/spans";

test("a length of time is told in its two largest units", () => {
  for (const [seconds, words] of [
    [0, "under 1 s"],
    [0.999, "under 1 s"],
    [1, "1 s"],
    [59.999, "59 s"],
    [60, "1 min"],
    [105, "1 min 45 s"],
    [125, "2 min 5 s"],
    [3599, "59 min 59 s"],
    [3600, "1 h"],
    [3780, "1 h 3 min"],
    [86_399, "23 h 59 min"],
    [86_400, "1 day"],
    [2 * 86_400 - 1, "1 day 23 h"],
    [273_600, "3 days 4 h"],
  ] as const)
    expect(durationWords(1000 * seconds)).toBe(words);
});

test("a size is told in units of 1,000", () => {
  expect([0, 1, 999, 1000, 45_580_638, 2_147_483_648].map((bytes) => sizeWords(bytes))).toEqual([
    "0 bytes",
    "1 byte",
    "999 bytes",
    "1 kB",
    "45.6 MB",
    "2.1 GB",
  ]);
  expect(sizeWords(45_580_638, "de-DE")).toBe("45,6 MB");
});
