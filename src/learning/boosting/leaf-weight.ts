/** The penalties and limits that decide about leaves and splits; see `BoostingOptions`. */
export interface Penalties {
  readonly lambda: number;
  readonly alpha: number;
  readonly gamma: number;
  readonly minChildWeight: number;
}

/** The range that monotone constraints leave to the weight of a node. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** |g| shortened by `alpha`, sign kept: the gradient that is left after the L1 penalty. */
function shrinkGradient(gradient: number, alpha: number): number {
  if (gradient > alpha) return gradient - alpha;
  if (gradient < -alpha) return gradient + alpha;
  return 0;
}

/**
 * The best weight of a leaf whose rows have gradient sum G and hessian sum H: −G/(H + λ) (Chen & Guestrin 2016, eq. 5), the
 * L1 penalty taken off G, moved into the bounds. 0 where H is 0 or below `minChildWeight`, as in XGBoost.
 */
export function leafWeight(
  gradient: number,
  hessian: number,
  { lambda, alpha, minChildWeight }: Penalties,
  { lower, upper }: Bounds,
): number {
  if (hessian <= 0 || hessian < minChildWeight) return 0;
  const weight = -shrinkGradient(gradient, alpha) / (hessian + lambda);
  return Math.min(upper, Math.max(lower, weight));
}

/**
 * Twice the fall of the penalised loss that a leaf of that weight brings: −(2Gw + (H + λ)w² + 2α|w|). At the best free weight
 * this is G²/(H + λ), the term of eq. 7 of the paper without its ½.
 */
export function leafScore(
  gradient: number,
  hessian: number,
  weight: number,
  { lambda, alpha }: Penalties,
): number {
  return -(2 * gradient * weight + (hessian + lambda) * weight * weight + 2 * alpha * Math.abs(weight));
}
