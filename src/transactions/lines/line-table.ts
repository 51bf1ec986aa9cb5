import type { OrderLines } from "../transactions";
import type { RowBlock } from "./row-block";

/** Order lines with what only the cleaning needs. */
export interface LineTable extends OrderLines {
  /** 64-bit hash of the columns that are not mapped, in two halves. */
  readonly restLow: Int32Array;
  readonly restHigh: Int32Array;
  /** Row of the file that each line comes from. */
  readonly row: Int32Array;
}

/** Copies the rows whose verdict `take` wants, `length` of them, in the order of the file. */
export function gatherLines(
  blocks: readonly RowBlock[],
  length: number,
  take: (verdict: number) => boolean,
): LineTable {
  const lines: LineTable = {
    length,
    customer: new Int32Array(length),
    order: new Int32Array(length),
    product: new Int32Array(length),
    country: new Int32Array(length),
    time: new Float64Array(length),
    quantity: new Float64Array(length),
    unitPrice: new Float64Array(length),
    restLow: new Int32Array(length),
    restHigh: new Int32Array(length),
    row: new Int32Array(length),
  };
  let at = 0;
  for (const block of blocks) {
    for (let i = 0; i < block.length; i++) {
      if (!take(block.verdict[i]!)) continue;
      lines.customer[at] = block.customer[i]!;
      lines.order[at] = block.order[i]!;
      lines.product[at] = block.product[i]!;
      lines.country[at] = block.country[i]!;
      lines.time[at] = block.moment[i]!;
      lines.quantity[at] = block.quantity[i]!;
      lines.unitPrice[at] = block.price[i]!;
      lines.restLow[at] = block.restLow[i]!;
      lines.restHigh[at] = block.restHigh[i]!;
      lines.row[at] = block.row[i]!;
      at++;
    }
  }
  return lines;
}

/** The lines at `positions`, in that order. */
export function selectLines(lines: OrderLines, positions: Int32Array): OrderLines {
  return {
    length: positions.length,
    customer: pick(lines.customer, positions, new Int32Array(positions.length)),
    order: pick(lines.order, positions, new Int32Array(positions.length)),
    product: pick(lines.product, positions, new Int32Array(positions.length)),
    country: pick(lines.country, positions, new Int32Array(positions.length)),
    time: pick(lines.time, positions, new Float64Array(positions.length)),
    quantity: pick(lines.quantity, positions, new Float64Array(positions.length)),
    unitPrice: pick(lines.unitPrice, positions, new Float64Array(positions.length)),
  };
}

/** Positions of the lines for which `take` holds. */
export function positionsWhere(length: number, take: (position: number) => boolean): Int32Array {
  const positions = new Int32Array(length);
  let count = 0;
  for (let i = 0; i < length; i++) if (take(i)) positions[count++] = i;
  return positions.slice(0, count);
}

function pick<T extends Int32Array | Float64Array>(values: T, positions: Int32Array, out: T): T {
  for (let i = 0; i < out.length; i++) out[i] = values[positions[i]!]!;
  return out;
}
