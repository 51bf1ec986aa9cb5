import { InputError } from "../../errors";
import { decodeText } from "../../transactions/bytes/text-decoding";
import { readMappingFile } from "../../transactions/columns/mapping-file";
import { type MappingChoice, resolveColumns } from "../../transactions/columns/resolve";
import { openTable } from "../../transactions/formats/open-table";
import { type ColumnSample, HeldBackRows } from "../../transactions/held-back-rows";
import { defaultReadLimits, detectionBounds } from "../../transactions/limits";
import type { RecordFields } from "../../transactions/records";
import { CsvFile } from "./csv-file";

/** What a copy of order lines leaves out. */
export interface LeftOut {
  /** Of the customer. */
  readonly rows: number;
  /** Rows that could not be read, and may have been the customer's. */
  readonly unreadableRows: number;
  /** A workbook's other sheets, comments and the like, which nobody reads. */
  readonly unreadParts: boolean;
}

/**
 * Copies a file of order lines, whatever its format, as UTF-8 CSV to the new file `to`, without the rows of a customer and without what cannot
 * be read. A row is the customer's where a column that holds the customer by the file's own look or by one of the mapping files has the id; where no
 * such column is found, or the row has more or fewer cells than the header, where any cell has it. Throws an InputError where
 * the file as a whole cannot be read.
 */
export async function copyOrdersWithout(
  from: string,
  to: string,
  mappingPaths: readonly string[],
  customerId: string,
): Promise<LeftOut> {
  const mappings = await readMappings(mappingPaths);
  let rows = 0;
  let unreadableRows = 0;
  const copy = new CsvFile(to);
  try {
    const held = new HeldBackRows(detectionBounds, (header, sample) => {
      const columns = customerColumns(header, sample, mappings);
      copy.write(header);
      return (fields) => {
        if (fields.malformed || fields.count > fields.starts.length) {
          unreadableRows++;
          return;
        }
        const isWhole = fields.count === header.length;
        if (hasCustomer(fields, isWhole ? columns : everyColumn(fields.count), customerId)) rows++;
        else copy.writeFields(fields);
      };
    });
    const source = await openTable(from, defaultReadLimits, () => {});
    await source.read(held);
    held.end();
    return { rows, unreadableRows, unreadParts: source.format === "xlsx" };
  } finally {
    copy.close();
  }
}

/** Every column that a training may take for the customer's; all columns where none is found. */
function customerColumns(
  header: readonly string[],
  sample: ColumnSample,
  mappings: readonly MappingChoice[],
): number[] {
  const found = new Set<number>();
  for (const choice of [{}, ...mappings]) {
    try {
      found.add(resolveColumns(header, sample, choice).index.customer_id);
    } catch (error) {
      // A mapping of another file, or no table of orders.
      if (!(error instanceof InputError)) throw error;
    }
  }
  return found.size > 0 ? [...found] : everyColumn(header.length);
}

/** Those that are there and can be read: without one, the file's own look decides. */
async function readMappings(paths: readonly string[]): Promise<MappingChoice[]> {
  const found: MappingChoice[] = [];
  for (const path of paths) {
    try {
      found.push(await readMappingFile(path));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
  return found;
}

function everyColumn(count: number): number[] {
  return Array.from({ length: count }, (_, column) => column);
}

function hasCustomer(
  { bytes, starts, ends }: RecordFields,
  columns: readonly number[],
  customerId: string,
): boolean {
  return columns.some((column) => isCustomer(decodeText(bytes, starts[column]!, ends[column]!), customerId));
}

/** pandas writes the whole numbers of a column with gaps as `17850.0`; a training reads both alike. */
function isCustomer(cell: string, customerId: string): boolean {
  const text = cell.trim();
  return (
    text === customerId ||
    (text.startsWith(customerId) && /^-?\d+\.0+$/.test(text) && text.replace(/\.0+$/, "") === customerId)
  );
}
