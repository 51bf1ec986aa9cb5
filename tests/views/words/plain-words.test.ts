import { expect, test } from "bun:test";
import { formatFor } from "../../../views/format";
import { DEFAULT_TENANT_SETTINGS } from "../../../views/tenant-settings";
import { plainWords } from "../../../views/words/plain-words";

const format = formatFor(DEFAULT_TENANT_SETTINGS);

test("a column is told by the name that people use", () => {
  expect(plainWords("2 features have drifted: spend_30d, gap_cv.", format)).toBe(
    "2 features have drifted: “Spend, last 30 days”, “Irregularity of the gaps”.",
  );
});

test("a day is written as the tenant writes days", () => {
  expect(plainWords("It knows 900 customers as of 2011-12-30.", format)).toBe(
    "It knows 900 customers as of December 30, 2011.",
  );
});

test("all else stays as it is", () => {
  const text = "Done, see the report of Ann & Co. <b>";
  expect(plainWords(text, format)).toBe(text);
});
