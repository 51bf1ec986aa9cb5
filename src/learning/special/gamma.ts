const HALF_LOG_TWO_PI = 0.9189385332046728;

/**
 * ln Γ(x) for x > 0, absolute error below 1e-13 × max(1, |ln Γ(x)|). Stirling's series (Abramowitz & Stegun 6.1.41,
 * eight terms) at x ≥ 8; a smaller x is shifted there by Γ(x + 1) = x Γ(x). NaN if x ≤ 0 or is NaN.
 */
export function lgamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  if (x === Infinity) return Infinity;
  let z = x;
  let product = 1;
  while (z < 8) product *= z++;
  const u = 1 / (z * z);
  const series =
    1 / 12 -
    u *
      (1 / 360 -
        u *
          (1 / 1260 -
            u * (1 / 1680 - u * (1 / 1188 - u * (691 / 360360 - u * (1 / 156 - (u * 3617) / 122400))))));
  const stirling = (z - 0.5) * Math.log(z) - z + HALF_LOG_TWO_PI + series / z;
  return product === 1 ? stirling : stirling - Math.log(product);
}

/**
 * ψ(x) = d ln Γ(x) / dx for x > 0, absolute error below 1e-13 × max(1, |ψ(x)|). Asymptotic series (Abramowitz & Stegun
 * 6.3.18, eight terms) at x ≥ 8; a smaller x is shifted there by ψ(x + 1) = ψ(x) + 1/x. NaN if x ≤ 0 or is NaN.
 */
export function digamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  if (x === Infinity) return Infinity;
  let z = x;
  let shift = 0;
  while (z < 8) shift += 1 / z++;
  const u = 1 / (z * z);
  const series =
    u *
    (1 / 12 -
      u *
        (1 / 120 -
          u *
            (1 / 252 -
              u * (1 / 240 - u * (1 / 132 - u * (691 / 32760 - u * (1 / 12 - (u * 3617) / 8160)))))));
  return Math.log(z) - 0.5 / z - series - shift;
}

/** ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b) for a, b > 0; NaN elsewhere. */
export function logBeta(a: number, b: number): number {
  return lgamma(a) + lgamma(b) - lgamma(a + b);
}
