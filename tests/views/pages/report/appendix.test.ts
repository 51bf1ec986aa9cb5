import { expect, test } from "bun:test";
import { formatFor } from "../../../../views/format";
import { asRead } from "../../../../views/pages/report/appendix";

const german = formatFor({ locale: "de", currency: "EUR" });
const english = formatFor({ locale: "en", currency: null });

test("days and figures of the report are written as the tenant writes them, in English words", () => {
  const text = "As of 9 December 2011: 4,338 customers, revenue of 8,887,209.5; off by 0.586, 12.1 orders.";
  expect(asRead(text, german)).toBe(
    "As of 9 December 2011: 4.338 customers, revenue of 8.887.209,5; off by 0,586, 12,1 orders.",
  );
  expect(asRead(text, english)).toBe(text.replace("9 December 2011", "December 9, 2011"));
});

test.each(["`orders-2011-12-09,1,234.csv`", "version 1.2.3", "ids 12,34", "(1,2)", "v0.5", "a.1,234"])(
  "%s is no figure and stays as it is",
  (text) => expect(asRead(text, german)).toBe(text),
);
