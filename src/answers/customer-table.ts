import type { ColumnTable } from "arquero";

/** The column that names the customer. */
export const CUSTOMER_COLUMN = "CustomerID";

type Cell = string | number | null;

/** The customers that a model knows: a row each, their features and scores. */
export class CustomerTable {
  readonly #columns = new Map<string, ArrayLike<Cell>>();
  #rows: ReadonlyMap<string, number> | null = null;

  /** `hasNumericIds`: all ids of the file are whole numbers, and are answered as such. */
  constructor(
    private readonly table: ColumnTable,
    readonly hasNumericIds: boolean,
  ) {}

  get rows(): number {
    return this.table.numRows();
  }

  get columnNames(): string[] {
    return this.table.columnNames();
  }

  /**
   * One value a customer: numbers where the first that is known is one, else texts. Throws a RangeError for a column
   * that the model does not have.
   */
  values(name: string): ArrayLike<Cell> {
    let values = this.#columns.get(name);
    if (!values) {
      this.#column(name);
      // Read once: the table copies a column each time that it is asked for one, which takes longer than a pass over
      // it.
      const read = this.table.array(name) as ArrayLike<Cell>;
      values = holdsNumbers(read)
        ? Float64Array.from(read as ArrayLike<number | null>, (value) => value ?? NaN)
        : read;
      this.#columns.set(name, values);
    }
    return values;
  }

  /** NaN where a value is not known. */
  numbers(name: string): Float64Array {
    return this.values(name) as Float64Array;
  }

  texts(name: string): readonly string[] {
    return this.values(name) as readonly string[];
  }

  /** The customer's row; undefined for one that the model does not know. */
  rowOf(customerId: string): number | undefined {
    this.#rows ??= new Map(Array.from(this.texts(CUSTOMER_COLUMN), (id, row) => [id, row]));
    return this.#rows.get(customerId);
  }

  /** One value, without reading the whole column. Throws a RangeError for a column that the model does not have. */
  cell(name: string, row: number): Cell {
    return this.#column(name).at(row) as Cell;
  }

  #column(name: string) {
    const column = this.table.column(name);
    if (!column) throw new RangeError(`the model has no column ${name}`);
    return column;
  }

  /** A cell as the API answers it: ids as the file writes them, null for what is not known. */
  wireCell(name: string, row: number): Cell {
    const value = this.cell(name, row);
    if (name === CUSTOMER_COLUMN) return this.wireId(value as string);
    return typeof value === "number" ? knownOrNull(value) : value;
  }

  /** The id as the file writes it: a number where all are whole numbers, else text. */
  wireId(id: string): string | number {
    return this.hasNumericIds ? Number(id) : id;
  }
}

function holdsNumbers(values: ArrayLike<Cell>): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] !== null) return typeof values[i] === "number";
  return false;
}

/** NaN says in scores that a value could not be learned; on the wire that is null. */
export function knownOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
