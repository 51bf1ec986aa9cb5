import type { OrderLines } from "../transactions";
import type { SpillFile } from "./spill-file";

/** Bytes of a line. */
export const LINE_BYTES = 40;

/** Columns of some lines in one piece of memory. */
type Columns = Omit<OrderLines, "length">;

/** Order lines in a file, which come one by one and are read as a whole. */
export class StoredLines {
  length = 0;
  /** Where pieces of so many lines lie. */
  readonly #pieces: { readonly at: number; readonly length: number }[] = [];
  #buffer: ArrayBuffer;
  #columns: Columns;
  #waiting = 0;

  /** `pieceLines`: lines that are written at once. */
  constructor(
    readonly file: SpillFile,
    readonly pieceLines: number,
  ) {
    this.#buffer = new ArrayBuffer(0);
    this.#columns = columnsIn(this.#buffer, 0);
  }

  /** Adds line `i` with other numbers. */
  add(lines: OrderLines, i: number, customer: number, order: number, product: number, country: number): void {
    if (this.#waiting === 0 && this.#buffer.byteLength === 0) {
      this.#buffer = new ArrayBuffer(LINE_BYTES * this.pieceLines);
      this.#columns = columnsIn(this.#buffer, this.pieceLines);
    }
    const columns = this.#columns;
    const at = this.#waiting++;
    columns.time[at] = lines.time[i]!;
    columns.quantity[at] = lines.quantity[i]!;
    columns.unitPrice[at] = lines.unitPrice[i]!;
    columns.customer[at] = customer;
    columns.order[at] = order;
    columns.product[at] = product;
    columns.country[at] = country;
    if (this.#waiting === this.pieceLines) this.#write();
  }

  /** Call after the last line. */
  end(): void {
    if (this.#waiting > 0) this.#write();
    this.#buffer.transfer(0);
  }

  read(): OrderLines {
    const { length } = this;
    const lines: OrderLines = {
      length,
      customer: new Int32Array(length),
      order: new Int32Array(length),
      product: new Int32Array(length),
      country: new Int32Array(length),
      time: new Float64Array(length),
      quantity: new Float64Array(length),
      unitPrice: new Float64Array(length),
    };
    let from = 0;
    for (const { at, length: count } of this.#pieces) {
      const buffer = new ArrayBuffer(LINE_BYTES * count);
      this.file.read(at, new Uint8Array(buffer));
      copy(columnsIn(buffer, count), 0, lines, from, count);
      buffer.transfer(0);
      from += count;
    }
    return lines;
  }

  /** Writes as many lines over those that were there. */
  replace(lines: OrderLines): void {
    let from = 0;
    for (const { at, length: count } of this.#pieces) {
      const buffer = new ArrayBuffer(LINE_BYTES * count);
      copy(lines, from, columnsIn(buffer, count), 0, count);
      this.file.write(at, new Uint8Array(buffer));
      buffer.transfer(0);
      from += count;
    }
  }

  #write(): void {
    const length = this.#waiting;
    let bytes = new Uint8Array(this.#buffer);
    if (length < this.pieceLines) {
      const buffer = new ArrayBuffer(LINE_BYTES * length);
      copy(this.#columns, 0, columnsIn(buffer, length), 0, length);
      bytes = new Uint8Array(buffer);
    }
    this.#pieces.push({ at: this.file.append(bytes), length });
    this.length += length;
    this.#waiting = 0;
  }
}

function columnsIn(buffer: ArrayBuffer, length: number): Columns {
  const numbers = (column: number) => new Float64Array(buffer, 8 * column * length, length);
  const ids = (column: number) => new Int32Array(buffer, (24 + 4 * column) * length, length);
  return {
    time: numbers(0),
    quantity: numbers(1),
    unitPrice: numbers(2),
    customer: ids(0),
    order: ids(1),
    product: ids(2),
    country: ids(3),
  };
}

function copy(from: Columns, first: number, to: Columns, at: number, count: number): void {
  for (const column of ["time", "quantity", "unitPrice"] as const)
    to[column].set(from[column].subarray(first, first + count), at);
  for (const column of ["customer", "order", "product", "country"] as const)
    to[column].set(from[column].subarray(first, first + count), at);
}
