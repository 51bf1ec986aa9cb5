// AssemblyScript, compiled to `pair-counts.wasm` by `bun run build:kernels`. Addresses are in bytes; items, places and
// counts are 32-bit integers. `../pair-counts.ts` lays out the memory.

/**
 * Adds to `pairs` (n × n) how often a place is in a basket and another, or the same, in the owner's next one, until the
 * moment `until`; to `before` and `after` how often a place is in a basket that another follows, and in one that follows.
 * Owners are looked at every `step`-th. `here` and `next` have room for `most` places of a basket. Returns how many
 * baskets follow another.
 */
export function countNext(
  owners: i32,
  step: i32,
  basketStart: usize,
  itemStart: usize,
  time: usize,
  item: usize,
  place: usize,
  until: f64,
  most: i32,
  here: usize,
  next: usize,
  n: i32,
  before: usize,
  after: usize,
  pairs: usize,
): i32 {
  let followed = 0;
  for (let owner = 0; owner < owners; owner += step) {
    let basket = at(basketStart, owner);
    const end = at(basketStart, owner + 1);
    if (basket >= end) continue;
    let a = placesIn(itemStart, basket, item, place, most, here);
    for (basket++; basket < end; basket++) {
      if (!(load<f64>(time + ((<usize>basket) << 3)) <= until)) break;
      const b = placesIn(itemStart, basket, item, place, most, next);
      followed++;
      for (let i = 0; i < a; i++) {
        const own = at(here, i);
        increase(before, own);
        const row = pairs + ((<usize>(own * n)) << 2);
        for (let j = 0; j < b; j++) increase(row, at(next, j));
      }
      for (let j = 0; j < b; j++) increase(after, at(next, j));
      const seen = here;
      here = next;
      next = seen;
      a = b;
    }
  }
  return followed;
}

/** Adds to `pairs` how often two different places are in one basket, and to `baskets` how often each is in one. */
export function countTogether(
  owners: i32,
  step: i32,
  basketStart: usize,
  itemStart: usize,
  item: usize,
  place: usize,
  most: i32,
  here: usize,
  n: i32,
  baskets: usize,
  pairs: usize,
): i32 {
  let all = 0;
  for (let owner = 0; owner < owners; owner += step) {
    const end = at(basketStart, owner + 1);
    for (let basket = at(basketStart, owner); basket < end; basket++) {
      const count = placesIn(itemStart, basket, item, place, most, here);
      all++;
      for (let i = 0; i < count; i++) {
        const own = at(here, i);
        increase(baskets, own);
        const row = pairs + ((<usize>(own * n)) << 2);
        for (let j = 0; j < i; j++) increase(row, at(here, j));
        for (let j = i + 1; j < count; j++) increase(row, at(here, j));
      }
    }
  }
  return all;
}

/** The places of a basket's first items that have one, written to `into`; returns how many. */
function placesIn(itemStart: usize, basket: i32, item: usize, place: usize, most: i32, into: usize): i32 {
  const end = at(itemStart, basket + 1);
  let count = 0;
  for (let i = at(itemStart, basket); i < end && count < most; i++) {
    const found = at(place, at(item, i));
    if (found < 0) continue;
    store<i32>(into + ((<usize>count) << 2), found);
    count++;
  }
  return count;
}

function at(integers: usize, index: i32): i32 {
  return load<i32>(integers + ((<usize>index) << 2));
}

function increase(counts: usize, index: i32): void {
  const address = counts + ((<usize>index) << 2);
  store<i32>(address, load<i32>(address) + 1);
}
