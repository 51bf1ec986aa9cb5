// AssemblyScript, compiled to `histories.wasm` by `bun run build:kernels`. Addresses are in bytes; `../btyd/kernel.ts`
// lays out the memory. Numbers are 64-bit floats, places and counts of things 32-bit integers.

/** Where memory begins that nothing else uses. */
export function start(): usize {
  return __heap_base;
}

/** The first row whose (x, tx, T) no customer can have, or −1; the rules are those of `histories.ts`. */
export function firstImpossible(x: usize, tx: usize, T: usize, n: i32): i32 {
  for (let i = 0; i < n; i++) {
    const count = load<f64>(x);
    const last = load<f64>(tx);
    const end = load<f64>(T);
    const isWhole = count >= 0 && count <= 9007199254740991 && Math.floor(count) === count;
    const isOrdered = last >= 0 && last <= end && end < Infinity;
    if (!(isWhole && isOrdered && count > 0 === last > 0)) return i;
    x += 8;
    tx += 8;
    T += 8;
  }
  return -1;
}

/**
 * Merges rows of equal (x, tx, T): `first` gets the first row of each kind, in the order of their appearance, and
 * `count` how many there are of it. `table` is zeros, 2^bits places. Returns how many kinds there are.
 */
export function mergeRows(
  x: usize,
  tx: usize,
  T: usize,
  n: i32,
  table: usize,
  bits: i32,
  first: usize,
  count: usize,
): i32 {
  const mask = (1 << bits) - 1;
  let kinds = 0;
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 3;
    const a = number(x + at);
    const b = number(tx + at);
    const c = number(T + at);
    let slot = <i32>(mixed(mixed(mixed(0, a), b), c) >>> (64 - bits));
    for (; ; slot = (slot + 1) & mask) {
      const place = table + ((<usize>slot) << 2);
      const kind = load<i32>(place);
      if (kind === 0) {
        store<i32>(first + ((<usize>kinds) << 2), i);
        store<f64>(count + ((<usize>kinds) << 3), 1);
        store<i32>(place, ++kinds);
        break;
      }
      const same = (<usize>load<i32>(first + ((<usize>(kind - 1)) << 2))) << 3;
      if (a === number(x + same) && b === number(tx + same) && c === number(T + same)) {
        const counted = count + ((<usize>(kind - 1)) << 3);
        store<f64>(counted, load<f64>(counted) + 1);
        break;
      }
    }
  }
  return kinds;
}

/**
 * Numbers the distinct numbers of `values` in the order of their first appearance: `places` gets the number of each,
 * `seen` the distinct ones. `table` is zeros, 2^bits places. Returns how many there are.
 */
export function numberValues(
  values: usize,
  n: i32,
  table: usize,
  bits: i32,
  seen: usize,
  places: usize,
): i32 {
  const mask = (1 << bits) - 1;
  let distinct = 0;
  for (let i = 0; i < n; i++) {
    const value = number(values + ((<usize>i) << 3));
    let slot = <i32>(mixed(0, value) >>> (64 - bits));
    let id = 0;
    for (; ; slot = (slot + 1) & mask) {
      const place = table + ((<usize>slot) << 2);
      id = load<i32>(place);
      if (id === 0) {
        store<f64>(seen + ((<usize>distinct) << 3), value);
        id = ++distinct;
        store<i32>(place, id);
        break;
      }
      if (load<f64>(seen + ((<usize>(id - 1)) << 3)) === value) break;
    }
    store<i32>(places + ((<usize>i) << 2), id - 1);
  }
  return distinct;
}

/** A number to compare by its bits: −0 is 0. */
function number(address: usize): f64 {
  return load<f64>(address) + 0;
}

function mixed(hash: u64, value: f64): u64 {
  const bits = hash ^ reinterpret<u64>(value);
  return (bits ^ (bits >>> 32)) * (((<u64>0x9e3779b9) << 32) | 0x7f4a7c15);
}

/** `out`[i] = `values`[`index`[i]], n numbers. */
export function gather(values: usize, index: usize, n: i32, out: usize): void {
  for (let i = 0; i < n; i++) {
    store<f64>(out, load<f64>(values + ((<usize>load<i32>(index)) << 3)));
    index += 4;
    out += 8;
  }
}

/** Replaces each of n places by its entry in `table`. */
export function renumber(places: usize, n: i32, table: usize): void {
  for (let i = 0; i < n; i++) {
    store<i32>(places, load<i32>(table + ((<usize>load<i32>(places)) << 2)));
    places += 4;
  }
}

/**
 * Row by row, `count` · (base + ln(e^alive + e^left)), where alive = −(r + x) · logT and left = logLeft − (r + x) · logTx,
 * and its derivatives by r, α, a and b. A row names its entries in three tables: of x {x, base, logLeft, slopeR, byA, byB,
 * perB}, of tx {logTx, 1/(α + tx)}, of T {logT, 1/(α + T)}. With g the share of e^left, the derivatives are slopeR −
 * (1 − g) logT − g logTx; r/α − (r + x) · ((1 − g)/(α + T) + g/(α + tx)); byA + g/a; byB − g · perB. `out`: five
 * columns.
 */
export function evaluateRows(
  rows: i32,
  x: usize,
  tx: usize,
  T: usize,
  count: usize,
  tableX: usize,
  tableTx: usize,
  tableT: usize,
  r: f64,
  rOverAlpha: f64,
  perA: f64,
  out: usize,
): void {
  const column = (<usize>rows) << 3;
  for (let i = 0; i < rows; i++) {
    const ofX = tableX + <usize>load<i32>(x) * 56;
    const ofTx = tableTx + ((<usize>load<i32>(tx)) << 4);
    const ofT = tableT + ((<usize>load<i32>(T)) << 4);
    const weight = load<f64>(count);
    const power = r + load<f64>(ofX);
    const logTx = load<f64>(ofTx);
    const logT = load<f64>(ofT);
    const logLeft = load<f64>(ofX, 16);
    const alive = -power * logT;
    let log = alive;
    let gone: f64 = 0;
    if (logLeft > -Infinity) {
      const left = logLeft - power * logTx;
      const ratio = Math.exp(-Math.abs(left - alive));
      log = Math.max(left, alive) + Math.log1p(ratio);
      gone = (left > alive ? 1 : ratio) / (1 + ratio);
    }
    const rate = (1 - gone) * load<f64>(ofT, 8) + gone * load<f64>(ofTx, 8);
    store<f64>(out, weight * (load<f64>(ofX, 8) + log));
    store<f64>(out + column, weight * (load<f64>(ofX, 24) - (1 - gone) * logT - gone * logTx));
    store<f64>(out + 2 * column, weight * (rOverAlpha - power * rate));
    store<f64>(out + 3 * column, weight * (load<f64>(ofX, 32) + gone * perA));
    store<f64>(out + 4 * column, weight * (load<f64>(ofX, 40) - gone * load<f64>(ofX, 48)));
    x += 4;
    tx += 4;
    T += 4;
    count += 8;
    out += 8;
  }
}

/** Σ of n numbers, pairwise, in the order of `pairwise-sum.ts`. */
export function sum(values: usize, n: i32): f64 {
  if (n <= 64) {
    let total: f64 = 0;
    for (let i = 0; i < n; i++) {
      total += load<f64>(values);
      values += 8;
    }
    return total;
  }
  const half = n >>> 1;
  return sum(values, half) + sum(values + ((<usize>half) << 3), n - half);
}

/** Σ a · b / count over the rows. */
export function product(a: usize, b: usize, count: usize, rows: i32): f64 {
  let total: f64 = 0;
  for (let i = 0; i < rows; i++) {
    total += (load<f64>(a) * load<f64>(b)) / load<f64>(count);
    a += 8;
    b += 8;
    count += 8;
  }
  return total;
}
