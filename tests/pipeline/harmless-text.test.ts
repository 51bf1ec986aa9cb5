import { describe, expect, test } from "bun:test";
import { batchCsv } from "../../src/answers/batch";
import { harmless } from "../../src/pipeline/harmless-text";
import { advised } from "../answers/advised";

describe("texts that a spreadsheet would run", () => {
  test.each(["=1+1", "+1", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "\0x", "＝1", "＋1", "－2", "＠SUM(A1)"])(
    "get an apostrophe: %j",
    (text) => {
      expect(harmless(text)).toBe(`'${text}`);
    },
  );

  test.each(["12347", "a=b", "Café", ""])("others stay: %j", (text) => {
    expect(harmless(text)).toBe(text);
  });

  test("are harmless as customer ids of a batch prediction, where numbers stay numbers", () => {
    const named = (id: string, hasNumericIds: boolean) => {
      const columns = {
        CustomerID: [id],
        segment: [1],
        segment_name: ["Loyal"],
        churn_probability: [0.5],
        ltv_estimate: [10],
        reason_1: [""],
        reason_2: [""],
        reason_3: [""],
      };
      const csv = Buffer.concat([...batchCsv(advised(columns, hasNumericIds))]).toString();
      return csv.split("\n")[1]!.split(",")[0];
    };
    expect(named("=cmd", false)).toBe("'=cmd");
    expect(named("-5", true)).toBe("-5");
  });
});
