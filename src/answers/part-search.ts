import { isAscii } from "node:buffer";
import type { TableColumn } from "../pipeline/arrow-columns";
import { ArrowTexts } from "../pipeline/arrow-texts";

const [UPPER_A, UPPER_Z, TO_LOWER] = [0x41, 0x5a, 0x20];

/**
 * Whether a row of one of the columns, of `rows` rows each, holds a part, whatever its case and accents: who looks for
 * Angman finds Ångman. Nothing is kept from one search to the next, so that millions of customers take no memory.
 */
export function holdsPart(
  columns: readonly TableColumn[],
  rows: number,
  part: string,
): (row: number) => boolean {
  // Only when a row is asked for: often nobody is left to look at.
  let held: Uint8Array | null = null;
  return (row) => {
    held ??= rowsHolding(columns, rows, folded(part));
    return held[row] === 1;
  };
}

/** 1 for the rows of which a column holds the part. */
function rowsHolding(columns: readonly TableColumn[], rows: number, wanted: string): Uint8Array {
  const held = new Uint8Array(rows);
  for (const column of columns) {
    const isHeld = (row: number) => {
      const text = column.at(row) as string | null;
      return text !== null && folded(text).includes(wanted);
    };
    const texts = ArrowTexts.of(column);
    if (texts) markRows(texts, wanted, isHeld, held);
    else for (let row = 0; row < rows; row++) if (isHeld(row)) held[row] = 1;
  }
  return held;
}

/** Looks at the bytes of texts of English letters, and at each text itself that has others. */
function markRows(
  { batches }: ArrowTexts,
  wanted: string,
  isHeld: (row: number) => boolean,
  held: Uint8Array,
): void {
  const bytes = new TextEncoder().encode(wanted);
  let first = 0;
  for (const { values, offsets, length } of batches) {
    const own = held.subarray(first, first + length);
    markHolding(values, offsets, length, bytes, own);
    const isPlain = bytes.length > 0 && isAscii(values.subarray(offsets[0], offsets[length]));
    for (let i = 0; i < length && !isPlain; i++) {
      const mayHold = bytes.length === 0 || hasHighByte(values, offsets[i]!, offsets[i + 1]!);
      if (mayHold && isHeld(first + i)) own[i] = 1;
    }
    first += length;
  }
}

function hasHighByte(bytes: Uint8Array, from: number, to: number): boolean {
  let all = 0;
  for (let i = from; i < to; i++) all |= bytes[i]!;
  return all >= 0x80;
}

/**
 * Marks the texts whose bytes hold those of the part but for the case of English letters, in one pass over all of them.
 * A folded part stands for itself in any text, so nothing is marked that does not hold it.
 */
function markHolding(
  bytes: Uint8Array,
  offsets: Int32Array,
  rows: number,
  wanted: Uint8Array,
  held: Uint8Array,
): void {
  const size = wanted.length;
  if (size === 0) return;
  const beginning = wanted[0]!;
  const last = offsets[rows]! - size;
  let row = 0;
  for (let at = offsets[0]!; at <= last; at++) {
    if (lower(bytes[at]!) !== beginning) continue;
    let i = 1;
    while (i < size && lower(bytes[at + i]!) === wanted[i]) i++;
    if (i < size) continue;
    while (offsets[row + 1]! <= at) row++;
    if (at + size > offsets[row + 1]!) continue;
    held[row] = 1;
    at = offsets[row + 1]! - 1;
  }
}

function lower(byte: number): number {
  return byte >= UPPER_A && byte <= UPPER_Z ? byte + TO_LOWER : byte;
}

/** Without case and accents. */
function folded(text: string): string {
  const lowered = text.toLowerCase();
  return /[^ -~]/.test(lowered) ? lowered.normalize("NFKD").replace(/\p{M}/gu, "") : lowered;
}
