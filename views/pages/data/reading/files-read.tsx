import type { VNode } from "preact";
import type { CleaningReport } from "../../../../src/transactions/cleaning-report";
import { Table } from "../../../components/table";
import { type Format, MISSING } from "../../../format";

/** What each of several files adds to the history. */
export function FilesRead({
  report,
  format,
}: {
  readonly report: CleaningReport;
  readonly format: Format;
}): VNode | null {
  if (report.files.length < 2) return null;
  return (
    <Table
      caption="What each file adds"
      rows={report.files}
      columns={[
        { title: "File", cell: ({ file }) => <span class="cell">{file}</span> },
        { title: "Rows", isNumber: true, cell: ({ rows_read }) => format.count(rows_read) },
        { title: "Used", isNumber: true, cell: ({ rows_kept }) => format.count(rows_kept) },
        {
          title: "Replaced by a later file",
          isNumber: true,
          cell: (file) => format.count(file.rows_replaced),
        },
        { title: "Orders", isNumber: true, cell: ({ orders }) => format.count(orders) },
        {
          title: "From and to",
          cell: ({ first_order, last_order }) =>
            first_order === null
              ? MISSING
              : `${format.shortDate(first_order)} to ${format.shortDate(last_order)}`,
        },
      ]}
    />
  );
}
