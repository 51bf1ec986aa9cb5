// AssemblyScript, compiled to `center-search.wasm` and `center-search-plain.wasm` (the same without vectors) by
// `bun run build:kernels`. Addresses are in bytes; `../lloyd-memory.ts` lays out the memory. Distances are summed in the
// order of the columns, two centers in one register, so that answers are the same bits with vectors and without.

/** Where the words begin that tell about a run. */
const TOLD: usize = 64;

function told(index: usize): usize {
  return <usize>load<u32>(TOLD + (index << 2));
}

/** Labels every row by its nearest center and recomputes sums and sizes. */
export function assignAll(): void {
  const d = told(2);
  const labels = told(6);
  const sizes = told(7);
  const sums = told(5);
  transpose();
  memory.fill(sums, 0, (told(3) * d) << 3);
  memory.fill(sizes, 0, told(3) << 2);
  let row = told(0);
  for (let i: usize = 0; i < told(1); i++) {
    searchAll(i, row);
    const label = <usize>load<u32>(labels + (i << 2));
    store<u32>(sizes + (label << 2), load<u32>(sizes + (label << 2)) + 1);
    add(row, sums + ((label * d) << 3), d << 3);
    row += d << 3;
  }
}

/** Labels the rows again after the centers moved, skipping those whose bounds show that they stay. */
export function assignNear(): void {
  const n = told(1);
  const width = told(2) << 3;
  const centers = told(4);
  const sums = told(5);
  const labels = told(6);
  const sizes = told(7);
  const slack = told(8);
  const lower = told(9);
  const approach = told(10);
  const drift = told(11);
  transpose();
  let row = told(0);
  for (let i: usize = 0; i < n; i++, row += width) {
    const own = <usize>load<u32>(labels + (i << 2));
    const moved = load<f64>(drift + (own << 3));
    if (load<f64>(slack + (i << 3)) >= moved) continue;
    const distance = Math.sqrt(squared(row, centers + own * width, width));
    const below = load<f64>(lower + (i << 3)) - load<f64>(approach + (own << 3));
    if (distance <= below) {
      store<f64>(slack + (i << 3), below - distance + moved);
      continue;
    }
    searchAll(i, row);
    const label = <usize>load<u32>(labels + (i << 2));
    if (label === own) continue;
    store<u32>(sizes + (own << 2), load<u32>(sizes + (own << 2)) - 1);
    store<u32>(sizes + (label << 2), load<u32>(sizes + (label << 2)) + 1);
    subtract(row, sums + own * width, width);
    add(row, sums + label * width, width);
  }
}

function add(row: usize, sum: usize, width: usize): void {
  for (let at: usize = 0; at < width; at += 8)
    store<f64>(sum + at, load<f64>(sum + at) + load<f64>(row + at));
}

function subtract(row: usize, sum: usize, width: usize): void {
  for (let at: usize = 0; at < width; at += 8)
    store<f64>(sum + at, load<f64>(sum + at) - load<f64>(row + at));
}

function squared(row: usize, center: usize, width: usize): f64 {
  let sum: f64 = 0;
  for (let at: usize = 0; at < width; at += 8) {
    const difference = load<f64>(row + at) - load<f64>(center + at);
    sum += difference * difference;
  }
  return sum;
}

/** The centers column after column, one more at infinity if their number is odd. */
function transpose(): void {
  const d = told(2);
  const k = told(3);
  const even = (k + 1) & ~1;
  const centers = told(4);
  const columns = told(12);
  for (let j: usize = 0; j < d; j++) {
    for (let c: usize = 0; c < even; c++) {
      store<f64>(columns + ((j * even + c) << 3), c < k ? load<f64>(centers + ((c * d + j) << 3)) : Infinity);
    }
  }
}

/** Finds the nearest center of row i, the first of equals, and sets label and bounds: see `lloyd`. */
function searchAll(i: usize, row: usize): void {
  const k = told(3);
  const width = told(2) << 3;
  let least: f64 = Infinity;
  let second: f64 = Infinity;
  let label: usize = 0;
  if (ASC_FEATURE_SIMD) {
    const pitch = ((k + 1) & ~1) << 3;
    const columns = told(12);
    let leasts = f64x2.splat(Infinity);
    let seconds = leasts;
    let labels = i64x2(0, 1);
    let places = labels;
    for (let c: usize = 0; c < pitch; c += 16) {
      let sum = f64x2.splat(0);
      let at = columns + c;
      for (let j: usize = 0; j < width; j += 8) {
        const difference = f64x2.sub(v128.load64_splat(row + j), v128.load(at));
        sum = f64x2.add(sum, f64x2.mul(difference, difference));
        at += pitch;
      }
      const nearer = f64x2.lt(sum, leasts);
      seconds = f64x2.pmin(seconds, f64x2.pmax(leasts, sum));
      leasts = f64x2.pmin(leasts, sum);
      labels = v128.bitselect(places, labels, nearer);
      places = i64x2.add(places, i64x2(2, 2));
    }
    const even = f64x2.extract_lane(leasts, 0);
    const odd = f64x2.extract_lane(leasts, 1);
    const evenLabel = <usize>i64x2.extract_lane(labels, 0);
    const oddLabel = <usize>i64x2.extract_lane(labels, 1);
    const isOdd = odd < even || (odd === even && oddLabel < evenLabel);
    least = isOdd ? odd : even;
    label = isOdd ? oddLabel : evenLabel;
    const others = min(f64x2.extract_lane(seconds, 0), f64x2.extract_lane(seconds, 1));
    second = min(isOdd ? even : odd, others);
  } else {
    let center = told(4);
    for (let c: usize = 0; c < k; c++) {
      const sum = squared(row, center, width);
      if (sum < least) {
        second = least;
        least = sum;
        label = c;
      } else if (sum < second) second = sum;
      center += width;
    }
  }
  const other = Math.sqrt(second);
  store<u32>(told(6) + (i << 2), <u32>label);
  store<f64>(told(8) + (i << 3), other - Math.sqrt(least) + load<f64>(told(11) + (label << 3)));
  store<f64>(told(9) + (i << 3), other + load<f64>(told(10) + (label << 3)));
}

function min(a: f64, b: f64): f64 {
  return b < a ? b : a;
}
