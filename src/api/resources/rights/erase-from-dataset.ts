import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { DatasetRow } from "../../../store/datasets";
import { decodeText } from "../../../transactions/bytes/text-decoding";
import { readMappingFile } from "../../../transactions/columns/mapping-file";
import { type MappingChoice, resolveColumns } from "../../../transactions/columns/resolve";
import { openTable } from "../../../transactions/formats/open-table";
import { HeldBackRows } from "../../../transactions/held-back-rows";
import { inspectFile } from "../../../transactions/inspect";
import { defaultReadLimits } from "../../../transactions/limits";
import type { RecordFields } from "../../../transactions/records";
import type { ApiContext } from "../../context";
import { CsvFile } from "./csv-record";

/** Rows that are looked at to find out which column holds the customer, as a training does. */
const DETECTION_ROWS = 500;

/** What was taken out of a file. */
export interface ErasedRows {
  readonly dataset_id: string;
  readonly rows_removed: number;
  /** Rows that could not be read, and may have been the person's. */
  readonly unreadable_rows_removed: number;
}

/**
 * Takes the rows of a customer out of an uploaded file. A file that has one is written anew, as UTF-8 CSV under the same key, whatever it was:
 * what a file is goes by its bytes. Null where it has none. Throws an InputError where the file cannot be read.
 */
export async function eraseFromDataset(
  { blobs, store }: ApiContext,
  tenant: string,
  dataset: DatasetRow,
  customerId: string,
): Promise<ErasedRows | null> {
  const path = blobs.localPath(dataset.datasetPath);
  const beside = join(dirname(path), `.erased.${Bun.randomUUIDv7()}`);
  const choice = dataset.mappingPath ? await readMappingFile(blobs.localPath(dataset.mappingPath)) : {};
  try {
    const removed = await copyWithout(path, beside, choice, customerId);
    if (removed.rows === 0) return null;
    const written = await blobs.writeStream(dataset.datasetPath, Bun.file(beside).stream());
    const { preview, notes, format } = await inspectFile(path, { rows: 20 });
    store.transaction(() => {
      store.datasets.delete(tenant, dataset.id);
      store.datasets.insert(tenant, {
        ...dataset,
        sha256: written.sha256,
        sizeBytes: written.sizeBytes,
        inspection: { ...(dataset.inspection as object), preview, notes, format },
      });
    });
    return {
      dataset_id: dataset.id,
      rows_removed: removed.rows,
      unreadable_rows_removed: removed.unreadable,
    };
  } finally {
    await rm(beside, { force: true });
  }
}

/** Copies a table without the rows of a customer, and counts those. */
async function copyWithout(
  from: string,
  to: string,
  choice: MappingChoice,
  customerId: string,
): Promise<{ rows: number; unreadable: number }> {
  const removed = { rows: 0, unreadable: 0 };
  const copy = new CsvFile(to);
  try {
    const held = new HeldBackRows(DETECTION_ROWS, (header, sample) => {
      const customer = resolveColumns(header, sample, choice).index.customer_id;
      copy.write(header);
      return (fields) => {
        if (fields.malformed || fields.count > fields.starts.length) removed.unreadable++;
        else {
          const cells = cellsOf(fields);
          if (isCustomer(cells[customer] ?? "", customerId)) removed.rows++;
          else copy.write(cells);
        }
      };
    });
    const source = await openTable(from, defaultReadLimits, () => {});
    await source.read(held);
    held.end();
  } finally {
    copy.close();
  }
  return removed;
}

function cellsOf({ bytes, starts, ends, count }: RecordFields): string[] {
  return Array.from({ length: count }, (_, i) => decodeText(bytes, starts[i]!, ends[i]!));
}

/** pandas writes the whole numbers of a column with gaps as `17850.0`; a training reads both alike. */
function isCustomer(cell: string, customerId: string): boolean {
  return cell === customerId || (/^-?\d+\.0+$/.test(cell) && cell.replace(/\.0+$/, "") === customerId);
}
