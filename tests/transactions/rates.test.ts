import { describe, expect, test } from "bun:test";
import { parseRates } from "../../src/transactions/rates";

const day = (text: string) => Date.parse(`${text}T12:00:00Z`);

describe("exchange rates", () => {
  test("hold from their day until the next one, the first also before it, in whatever order they stand", () => {
    const rates = parseRates("2026-03-01,GBP,1.2\n2026-01-01,GBP,1.1\n");
    expect(
      ["2025-07-01", "2026-01-01", "2026-02-28", "2026-03-01", "2027-01-01"].map((d) =>
        rates.at("GBP", day(d)),
      ),
    ).toEqual([1.1, 1.1, 1.1, 1.2, 1.2]);
    expect(rates.at("USD", day("2026-01-01"))).toBeNaN();
  });

  test.each([
    ["a header in another order", "Currency,Rate,Date\ngbp,1.16,2026-01-31"],
    ["no header", "2026-01-31,GBP,1.16"],
    [
      "a byte order mark, blank lines and CRLF",
      "\uFEFF\r\ndate,currency,rate\r\n\r\n2026-01-31,GBP,1.16\r\n",
    ],
    ["semicolons and decimal commas", "date;currency;rate\n2026-01-31;GBP;1,16"],
    ["tabs and quotes", 'date\tcurrency\trate\n"2026-01-31"\t"GBP"\t"1.16"'],
    ["no dates", "currency,rate\nGBP,1.16"],
    ["an empty date", ",GBP,1.16"],
  ])("are read with %s", (_, text) => {
    expect(parseRates(text, "EUR").at("GBP", day("2026-02-01"))).toBe(1.16);
  });

  test.each([
    ["a comma for the decimal point between commas", "2026-01-31,GBP,1,16", "Line 1 of the rates"],
    ["a day that is none", "2026-01-31,GBP,1.1\n2026-02-31,GBP,1.2", "Line 2 of the rates"],
    ["a date in another order", "31/01/2026,GBP,1.1", "expected a line such as 2026-01-31,GBP,1.16"],
    ["an unknown currency", "2026-01-31,XYQ,1.1", "Line 1 of the rates"],
    ["a rate of nothing", "2026-01-31,GBP,0", "Line 1 of the rates"],
    ["a rate that is no number", "date,currency,rate\n2026-01-31,GBP,1e2", "Line 2 of the rates"],
    [
      "two rates of one day",
      "2026-01-31,GBP,1.1\n2026-01-31,gbp,1.2",
      "Line 2 of the rates gives GBP a second",
    ],
    ["another worth of the currency that is counted in", "2026-01-31,EUR,0.86", "one EUR is worth 0.86 EUR"],
    ["columns without a rate", "date,currency,price\n2026-01-31,GBP,1", "these are date, currency, price"],
    ["nothing", "date,currency,rate\n", "The list has no rates"],
  ])("are refused with %s, and the line is named", (_, text, said) => {
    expect(() => parseRates(text, "EUR")).toThrow(said);
  });
});
