import { expect, test } from "bun:test";
import { durationWords, sizeWords } from "../../../views/words/spans";

test("a length of time is told in its two largest units", () => {
  const told = [0, 999, 1000, 59_999, 60_000, 125_000, 3_600_000, 3_780_000, 86_400_000, 273_600_000].map(
    durationWords,
  );
  expect(told).toEqual([
    "under 1 s",
    "under 1 s",
    "1 s",
    "59 s",
    "1 min",
    "2 min 5 s",
    "1 h",
    "1 h 3 min",
    "1 day",
    "3 days 4 h",
  ]);
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
