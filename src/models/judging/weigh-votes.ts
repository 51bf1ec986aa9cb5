import { softplus } from "../../learning/log-odds";
import { logOddsLevel } from "../level/level-forecast";

/** What each voter said of one test's customers, up to a level, and what came. */
export interface TestedVotes {
  readonly votes: readonly Float64Array[];
  readonly churned: Float64Array;
}

/** Weights are multiples of one sixth: finer ones would follow chance. */
const PARTS = 6;
/** What it costs, in log loss, to give all weight to one of many: few tests are not enough to silence the others. */
const COST_OF_INEQUALITY = 0.01;

/**
 * The weights, adding up to 1, with which `voters` would have ranked best in `tests`: each test is judged by log loss
 * at its own best level, so that only the order and the spread of customers count. They are drawn towards equal ones,
 * and are equal without tests.
 */
export function weighVotes(tests: readonly TestedVotes[], voters: number): number[] {
  const equal = new Array<number>(voters).fill(1 / voters);
  if (tests.length === 0 || voters === 1) return equal;
  let best = equal;
  let least = Infinity;
  for (const parts of partitions(PARTS, voters)) {
    const weights = parts.map((part) => part / PARTS);
    const inequality = weights.reduce((sum, weight) => sum + (weight - 1 / voters) ** 2, 0);
    const loss = tests.reduce((sum, test) => sum + levelFreeLoss(test, weights), 0) / tests.length;
    const cost = loss + COST_OF_INEQUALITY * inequality;
    if (cost < least - 1e-12) [best, least] = [weights, cost];
  }
  return best;
}

/** The weighted sum of votes. */
export function blendOf(votes: readonly Float64Array[], weights: readonly number[]): Float64Array {
  return votes[0]!.map((_, i) => votes.reduce((sum, vote, k) => sum + weights[k]! * vote[i]!, 0));
}

/** Mean log loss of the blend after the shift that makes its total true. */
export function levelFreeLoss({ votes, churned }: TestedVotes, weights: readonly number[]): number {
  const blended = blendOf(votes, weights);
  const level = logOddsLevel(blended, churned);
  let sum = 0;
  for (let i = 0; i < blended.length; i++) {
    const logOdds = blended[i]! + level;
    sum += softplus(logOdds) - churned[i]! * logOdds;
  }
  return sum / blended.length;
}

/** All ways to deal `parts` to `count` voters. */
function partitions(parts: number, count: number): number[][] {
  if (count === 1) return [[parts]];
  return Array.from({ length: parts + 1 }, (_, first) =>
    partitions(parts - first, count - 1).map((rest) => [first, ...rest]),
  ).flat();
}
