import type { TableColumn } from "../pipeline/arrow-columns";
import { attributeOfColumn, columnOfAttribute } from "../pipeline/attribute-columns";
import { isoDay } from "../time";
import type { AttributeColumn } from "../transactions/attributes/attribute-kind";

/** All values of a column, by row of the customer table. */
export type AttributeValues =
  /** `codes`: the place of each customer's text in `labels`; -1 if unknown. */
  | { readonly kind: "text"; readonly codes: Int32Array; readonly labels: readonly string[] }
  /** Days in milliseconds since 1970, as UTC; yes is 1, no is 0. NaN if unknown. */
  | { readonly kind: "number" | "date" | "yes_no"; readonly numbers: Float64Array };

/** What the shop knows about its customers, by row of the customer table. */
export class Attributes {
  readonly columns: readonly AttributeColumn[];
  readonly #values = new Map<string, AttributeValues>();

  /** `table`: the model's `attributes.arrow`, a row for each customer. */
  constructor(
    private readonly table: {
      numRows(): number;
      columnNames(): string[];
      column(name: string): TableColumn | undefined;
    },
  ) {
    this.columns = table
      .columnNames()
      .map(attributeOfColumn)
      .filter((column) => column !== null);
  }

  /** Undefined for an unknown column. */
  column(name: string): AttributeColumn | undefined {
    return this.columns.find((column) => column.name === name);
  }

  /** All values of a column. Throws a RangeError for an unknown column. */
  values(name: string): AttributeValues {
    let values = this.#values.get(name);
    if (!values) {
      values = this.#read(name);
      this.#values.set(name, values);
    }
    return values;
  }

  /** One customer's value, days as ISO 8601; null if unknown. Throws a RangeError for an unknown column. */
  cell(name: string, row: number): string | number | boolean | null {
    const { kind, cells } = this.#cells(name);
    const cell = cells.at(row) as string | number | boolean | null | undefined;
    if (cell === null || cell === undefined || Number.isNaN(cell)) return null;
    return kind === "date" ? isoDay(cell as number) : cell;
  }

  #read(name: string): AttributeValues {
    const { kind, cells } = this.#cells(name);
    const rows = this.table.numRows();
    if (kind !== "text") {
      const numbers = new Float64Array(rows);
      for (let row = 0; row < rows; row++) {
        const cell = cells.at(row) as number | boolean | null;
        numbers[row] = cell === null ? NaN : Number(cell);
      }
      return { kind, numbers };
    }
    const places = new Map<string, number>();
    const codes = new Int32Array(rows).fill(-1);
    for (let row = 0; row < rows; row++) {
      const cell = cells.at(row) as string | null;
      if (cell === null) continue;
      if (!places.has(cell)) places.set(cell, places.size);
      codes[row] = places.get(cell)!;
    }
    return { kind, codes, labels: [...places.keys()] };
  }

  #cells(name: string): AttributeColumn & { readonly cells: TableColumn } {
    const column = this.column(name);
    const cells = column && this.table.column(columnOfAttribute(column));
    if (!cells) throw new RangeError(`the model has no attribute ${name}`);
    return { ...column, cells };
  }
}
