import type { OrderLines } from "../transactions";
import { bytesOfColumn, type NarrowColumn, NarrowColumns, scales } from "./narrow-column";
import type { SpillFile } from "./spill-file";

/** Bytes of a line in memory. */
export const LINE_BYTES = 40;

const numberColumns = [
  ["time", scales.moments],
  ["quantity", scales.wholes],
  ["unitPrice", scales.cents],
] as const;
const idColumns = ["customer", "order", "product", "country"] as const;

/** Some lines in the file, column after column. */
interface Piece {
  readonly at: number;
  readonly bytes: number;
  readonly length: number;
  readonly numbers: readonly NarrowColumn[];
  readonly ids: readonly NarrowColumn[];
}

/** What is needed to write pieces or to read them: one for any number of files. */
export class PieceRoom {
  readonly narrow: NarrowColumns;
  readonly bytes: ArrayBuffer;

  constructor(readonly pieceLines: number) {
    this.narrow = new NarrowColumns(pieceLines);
    this.bytes = new ArrayBuffer(LINE_BYTES * pieceLines + 64);
  }

  /** Gives the memory back. */
  free(): void {
    this.bytes.transfer(0);
  }
}

/** Order lines in a file, which come some at a time and are read as a whole: mostly 12 to 16 bytes a line. */
export class StoredLines {
  length = 0;
  readonly #pieces: Piece[] = [];
  /** Lines that wait to be written. */
  #waiting: OrderLines | null = null;
  #count = 0;

  constructor(
    readonly file: SpillFile,
    readonly room: PieceRoom,
  ) {}

  /** Adds the lines at `positions`. */
  add(lines: Omit<OrderLines, "length">, positions: Int32Array): void {
    const { pieceLines } = this.room;
    for (let done = 0; done < positions.length; ) {
      this.#waiting ??= newLines(pieceLines);
      const count = Math.min(positions.length - done, pieceLines - this.#count);
      const taken = positions.subarray(done, done + count);
      for (const [name] of numberColumns) pickNumbers(lines[name], taken, this.#waiting[name], this.#count);
      for (const name of idColumns) pickIds(lines[name], taken, this.#waiting[name], this.#count);
      done += count;
      this.#count += count;
      if (this.#count < pieceLines) continue;
      this.#write(this.#waiting, 0, this.#count);
      this.#count = 0;
    }
  }

  /** Call after the last line. */
  end(): void {
    if (this.#count > 0) this.#write(this.#waiting!, 0, this.#count);
    this.#count = 0;
    this.#waiting = null;
  }

  /** Writes all lines at once. */
  addAll(lines: OrderLines): void {
    const { pieceLines } = this.room;
    for (let from = 0; from < lines.length; from += pieceLines)
      this.#write(lines, from, Math.min(lines.length, from + pieceLines));
  }

  read(room = this.room): OrderLines {
    const lines = newLines(this.length);
    const { narrow, bytes: buffer } = room;
    let from = 0;
    for (const { at, bytes, length, numbers, ids } of this.#pieces) {
      this.file.read(at, new Uint8Array(buffer, 0, bytes));
      const to = from + length;
      let place = 0;
      for (const [k, [name]] of numberColumns.entries()) {
        narrow.readNumbers(numbers[k]!, buffer, place, lines[name].subarray(from, to));
        place += bytesOfColumn(numbers[k]!, length);
      }
      for (const [k, name] of idColumns.entries()) {
        narrow.readIds(ids[k]!, buffer, place, lines[name].subarray(from, to));
        place += bytesOfColumn(ids[k]!, length);
      }
      from = to;
    }
    return lines;
  }

  #write(lines: OrderLines, from: number, to: number): void {
    const { narrow, bytes: buffer } = this.room;
    const length = to - from;
    let bytes = 0;
    const numbers = numberColumns.map(([name, allowed]) => {
      const column = narrow.writeNumbers(lines[name].subarray(from, to), buffer, bytes, allowed);
      bytes += bytesOfColumn(column, length);
      return column;
    });
    const ids = idColumns.map((name) => {
      const column = narrow.writeIds(lines[name].subarray(from, to), buffer, bytes);
      bytes += bytesOfColumn(column, length);
      return column;
    });
    const at = this.file.append(new Uint8Array(buffer, 0, bytes));
    this.#pieces.push({ at, bytes, length, numbers, ids });
    this.length += length;
  }
}

function newLines(length: number): OrderLines {
  return {
    length,
    customer: new Int32Array(length),
    order: new Int32Array(length),
    product: new Int32Array(length),
    country: new Int32Array(length),
    time: new Float64Array(length),
    quantity: new Float64Array(length),
    unitPrice: new Float64Array(length),
  };
}

function pickIds(values: Int32Array, positions: Int32Array, out: Int32Array, at: number): void {
  for (let i = 0; i < positions.length; i++) out[at + i] = values[positions[i]!]!;
}

// A separate function: shared by both kinds of array, the loop is compiled for neither.
function pickNumbers(values: Float64Array, positions: Int32Array, out: Float64Array, at: number): void {
  for (let i = 0; i < positions.length; i++) out[at + i] = values[positions[i]!]!;
}
