import { expect, test } from "bun:test";
import { renderToString } from "preact-render-to-string";
import type { CleaningReport } from "../../../../src/transactions/cleaning-report";
import { formatFor } from "../../../../views/format";
import { RowAccount } from "../../../../views/pages/data/datasets/row-account";
import { DEFAULT_TENANT_SETTINGS } from "../../../../views/tenant-settings";

test("a cell is called empty where it is known to be, and left unsaid where its text is not known", () => {
  const samples = [
    { row: 7, column: "Date", value: "" },
    { row: 8, column: "Date", value: "31/02" },
    { row: 9, column: "Date" },
  ];
  const report = {
    rows_read: 1000,
    rows_kept: 997,
    dropped: { unreadable_date: { rows: 3, meaning: "No date.", samples } },
    notes: [],
    files: [],
  } as unknown as CleaningReport;
  const html = renderToString(
    <RowAccount report={report} format={formatFor(DEFAULT_TENANT_SETTINGS)} name="x" />,
  );
  expect(html).toContain("row 7, Date: empty; row 8, Date: &quot;31/02&quot;; row 9, Date");
  expect(html).not.toContain("row 9, Date:");
});
