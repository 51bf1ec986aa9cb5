// AssemblyScript, compiled with `index.ts` to `kernel.wasm` by `bun run build:kernels`. Addresses are in bytes.

import { BLOCK_ROWS, count, ends, LATIN1, starts, UTF8, WINDOWS1252 } from "./columns";
import { allocate, first, HIGHS, hashed, mixed } from "./memory";

const SEED: u64 = ((<u64>0x13198a2e) << 32) | 0x03707344;
let restColumns: usize = 0;
let restCount: i32 = 0;
let restLow: usize = 0;
let restHigh: usize = 0;

/** Sets the columns that are only hashed, `count` numbers at `columns`; returns where the two halves go. */
export function setRest(columns: usize, count: i32): usize {
  restColumns = columns;
  restCount = count;
  restLow = allocate(BLOCK_ROWS << 3);
  restHigh = restLow + (BLOCK_ROWS << 2);
  return restLow;
}

/** Hashes the unmapped columns of the record at hand as row `at`. */
export function readRest(at: i32): void {
  let hash: u64 = SEED;
  for (let i = 0; i < restCount; i++) {
    const column = (<usize>load<i32>(restColumns + ((<usize>i) << 2))) << 2;
    const start = load<usize>(starts + column);
    hash = hashCell(hash, start, <i32>(load<usize>(ends + column) - start));
  }
  storeRest(at, hash);
}

function hashCell(hash: u64, at: usize, length: i32): u64 {
  let bits: u64 = 0;
  let i = 0;
  for (; i + 8 <= length; i += 8) bits |= load<u64>(at + i);
  if (i < length) bits |= first(load<u64>(at + i), length - i);
  if ((bits & HIGHS) !== 0) countEncoding(at, at + length);
  return hashed(hash, at, length);
}

function storeRest(at: i32, hash: u64): void {
  hash = mixed(hash);
  store<i32>(restLow + ((<usize>at) << 2), <i32>hash);
  store<i32>(restHigh + ((<usize>at) << 2), <i32>(hash >> 32));
}

/** As `readRow` hashes them: begin with 0 cells, add each, then write the hash to row `at` of the block. */
let openHash: u64 = 0;
export function beginRest(): void {
  openHash = SEED;
}
export function addRest(at: usize, length: i32): void {
  openHash = hashCell(openHash, at, length);
}
export function endRest(at: i32): void {
  storeRest(at, openHash);
}

/** As `textEncoding` in `text-decoding.ts` decides, for a cell that is not ASCII. */
function countEncoding(at: usize, end: usize): void {
  if (isUtf8(at, end)) {
    count(UTF8);
    return;
  }
  for (; at < end; at++)
    if (load<u8>(at) >= 0x80 && load<u8>(at) <= 0x9f) {
      count(WINDOWS1252);
      return;
    }
  count(LATIN1);
}

/** RFC 3629, section 4. */
function isUtf8(at: usize, end: usize): bool {
  while (at < end) {
    const lead: u32 = load<u8>(at++);
    if (lead < 0x80) continue;
    if (lead < 0xc2 || lead > 0xf4) return false;
    const last = at + (lead < 0xe0 ? 0 : lead < 0xf0 ? 1 : 2);
    if (last >= end) return false;
    const least: u32 = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const most: u32 = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (load<u8>(at) < least || load<u8>(at) > most) return false;
    for (at++; at <= last; at++) if ((load<u8>(at) & 0xc0) !== 0x80) return false;
  }
  return true;
}
