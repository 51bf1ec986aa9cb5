import { InputError } from "../../errors";
import { readMappingFile } from "../../transactions/columns/mapping-file";
import { type MappingChoice, resolveColumns } from "../../transactions/columns/resolve";
import type { ColumnSample } from "../../transactions/held-back-rows";
import { foldedEmail } from "./person";

/** Where in a record stands whose it is: indexes of columns. */
export interface CustomerColumns {
  /** Every column that a training may take for the customer's; all columns where none is found. */
  readonly customers: readonly number[];
  readonly emails: readonly number[];
  readonly orders: readonly number[];
  /** The system's own words for a guest. */
  readonly guests: readonly string[];
  /** Whether a column was found for the customer. */
  readonly isFound: boolean;
}

/** By the file's own look, and by each mapping that fits it. */
export function customerColumns(
  header: readonly string[],
  sample: ColumnSample,
  mappings: readonly MappingChoice[],
): CustomerColumns {
  const customers = new Set<number>();
  const orders = new Set<number>();
  let guests: readonly string[] = [];
  for (const choice of [{}, ...mappings]) {
    try {
      const { index, profile } = resolveColumns(header, sample, choice);
      guests = profile?.guests ?? guests;
      customers.add(index.customer_id);
      if (index.order_id >= 0) orders.add(index.order_id);
    } catch (error) {
      // A mapping of another file, or no table of orders.
      if (!(error instanceof InputError)) throw error;
    }
  }
  customers.delete(-1);
  const isFound = customers.size > 0;
  return {
    customers: isFound ? [...customers] : everyColumn(header.length),
    emails: everyColumn(header.length).filter((column) => holdsEmails(sample(column))),
    orders: [...orders],
    guests,
    isFound,
  };
}

/** At least half of what the column holds are addresses. */
function holdsEmails(values: readonly string[]): boolean {
  const filled = values.filter((value) => value.trim() !== "");
  const emails = filled.filter((value) => foldedEmail(value) !== null);
  return emails.length > 0 && 2 * emails.length >= filled.length;
}

export function everyColumn(count: number): number[] {
  return Array.from({ length: count }, (_, column) => column);
}

/** Those that are there and can be read: without one, the file's own look decides. */
export async function readMappings(paths: readonly string[]): Promise<MappingChoice[]> {
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
