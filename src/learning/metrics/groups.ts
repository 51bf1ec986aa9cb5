import { pairwiseSum } from "../special/pairwise-sum";
import { checkPair } from "./input";
import { rankByPrediction } from "./ranking";

/** Rows of one group of a ranking: neighbours by prediction. */
export interface RankedGroup {
  readonly rows: number;
  readonly leastPrediction: number;
  readonly greatestPrediction: number;
  readonly sumPredicted: number;
  /** Expected over the orders of ties that a border of the group cuts. */
  readonly sumActual: number;
}

/**
 * Cuts the rows, in ascending order of prediction, into `count` groups that differ by at most one row, lowest first;
 * the first n mod count groups hold one row more (as numpy's `array_split` does), and groups that would be empty are
 * left out. Ties are averaged, so the order of the rows does not matter. Throws a RangeError on bad input.
 */
export function rankedGroups(actual: Float64Array, predicted: Float64Array, count = 10): RankedGroup[] {
  checkPair(actual, predicted);
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`${count} groups are not 1 or more`);
  const ranking = rankByPrediction(actual, predicted);
  const n = actual.length;
  const groups: RankedGroup[] = [];
  // The ranking falls and the groups rise, so they are cut from its end.
  for (let g = 0, to = n; g < count && to > 0; g++) {
    const rows = Math.floor(n / count) + (g < n % count ? 1 : 0);
    const from = to - rows;
    groups.push({
      rows,
      leastPrediction: ranking.predicted[to - 1]!,
      greatestPrediction: ranking.predicted[from]!,
      sumPredicted: pairwiseSum(ranking.predicted, from, to),
      sumActual: pairwiseSum(ranking.actual, from, to),
    });
    to = from;
  }
  return groups;
}

/**
 * Decile MAPE: the mean over ten groups by predicted rank of |Σ predicted − Σ actual| / Σ actual; 0 is best. A group
 * whose actual sum is 0 has no relative error and is left out; NaN if that is every group. Throws a RangeError on bad
 * input.
 */
export function decileMape(actual: Float64Array, predicted: Float64Array): number {
  const groups = rankedGroups(actual, predicted).filter((group) => group.sumActual !== 0);
  const errors = groups.map(({ sumPredicted, sumActual }) =>
    Math.abs((sumPredicted - sumActual) / sumActual),
  );
  return errors.reduce((sum, error) => sum + error, 0) / groups.length;
}
