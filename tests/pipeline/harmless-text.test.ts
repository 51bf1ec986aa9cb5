import { describe, expect, test } from "bun:test";
import { harmless } from "../../src/pipeline/harmless-text";
import { csvRow, predictionCsv } from "../../src/pipeline/prediction-csv";

describe("texts that a spreadsheet would run", () => {
  test.each(["=1+1", "+1", "-2", "@SUM(A1)", "\tx", "\rx"])("get an apostrophe: %j", (text) => {
    expect(harmless(text)).toBe(`'${text}`);
  });

  test.each(["12347", "a=b", "Café", ""])("others stay: %j", (text) => {
    expect(harmless(text)).toBe(text);
  });

  test("are harmless as customer ids of a batch prediction, where numbers stay numbers", () => {
    const prediction = {
      segment: 1,
      segment_name: "Loyal",
      churn_probability: 0.5,
      ltv_estimate: 10,
      recommended_action: "Call",
      reasons: [],
    };
    const csv = predictionCsv([
      csvRow({ ...prediction, customer_id: "=cmd" }),
      csvRow({ ...prediction, customer_id: -5 }),
    ]);
    expect(
      csv
        .split("\n")
        .slice(1, 3)
        .map((line) => line.split(",")[0]),
    ).toEqual(["'=cmd", "-5"]);
  });
});
