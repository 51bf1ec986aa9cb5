import type { VNode } from "preact";
import type { ApiContext } from "../../../../src/api/context";
import { isNeeded } from "../../../../src/api/resources/datasets/answer";
import { customerFileAnswer } from "../../../../src/api/resources/datasets/customer-files";
import { distinctNames } from "../../../../src/jobs/dataset-names";
import type { DatasetFile, DatasetRow } from "../../../../src/store/datasets";
import type { AttributeReport } from "../../../../src/transactions/attributes/attribute-report";
import { Table, TableCard } from "../../../components/table";
import { type Format, formatFor } from "../../../format";
import type { TenantSettings } from "../../../tenant-settings";
import { sizeWords } from "../../../words/spans";
import { Warnings } from "../reading/warnings";
import { DropForm } from "../upload/upload-form";

const KIND_WORDS: Readonly<Record<AttributeReport["columns"][number]["kind"], string>> = {
  text: "Text",
  number: "Number",
  date: "Date",
  yes_no: "Yes or no",
};

interface CustomerFilesProps {
  readonly context: ApiContext;
  readonly tenant: string;
  readonly row: DatasetRow;
  readonly isAnalyst: boolean;
  readonly settings: Pick<TenantSettings, "locale" | "currency">;
  /** Why the file that was just sent was refused. */
  readonly error?: string | undefined;
}

/** What the shop told about its customers: each file, whom it is about, and what the newest one says. */
export function CustomerFiles({
  context,
  tenant,
  row,
  isAnalyst,
  settings,
  error,
}: CustomerFilesProps): VNode | null {
  const files = row.customerFiles;
  if (files.length === 0 && !isAnalyst) return null;
  const format = formatFor(settings);
  const mayRemove = isAnalyst && files.length > 0 && !isNeeded(context, tenant, row);
  return (
    <section id="customers" class="stack" aria-labelledby="customers-title">
      <h2 id="customers-title">What you know about customers</h2>
      {files.length > 0 && <FileTable {...{ row, mayRemove, settings }} />}
      {files.length > 0 && <Newest file={files.at(-1)!} format={format} />}
      {isAnalyst && (
        <DropForm
          id="customers"
          action={`/app/datasets/${encodeURIComponent(row.id)}/customers`}
          title="Drop a file with one row per customer here, or choose it"
          hint={`Consent, birthday, channel, cost of winning them: any columns, beside the customer's id or e-mail address. A later file replaces what earlier ones said. At most ${sizeWords(context.config.maxUploadBytes)}.`}
          button="Upload"
          {...(error && { error })}
        />
      )}
    </section>
  );
}

function FileTable({
  row,
  mayRemove,
  settings,
}: {
  readonly row: DatasetRow;
  readonly mayRemove: boolean;
  readonly settings: Pick<TenantSettings, "locale">;
}): VNode {
  const names = distinctNames(row.customerFiles.map(({ fileName }) => fileName));
  const rows = row.customerFiles.map((file, i) => ({
    file,
    name: names[i]!,
    report: customerFileAnswer(file).report,
  }));
  type Row = (typeof rows)[number];
  return (
    <TableCard
      title={rows.length === 1 ? "Customers' file" : `${rows.length} customers' files`}
      note="The last row about a customer counts. Used from the next training."
      caption="Customers' files, and whom they are about"
      rows={rows}
      columns={[
        { title: "File", cell: "name" },
        { title: "Added", kind: "moment", cell: ({ file }) => file.addedAt },
        { title: "Size", kind: "number", cell: ({ file }) => sizeWords(file.sizeBytes, settings.locale) },
        { title: "Rows", kind: "count", cell: ({ report }) => report?.rows_read },
        { title: "About your customers", kind: "count", cell: ({ report }) => report?.rows_matched },
        { title: "About nobody here", kind: "count", cell: ({ report }) => report?.rows_unmatched },
        {
          title: "Customers without a row",
          kind: "count",
          cell: ({ report }) => report && report.customers - report.customers_with_row,
        },
        ...(mayRemove
          ? [
              {
                title: "",
                cell: ({ file, name }: Row) => <Remove dataset={row.id} file={file} name={name} />,
              },
            ]
          : []),
      ]}
    >
      {rows.some(({ report }) => report === null) && (
        <p class="soft small">
          Where figures are missing, the order lines could not be read in time, or somebody was erased from
          the file. The next training tells whom its rows are about.
        </p>
      )}
    </TableCard>
  );
}

/** What is removed can be uploaded again, so one press is enough. */
function Remove({
  dataset,
  file,
  name,
}: {
  readonly dataset: string;
  readonly file: DatasetFile;
  readonly name: string;
}): VNode {
  const [set, one] = [dataset, file.id].map(encodeURIComponent);
  return (
    <form method="post" action={`/app/datasets/${set}/files/${one}/remove`}>
      <button class="secondary small" type="submit">
        Remove
        <span class="visually-hidden"> {name} from this data set</span>
      </button>
    </form>
  );
}

/** What the file added last says, doubts first. */
function Newest({ file, format }: { readonly file: DatasetFile; readonly format: Format }): VNode | null {
  const { report } = customerFileAnswer(file);
  if (!report) return null;
  const key = [report.id_column, report.email_column].filter((name) => name !== null).join(" and ");
  return (
    <>
      <Warnings warnings={report.warnings} format={format} />
      <section class="card">
        <header>
          <h2>Columns of {file.fileName}</h2>
          <p>Customers are found by {key}.</p>
        </header>
        <Table
          caption={`Columns of ${file.fileName}`}
          rows={report.columns}
          columns={[
            { title: "Column", cell: "name" },
            { title: "Read as", cell: ({ kind }) => KIND_WORDS[kind] },
            { title: "Known of", kind: "count", cell: "known" },
            { title: "For example", cell: ({ samples }) => samples.join(", ") },
          ]}
        />
      </section>
    </>
  );
}
