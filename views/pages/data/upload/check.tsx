import type { VNode } from "preact";
import type { ApiContext } from "../../../../src/api/context";
import { checkFile, type FileCheck } from "../../../../src/pipeline/check-file";
import type { DatasetRow } from "../../../../src/store/datasets";
import type { MappingChoice } from "../../../../src/transactions/columns/resolve";
import { Notice } from "../../../components/card";
import type { DateOrder } from "../../../data/date-readings";
import type { Format } from "../../../format";
import { RowAccount } from "../datasets/row-account";

/** Larger files are read by the training alone: it says the same. */
const MOST_CHECKED_BYTES = 256e6;
const MOST_KEPT = 32;

/** Checks that were made or are being made, the newest last: a page that is loaded again does not read its file again. */
const known = new Map<string, Promise<FileCheck>>();
let last: Promise<unknown> = Promise.resolve();

/** Reads the whole file as a training would; null for one that is too large for that. One file is read at a time. */
export function checkDataset(
  { blobs }: ApiContext,
  { sha256, sizeBytes, datasetPath }: DatasetRow,
  mapping: MappingChoice,
  dateOrder: DateOrder | null,
): Promise<FileCheck> | null {
  if (sizeBytes > MOST_CHECKED_BYTES) return null;
  const key = JSON.stringify([sha256, mapping, dateOrder]);
  const found = known.get(key);
  if (found) return found;
  const check = last.then(async () => {
    await using file = await blobs.fetched(datasetPath);
    return await checkFile({ path: file.path, mapping, dateOrder });
  });
  last = check.catch(() => known.delete(key));
  known.set(key, check);
  if (known.size > MOST_KEPT) known.delete(known.keys().next().value!);
  return check;
}

/** What a training would find, for who is about to start one. */
export function CheckResult({
  check,
  fileName,
  format,
}: {
  readonly check: FileCheck | null;
  readonly fileName: string;
  readonly format: Format;
}): VNode {
  if (check === null)
    return (
      <Notice>
        The file is large, so the training itself will check its rows. It says what it left out and why.
      </Notice>
    );
  if ("refused" in check) {
    const told = check.refused.replace(/^dataset\.[a-z.]+: /, "");
    const isOrder = /date_order/.test(told);
    const sentence = told.replace(/ Say which it is with date_order.*$/, "");
    return (
      <Notice tone="bad">
        <p>
          {fileName}: {sentence}
        </p>
        {isOrder && (
          <p>
            <a href="#date-order">Say above which part is the day</a>, and the file is checked again.
          </p>
        )}
      </Notice>
    );
  }
  const { report } = check;
  return (
    <div class="stack">
      <Notice tone="good">
        {format.count(report.rows_kept)} of {format.count(report.rows_read)} rows can be used:{" "}
        {format.count(report.customers)} customers, {format.count(report.orders)} orders,{" "}
        {format.money(report.revenue)} from {format.date(report.first_order)} to{" "}
        {format.date(report.last_order)}. Dates are read as {report.date_format}.
      </Notice>
      <RowAccount report={report} format={format} name="check" />
    </div>
  );
}
