import { describe, expect, test } from "bun:test";
import { currencyFor, currencyOfTenant, readingOf } from "../../src/jobs/training-terms";

const RATES = "2026-01-01,GBP,1.15";

describe("the currency that a training counts in", () => {
  test("is what the tenant has set, with its rates", () => {
    const own = currencyOfTenant({ currency: "EUR", rates: RATES, locale: "en" });
    expect(own).toEqual({ currency: "EUR", rates: RATES });
    expect(currencyFor(own, {})).toEqual(own);
    expect(currencyOfTenant({ currency: "EUR", rates: "" })).toEqual({ currency: "EUR" });
    expect(currencyOfTenant({ currency: null, rates: "" })).toEqual({});
  });

  test("is what was asked for; the tenant's rates do not go with another one than its own", () => {
    const own = { currency: "EUR", rates: RATES };
    expect(currencyFor(own, { currency: "usd" })).toEqual({ currency: "USD" });
    expect(currencyFor(own, { currency: "eur" })).toEqual(own);
    expect(currencyFor(own, { rates: "2026-01-01,GBP,2" })).toEqual({
      currency: "EUR",
      rates: "2026-01-01,GBP,2",
    });
  });

  test("may be left open", () => {
    expect(currencyFor({}, {})).toEqual({});
    expect(readingOf({ payload: {} })).toEqual({});
  });

  for (const [name, payload, said] of [
    ["a currency of no kind", { currency: "XYQ" }, 'an ISO 4217 code such as EUR, not "XYQ"'],
    ["a currency that is no text", { currency: 978 }, "currency of the job's payload must be text"],
    ["rates without a currency", { rates: RATES }, "need a currency to convert into"],
    ["rates that are none", { currency: "EUR", rates: "GBP=1.15" }, "Line 1 of the rates"],
  ] as const) {
    test(`is refused where it is ${name}`, () => {
      expect(() => readingOf({ payload })).toThrow(said);
    });
  }
});
