// AssemblyScript, compiled to `tree-rows.wasm` and `tree-rows-plain.wasm` (the same without vectors) by
// `bun run build:kernels`. Addresses and sizes are in bytes. `tree-kernels.ts` names the words that are told.

/** The words that threads meet at: the next block to work on, and how many are done. */
const TICKET: usize = 0;
const DONE: usize = 4;
const TOLD: usize = 64;

/** A ticket is the number of the task and, in its low bits, the next block. */
const BLOCK_BITS = 10;
const BLOCK_MASK = 1023;
const TASK_MASK = 0x1fffff;

/** How often a thread looks before it sleeps, and how long a helper sleeps before it takes the fit for dead. */
const LOOKS = 2000;
const LONGEST_SLEEP: i64 = 30_000_000_000;
const TIMED_OUT = 2;

/** From one column of a histogram to the next: 256 bins, and a line, so that columns do not share cache sets. */
const PITCH: usize = 4160;
/** A node's rows in one block: start and end of the drawn ones, start and end of the others. */
const RANGE: usize = 16;

function told(index: usize): usize {
  return <usize>load<u32>(TOLD + (index << 2));
}

function rangeOf(node: usize, block: usize): usize {
  return told(7) + (node * told(13) + block) * RANGE;
}

/** Does the task that memory tells of; with `help`, other threads may take some of its blocks. */
export function run(help: bool): void {
  const blocks = <i32>told(13);
  if (!help) {
    for (let block = 0; block < blocks; block++) work(block);
    return;
  }
  atomic.store<i32>(DONE, 0);
  atomic.store<i32>(TICKET, (((atomic.load<i32>(TICKET) >> BLOCK_BITS) + 1) & TASK_MASK) << BLOCK_BITS);
  atomic.notify(TICKET, 1);
  while (takeBlock(blocks)) {}
  let looks = 0;
  for (let done = atomic.load<i32>(DONE); done < blocks; done = atomic.load<i32>(DONE)) {
    if (++looks > LOOKS) atomic.wait<i32>(DONE, done, -1);
  }
}

/** What a helping thread does until the fit ends. */
export function help(): void {
  let looks = 0;
  while (true) {
    const ticket = atomic.load<i32>(TICKET);
    if (ticket < 0) return;
    if (takeBlock(<i32>told(13))) looks = 0;
    else if (++looks > LOOKS && atomic.wait<i32>(TICKET, ticket, LONGEST_SLEEP) === TIMED_OUT) return;
  }
}

/** Before the first task that others may help with. */
export function open(): void {
  atomic.store<i32>(TICKET, BLOCK_MASK);
}

/** Sends the helpers home. */
export function close(): void {
  atomic.store<i32>(TICKET, -1);
  atomic.notify(TICKET, -1);
}

/** Works on the next block of the task; false if none is left. */
function takeBlock(blocks: i32): bool {
  const ticket = atomic.load<i32>(TICKET);
  const block = ticket & BLOCK_MASK;
  if (ticket < 0 || block >= blocks) return false;
  if (atomic.cmpxchg<i32>(TICKET, ticket, ticket + 1) !== ticket) return true;
  work(block);
  if (atomic.add<i32>(DONE, 1) + 1 === blocks) atomic.notify(DONE, 1);
  return true;
}

function work(block: usize): void {
  const task = told(17);
  if (task === 0) sumDerivatives(block);
  else if (task === 1) buildHistogram(block);
  else if (task === 2) splitRows(block);
  else addToMargins(block);
}

/** The gradient and hessian of the node's drawn rows. */
function sumDerivatives(block: usize): void {
  const range = rangeOf(told(18), block);
  const pairs = told(3);
  const to = told(5) + ((<usize>load<u32>(range, 4)) << 2);
  let gradient: f64 = 0;
  let hessian: f64 = 0;
  for (let at = told(5) + ((<usize>load<u32>(range)) << 2); at < to; at += 4) {
    const pair = pairs + ((<usize>load<u32>(at)) << 4);
    gradient += load<f64>(pair);
    hessian += load<f64>(pair, 8);
  }
  const out = told(11) + (block << 4);
  store<f64>(out, gradient);
  store<f64>(out, hessian, 8);
}

/**
 * Sums the derivatives of the node's drawn rows by column and bin: those of the first block in the histogram told,
 * those of each other block in a place of its own, for `addBlocks` to add in their order.
 */
function buildHistogram(block: usize): void {
  const range = rangeOf(told(18), block);
  const from = told(5) + ((<usize>load<u32>(range)) << 2);
  const to = told(5) + ((<usize>load<u32>(range, 4)) << 2);
  const drawn = told(15);
  if (block > 0 && from === to) return;
  const out = block === 0 ? told(19) : told(10) + (block - 1) * drawn * PITCH;
  const bins = told(9);
  for (let k: usize = 0; k < drawn; k++) {
    memory.fill(out + k * PITCH, 0, (<usize>load<u32>(bins + (k << 2))) << 4);
  }
  if (told(16)) sumAllColumns(from, to, told(1), told(0), told(3), out);
  else sumDrawnColumns(from, to, told(1), told(0), told(3), out, told(8), drawn);
}

function sumAllColumns(from: usize, to: usize, ids: usize, width: usize, pairs: usize, out: usize): void {
  const fours = width & ~3;
  for (let at = from; at < to; at += 4) {
    const row = <usize>load<u32>(at);
    let id = ids + row * width;
    const four = id + fours;
    const end = id + width;
    let bin = out;
    if (ASC_FEATURE_SIMD) {
      const pair = v128.load(pairs + (row << 4));
      for (; id < four; id += 4) {
        const a = bin + ((<usize>load<u8>(id)) << 4);
        const b = bin + ((<usize>load<u8>(id, 1)) << 4);
        const c = bin + ((<usize>load<u8>(id, 2)) << 4);
        const d = bin + ((<usize>load<u8>(id, 3)) << 4);
        v128.store(a, f64x2.add(v128.load(a), pair));
        v128.store(b, f64x2.add(v128.load(b, PITCH), pair), PITCH);
        v128.store(c, f64x2.add(v128.load(c, 2 * PITCH), pair), 2 * PITCH);
        v128.store(d, f64x2.add(v128.load(d, 3 * PITCH), pair), 3 * PITCH);
        bin += 4 * PITCH;
      }
      for (; id < end; id++) {
        const a = bin + ((<usize>load<u8>(id)) << 4);
        v128.store(a, f64x2.add(v128.load(a), pair));
        bin += PITCH;
      }
    } else {
      const gradient = load<f64>(pairs + (row << 4));
      const hessian = load<f64>(pairs + (row << 4), 8);
      for (; id < end; id++) {
        const a = bin + ((<usize>load<u8>(id)) << 4);
        store<f64>(a, load<f64>(a) + gradient);
        store<f64>(a, load<f64>(a, 8) + hessian, 8);
        bin += PITCH;
      }
    }
  }
}

function sumDrawnColumns(
  from: usize,
  to: usize,
  ids: usize,
  width: usize,
  pairs: usize,
  out: usize,
  columns: usize,
  drawn: usize,
): void {
  const four = columns + ((drawn & ~3) << 2);
  const end = columns + (drawn << 2);
  for (let at = from; at < to; at += 4) {
    const row = <usize>load<u32>(at);
    const id = ids + row * width;
    let column = columns;
    let bin = out;
    if (ASC_FEATURE_SIMD) {
      const pair = v128.load(pairs + (row << 4));
      for (; column < four; column += 16) {
        const a = bin + ((<usize>load<u8>(id + <usize>load<u32>(column))) << 4);
        const b = bin + ((<usize>load<u8>(id + <usize>load<u32>(column, 4))) << 4);
        const c = bin + ((<usize>load<u8>(id + <usize>load<u32>(column, 8))) << 4);
        const d = bin + ((<usize>load<u8>(id + <usize>load<u32>(column, 12))) << 4);
        v128.store(a, f64x2.add(v128.load(a), pair));
        v128.store(b, f64x2.add(v128.load(b, PITCH), pair), PITCH);
        v128.store(c, f64x2.add(v128.load(c, 2 * PITCH), pair), 2 * PITCH);
        v128.store(d, f64x2.add(v128.load(d, 3 * PITCH), pair), 3 * PITCH);
        bin += 4 * PITCH;
      }
      for (; column < end; column += 4) {
        const a = bin + ((<usize>load<u8>(id + <usize>load<u32>(column))) << 4);
        v128.store(a, f64x2.add(v128.load(a), pair));
        bin += PITCH;
      }
    } else {
      const gradient = load<f64>(pairs + (row << 4));
      const hessian = load<f64>(pairs + (row << 4), 8);
      for (; column < end; column += 4) {
        const a = bin + ((<usize>load<u8>(id + <usize>load<u32>(column))) << 4);
        store<f64>(a, load<f64>(a) + gradient);
        store<f64>(a, load<f64>(a, 8) + hessian, 8);
        bin += PITCH;
      }
    }
  }
}

/** Adds the sums of all blocks but the first to the histogram told, block after block. */
export function addBlocks(): void {
  const drawn = told(15);
  for (let block: usize = 1; block < told(13); block++) {
    const range = rangeOf(told(18), block);
    if (load<u32>(range) === load<u32>(range, 4)) continue;
    combine(told(19), told(10) + (block - 1) * drawn * PITCH, 1);
  }
}

/** Turns the histogram of a node into that of one child, given the other's. */
export function subtract(parent: usize, child: usize): void {
  combine(parent, child, -1);
}

/** a += sign · b over the bins of the drawn columns; exact for the signs 1 and −1. */
function combine(a: usize, b: usize, sign: f64): void {
  const bins = told(9);
  const drawn = told(15);
  for (let k: usize = 0; k < drawn; k++) {
    const end = (<usize>load<u32>(bins + (k << 2))) << 4;
    if (ASC_FEATURE_SIMD) {
      const signs = f64x2.splat(sign);
      for (let at: usize = 0; at < end; at += 16) {
        v128.store(a + at, f64x2.add(v128.load(a + at), f64x2.mul(signs, v128.load(b + at))));
      }
    } else {
      for (let at: usize = 0; at < end; at += 8) {
        store<f64>(a + at, load<f64>(a + at) + sign * load<f64>(b + at));
      }
    }
    a += PITCH;
    b += PITCH;
  }
}

/** Parts the node's rows, drawn or not, by the column told: the right ones stay the node's, the left ones are `other`'s. */
function splitRows(block: usize): void {
  const right = rangeOf(told(18), block);
  const left = rangeOf(told(19), block);
  const start = load<u32>(right);
  const end = load<u32>(right, 4);
  const restStart = load<u32>(right, 8);
  const restEnd = load<u32>(right, 12);
  const middle = partition(start, end);
  const restMiddle = partition(restStart, restEnd);
  store<u32>(left, start);
  store<u32>(left, middle, 4);
  store<u32>(left, restStart, 8);
  store<u32>(left, restMiddle, 12);
  store<u32>(right, middle);
  store<u32>(right, restMiddle, 8);
}

/**
 * Stably reorders the rows at `start` to `end` − 1, left ones first; returns where the right ones begin. No branch
 * depends on the data: `sides` holds 4 for each bin that goes left, else 0.
 */
function partition(start: u32, end: u32): u32 {
  const order = told(5);
  const bins = told(2) + told(20);
  const sides = told(12);
  const aside = told(6) + ((<usize>start) << 2);
  const to = order + ((<usize>end) << 2);
  let left = order + ((<usize>start) << 2);
  let right = aside;
  for (let at = left; at < to; at += 4) {
    const row = load<u32>(at);
    const step = <usize>load<u8>(sides + <usize>load<u8>(bins + <usize>row));
    store<u32>(left, row);
    store<u32>(right, row);
    left += step;
    right += 4 - step;
  }
  memory.copy(left, aside, right - aside);
  return <u32>((left - order) >> 2);
}

/** Adds the value told to the margins of the node's rows, drawn or not. */
function addToMargins(block: usize): void {
  const range = rangeOf(told(18), block);
  addTo(load<u32>(range), load<u32>(range, 4));
  addTo(load<u32>(range, 8), load<u32>(range, 12));
}

function addTo(start: u32, end: u32): void {
  const order = told(5);
  const margins = told(4);
  const value = load<f64>(TOLD, 88);
  const to = order + ((<usize>end) << 2);
  for (let at = order + ((<usize>start) << 2); at < to; at += 4) {
    const margin = margins + ((<usize>load<u32>(at)) << 3);
    store<f64>(margin, load<f64>(margin) + value);
  }
}
