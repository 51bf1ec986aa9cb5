import { expect, test } from "bun:test";
import { countryCode } from "../../../src/destinations/formats/country-code";

// Source: ISO 3166-1; the countries of the Online Retail data are among them.
test.each([
  ["United Kingdom", "GB"],
  ["EIRE", "IE"],
  ["RSA", "ZA"],
  ["USA", "US"],
  ["United Arab Emirates", "AE"],
  ["Channel Islands", null],
  ["European Community", null],
  ["Unspecified", null],
  ["germany", "DE"],
  [" Czech Republic ", "CZ"],
  ["Czechia", "CZ"],
  ["de", "DE"],
  ["UK", "GB"],
  ["EU", null],
  ["XX", null],
  ["", null],
])("%j has the code %j", (country, code) => {
  expect(countryCode(country)).toBe(code);
});

test("a name never leads to a code that ISO has withdrawn", () => {
  // Source: ISO 3166-3: formerly used codes.
  for (const code of ["AN", "BU", "CS", "DD", "FX", "NT", "SU", "TP", "YU", "ZR"])
    expect(countryCode(code)).toBeNull();
});
