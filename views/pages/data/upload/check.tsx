import type { VNode } from "preact";
import type { ApiContext } from "../../../../src/api/context";
import { askWarehouse } from "../../../../src/api/resources/datasets/keep-query";
import {
  checkInTurn,
  type FileOfKey,
  MOST_CHECKED_BYTES,
} from "../../../../src/api/resources/uploads/check-files";
import { UserError } from "../../../../src/errors";
import { currencyOfTenant } from "../../../../src/jobs/training-terms";
import type { FileCheck } from "../../../../src/pipeline/reading/check-file";
import type { DatasetQuery } from "../../../../src/store/dataset-queries";
import type { DatasetFile, DatasetRow } from "../../../../src/store/datasets";
import { MINUTE_MS } from "../../../../src/time";
import type { MappingChoice } from "../../../../src/transactions/columns/resolve";
import { Notice } from "../../../components/card";
import type { TenantSettings } from "../../../tenant-settings";
import { nameOf, saidOf } from "../dataset-view";
import { RowAccount } from "../datasets/row-account";
import { FilesRead } from "../reading/files-read";
import { RoleTable } from "../reading/roles";
import { CurrencyTable, StatusTable } from "../reading/statuses";
import { formatOf, ReadingSummary } from "../reading/summary";
import type { Choices } from "./review";

const MOST_KEPT = 32;

/**
 * Checks that were made or are being made, the newest last: a page that is loaded again does not read its files again.
 */
const known = new Map<string, Promise<FileCheck | null>>();

/**
 * Reads all files of a data set as a training would: one of them as it is chosen now, the others as it was said of
 * them. Null for those that are too large for that.
 */
export async function checkDataset(
  context: ApiContext,
  tenant: string,
  dataset: DatasetRow,
  reviewed: DatasetFile,
  { mapping, dateOrder }: Pick<Choices, "mapping" | "dateOrder">,
  settings: TenantSettings,
): Promise<FileCheck | null> {
  const { files, query } = dataset;
  if (query) return checkAsked(context, tenant, query, reviewed, mapping.said, settings);
  if (files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) > MOST_CHECKED_BYTES) return null;
  const read: FileOfKey[] = [];
  for (const file of files) {
    const chosen =
      file.id === reviewed.id
        ? { mapping: mapping.said, dateOrder }
        : { mapping: (await saidOf(context, file)) ?? {}, dateOrder: file.dateOrder };
    read.push({ key: file.path, name: nameOf(dataset, file), ...chosen });
  }
  const money = currencyOfTenant({ ...settings });
  const hashes = files.map(({ sha256 }) => sha256);
  const how = read.map(({ name, mapping, dateOrder }) => [name, mapping, dateOrder]);
  return once(JSON.stringify([hashes, how, money]), () => checkInTurn(context.blobs, read, money));
}

/** The same of a query: what the warehouse has now, or had a minute ago. */
function checkAsked(
  context: ApiContext,
  tenant: string,
  query: DatasetQuery,
  { fileName: name, id }: DatasetFile,
  mapping: MappingChoice,
  settings: TenantSettings,
): Promise<FileCheck | null> {
  const minute = Math.floor(context.now() / MINUTE_MS);
  const key = JSON.stringify([tenant, id, mapping, currencyOfTenant({ ...settings }), minute]);
  return once(key, async () => {
    try {
      const { check } = await askWarehouse(context, tenant, query, { name, mapping });
      return check;
    } catch (error) {
      if (error instanceof UserError) return { refused: error.message };
      throw error;
    }
  });
}

function once(key: string, checkNow: () => Promise<FileCheck | null>): Promise<FileCheck | null> {
  const found = known.get(key);
  if (found) return found;
  const check = checkNow();
  check.catch(() => known.delete(key));
  known.set(key, check);
  if (known.size > MOST_KEPT) known.delete(known.keys().next().value!);
  return check;
}

/** What a training would find, before one is started; `Doubts` shows what is doubtful. */
export function CheckResult({
  check,
  words,
  settings,
}: {
  readonly check: FileCheck | null;
  /** What the user said that words of a status mean. */
  readonly words?: MappingChoice["words"];
  readonly settings: Pick<TenantSettings, "locale" | "currency">;
}): VNode {
  if (check === null)
    return (
      <Notice>
        The files are too large to check here. The training will check them, and say what it left out and why.
      </Notice>
    );
  if ("refused" in check)
    return (
      <p class="soft">
        A training would refuse this file: <a href="#doubts">see why above</a>. Correct it, and the rows are
        checked again.
      </p>
    );
  const { report } = check;
  const format = formatOf(report, settings);
  return (
    <div class="stack">
      <Notice tone="good">
        {format.count(report.rows_kept)} of {format.count(report.rows_read)} rows can be used:{" "}
        {format.count(report.customers)} customers, {format.count(report.orders)} orders,{" "}
        {format.money(report.revenue)} from {format.date(report.first_order)} to{" "}
        {format.date(report.last_order)}. Dates are read as {report.date_format}.
      </Notice>
      <FilesRead report={report} format={format} />
      <ReadingSummary report={report} format={format} />
      <StatusTable report={report} format={format} said={words} />
      <CurrencyTable report={report} settings={settings} />
      <details class="more">
        <summary>Which column is what, and why</summary>
        <RoleTable report={report} />
      </details>
      <RowAccount report={report} format={format} name="check" />
    </div>
  );
}
