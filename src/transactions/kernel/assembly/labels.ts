// AssemblyScript, compiled with `index.ts` to `kernel.wasm` by `bun run build:kernels`. Addresses are in bytes.

import { trimmedEnd, trimmedStart } from "./columns";
import { allocate } from "./memory";

/** Each column of texts beside ids: its number in the record, where the ids are, and a flag for each id. */
const labels = memory.data(16 * 8, 8);
let labelCount: i32 = 0;

/** Adds a column of texts beside the ids that go to `ids`; returns its number here. */
export function addLabels(column: i32, ids: usize): i32 {
  const entry = labels + ((<usize>labelCount) << 4);
  store<i32>(entry, column);
  store<usize>(entry, ids, 4);
  store<usize>(entry, 0, 8);
  store<i32>(entry, 0, 12);
  return labelCount++;
}

/** Notes that the id needs no text any more. */
export function setLabelled(which: i32, id: i32): void {
  const entry = labels + ((<usize>which) << 4);
  const room = load<i32>(entry, 12);
  if (id >= room) {
    const grown = id < 512 ? 1024 : 2 * id;
    const flags = allocate(grown);
    memory.copy(flags, load<usize>(entry, 8), room);
    memory.fill(flags + room, 0, grown - room);
    store<usize>(entry, flags, 8);
    store<i32>(entry, grown, 12);
  }
  store<u8>(load<usize>(entry, 8) + id, 1);
}

/** Whether no text of row `at` is wanted: its cell is blank, or its id has one. */
export function areLabelled(at: i32): bool {
  for (let i = 0; i < labelCount; i++) {
    const entry = labels + ((<usize>i) << 4);
    const id = load<i32>(load<usize>(entry, 4) + ((<usize>at) << 2));
    if (id < load<i32>(entry, 12) && load<u8>(load<usize>(entry, 8) + id) !== 0) continue;
    const start = trimmedStart(load<i32>(entry));
    if (trimmedEnd(load<i32>(entry), start) > start) return false;
  }
  return true;
}
