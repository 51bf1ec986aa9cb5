// AssemblyScript, compiled with `index.ts` to `kernel.wasm` by `bun run build:kernels`. Addresses are in bytes.

import { BLOCK_ROWS, count, isOfNobody, NUMBER_KINDS, trimmedEnd, trimmedStart } from "./columns";
import { allocate } from "./memory";

/** Each column: its number in the record, where its values and kinds go, and which cells are plain (16 flags). */
const numbers = memory.data(16 * 16, 8);
let numberCount: i32 = 0;

/** Adds a column of numbers; returns where the values go, the kinds and the flags behind them. */
export function addNumbers(column: i32): usize {
  const entry = numbers + <usize>numberCount * 16;
  numberCount++;
  const out = allocate(BLOCK_ROWS * 9 + 16);
  memory.fill(out + BLOCK_ROWS * 9, 0, 16);
  store<i32>(entry, column);
  store<usize>(entry, out, 4);
  store<usize>(entry, out + (BLOCK_ROWS << 3), 8);
  store<usize>(entry, out + BLOCK_ROWS * 9, 12);
  return out;
}

/** Reads all columns of numbers of the record at hand as row `at`; false if a cell is not plain. */
export function readNumbers(at: i32): bool {
  for (let i = 0; i < numberCount; i++) if (!readNumber(numbers + ((<usize>i) << 4), at)) return false;
  return true;
}

/** Counts the kinds of the cells in row `at`. */
export function countNumbers(at: i32): void {
  for (let i = 0; i < numberCount; i++) {
    const kind = load<u8>(load<usize>(numbers + ((<usize>i) << 4), 8) + at);
    count(NUMBER_KINDS + ((<usize>i) << 5) + ((<usize>kind) << 2));
  }
}

/** 10⁰ to 10¹⁵. */
export const powers = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
]);

/** NumberKind in `number-kind.ts`. */
const EMPTY: u8 = 0;
const PLAIN: u8 = 1;
const DOT: u8 = 2;
const COMMA: u8 = 3;
const DOT_OR_THOUSANDS: u8 = 4;
const COMMA_OR_THOUSANDS: u8 = 5;

/** As `NumberColumn` reads `-?digits[.,]digits`; false for anything else, or if the flags ask for a closer look. */
function readNumber(entry: usize, at: i32): bool {
  const column = load<i32>(entry);
  let start = trimmedStart(column);
  const end = trimmedEnd(column, start);
  const flags = load<usize>(entry, 12);
  let value: f64 = NaN;
  let kind: u8 = EMPTY;
  if (start < end) {
    const isNegative = load<u8>(start) === 0x2d;
    if (isNegative) start++;
    let mantissa: i64 = 0;
    let separator: usize = 0;
    for (let i = start; i < end; i++) {
      const digit: u32 = <u32>load<u8>(i) - 0x30;
      if (digit <= 9) mantissa = mantissa * 10 + digit;
      else if (separator === 0 && (digit === <u32>-2 || digit === <u32>-4)) separator = i;
      else return false;
    }
    const digits = <i32>(end - start) - (separator === 0 ? 0 : 1);
    if (digits <= 0 || digits > 15) return false;
    const fraction = separator === 0 ? 0 : <i32>(end - separator) - 1;
    // Both operands are exact, so the quotient is the double nearest to the text.
    const magnitude =
      fraction === 0 ? <f64>mantissa : <f64>mantissa / load<f64>(powers + ((<usize>fraction) << 3));
    if (magnitude > 1e12) return false;
    value = isNegative ? -magnitude : magnitude;
    if (fraction === 0) kind = PLAIN;
    else {
      const isDot = load<u8>(separator) === 0x2e;
      const whole = <i32>(separator - start);
      const isAmbiguous = fraction === 3 && whole >= 1 && whole <= 3 && load<u8>(start) !== 0x30;
      if (isAmbiguous) kind = isDot ? DOT_OR_THOUSANDS : COMMA_OR_THOUSANDS;
      else kind = isDot ? DOT : COMMA;
    }
    if (value <= 0 && load<u8>(flags, 8) === 0 && !isOfNobody()) return false;
  }
  if (load<u8>(flags + kind) === 0) return false;
  store<f64>(load<usize>(entry, 4) + ((<usize>at) << 3), value);
  store<u8>(load<usize>(entry, 8) + at, kind);
  return true;
}
