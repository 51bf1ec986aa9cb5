/** A point on a ray: how far along it, the function there, and its slope along the ray. */
export interface RayPoint {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

const SUFFICIENT_DECREASE = 1e-4;
const CURVATURE = 0.9;
const MOST_TRIALS = 25;
/** Differences of the function below this share of it are rounding. */
const ROUNDING = 1e-14;

/**
 * A step along a ray of descent that meets the strong Wolfe conditions (Nocedal & Wright, "Numerical Optimization", 2nd
 * ed., algorithms 3.5 and 3.6 with cubic interpolation, eq. 3.59).
 *
 * If the values along the ray differ only by rounding, the slopes alone decide (the approximate Wolfe conditions of
 * Hager & Zhang, SIAM J. Optim. 16(1), 2005, eq. 4.1).
 *
 * `origin`: step 0, slope < 0. `evaluate(step)`: the function further on; a value that is not finite counts as too far.
 * `firstStep` > 0. Returns the last good point, or null if rounding leaves no decrease to find.
 */
export function searchLine(
  origin: RayPoint,
  firstStep: number,
  evaluate: (step: number) => RayPoint,
): RayPoint | null {
  let low = origin;
  let high: RayPoint | null = null;
  let step = firstStep;
  for (let trial = 0; trial < MOST_TRIALS; trial++) {
    const point = evaluate(step);
    if (meetsApproximateWolfe(origin, point)) return point;
    const usable = Number.isFinite(point.value) && Number.isFinite(point.slope);
    if (
      !usable ||
      point.value > origin.value + SUFFICIENT_DECREASE * step * origin.slope ||
      point.value >= low.value
    ) {
      high = point;
    } else {
      if (Math.abs(point.slope) <= -CURVATURE * origin.slope) return point;
      if (high ? point.slope * (high.step - low.step) >= 0 : point.slope >= 0) high = low;
      low = point;
    }
    step = high ? between(low, high) : 4 * low.step;
    if (high && Math.abs(high.step - low.step) <= 1e-14 * Math.abs(low.step)) break;
  }
  return low.value < origin.value ? low : null;
}

function meetsApproximateWolfe(origin: RayPoint, point: RayPoint): boolean {
  return (
    Math.abs(point.value - origin.value) <= ROUNDING * Math.abs(origin.value) &&
    point.slope >= CURVATURE * origin.slope &&
    point.slope <= (2 * SUFFICIENT_DECREASE - 1) * origin.slope
  );
}

/** The minimum of the cubic through both points, kept away from the ends; the middle if the cubic has none. */
function between(low: RayPoint, high: RayPoint): number {
  const width = high.step - low.step;
  if (!Number.isFinite(high.value) || !Number.isFinite(high.slope)) return low.step + 0.1 * width;
  const d1 = low.slope + high.slope - (3 * (high.value - low.value)) / width;
  const square = d1 * d1 - low.slope * high.slope;
  if (!(square >= 0)) return low.step + 0.5 * width;
  const d2 = Math.sign(width) * Math.sqrt(square);
  const fraction = 1 - (high.slope + d2 - d1) / (high.slope - low.slope + 2 * d2);
  if (!Number.isFinite(fraction)) return low.step + 0.5 * width;
  return low.step + Math.min(0.9, Math.max(0.1, fraction)) * width;
}
