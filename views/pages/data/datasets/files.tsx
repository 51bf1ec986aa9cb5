import type { VNode } from "preact";
import type { ApiContext } from "../../../../src/api/context";
import { contributionsOf, isNeeded } from "../../../../src/api/resources/datasets/answer";
import type { DatasetFile, DatasetRow } from "../../../../src/store/datasets";
import { withQuery } from "../../../components/pages";
import { TableCard } from "../../../components/table";
import { formatFor, MISSING } from "../../../format";
import type { TenantSettings } from "../../../tenant-settings";
import { sizeWords } from "../../../words/spans";
import { nameOf } from "../dataset-view";

interface FilesProps {
  readonly context: ApiContext;
  readonly tenant: string;
  readonly row: DatasetRow;
  readonly isAnalyst: boolean;
  readonly settings: Pick<TenantSettings, "locale" | "currency">;
}

/** The files of a data set, what each adds to the history, and a way to take one out again. */
export function Files({ context, tenant, row, isAnalyst, settings }: FilesProps): VNode {
  const format = formatFor(settings);
  const contributions = contributionsOf(context, tenant, row);
  const of = ({ id }: DatasetFile) => contributions.get(id);
  const mayRemove = isAnalyst && row.files.length > 1 && !isNeeded(context, tenant, row);
  const review = (file: DatasetFile) =>
    withQuery(`/app/upload/${encodeURIComponent(row.id)}`, { file: file.id });
  return (
    <TableCard
      id="files"
      title={row.files.length === 1 ? "File" : `${row.files.length} files`}
      note="In the order they were added. Where several files have the same order line, the one added last counts."
      caption="Files, and what each adds"
      rows={row.files}
      columns={[
        {
          title: "File",
          cell: (file) =>
            isAnalyst ? <a href={review(file)}>{nameOf(row, file)}</a> : <span>{nameOf(row, file)}</span>,
        },
        { title: "Added", kind: "moment", cell: "addedAt" },
        { title: "Size", kind: "number", cell: (file) => sizeWords(file.sizeBytes, settings.locale) },
        { title: "Rows", kind: "count", cell: (file) => of(file)?.rows_read },
        { title: "Used", kind: "count", cell: (file) => of(file)?.rows_kept },
        { title: "Replaced", kind: "count", cell: (file) => of(file)?.rows_replaced },
        { title: "Orders", kind: "count", cell: (file) => of(file)?.orders },
        {
          title: "Period",
          cell: (file) => {
            const { first_order = null, last_order = null } = of(file) ?? {};
            if (first_order === null) return MISSING;
            return (
              <>
                <span class="nowrap">{format.shortDate(first_order)}</span> to{" "}
                <span class="nowrap">{format.shortDate(last_order)}</span>
              </>
            );
          },
        },
        ...(mayRemove ? [{ title: "", cell: (file: DatasetFile) => <Remove row={row} file={file} /> }] : []),
      ]}
    />
  );
}

/** What is removed can be uploaded again, so one press is enough. */
function Remove({ row, file }: { readonly row: DatasetRow; readonly file: DatasetFile }): VNode {
  const [set, one] = [row.id, file.id].map(encodeURIComponent);
  return (
    <form method="post" action={`/app/datasets/${set}/files/${one}/remove`}>
      <button class="secondary small" type="submit">
        Remove
        <span class="visually-hidden"> {nameOf(row, file)} from this data set</span>
      </button>
    </form>
  );
}
