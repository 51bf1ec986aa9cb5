import { InputError } from "../../errors";
import { readMappingFile } from "../../transactions/columns/mapping-file";
import { type MappingChoice, resolveColumns } from "../../transactions/columns/resolve";
import type { ColumnSample } from "../../transactions/held-back-rows";
import { foldedEmail } from "./person";

/** The columns of a record that tell whose it is, as indexes. */
export interface CustomerColumns {
  /** Every column that a training may use for the customer; all columns if none is found. */
  readonly customers: readonly number[];
  readonly emails: readonly number[];
  readonly orders: readonly number[];
  /** The shop system's own words for a guest. */
  readonly guests: readonly string[];
  /** Whether a column for the customer was found. */
  readonly isFound: boolean;
}

/** Of a customers' file, the column that names the customer, by position; null for order lines. */
export type KeyColumn = number | "unknown" | null;

/** Of order lines by the file's contents, and by each mapping that fits it; of a customers' file as it was matched. */
export function customerColumns(
  header: readonly string[],
  sample: ColumnSample,
  mappings: readonly MappingChoice[],
  keyColumn: KeyColumn = null,
): CustomerColumns {
  const emails = everyColumn(header.length).filter((column) => holdsEmails(sample(column)));
  if (keyColumn !== null) {
    const customers = keyColumn === "unknown" ? everyColumn(header.length) : [keyColumn];
    return { customers, emails, orders: [], guests: [], isFound: keyColumn !== "unknown" };
  }
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
      // A mapping of another file, or not a table of orders.
      if (!(error instanceof InputError)) throw error;
    }
  }
  customers.delete(-1);
  const isFound = customers.size > 0;
  return {
    customers: isFound ? [...customers] : everyColumn(header.length),
    emails,
    orders: [...orders],
    guests,
    isFound,
  };
}

/** At least half of the column's values are addresses. */
function holdsEmails(values: readonly string[]): boolean {
  const filled = values.filter((value) => value.trim() !== "");
  const emails = filled.filter((value) => foldedEmail(value) !== null);
  return emails.length > 0 && 2 * emails.length >= filled.length;
}

export function everyColumn(count: number): number[] {
  return Array.from({ length: count }, (_, column) => column);
}

/** The mappings that exist and can be read. Without one, the file's contents decide. */
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
