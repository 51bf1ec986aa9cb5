// AssemblyScript, compiled with `index.ts` to `kernel.wasm` by `bun run build:kernels`. Addresses are in bytes.

import { BLOCK_ROWS } from "./columns";
import { allocate, mixed } from "./memory";

/** The block at hand; see `line-gatherer.ts`. Each part has room for all of a full block. */
let at: usize = 0;
/** By row, 16 bits: its run at 0, then its item, and its places among the numbers. */
const ITEM: usize = 2 * BLOCK_ROWS;
const QUANTITY: usize = 4 * BLOCK_ROWS;
const PRICE: usize = 6 * BLOCK_ROWS;
/** By row, a byte: its verdict, and 1 if its total was filled in. */
const VERDICT: usize = 8 * BLOCK_ROWS;
const FILLED: usize = 9 * BLOCK_ROWS;
/** Rows that are taken. */
const POSITIONS: usize = 10 * BLOCK_ROWS;
/** By run: its first row, and the end of the last; 1 if it is looked at here; 8 bytes: its moment. */
const STARTS: usize = 14 * BLOCK_ROWS;
const ALONE: usize = 18 * BLOCK_ROWS + 8;
const MOMENTS: usize = 19 * BLOCK_ROWS + 8;
/** By item: the product, and the hash of the unmapped columns. */
const PRODUCTS: usize = 27 * BLOCK_ROWS + 8;
const LOW: usize = 31 * BLOCK_ROWS + 8;
const HIGH: usize = 35 * BLOCK_ROWS + 8;
/** 8 bytes each. */
const QUANTITIES: usize = 39 * BLOCK_ROWS + 8;
const PRICES: usize = 47 * BLOCK_ROWS + 8;
/** By taken row: 1 if it repeats an earlier one. */
const REPEATED: usize = 55 * BLOCK_ROWS + 8;
/** Rows + 1, 0 where free: of a run of a whole block, half are taken. */
const SLOTS: usize = 56 * BLOCK_ROWS + 8;
/** By verdict: 1 if such rows are taken. */
const TAKEN: usize = 64 * BLOCK_ROWS + 8;
const BYTES: usize = 64 * BLOCK_ROWS + 8 + 256;

/** Makes the room for a block. */
export function blockAt(): usize {
  if (at === 0) at = allocate(BYTES);
  return at;
}

/** Lists the rows that are taken; returns their number. */
export function takenRows(rows: i32): i32 {
  let count: usize = 0;
  for (let i: usize = 0; i < <usize>rows; i++) {
    store<i32>(at + POSITIONS + (count << 2), <i32>i);
    count += <usize>load<u8>(at + TAKEN + <usize>load<u8>(at + VERDICT + i));
  }
  return <i32>count;
}

/** Copies what the first `count` rows taken have in a column of `bytes` a value, by their 16 bits at `code`, to `out`. */
export function pick(values: usize, bytes: i32, code: usize, count: i32, out: usize): void {
  const positions = at + POSITIONS;
  const places = at + code;
  if (bytes === 8)
    for (let k: usize = 0; k < <usize>count; k++) {
      const place = load<u16>(places + ((<usize>load<i32>(positions + (k << 2))) << 1));
      store<u64>(out + (k << 3), load<u64>(values + ((<usize>place) << 3)));
    }
  else
    for (let k: usize = 0; k < <usize>count; k++) {
      const place = load<u16>(places + ((<usize>load<i32>(positions + (k << 2))) << 1));
      store<u32>(out + (k << 2), load<u32>(values + ((<usize>place) << 2)));
    }
}

/** Copies the verdicts of the first `count` rows taken. */
export function pickVerdicts(count: i32, out: usize): void {
  for (let k: usize = 0; k < <usize>count; k++)
    store<u8>(out + k, load<u8>(at + VERDICT + <usize>load<i32>(at + POSITIONS + (k << 2))));
}

/** Marks the taken rows that repeat an earlier one of their run, in runs that are alone; returns how many. */
export function findRepeated(runs: i32, count: i32): i32 {
  memory.fill(at + REPEATED, 0, <usize>count);
  let found = 0;
  let line = 0;
  for (let run = 0; run < runs; run++) {
    const end = load<i32>(at + STARTS + ((<usize>run + 1) << 2));
    const first = line;
    while (line < count && row(line) < end) line++;
    const moment = load<f64>(at + MOMENTS + ((<usize>run) << 3));
    // A row without a moment equals none.
    const hasMoment = moment >= 0 || moment < 0;
    if (line - first < 2 || !hasMoment || load<u8>(at + ALONE + <usize>run) === 0) continue;
    found += line - first === 2 ? comparedTwo(first) : hashedRows(first, line);
  }
  return found;
}

function row(line: i32): i32 {
  return load<i32>(at + POSITIONS + ((<usize>line) << 2));
}

function comparedTwo(first: i32): i32 {
  if (!isSame(row(first), row(first + 1))) return 0;
  store<u8>(at + REPEATED + <usize>(first + 1), 1);
  return 1;
}

function hashedRows(first: i32, end: i32): i32 {
  let size: usize = 4;
  while (size < <usize>(2 * (end - first))) size <<= 1;
  memory.fill(at + SLOTS, 0, size << 2);
  let found = 0;
  for (let line = first; line < end; line++) {
    const i = row(line);
    let slot = <usize>(hashOf(i) >> 20) & (size - 1);
    for (;;) {
      const place = at + SLOTS + (slot << 2);
      const other = load<i32>(place) - 1;
      if (other < 0) {
        store<i32>(place, i + 1);
        break;
      }
      if (isSame(other, i)) {
        store<u8>(at + REPEATED + <usize>line, 1);
        found++;
        break;
      }
      slot = (slot + 1) & (size - 1);
    }
  }
  return found;
}

function placeOf(code: usize, i: i32): usize {
  return <usize>load<u16>(at + code + ((<usize>i) << 1));
}

function numberOf(code: usize, values: usize, i: i32): f64 {
  return load<f64>(at + values + (placeOf(code, i) << 3));
}

function isSame(i: i32, j: i32): bool {
  const x = placeOf(ITEM, i) << 2;
  const y = placeOf(ITEM, j) << 2;
  return (
    load<u32>(at + PRODUCTS + x) === load<u32>(at + PRODUCTS + y) &&
    load<u32>(at + LOW + x) === load<u32>(at + LOW + y) &&
    load<u32>(at + HIGH + x) === load<u32>(at + HIGH + y) &&
    numberOf(QUANTITY, QUANTITIES, i) === numberOf(QUANTITY, QUANTITIES, j) &&
    numberOf(PRICE, PRICES, i) === numberOf(PRICE, PRICES, j) &&
    load<u8>(at + FILLED + <usize>i) === load<u8>(at + FILLED + <usize>j)
  );
}

/** Of the product, the unmapped columns and the numbers. */
function hashOf(i: i32): u64 {
  const item = placeOf(ITEM, i) << 2;
  const ids = ((<u64>load<u32>(at + PRODUCTS + item)) << 32) | <u64>load<u32>(at + LOW + item);
  // 0 and −0 are equal.
  const quantity = reinterpret<u64>(numberOf(QUANTITY, QUANTITIES, i) + 0);
  const price = reinterpret<u64>(numberOf(PRICE, PRICES, i) + 0);
  return mixed(mixed(mixed(ids) ^ quantity) ^ price);
}
