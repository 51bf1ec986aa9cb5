import type { FeatureTable } from "../customers/feature-table";

/** All features of some customers of a shop, collected part by part. */
export class PickedRows {
  #table: FeatureTable | null = null;

  /** `rows` are customers' numbers in the shop. */
  constructor(readonly rows: Int32Array) {}

  /** Every so many-th of `customers`, at most `most`. */
  static evenly(customers: number, most: number): PickedRows {
    const step = Math.ceil(customers / most);
    return new PickedRows(Int32Array.from({ length: Math.ceil(customers / step) }, (_, i) => i * step));
  }

  /** Adds those of the rows that are in a part; `first` is the number of its first customer. */
  add(part: FeatureTable, first: number): void {
    const { rows } = this;
    if (first === 0 && part.rows === rows.length && rows.every((row, i) => row === i)) {
      this.#table = part;
      return;
    }
    const names = Object.keys(part.columns);
    this.#table ??= {
      cutoff: part.cutoff,
      rows: rows.length,
      customer: rows,
      columns: Object.fromEntries(names.map((name) => [name, new Float64Array(rows.length)])),
    };
    const inPart = Int32Array.from(rows.keys()).filter(
      (i) => rows[i]! >= first && rows[i]! < first + part.rows,
    );
    for (const name of names) {
      const [from, into] = [part.columns[name]!, this.#table.columns[name]!];
      for (const i of inPart) into[i] = from[rows[i]! - first]!;
    }
  }

  /** A row for each of `rows`, in their order. */
  get table(): FeatureTable {
    if (!this.#table) throw new RangeError("no part was added");
    return this.#table;
  }
}
