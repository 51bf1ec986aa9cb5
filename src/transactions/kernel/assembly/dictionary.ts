// AssemblyScript, compiled with `index.ts` to `kernel.wasm` by `bun run build:kernels`. Addresses are in bytes.

import { allocate, hashed, isSame, MOST_BYTES, mixed, release } from "./memory";

const SEED: u64 = ((<u64>0x243f6a88) << 32) | 0x85a308d3;

/** A dictionary: open addressing with linear probing over an arena of bytes. `byte-dictionary.ts` reads it. */
const SIZE: usize = 0;
const PREVIOUS: usize = 4;
const ARENA: usize = 8;
const ARENA_ROOM: usize = 12;
/** Where the arena's value `id` ends; it begins where the one before ends. */
const ENDS: usize = 16;
const IDS_ROOM: usize = 24;
/** Slot → hash and id + 1, 0 where free. */
const SLOTS: usize = 28;
const MASK: usize = 32;
/** Slots that are taken. */
const TAKEN: usize = 36;
/** What the values that ascend begin with, see `kindOf`; or one of these. */
const KIND: usize = 40;
const UNKNOWN: i32 = -1;
const UNSORTED: i32 = -2;
/** The largest value that ascends. */
const LARGEST: usize = 44;
const DICTIONARY_BYTES: usize = 48;

/** Smaller tables are half full at most, larger ones three quarters. */
const SMALL_TABLE: i32 = 1 << 16;

export function newDictionary(): usize {
  const d = allocate(DICTIONARY_BYTES);
  store<i32>(d, 0, SIZE);
  store<i32>(d, -1, PREVIOUS);
  store<usize>(d, allocate(1 << 10), ARENA);
  store<usize>(d, 1 << 10, ARENA_ROOM);
  const ends = allocate(4 * 129);
  store<usize>(ends, 0);
  store<usize>(d, ends + 4, ENDS);
  store<i32>(d, 128, IDS_ROOM);
  store<usize>(d, emptySlots(256), SLOTS);
  store<i32>(d, 255, MASK);
  store<i32>(d, 0, TAKEN);
  store<i32>(d, UNKNOWN, KIND);
  store<i32>(d, -1, LARGEST);
  return d;
}

function emptySlots(count: i32): usize {
  const slots = allocate((<usize>count) << 3);
  memory.fill(slots, 0, (<usize>count) << 3);
  return slots;
}

// @ts-expect-error: a decorator of AssemblyScript
function isValue(d: usize, id: i32, at: usize, length: i32): bool {
  const end = load<usize>(d, ENDS) + ((<usize>id) << 2);
  const from = load<usize>(end - 4);
  return load<usize>(end) - from === <usize>length && isSame(load<usize>(d, ARENA) + from, at, length);
}

/** The id of the `length` bytes at `at`, in order of first appearance. The previous value is tried first. */
export function intern(d: usize, at: usize, length: i32): i32 {
  const previous = load<i32>(d, PREVIOUS);
  if (previous >= 0 && isValue(d, previous, at, length)) return previous;
  if (load<i32>(d, KIND) !== UNSORTED && ascends(d, at, length)) {
    const id = append(d, at, length);
    store<i32>(d, id, LARGEST);
    return id;
  }
  const hash = <i32>mixed(hashed(SEED, at, length));
  const mask = load<i32>(d, MASK);
  const slots = load<usize>(d, SLOTS);
  let slot = hash & mask;
  for (;;) {
    const known = load<u64>(slots + ((<usize>slot) << 3));
    if (known === 0) break;
    const id = <i32>known - 1;
    if (<i32>(known >> 32) === hash && isValue(d, id, at, length)) {
      store<i32>(d, id, PREVIOUS);
      return id;
    }
    slot = (slot + 1) & mask;
  }
  const id = append(d, at, length);
  take(d, slot, hash, id);
  return id;
}

/**
 * Whether a value is larger than all of its kind, and so new: numbers of orders mostly ascend, and need no table as
 * long as they do. The first value that does not brings all into the table.
 */
function ascends(d: usize, at: usize, length: i32): bool {
  if (length === 0) return false;
  const kind = load<i32>(d, KIND);
  if (kind === UNKNOWN) {
    store<i32>(d, kindOf(at), KIND);
    return true;
  }
  if (kind !== kindOf(at)) return false;
  if (isLarger(d, load<i32>(d, LARGEST), at, length)) return true;
  store<i32>(d, UNSORTED, KIND);
  const size = load<i32>(d, SIZE);
  let slotsNeeded: i64 = load<i32>(d, MASK) + 1;
  while (isFull(size, <i32>slotsNeeded)) slotsNeeded <<= 1;
  release(load<usize>(d, SLOTS), (<usize>load<i32>(d, MASK) + 1) << 3);
  store<usize>(d, emptySlots(<i32>slotsNeeded), SLOTS);
  store<i32>(d, <i32>slotsNeeded - 1, MASK);
  store<i32>(d, size, TAKEN);
  const arena = load<usize>(d, ARENA);
  const ends = load<usize>(d, ENDS);
  for (let id = 0; id < size; id++) {
    const from = load<usize>(ends + ((<usize>id) << 2) - 4);
    const end = load<usize>(ends + ((<usize>id) << 2));
    const hash = <i32>mixed(hashed(SEED, arena + from, <i32>(end - from)));
    fill(load<usize>(d, SLOTS), <i32>slotsNeeded - 1, entry(hash, id));
  }
  return false;
}

/** A digit, or what else a value begins with. */
function kindOf(at: usize): i32 {
  const byte = <i32>load<u8>(at);
  return byte >= 0x30 && byte <= 0x39 ? 0x30 : byte;
}

/** Whether a value is longer than that of `id`, or as long and greater. */
function isLarger(d: usize, id: i32, at: usize, length: i32): bool {
  const end = load<usize>(d, ENDS) + ((<usize>id) << 2);
  const from = load<usize>(end - 4);
  const known = <i32>(load<usize>(end) - from);
  if (known !== length) return length > known;
  const other = load<usize>(d, ARENA) + from;
  for (let i: usize = 0; i < <usize>length; i++) {
    const difference = <i32>load<u8>(at + i) - <i32>load<u8>(other + i);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

// @ts-expect-error: a decorator of AssemblyScript
function entry(hash: i32, id: i32): u64 {
  return ((<u64>(<u32>hash)) << 32) | <u64>(<u32>(id + 1));
}

// @ts-expect-error: a decorator of AssemblyScript
function isFull(taken: i32, slots: i32): bool {
  return slots <= SMALL_TABLE ? taken << 1 >= slots : taken >= slots - (slots >> 2);
}

/** Puts an entry into the first free slot from where it belongs. */
// @ts-expect-error: a decorator of AssemblyScript
function fill(slots: usize, mask: i32, known: u64): void {
  let slot = <i32>(known >> 32) & mask;
  while (load<u64>(slots + ((<usize>slot) << 3)) !== 0) slot = (slot + 1) & mask;
  store<u64>(slots + ((<usize>slot) << 3), known);
}

/** Gives a value a slot that is free. */
function take(d: usize, slot: i32, hash: i32, id: i32): void {
  store<u64>(load<usize>(d, SLOTS) + ((<usize>slot) << 3), entry(hash, id));
  const taken = load<i32>(d, TAKEN) + 1;
  store<i32>(d, taken, TAKEN);
  const count = load<i32>(d, MASK) + 1;
  if (!isFull(taken, count)) return;
  const before = load<usize>(d, SLOTS);
  const slots = emptySlots(count << 1);
  const mask = (count << 1) - 1;
  for (let k: usize = 0; k < <usize>count; k++) {
    const known = load<u64>(before + (k << 3));
    if (known !== 0) fill(slots, mask, known);
  }
  release(before, (<usize>count) << 3);
  store<usize>(d, slots, SLOTS);
  store<i32>(d, mask, MASK);
}

/**
 * Interns `count` values of an arena, of which the part behind its first `from` bytes lies at `at`; `ends` says where
 * each ends in the arena. Their ids go to `ids`.
 */
export function internAll(d: usize, at: usize, from: usize, ends: usize, count: i32, ids: usize): void {
  const arena = at - from;
  for (let i: usize = 0; i < <usize>count; i++) {
    const end = load<usize>(ends + (i << 2));
    store<i32>(ids + (i << 2), intern(d, arena + from, <i32>(end - from)));
    from = end;
  }
}

/** Adds `by` to the `count` numbers at `numbers`. */
export function shift(numbers: usize, count: i32, by: i32): void {
  const end = numbers + ((<usize>count) << 2);
  for (let at = numbers; at < end; at += 4) store<i32>(at, load<i32>(at) + by);
}

/** Replaces the `count` ids at `ids` by what `numbers` has for them. */
export function renumber(ids: usize, count: i32, numbers: usize): void {
  const end = ids + ((<usize>count) << 2);
  for (let at = ids; at < end; at += 4) store<i32>(at, load<i32>(numbers + ((<usize>load<i32>(at)) << 2)));
}

/** What a value looks like. */
const NUMBER: i32 = 0;
const CODE: i32 = 1;
const OTHER: i32 = 2;

/** Writes to `out` the ids of values that look less simple than `simple`: 0, a number; 1, a code. Returns how many. */
export function oddIds(d: usize, simple: i32, out: usize): i32 {
  const size = load<i32>(d);
  const arena = load<usize>(d, ARENA);
  const ends = load<usize>(d, ENDS);
  let from: usize = 0;
  let count = 0;
  for (let id = 0; id < size; id++) {
    const end = load<usize>(ends + ((<usize>id) << 2));
    if (lookOf(arena + from, arena + end) > simple) {
      store<i32>(out + ((<usize>count) << 2), id);
      count++;
    }
    from = end;
  }
  return count;
}

/**
 * A number has digits only, the first of them not 0. A code has a digit, and otherwise letters, `-`, `/` and `#`; it
 * does not begin with C.
 */
function lookOf(at: usize, end: usize): i32 {
  if (at === end) return OTHER;
  const first: u32 = load<u8>(at);
  if ((first | 0x20) === 0x63) return OTHER;
  let look = first > 0x30 && first <= 0x39 ? NUMBER : CODE;
  let hasDigit = false;
  for (; at < end; at++) {
    const byte: u32 = load<u8>(at);
    if (byte - 0x30 <= 9) hasDigit = true;
    else {
      const isLetter = (byte | 0x20) - 0x61 < 26;
      if (!isLetter && byte !== 0x2d && byte !== 0x2f && byte !== 0x23) return OTHER;
      look = CODE;
    }
  }
  return hasDigit ? look : OTHER;
}

function append(d: usize, at: usize, length: i32): i32 {
  const id = load<i32>(d, SIZE);
  if (id === load<i32>(d, IDS_ROOM)) growIds(d, id << 1);
  const end = load<usize>(d, ENDS) + ((<usize>id) << 2);
  const used = load<usize>(end - 4);
  if (<u64>used + length > <u64>load<usize>(d, ARENA_ROOM)) growArena(d, used, (<u64>used + length) << 1);
  memory.copy(load<usize>(d, ARENA) + used, at, <usize>length);
  store<usize>(end, used + <usize>length);
  store<i32>(d, id + 1, SIZE);
  store<i32>(d, id, PREVIOUS);
  return id;
}

function growArena(d: usize, used: usize, room: u64): void {
  if (room > MOST_BYTES) unreachable();
  const arena = allocate(<usize>room);
  memory.copy(arena, load<usize>(d, ARENA), used);
  release(load<usize>(d, ARENA), load<usize>(d, ARENA_ROOM));
  store<usize>(d, arena, ARENA);
  store<usize>(d, <usize>room, ARENA_ROOM);
}

function growIds(d: usize, room: i32): void {
  const bytes = (<usize>load<i32>(d, IDS_ROOM)) << 2;
  const ends = allocate(((<usize>room) << 2) + 4);
  memory.copy(ends, load<usize>(d, ENDS) - 4, bytes + 4);
  release(load<usize>(d, ENDS) - 4, bytes + 4);
  store<usize>(d, ends + 4, ENDS);
  store<i32>(d, room, IDS_ROOM);
}

/** Makes room for so many more values, and for their bytes, at once. */
export function reserve(d: usize, values: i32, bytes: usize): void {
  const size = load<i32>(d, SIZE);
  if (size + values > load<i32>(d, IDS_ROOM)) growIds(d, size + values);
  const used = load<usize>(load<usize>(d, ENDS) + ((<usize>size) << 2) - 4);
  if (<u64>used + bytes > <u64>load<usize>(d, ARENA_ROOM)) growArena(d, used, <u64>used + bytes);
}
