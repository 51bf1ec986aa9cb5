import { closeSync, fsyncSync, openSync, rmSync } from "node:fs";
import { type Column, type DataType, Type } from "@uwdata/flechette";
import type { FileSink } from "../../models/model-folder";
import type { ColumnValues } from "../arrow-column";
import { ArrowColumns } from "../arrow-columns";
import { isMoment } from "../arrow-file";
import { ArrowTexts } from "../arrow-texts";
import { ArrowWriter } from "../arrow-writer";
import { foldedEmail, isPerson, type Person } from "./person";
import { writeAll } from "./write-all";

const [CUSTOMER, NAME, EMAIL] = ["CustomerID", "name", "email"];
/** Rows that are copied at a time. */
const ROWS_A_PIECE = 1 << 16;

/**
 * Copies our table in an Arrow file to the new file `to` without a person's rows, some rows at a time: a file of
 * millions of customers is never in memory as a whole. Another customer's row with an address of the person stays
 * without the address, and without the name if the address was given to be erased; it counts too. Returns how many rows
 * that were; of none, it makes no copy.
 */
export function copyArrowWithout(from: string, to: string, person: Person): number {
  const table = new ArrowColumns(Bun.mmap(from));
  const removed = rowsOf(table, new Set([person.id, ...person.emails]));
  const cleared = rowsWithAddress(table, person, removed);
  if (removed.size + cleared.size === 0) return 0;
  const isByEmail = foldedEmail(person.id) !== null;
  const isCleared = (name: string, row: number) =>
    (name === EMAIL || (name === NAME && isByEmail)) && cleared.has(row);
  const files = new NewFiles(to);
  try {
    const copy = new ArrowWriter((name) => files.open(name), to, ROWS_A_PIECE);
    const columns = table.columnNames().map((name) => [name, new CopiedColumn(table, name)] as const);
    for (let row = 0; row < table.numRows() || row === 0; row += ROWS_A_PIECE) {
      const end = Math.min(table.numRows(), row + ROWS_A_PIECE);
      const rows = Int32Array.from({ length: end - row }, (_, i) => row + i).filter((i) => !removed.has(i));
      copy.append(
        Object.fromEntries(
          columns.map(([name, column]) => [name, column.values(rows, (i) => isCleared(name, i))]),
        ),
      );
    }
    copy.close();
  } catch (error) {
    files.remove();
    throw error;
  }
  return removed.size + cleared.size;
}

/** The rows of the customers with these ids. */
function rowsOf(table: ArrowColumns, ids: ReadonlySet<string>): ReadonlySet<number> {
  const found = new Set<number>();
  const column = table.column(CUSTOMER);
  if (!column) return found;
  const texts = ArrowTexts.of(column);
  const wanted = Array.from(ids, (id) => {
    const bytes = Buffer.from(id);
    return { bytes, from: 0, to: bytes.length };
  });
  for (let row = 0; row < table.numRows(); row++) {
    const isTheirs = texts
      ? texts.seek(row) && wanted.some((id) => texts.equals(id))
      : ids.has(String(column.at(row)));
    if (isTheirs) found.add(row);
  }
  return found;
}

/** Other rows of the table of names and addresses that have an address of the person; none of any other table. */
function rowsWithAddress(
  table: ArrowColumns,
  person: Person,
  removed: ReadonlySet<number>,
): ReadonlySet<number> {
  const found = new Set<number>();
  const emails = table.column(EMAIL);
  if (!emails) return found;
  for (let row = 0; row < table.numRows(); row++) {
    const email = emails.at(row) as string | null;
    if (email !== null && !removed.has(row) && isPerson(email, person)) found.add(row);
  }
  return found;
}

/** A column whose rows are copied as the file has them. */
class CopiedColumn {
  readonly #column: Pick<Column<unknown>, "at">;
  readonly #type: DataType;
  readonly #hasNulls: boolean;

  constructor(
    table: ArrowColumns,
    private readonly name: string,
  ) {
    this.#column = table.column(name)!;
    const { type, nullCount } = table.kept(name);
    this.#type = type;
    this.#hasNulls = nullCount > 0;
  }

  values(rows: Int32Array, isCleared: (row: number) => boolean): ColumnValues {
    const at = (row: number) => (isCleared(row) ? null : this.#column.at(row));
    const all = () => Array.from(rows, at);
    const { typeId } = this.#type;
    if (isMoment(this.name) || typeId === Type.Utf8 || typeId === Type.Null) return all() as string[];
    if (typeId === Type.Dictionary) {
      const texts = all() as string[];
      return this.name === CUSTOMER ? { places: Int32Array.from(texts.keys()), texts } : texts;
    }
    const Numbers = this.#hasNulls ? null : NUMBERS.find(({ fits }) => fits(this.#type))?.array;
    return Numbers
      ? (Numbers as typeof Float64Array).from(rows, at as (row: number) => number)
      : { values: all(), type: this.#type };
  }
}

/** The numbers that a training writes. */
const NUMBERS = [
  { array: Float64Array, fits: (type: DataType) => type.typeId === Type.Float && type.precision === 2 },
  { array: Int32Array, fits: (type: DataType) => isInteger(type, 32, true) },
  { array: Uint8Array, fits: (type: DataType) => isInteger(type, 8, false) },
] as const;

function isInteger(type: DataType, bits: number, isSigned: boolean): boolean {
  return type.typeId === Type.Int && type.bitWidth === bits && type.signed === isSigned;
}

/** The copy and what is written beside it, which a failure leaves nothing of. */
class NewFiles {
  readonly #open = new Map<string, number>();

  constructor(private readonly path: string) {}

  open(path: string): FileSink {
    const file = openSync(path, "wx");
    this.#open.set(path, file);
    return {
      path,
      write: (bytes) => writeAll(file, bytes),
      close: (isKept = true) => {
        if (isKept) fsyncSync(file);
        this.#open.delete(path);
        closeSync(file);
      },
    };
  }

  remove(): void {
    for (const file of this.#open.values()) closeSync(file);
    for (const path of [this.path, `${this.path}.rows`]) rmSync(path, { force: true });
  }
}
