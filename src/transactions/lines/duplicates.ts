import type { LineTable } from "./line-table";

/** An odd number whose powers spread over all bits. */
const factor = 0x1e3779b1;

/**
 * Finds lines equal to an earlier one: by value in every mapped column, by a 64-bit hash of their bytes in the others.
 * Returns a 1 for each line that repeats one. Expected time linear in the number of lines.
 */
export function findDuplicates(lines: LineTable): Uint8Array {
  const { length } = lines;
  const duplicate = new Uint8Array(length);
  const slots = new Int32Array(2 ** Math.max(4, Math.ceil(Math.log2(length * 2 + 1))));
  const mask = slots.length - 1;
  const words = new DoubleWords();
  for (let i = 0; i < length; i++) {
    let slot = hashLine(lines, i, words) & mask;
    for (;;) {
      const other = slots[slot]! - 1;
      if (other < 0) {
        slots[slot] = i + 1;
        break;
      }
      if (sameLine(lines, other, i)) {
        duplicate[i] = 1;
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  return duplicate;
}

function sameLine(lines: LineTable, a: number, b: number): boolean {
  return (
    lines.restLow[a] === lines.restLow[b] &&
    lines.restHigh[a] === lines.restHigh[b] &&
    lines.customer[a] === lines.customer[b] &&
    lines.order[a] === lines.order[b] &&
    lines.product[a] === lines.product[b] &&
    lines.country[a] === lines.country[b] &&
    lines.time[a] === lines.time[b] &&
    lines.quantity[a] === lines.quantity[b] &&
    lines.unitPrice[a] === lines.unitPrice[b]
  );
}

/**
 * A polynomial of all the line's words except the country, finished so that the low bits, which choose the slot, depend
 * on each.
 */
function hashLine(lines: LineTable, i: number, { double, int }: DoubleWords): number {
  double[0] = lines.time[i]!;
  double[1] = lines.quantity[i]!;
  double[2] = lines.unitPrice[i]!;
  let hash = Math.imul(lines.restLow[i]!, factor) ^ lines.customer[i]!;
  hash = Math.imul(hash, factor) ^ lines.order[i]!;
  hash = Math.imul(hash, factor) ^ lines.product[i]!;
  hash = Math.imul(hash, factor) ^ int[0]!;
  hash = Math.imul(hash, factor) ^ int[1]!;
  hash = Math.imul(hash, factor) ^ int[2]!;
  hash = Math.imul(hash ^ (hash >>> 15), factor) ^ int[3]!;
  hash = Math.imul(hash, factor) ^ int[4]!;
  hash = Math.imul(hash, factor) ^ int[5]!;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** Three doubles, viewed as six words. */
class DoubleWords {
  readonly double = new Float64Array(3);
  readonly int = new Int32Array(this.double.buffer);
}
