import type { VNode } from "preact";
import type { CleaningReport } from "../../../../src/transactions/cleaning-report";
import { AccountBar } from "../../../charts/account-bar";
import { Table } from "../../../components/table";
import type { Format } from "../../../format";
import { accountRows } from "../../../words/row-account";
import { sampleWords } from "../reading/sample-words";

/** Used is green; each reason has a colour of its own. */
const COLORS = ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"];

function shareWords(share: number, format: Format): string {
  return share > 0 && share < 0.0005 ? `under ${format.percent(0.001)}` : format.percent(share);
}

/** What became of a file's rows: a bar, and a table with the first rows of each reason. */
export function RowAccount({
  report,
  format,
  name,
}: {
  readonly report: CleaningReport;
  readonly format: Format;
  readonly name: string;
}): VNode {
  const parts = accountRows(report);
  const colored = parts.map((part, i) => ({ ...part, color: COLORS[i % COLORS.length]! }));
  const told = parts.map(({ label, rows }) => `${label}: ${format.count(rows)}`).join("; ");
  return (
    <div class="stack">
      <AccountBar
        name={`${name}-rows`}
        title="What became of the rows"
        desc={`Of ${format.count(report.rows_read)} rows. ${told}.`}
        parts={colored.map(({ label, rows, color }) => ({ label, count: rows, color }))}
        format={format.count}
      />
      {report.notes.length > 0 && (
        <ul class="small">
          {report.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <Table
        caption={`All ${format.count(report.rows_read)} rows of the ${whereOf(report)}`}
        showsCaption
        rows={parts}
        columns={[
          { title: "Rows", cell: "label" },
          { title: "Number", kind: "number", cell: ({ rows }) => format.count(rows) },
          { title: "Share", kind: "number", cell: ({ share }) => shareWords(share, format) },
          {
            title: "What it means",
            cell: ({ meaning, samples }) => (
              <span class="meaning">
                {meaning}
                {samples.length > 0 && (
                  <span class="samples">
                    {"For example "}
                    {samples
                      .slice(0, 3)
                      .map((sample) => sampleWords(sample, format))
                      .join("; ")}
                  </span>
                )}
              </span>
            ),
          },
        ]}
      />
      {report.rows_returned > 0 && (
        <p class="soft small">
          {format.count(report.rows_returned)} of the rows left out are returns. They still count as their
          customers' returns.
        </p>
      )}
    </div>
  );
}

/** What the rows are of. Those of a query have no numbers. */
function whereOf({ format, files }: CleaningReport): string {
  if (format === "query") return "query";
  return `${files.length > 1 ? `${files.length} files` : "file"}; the header is row 1`;
}
