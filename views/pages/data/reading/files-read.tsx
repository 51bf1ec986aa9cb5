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
      showsCaption
      rows={report.files}
      columns={[
        { title: "File", cell: ({ file }) => <span class="cell">{file}</span> },
        { title: "Rows", kind: "number", cell: ({ rows_read }) => format.count(rows_read) },
        { title: "Used", kind: "number", cell: ({ rows_kept }) => format.count(rows_kept) },
        {
          title: "Replaced by a later file",
          kind: "number",
          cell: (file) => format.count(file.rows_replaced),
        },
        { title: "Orders", kind: "number", cell: ({ orders }) => format.count(orders) },
        {
          title: "Period",
          cell: ({ first_order, last_order }) =>
            first_order === null ? (
              MISSING
            ) : (
              <>
                <span class="nowrap">{format.shortDate(first_order)}</span> to{" "}
                <span class="nowrap">{format.shortDate(last_order)}</span>
              </>
            ),
        },
      ]}
    />
  );
}
