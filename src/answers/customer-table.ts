import { knownOrNull } from "../figures";
import type { TableColumn } from "../pipeline/arrow-columns";
import { ArrowTexts } from "../pipeline/arrow-texts";
import { Attributes } from "./attributes";
import { IdIndex } from "./id-index";
import { People } from "./people";

/** The column that names the customer. */
export const CUSTOMER_COLUMN = "CustomerID";

type Cell = string | number | null;

/** Ids by row. */
export interface CustomerIds {
  readonly length: number;
  at(row: number): string | undefined;
  /** As the bytes in the file; null if they are no plain texts there. */
  bytes(): ArrowTexts | null;
}

/** What a customer table is read from: an Arrow file, or a table in memory. */
export interface CustomerColumns {
  numRows(): number;
  columnNames(): string[];
  column(name: string): TableColumn | undefined;
}

/** The customers that a model knows, one row each, with features and scores. */
export class CustomerTable {
  readonly #columns = new Map<string, ArrayLike<Cell>>();
  #everyone: Int32Array | null = null;
  #rows: { rowOf(id: string): number | undefined } | null = null;

  /** Names and addresses. */
  readonly people: People;

  /** What the shop told about its customers besides their orders; null if nothing. */
  readonly attributes: Attributes | null;

  /**
   * `hasNumericIds`: all ids in the file are whole numbers, and are answered as such. `people`, `attributes`: names and
   * addresses, and what else the shop knows, a row for each of `table`. Throws a RangeError if they have others.
   */
  constructor(
    private readonly table: CustomerColumns,
    readonly hasNumericIds: boolean,
    people: CustomerColumns | null = null,
    attributes: CustomerColumns | null = null,
  ) {
    if (people && people.numRows() !== table.numRows())
      throw new RangeError("the names belong to other customers than the model's");
    if (attributes && attributes.numRows() !== table.numRows())
      throw new RangeError("the attributes belong to other customers than the model's");
    this.attributes = attributes && new Attributes(attributes);
    this.people = new People(() => this.#column(CUSTOMER_COLUMN), table.numRows(), people);
  }

  get rows(): number {
    return this.table.numRows();
  }

  /** All rows, ascending. Not to be changed. */
  get everyone(): Int32Array {
    this.#everyone ??= Int32Array.from({ length: this.rows }, (_, row) => row);
    return this.#everyone;
  }

  get columnNames(): string[] {
    return this.table.columnNames();
  }

  /**
   * One value per customer: numbers if the first known value is one, else text. Throws a RangeError for an unknown
   * column.
   */
  values(name: string): ArrayLike<Cell> {
    let values = this.#columns.get(name);
    if (!values) {
      const column = this.#column(name);
      // Read once: most columns are decoded on every read.
      const read = (column.toArray?.() ??
        Array.from({ length: this.rows }, (_, row) => column.at(row))) as ArrayLike<Cell>;
      values = read instanceof Float64Array || !holdsNumbers(read) ? read : numbersOf(read);
      this.#columns.set(name, values);
    }
    return values;
  }

  /** NaN for unknown values. */
  numbers(name: string): Float64Array {
    return this.values(name) as Float64Array;
  }

  texts(name: string): readonly string[] {
    return this.values(name) as readonly string[];
  }

  /** The customer's row; undefined for an unknown customer. */
  rowOf(customerId: string): number | undefined {
    this.#rows ??= this.#indexedIds();
    return this.#rows.rowOf(customerId);
  }

  /** The ids of all customers, each read when it is asked for. */
  get ids(): CustomerIds {
    return {
      length: this.rows,
      at: (row) => this.id(row),
      bytes: () => ArrowTexts.of(this.#column(CUSTOMER_COLUMN)),
    };
  }

  /** The customer's id. */
  id(row: number): string {
    return this.cell(CUSTOMER_COLUMN, row) as string;
  }

  /** One value, without reading the whole column. Throws a RangeError for an unknown column. */
  cell(name: string, row: number): Cell {
    return this.#column(name).at(row) as Cell;
  }

  /** One number, NaN if unknown, without reading the whole column. */
  number(name: string, row: number): number {
    return (this.cell(name, row) as number | null) ?? NaN;
  }

  /** Early releases, and tables in memory, have ids that are no plain texts. */
  #indexedIds(): { rowOf(id: string): number | undefined } {
    const texts = ArrowTexts.of(this.#column(CUSTOMER_COLUMN));
    if (texts) return new IdIndex(texts);
    const rows = new Map(Array.from(this.texts(CUSTOMER_COLUMN), (id, row) => [id, row]));
    return { rowOf: (id) => rows.get(id) };
  }

  #column(name: string) {
    const column = this.table.column(name);
    if (!column) throw new RangeError(`the model has no column ${name}`);
    return column;
  }

  /** A cell in the API's form: ids as in the file, null for unknown values. */
  wireCell(name: string, row: number): Cell {
    const value = this.cell(name, row);
    if (name === CUSTOMER_COLUMN) return this.wireId(value as string);
    return typeof value === "number" ? knownOrNull(value) : value;
  }

  /** The id as in the file: a number if all are whole numbers, else text. */
  wireId(id: string): string | number {
    return this.hasNumericIds ? Number(id) : id;
  }
}

function numbersOf(values: ArrayLike<Cell>): Float64Array {
  return Float64Array.from(values as ArrayLike<number | null>, (value) => value ?? NaN);
}

function holdsNumbers(values: ArrayLike<Cell>): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] !== null) return typeof values[i] === "number";
  return false;
}
