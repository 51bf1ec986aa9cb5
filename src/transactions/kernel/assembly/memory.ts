// AssemblyScript, compiled with `index.ts` to `kernel.wasm` by `bun run build:kernels`. Addresses are in bytes.

/** Words are read 8 bytes at a time, so every text has this much room behind it. */
const SLACK: usize = 32;
export const ONES: u64 = ((<u64>0x01010101) << 32) | 0x01010101;
export const HIGHS: u64 = ((<u64>0x80808080) << 32) | 0x80808080;

let free: usize = 0;

/** `bytes` bytes that are never given back, at a multiple of 8. Traps if there is no more memory. */
export function allocate(bytes: usize): usize {
  if (free === 0) free = (__heap_base + 7) & ~7;
  const at = free;
  free = (at + bytes + SLACK + 7) & ~7;
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
