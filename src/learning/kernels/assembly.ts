// AssemblyScript, compiled to `kernels.wasm` by `bun run build:kernels`. Addresses are in bytes.

/**
 * Adds rows of `x` (d columns, row-major; `rows` is a multiple of 4) to normal equations, as `addFourRows` in
 * `weighted-gram.ts` does: the same products and sums in the same order, but two entries in one register. An odd number
 * of columns is taken as if another followed, so `gram` has room for a row more, (d + 2) · (d + 1) + 1 numbers, and
 * `gradient` for d + 2.
 */
export function addRows(
  x: usize,
  curvature: usize,
  slope: usize,
  rows: i32,
  d: i32,
  gram: usize,
  gradient: usize,
): void {
  const width = (<usize>d) << 3;
  for (let i = 0; i < rows; i += 4) {
    addIntercept(curvature, gram);
    addIntercept(slope, gradient);
    for (let at: usize = 0; at < width; at += 16) {
      addToGradient(x + at, width, slope, gradient + at);
      addTwoColumns(x, at, width, curvature, gram);
    }
    x += 4 * width;
    curvature += 32;
    slope += 32;
  }
}

function addIntercept(weights: usize, out: usize): void {
  const sum = load<f64>(weights) + load<f64>(weights, 8) + load<f64>(weights, 16) + load<f64>(weights, 24);
  store<f64>(out, load<f64>(out) + sum);
}

/** Two columns of four rows, the first at `column`, times `slope`. */
function addToGradient(column: usize, width: usize, slope: usize, out: usize): void {
  const sum = weighted(
    v128.load64_splat(slope),
    v128.load64_splat(slope, 8),
    v128.load64_splat(slope, 16),
    v128.load64_splat(slope, 24),
    column,
    width,
  );
  v128.store(out, f64x2.add(v128.load(out, 8), sum), 8);
}

/** a · row₀ + b · row₁ + c · row₂ + e · row₃ of two columns, the first at `column`. */
function weighted(a: v128, b: v128, c: v128, e: v128, column: usize, width: usize): v128 {
  const ab = f64x2.add(f64x2.mul(a, v128.load(column)), f64x2.mul(b, v128.load(column + width)));
  const abc = f64x2.add(ab, f64x2.mul(c, v128.load(column + 2 * width)));
  return f64x2.add(abc, f64x2.mul(e, v128.load(column + 3 * width)));
}

/** The two rows of `gram` that belong to the columns at byte `at` of the rows. */
function addTwoColumns(x: usize, at: usize, width: usize, curvature: usize, gram: usize): void {
  const column = x + at;
  const a = f64x2.mul(v128.load64_splat(curvature), v128.load(column));
  const b = f64x2.mul(v128.load64_splat(curvature, 8), v128.load(column + width));
  const c = f64x2.mul(v128.load64_splat(curvature, 16), v128.load(column + 2 * width));
  const e = f64x2.mul(v128.load64_splat(curvature, 24), v128.load(column + 3 * width));
  const sum = f64x2.add(f64x2.add(f64x2.add(a, b), c), e);
  const pitch = width + 8;
  const first = gram + pitch + (at >> 3) * pitch;
  const second = first + pitch;
  store<f64>(first, load<f64>(first) + f64x2.extract_lane(sum, 0));
  store<f64>(second, load<f64>(second) + f64x2.extract_lane(sum, 1));
  const a0 = v128.shuffle<f64>(a, a, 0, 0);
  const b0 = v128.shuffle<f64>(b, b, 0, 0);
  const c0 = v128.shuffle<f64>(c, c, 0, 0);
  const e0 = v128.shuffle<f64>(e, e, 0, 0);
  const a1 = v128.shuffle<f64>(a, a, 1, 1);
  const b1 = v128.shuffle<f64>(b, b, 1, 1);
  const c1 = v128.shuffle<f64>(c, c, 1, 1);
  const e1 = v128.shuffle<f64>(e, e, 1, 1);
  for (let k: usize = 0; k <= at; k += 16) {
    const to = first + k;
    v128.store(to, f64x2.add(v128.load(to, 8), weighted(a0, b0, c0, e0, x + k, width)), 8);
    v128.store(to + pitch, f64x2.add(v128.load(to + pitch, 8), weighted(a1, b1, c1, e1, x + k, width)), 8);
  }
}
