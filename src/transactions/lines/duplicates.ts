import type { OrderLines } from "../transactions";
import type { LineHashes } from "./line-table";

/** An odd number whose powers spread over all bits. */
const factor = 0x1e3779b1;

/**
 * Finds lines equal to an earlier one: by value in every mapped column, by a 64-bit hash of their bytes in the others.
 * Returns a 1 for each line that repeats one. Expected time linear in the number of lines. `orders`: number of orders.
 *
 * Equal lines are of one order, so each order has its own small hash table, with two slots a line. The lines of an
 * order follow each other in nearly all files, and what they need is then close together in memory.
 */
export function findDuplicates(lines: OrderLines, hashes: LineHashes, orders: number): Uint8Array {
  const { length, order } = lines;
  const duplicate = new Uint8Array(length);
  // The lines without an order are the last table's.
  const starts = new Float64Array(orders + 2);
  for (let i = 0; i < length; i++) starts[1 + (order[i]! < 0 ? orders : order[i]!)]! += 2;
  for (let id = 0; id <= orders; id++) starts[id + 1]! += starts[id]!;
  const slots = new Int32Array(2 * length);
  const words = new DoubleWords();
  for (let i = 0; i < length; i++) {
    const table = order[i]! < 0 ? orders : order[i]!;
    const start = starts[table]!;
    const end = starts[table + 1]!;
    if (end - start === 2) continue;
    let slot = start + Math.floor(((hashLine(lines, hashes, i, words) >>> 0) / 2 ** 32) * (end - start));
    for (;;) {
      const other = slots[slot]! - 1;
      if (other < 0) {
        slots[slot] = i + 1;
        break;
      }
      if (sameLine(lines, hashes, other, i)) {
        duplicate[i] = 1;
        break;
      }
      if (++slot === end) slot = start;
    }
  }
  return duplicate;
}

function sameLine(lines: OrderLines, { restLow, restHigh }: LineHashes, a: number, b: number): boolean {
  return (
    restLow[a] === restLow[b] &&
    restHigh[a] === restHigh[b] &&
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
 * A polynomial of all the line's words except the order and the country, finished so that the high bits, which choose
 * the slot, depend on each.
 */
function hashLine(
  lines: OrderLines,
  { restLow }: LineHashes,
  i: number,
  { double, int }: DoubleWords,
): number {
  double[0] = lines.time[i]!;
  double[1] = lines.quantity[i]!;
  double[2] = lines.unitPrice[i]!;
  let hash = Math.imul(restLow[i]!, factor) ^ lines.customer[i]!;
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
