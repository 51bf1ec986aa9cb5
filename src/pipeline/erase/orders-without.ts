import { decodeText } from "../../transactions/bytes/text-decoding";
import { openTable } from "../../transactions/formats/open-table";
import { HeldBackRows } from "../../transactions/held-back-rows";
import { defaultReadLimits, detectionBounds } from "../../transactions/limits";
import { isNobody } from "../../transactions/profiles/nobody";
import type { RecordFields } from "../../transactions/records";
import { CsvFile } from "./csv-file";
import {
  type CustomerColumns,
  customerColumns,
  everyColumn,
  type KeyColumn,
  readMappings,
} from "./customer-columns";
import { asInFile, foldedEmail, isPerson, type Person } from "./person";

/** What a copy of order lines leaves out. */
interface LeftOut {
  /** The customer's rows. */
  readonly rows: number;
  /** Other customers' rows that lost the customer's e-mail address. */
  readonly clearedRows: number;
  /** Unreadable rows, which may have been the customer's. */
  readonly unreadableRows: number;
  /** A workbook's other sheets, comments and the like, which nothing reads. */
  readonly unreadParts: boolean;
}

/**
 * Copies a file of order lines, or of customers, in any format to the new file `to`, as UTF-8 CSV, without a customer's rows and without
 * unreadable ones. Throws an InputError if the whole file cannot be read. `Whose` decides which rows are the
 * customer's.
 */
export async function copyOrdersWithout(
  from: string,
  to: string,
  mappingPaths: readonly string[],
  erased: Person,
  keyColumn: KeyColumn = null,
): Promise<LeftOut> {
  const mappings = await readMappings(mappingPaths);
  const person = asInFile(erased, keyColumn);
  let [rows, clearedRows, unreadableRows] = [0, 0, 0];
  const copy = new CsvFile(to);
  try {
    const held = new HeldBackRows(detectionBounds, (header, sample) => {
      const whose = new Whose(customerColumns(header, sample, mappings, keyColumn), header.length, person);
      copy.write(header);
      return {
        add(fields) {
          const verdict =
            fields.malformed || fields.count > fields.starts.length ? "unreadable" : whose.verdict(fields);
          if (verdict === "kept") copy.writeFields(fields);
          else if (verdict === "unreadable") unreadableRows++;
          else if (verdict === "removed") rows++;
          else {
            clearedRows++;
            copy.write(verdict);
          }
        },
      };
    });
    const source = await openTable(from, defaultReadLimits, () => {});
    await source.read(held);
    held.end();
    return { rows, clearedRows, unreadableRows, unreadParts: source.format === "xlsx" };
  } finally {
    copy.close();
  }
}

/**
 * Decides row by row whose it is. It is the customer's if
 * - a customer column (by the file's contents or by a mapping) has the customer's id or address. Without such a column,
 *   or if the row has more or fewer cells than the header, any cell counts;
 * - the row names no customer, and its e-mail column has an address of the customer, or it continues an order of the
 *   customer, as in exports that name the customer only on an order's first line.
 * Someone else's row with the customer's address (two accounts, one address) stays, without the address.
 */
class Whose {
  /** The customer's orders in the rows so far. */
  readonly #orders = new Set<string>();
  /** A request by e-mail address means everyone who has it, under any id. */
  readonly #isByEmail: boolean;

  constructor(
    private readonly columns: CustomerColumns,
    private readonly width: number,
    private readonly person: Person,
  ) {
    this.#isByEmail = foldedEmail(person.id) !== null;
  }

  /** What happens to a row, with its new cells if some are removed. */
  verdict(fields: RecordFields): "kept" | "removed" | readonly string[] {
    const { customers, emails, orders, guests } = this.columns;
    const cell = (column: number) => decodeText(fields.bytes, fields.starts[column]!, fields.ends[column]!);
    const isTheirs = (column: number) => isPerson(cell(column), this.person);
    if (fields.count !== this.width) return everyColumn(fields.count).some(isTheirs) ? "removed" : "kept";
    const order = orders
      .map((column) => cell(column).trim())
      .join(" ")
      .trim();
    const withAddress = emails.filter(isTheirs);
    const isNobodys = customers.every((column) => isNobody(cell(column).trim(), guests) !== null);
    const isMine = customers.some(isTheirs) || (withAddress.length > 0 && (isNobodys || this.#isByEmail));
    if (isMine && order !== "") this.#orders.add(order);
    const goesOn =
      isNobodys && emails.every((column) => cell(column).trim() === "") && this.#orders.has(order);
    if (isMine || goesOn) return "removed";
    if (withAddress.length === 0) return "kept";
    return everyColumn(fields.count).map((column) => (withAddress.includes(column) ? "" : cell(column)));
  }
}
