// AssemblyScript, compiled with `index.ts` to `kernel.wasm` by `bun run build:kernels`. Addresses are in bytes.

/** Words are read 8 bytes at a time, so every text has this much room behind it. */
const SLACK: usize = 32;
export const ONES: u64 = ((<u64>0x01010101) << 32) | 0x01010101;
export const HIGHS: u64 = ((<u64>0x80808080) << 32) | 0x80808080;

/** More than 4 GiB less some pages cannot be had. */
export const MOST_BYTES: u64 = 0xffff0000;

let free: usize = 0;

/** Pieces that were given back: where each lies, and its bytes. */
const MOST_PIECES: usize = 64;
const pieces = memory.data(64 * 8, 8);
let pieceCount: usize = 0;

/** Gives back what `allocate` gave; small pieces are not worth it. */
export function release(at: usize, bytes: usize): void {
  if (bytes < 4096 || pieceCount === MOST_PIECES) return;
  store<usize>(pieces + (pieceCount << 3), at);
  store<usize>(pieces + (pieceCount << 3), whole(bytes), 4);
  pieceCount++;
}

// @ts-expect-error: a decorator of AssemblyScript
function whole(bytes: usize): usize {
  return (bytes + SLACK + 7) & ~7;
}

/** A part of the smallest piece with `bytes` bytes; 0 if there is none. */
function pieceOf(bytes: usize): usize {
  let best: usize = 0;
  let least: usize = usize.MAX_VALUE;
  for (let i: usize = 0; i < pieceCount; i++) {
    const size = load<usize>(pieces + (i << 3), 4);
    if (size < bytes || size >= least) continue;
    least = size;
    best = pieces + (i << 3);
  }
  if (best === 0) return 0;
  const at = load<usize>(best);
  if (least - bytes >= 4096) {
    store<usize>(best, at + bytes);
    store<usize>(best, least - bytes, 4);
  } else {
    pieceCount--;
    store<u64>(best, load<u64>(pieces + (pieceCount << 3)));
  }
  return at;
}

/** `bytes` bytes at a multiple of 8. Traps if there is no more memory. */
export function allocate(bytes: usize): usize {
  const piece: usize = pieceCount === 0 ? 0 : pieceOf(whole(bytes));
  if (piece !== 0) return piece;
  if (free === 0) free = (__heap_base + 7) & ~7;
  const at = free;
  if (<u64>at + whole(bytes) > MOST_BYTES) unreachable();
  free = at + whole(bytes);
  const missing = <i64>free - ((<i64>memory.size()) << 16);
  if (missing > 0 && memory.grow(<i32>((missing + 0xffff) >> 16)) < 0) unreachable();
  return at;
}

/** The first `length` < 8 bytes of a word. */
// @ts-expect-error: a decorator of AssemblyScript
export function first(word: u64, length: i32): u64 {
  return word & (((<u64>1) << (length << 3)) - 1);
}

// @ts-expect-error: a decorator of AssemblyScript
/** The golden ratio in 64 bits. */
const FACTOR: u64 = ((<u64>0x9e3779b9) << 32) | 0x7f4a7c15;

export function mixed(hash: u64): u64 {
  hash *= FACTOR;
  return hash ^ (hash >> 32);
}

/** `hash` carried on over the bytes and their number; to be mixed once more at the end. */
export function hashed(hash: u64, at: usize, length: i32): u64 {
  hash = mixed(hash ^ <u64>length);
  while (length >= 8) {
    hash = mixed(hash ^ load<u64>(at));
    at += 8;
    length -= 8;
  }
  return length > 0 ? mixed(hash ^ first(load<u64>(at), length)) : hash;
}

export function isSame(a: usize, b: usize, length: i32): bool {
  while (length >= 8) {
    if (load<u64>(a) !== load<u64>(b)) return false;
    a += 8;
    b += 8;
    length -= 8;
  }
  return length === 0 || first(load<u64>(a) ^ load<u64>(b), length) === 0;
}
