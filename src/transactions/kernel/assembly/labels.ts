// AssemblyScript, compiled with `index.ts` to `kernel.wasm` by `bun run build:kernels`. Addresses are in bytes.

import { trimmedEnd, trimmedStart } from "./columns";
import { intern } from "./dictionary";
import { allocate, release } from "./memory";

/** Each column of texts beside ids: its number in the record, where the ids are, id → text + 1, and the texts. */
const labels = memory.data(16 * 20, 8);
const LABEL_BYTES: usize = 20;
let labelCount: i32 = 0;

/**
 * By length, first and last byte (5 bits each): 1 if a word for nobody has this shape. Any other text of blanks and
 * printable ASCII is certainly somebody's.
 */
let shapes: usize = 0;
let longestShape: i32 = 0;

/** Adds a column of texts beside the ids that go to `ids`; returns its number here. */
export function addLabels(column: i32, ids: usize, texts: usize): i32 {
  const entry = labels + <usize>labelCount * LABEL_BYTES;
  store<i32>(entry, column);
  store<usize>(entry, ids, 4);
  store<usize>(entry, 0, 8);
  store<i32>(entry, 0, 12);
  store<usize>(entry, texts, 16);
  return labelCount++;
}

/** Room for the shapes of words for nobody, of at most `longest` bytes; returns where they go. */
export function setShapes(longest: i32): usize {
  longestShape = longest;
  shapes = allocate((<usize>(longest + 1)) << 10);
  memory.fill(shapes, 0, (<usize>(longest + 1)) << 10);
  return shapes;
}

/** The number of an id's text + 1; 0 if it has none. */
export function labelOf(which: i32, id: i32): i32 {
  const entry = labels + <usize>which * LABEL_BYTES;
  return id < load<i32>(entry, 12) ? load<i32>(load<usize>(entry, 8) + ((<usize>id) << 2)) : 0;
}

export function setLabel(which: i32, id: i32, text: i32): void {
  const entry = labels + <usize>which * LABEL_BYTES;
  const room = load<i32>(entry, 12);
  if (id >= room) {
    const grown = id < 512 ? 1024 : 2 * id;
    const grownTo = allocate((<usize>grown) << 2);
    memory.copy(grownTo, load<usize>(entry, 8), (<usize>room) << 2);
    release(load<usize>(entry, 8), (<usize>room) << 2);
    memory.fill(grownTo + ((<usize>room) << 2), 0, (<usize>(grown - room)) << 2);
    store<usize>(entry, grownTo, 8);
    store<i32>(entry, grown, 12);
  }
  store<i32>(load<usize>(entry, 8) + ((<usize>id) << 2), text + 1);
}

/** Notes the texts of row `at` beside ids that have none; false if JavaScript must look at one. */
export function readLabels(at: i32): bool {
  for (let i = 0; i < labelCount; i++) {
    const entry = labels + <usize>i * LABEL_BYTES;
    const id = load<i32>(load<usize>(entry, 4) + ((<usize>at) << 2));
    if (labelOf(i, id) !== 0) continue;
    const start = trimmedStart(load<i32>(entry));
    const end = trimmedEnd(load<i32>(entry), start);
    if (start === end) continue;
    if (!isSomebody(start, end)) return false;
    setLabel(i, id, intern(load<usize>(entry, 16), start, <i32>(end - start)));
  }
  return true;
}

/** Whether a text is certainly no word for nobody; see `nobody.ts`. */
function isSomebody(start: usize, end: usize): bool {
  let before: u32 = 0;
  for (let at = start; at < end; at++) {
    const byte: u32 = load<u8>(at);
    if (byte < 0x20 || byte >= 0x7f || byte === 0x40 || byte === 0x5f) return false;
    if (byte === 0x20 && before === 0x20) return false;
    before = byte;
  }
  const length = <i32>(end - start);
  if (length > longestShape) return true;
  const first = (<u32>load<u8>(start) & 31) << 5;
  return load<u8>(shapes + ((<usize>length) << 10) + <usize>(first | (before & 31))) === 0;
}
