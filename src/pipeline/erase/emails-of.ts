import { InputError } from "../../errors";
import { decodeText } from "../../transactions/bytes/text-decoding";
import { openTable } from "../../transactions/formats/open-table";
import { HeldBackRows } from "../../transactions/held-back-rows";
import { defaultReadLimits, detectionBounds } from "../../transactions/limits";
import { customerColumns, type KeyColumn, readMappings } from "./customer-columns";
import { asInFile, foldedEmail, isPerson } from "./person";

/**
 * The e-mail addresses next to a customer's id in a file of order lines or of customers, folded. They identify the customer in files
 * without ids. None if the file cannot be read.
 */
export async function emailsOf(
  path: string,
  mappingPaths: readonly string[],
  customerId: string,
  keyColumn: KeyColumn = null,
): Promise<ReadonlySet<string>> {
  const mappings = await readMappings(mappingPaths);
  const person = asInFile({ id: customerId, emails: [] }, keyColumn);
  const found = new Set<string>();
  const held = new HeldBackRows(detectionBounds, (header, sample) => {
    const { customers, emails, isFound } = customerColumns(header, sample, mappings, keyColumn);
    return {
      add({ bytes, starts, ends, count, malformed }) {
        if (malformed || !isFound || count !== header.length) return;
        const cell = (column: number) => decodeText(bytes, starts[column]!, ends[column]!);
        if (!customers.some((column) => isPerson(cell(column), person))) return;
        for (const column of emails) {
          const email = foldedEmail(cell(column));
          if (email !== null) found.add(email);
        }
      },
    };
  });
  try {
    const source = await openTable(path, defaultReadLimits, () => {});
    await source.read(held);
    held.end();
  } catch (error) {
    // It will be deleted completely.
    if (!(error instanceof InputError)) throw error;
  }
  return found;
}
