import { describe, expect, test } from "bun:test";
import { strategicReport } from "../../../src/models/report/report";
import type { CleaningReport, FileAccount, Warning } from "../../../src/transactions/cleaning-report";
import { NO_ADVICE, trainedModels } from "../trained-models";

/** The report of a training whose data was read so. */
function reportOf(change: Partial<CleaningReport>): string {
  const trained = trainedModels();
  return strategicReport({ ...trained, cleaning: { ...trained.cleaning, ...change } }, NO_ADVICE);
}

const warning = (n: number, samples: Warning["samples"] = []): Warning => ({
  code: `w${n}`,
  message: `Doubt ${n}.`,
  rows: n,
  samples,
});

describe("the top of the report", () => {
  test("says what is doubtful before anything else, five doubts and then how many more", () => {
    const lines = reportOf({
      warnings: [
        warning(1, [{ row: 1204, column: "Status", value: "on\nhold" }]),
        warning(2, [{ row: 7 }]),
        ...[3, 4, 5, 6, 7].map((n) => warning(n)),
      ],
    }).split("\n");
    expect(lines.slice(0, 11)).toEqual([
      "# Strategic report",
      "",
      "**Before you rely on this:**",
      "",
      '- Doubt 1. (for example row 1,204, column Status: "on hold")',
      "- Doubt 2. (for example row 7)",
      "- Doubt 3.",
      "- Doubt 4.",
      "- Doubt 5.",
      "- And 2 more: `cleaning_report.json` has them all.",
      "",
    ]);
    expect(lines[11]).toStartWith("As of 9 December 2011");
    expect(reportOf({ warnings: [] })).not.toContain("Before you rely");
  });

  test("tells revenue before and after what was given back, and in which currency", () => {
    const report = reportOf({
      revenue: 1000,
      refunds: 150,
      net_revenue: 850,
      currency: "EUR",
      tax: "included",
    });
    expect(report).toContain(
      "revenue of 1,000, and 850 after returns and refunds of 150, since 1 December 2010. Amounts are in EUR, with tax.",
    );
    expect(report).toContain("72% of the revenue after returns and refunds.");
    expect(report).toContain("in the next 90 days, less what they will send back; ");
    expect(report).toContain("Spend and revenue are after returns and refunds");
    const plain = reportOf({ refunds: 0 });
    expect(plain).toContain("Amounts are in the currency of the file.");
    expect(plain).not.toContain("after returns");
  });

  test("names the files where there are several, and what each added", () => {
    const file = (name: string, change: Partial<FileAccount> = {}): FileAccount => ({
      file: name,
      format: "csv",
      sha256: "",
      size_bytes: 1,
      profile: null,
      rows_read: 120,
      rows_kept: 100,
      rows_replaced: 0,
      orders: 50,
      first_order: "2023-01-01T00:00:00.000Z",
      last_order: "2023-01-31T00:00:00.000Z",
      ...change,
    });
    const report = reportOf({
      files: [file("january.csv"), file("february.csv", { rows_replaced: 3, first_order: null })],
    });
    expect(report).toContain(
      "It is made from 2 files:\n\n- january.csv: 100 of 120 rows kept, orders from 1 January 2023 to 31 January 2023\n- february.csv: 100 of 120 rows kept, 3 rows replaced by a later file\n",
    );
    expect(reportOf({ files: [file("january.csv")] })).not.toContain("It is made from");
  });
});
