// AssemblyScript, compiled with `index.ts` to `kernel.wasm` by `bun run build:kernels`. Addresses are in bytes.

import { allocate, hashed, isSame, mixed, release } from "./memory";

const SEED: u64 = ((<u64>0x243f6a88) << 32) | 0x85a308d3;

/** A dictionary: open addressing with linear probing over an arena of bytes. `byte-dictionary.ts` reads it. */
const SIZE: usize = 0;
const PREVIOUS: usize = 4;
const ARENA: usize = 8;
const ARENA_ROOM: usize = 12;
/** Where the arena's value `id` ends; it begins where the one before ends. */
const ENDS: usize = 16;
const HASHES: usize = 20;
const IDS_ROOM: usize = 24;
/** Slot → id + 1, 0 where free. At most half full. */
const SLOTS: usize = 28;
const MASK: usize = 32;
const DICTIONARY_BYTES: usize = 40;

export function newDictionary(): usize {
  const d = allocate(DICTIONARY_BYTES);
  store<i32>(d, 0, SIZE);
  store<i32>(d, -1, PREVIOUS);
  store<usize>(d, allocate(1 << 10), ARENA);
  store<usize>(d, 1 << 10, ARENA_ROOM);
  const ends = allocate(4 * 129);
  store<usize>(ends, 0);
  store<usize>(d, ends + 4, ENDS);
  store<usize>(d, allocate(4 * 128), HASHES);
  store<i32>(d, 128, IDS_ROOM);
  store<usize>(d, emptySlots(256), SLOTS);
  store<i32>(d, 255, MASK);
  return d;
}

function emptySlots(count: i32): usize {
  const slots = allocate((<usize>count) << 2);
  memory.fill(slots, 0, (<usize>count) << 2);
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
  const hash = <i32>mixed(hashed(SEED, at, length));
  const mask = load<i32>(d, MASK);
  const slots = load<usize>(d, SLOTS);
  const hashes = load<usize>(d, HASHES);
  let slot = hash & mask;
  for (;;) {
    const id = load<i32>(slots + ((<usize>slot) << 2)) - 1;
    if (id < 0) break;
    if (load<i32>(hashes + ((<usize>id) << 2)) === hash && isValue(d, id, at, length)) {
      store<i32>(d, id, PREVIOUS);
      return id;
    }
    slot = (slot + 1) & mask;
  }
  store<i32>(slots + ((<usize>slot) << 2), load<i32>(d, SIZE) + 1);
  return append(d, hash, at, length);
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

function append(d: usize, hash: i32, at: usize, length: i32): i32 {
  const id = load<i32>(d, SIZE);
  if (id === load<i32>(d, IDS_ROOM)) growIds(d, id);
  const end = load<usize>(d, ENDS) + ((<usize>id) << 2);
  const used = load<usize>(end - 4);
  if (<u64>used + length > <u64>load<usize>(d, ARENA_ROOM)) growArena(d, used, length);
  memory.copy(load<usize>(d, ARENA) + used, at, <usize>length);
  store<usize>(end, used + <usize>length);
  store<i32>(load<usize>(d, HASHES) + ((<usize>id) << 2), hash);
  store<i32>(d, id + 1, SIZE);
  store<i32>(d, id, PREVIOUS);
  if ((id + 1) << 1 > load<i32>(d, MASK)) rehash(d, id + 1);
  return id;
}

function growArena(d: usize, used: usize, length: i32): void {
  const room = (used + <usize>length) << 1;
  const arena = allocate(room);
  memory.copy(arena, load<usize>(d, ARENA), used);
  release(load<usize>(d, ARENA), load<usize>(d, ARENA_ROOM));
  store<usize>(d, arena, ARENA);
  store<usize>(d, room, ARENA_ROOM);
}

function growIds(d: usize, size: i32): void {
  const bytes = (<usize>size) << 2;
  const ends = allocate(2 * bytes + 4);
  memory.copy(ends, load<usize>(d, ENDS) - 4, bytes + 4);
  release(load<usize>(d, ENDS) - 4, bytes + 4);
  const hashes = allocate(2 * bytes);
  memory.copy(hashes, load<usize>(d, HASHES), bytes);
  release(load<usize>(d, HASHES), bytes);
  store<usize>(d, ends + 4, ENDS);
  store<usize>(d, hashes, HASHES);
  store<i32>(d, size << 1, IDS_ROOM);
}

function rehash(d: usize, size: i32): void {
  const count = (load<i32>(d, MASK) + 1) << 1;
  const mask = count - 1;
  release(load<usize>(d, SLOTS), (<usize>count) << 1);
  const slots = emptySlots(count);
  const hashes = load<usize>(d, HASHES);
  for (let id = 0; id < size; id++) {
    let slot = load<i32>(hashes + ((<usize>id) << 2)) & mask;
    while (load<i32>(slots + ((<usize>slot) << 2)) !== 0) slot = (slot + 1) & mask;
    store<i32>(slots + ((<usize>slot) << 2), id + 1);
  }
  store<usize>(d, slots, SLOTS);
  store<i32>(d, mask, MASK);
}
