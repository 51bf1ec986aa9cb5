const TOLERANCE = 1e-12;

/**
 * Cholesky factor L (A = L·Lᵀ) of the symmetric matrix `a` (d × d, row-major; only its lower triangle is read), written
 * over the lower triangle of `a`. Returns false, leaving `a` half done, where a pivot falls below 1e-12 times its
 * diagonal element: A is then not positive definite in float64, or its columns depend on each other. (Golub & Van Loan,
 * "Matrix Computations", 4th ed., algorithm 4.2.1.)
 */
export function choleskyInPlace(a: Float64Array, d: number): boolean {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * d + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * d + k]! * a[j * d + k]!;
      if (i !== j) a[i * d + j] = sum / a[j * d + j]!;
      else if (sum > TOLERANCE * a[i * d + i]! && sum < Infinity) a[i * d + i] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/** Solves L·Lᵀ·x = b in place of `b` (d), given the factor of `choleskyInPlace`. */
export function choleskySolve(factor: Float64Array, d: number, b: Float64Array): void {
  for (let i = 0; i < d; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * d + k]! * b[k]!;
    b[i] = sum / factor[i * d + i]!;
  }
  for (let i = d - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < d; k++) sum -= factor[k * d + i]! * b[k]!;
    b[i] = sum / factor[i * d + i]!;
  }
}
