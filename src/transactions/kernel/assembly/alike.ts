// AssemblyScript, compiled with `index.ts` to `kernel.wasm` by `bun run build:kernels`. Addresses are in bytes.

import { BLOCK_ROWS, rowNumbers } from "./columns";
import { allocate } from "./memory";

/** The columns to compare: where each lies, and the bytes of a value (1, 4 or 8). */
const keys = memory.data(8 * 32, 8);
let keyCount: i32 = 0;

/** Row → the number of its group; group → its first row. */
let groups: usize = 0;
let firsts: usize = 0;
let hashes: usize = 0;
/** A slot is a group's number + 1, 0 where free. At most half are taken. */
let slots: usize = 0;

/** Makes the room; returns where the rows' groups go (16 bits each), the groups' first rows behind them (32 bits). */
export function groupsAt(): usize {
  if (groups === 0) {
    groups = allocate(BLOCK_ROWS * 18);
    firsts = groups + BLOCK_ROWS * 2;
    hashes = firsts + BLOCK_ROWS * 4;
    slots = hashes + BLOCK_ROWS * 4;
  }
  return groups;
}

export function clearKeys(): void {
  keyCount = 0;
}

export function addKey(at: usize, bytes: i32): void {
  const entry = keys + ((<usize>keyCount) << 3);
  keyCount++;
  store<usize>(entry, at);
  store<i32>(entry, bytes, 4);
}

/** Groups the first `rows` rows of the block that follow each other, by row number too, and have the same keys. */
export function groupRuns(rows: i32): i32 {
  const marks = hashes;
  memory.fill(marks, 0, <usize>rows);
  store<u8>(marks, 1);
  for (let i = 1; i < rows; i++)
    if (load<i32>(cell(rowNumbers, i)) !== load<i32>(cell(rowNumbers, i - 1)) + 1) store<u8>(marks + i, 1);
  for (let k = 0; k < keyCount; k++) {
    const at = load<usize>(keys + ((<usize>k) << 3));
    const bytes = load<i32>(keys + ((<usize>k) << 3), 4);
    if (bytes === 8)
      for (let i: usize = 1; i < <usize>rows; i++)
        mark(marks + i, load<u64>(at + (i << 3)) !== load<u64>(at + (i << 3) - 8));
    else if (bytes === 4)
      for (let i: usize = 1; i < <usize>rows; i++)
        mark(marks + i, load<u32>(at + (i << 2)) !== load<u32>(at + (i << 2) - 4));
    else
      for (let i: usize = 1; i < <usize>rows; i++) mark(marks + i, load<u8>(at + i) !== load<u8>(at + i - 1));
  }
  let count = 0;
  for (let i = 0; i < rows; i++) {
    if (load<u8>(marks + i) !== 0) {
      store<i32>(cell(firsts, count), i);
      count++;
    }
    store<u16>(groups + ((<usize>i) << 1), <u16>(count - 1));
  }
  return count;
}

function mark(at: usize, differs: bool): void {
  store<u8>(at, load<u8>(at) | <u8>differs);
}

function cell(at: usize, i: i32): usize {
  return at + ((<usize>i) << 2);
}

const FACTOR: u32 = 0x9e3779b1;

/** Groups the first `rows` rows that have the same keys, in the order of their first rows; returns their number. */
export function groupEqual(rows: i32): i32 {
  memory.fill(hashes, 0, (<usize>rows) << 2);
  for (let k = 0; k < keyCount; k++) {
    const at = load<usize>(keys + ((<usize>k) << 3));
    const bytes = load<i32>(keys + ((<usize>k) << 3), 4);
    // Bytes are kinds of a value: hardly any two rows differ in nothing else.
    if (bytes === 8)
      for (let i = 0; i < rows; i++) {
        const word = load<u64>(at + ((<usize>i) << 3));
        addHash(i, <u32>word);
        addHash(i, <u32>(word >> 32));
      }
    else if (bytes === 4) for (let i = 0; i < rows; i++) addHash(i, load<u32>(cell(at, i)));
  }
  let size = 2;
  while (size < 2 * rows) size <<= 1;
  memory.fill(slots, 0, (<usize>size) << 2);
  let count = 0;
  for (let i = 0; i < rows; i++) {
    const hash = load<u32>(cell(hashes, i)) * FACTOR;
    let slot = <i32>(hash ^ (hash >> 15)) & (size - 1);
    for (;;) {
      const group = load<i32>(cell(slots, slot)) - 1;
      if (group < 0) {
        store<i32>(cell(firsts, count), i);
        count++;
        store<i32>(cell(slots, slot), count);
        store<u16>(groups + ((<usize>i) << 1), <u16>(count - 1));
        break;
      }
      if (isAlike(i, load<i32>(cell(firsts, group)))) {
        store<u16>(groups + ((<usize>i) << 1), <u16>group);
        break;
      }
      slot = (slot + 1) & (size - 1);
    }
  }
  return count;
}

function addHash(i: i32, word: u32): void {
  const at = cell(hashes, i);
  const hash = (load<u32>(at) ^ word) * FACTOR;
  store<u32>(at, hash ^ (hash >> 15));
}

function isAlike(a: i32, b: i32): bool {
  for (let k = 0; k < keyCount; k++) {
    const at = load<usize>(keys + ((<usize>k) << 3));
    const bytes = load<i32>(keys + ((<usize>k) << 3), 4);
    if (bytes === 8) {
      if (load<u64>(at + ((<usize>a) << 3)) !== load<u64>(at + ((<usize>b) << 3))) return false;
    } else if (bytes === 4) {
      if (load<u32>(cell(at, a)) !== load<u32>(cell(at, b))) return false;
    } else if (load<u8>(at + <usize>a) !== load<u8>(at + <usize>b)) return false;
  }
  return true;
}

/** Copies the values of the first `count` groups' first rows to `out`. `bytes`: of a value. */
export function pickFirsts(at: usize, bytes: i32, count: i32, out: usize): void {
  for (let k = 0; k < count; k++) {
    const first = load<i32>(cell(firsts, k));
    if (bytes === 8) store<u64>(out + ((<usize>k) << 3), load<u64>(at + ((<usize>first) << 3)));
    else if (bytes === 4) store<u32>(cell(out, k), load<u32>(cell(at, first)));
    else store<u8>(out + <usize>k, load<u8>(at + <usize>first));
  }
}
