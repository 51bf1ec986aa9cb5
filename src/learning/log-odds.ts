/** The logistic function 1 / (1 + e^−t), without overflow; 0 to 1. */
export function probabilityOf(logOdds: number): number {
  if (logOdds >= 0) return 1 / (1 + Math.exp(-logOdds));
  const odds = Math.exp(logOdds);
  return odds / (1 + odds);
}

/** log(p / (1 − p)) for p in [0, 1]; ∓Infinity at the ends. */
export function logOddsOf(probability: number): number {
  return Math.log(probability) - Math.log1p(-probability);
}

/** log(1 + e^t), without overflow and without losing small values. */
export function softplus(t: number): number {
  return t > 0 ? t + Math.log1p(Math.exp(-t)) : Math.log1p(Math.exp(t));
}
