import { confusionAt } from "./confusion";
import { cumulativeHits } from "./roc";

/** What the two mistakes cost, in any one unit of money, each ≥ 0. */
export interface DecisionCosts {
  /** Not acting on a customer who leaves (a false negative). */
  readonly missedChurner: number;
  /** Acting on a customer who would have stayed (a false positive). */
  readonly falseAlarm: number;
}

/**
 * The total cost of acting on every row whose score ≥ `threshold`. `actual`: n values, 1 = leaves; `scores`: n. Throws a
 * RangeError on bad input.
 */
export function businessCost(
  actual: Float64Array,
  scores: Float64Array,
  threshold: number,
  costs: DecisionCosts,
): number {
  checkCosts(costs);
  const { falseNegatives, falsePositives } = confusionAt(actual, scores, threshold);
  return falseNegatives * costs.missedChurner + falsePositives * costs.falseAlarm;
}

/** The cheapest threshold on a sample, beside the two decisions that need no model. */
interface BestThreshold {
  readonly threshold: number;
  readonly cost: number;
  readonly costOfActingOnNobody: number;
  readonly costOfActingOnEverybody: number;
}

/**
 * The threshold of the least total cost among all that tell the rows apart; between equal costs, the one that acts on
 * fewer. It lies midway between the two scores it parts, so that a rounding of scores does not cross it; where everybody
 * is acted on it is the lowest score, where nobody is, the number just above the highest. Throws a RangeError on bad input.
 * (With calibrated probabilities the threshold of least expected cost is falseAlarm / (falseAlarm + missedChurner): Elkan,
 * "The Foundations of Cost-Sensitive Learning", IJCAI 2001, eq. 2, with no cost or gain for right decisions.)
 */
export function bestThreshold(
  actual: Float64Array,
  scores: Float64Array,
  costs: DecisionCosts,
): BestThreshold {
  checkCosts(costs);
  const { hits, rows, thresholds } = cumulativeHits(actual, scores);
  const last = hits.length - 1;
  const costAt = (i: number) =>
    (hits[last]! - hits[i]!) * costs.missedChurner + (rows[i]! - hits[i]!) * costs.falseAlarm;
  let best = 0;
  for (let i = 1; i <= last; i++) if (costAt(i) < costAt(best)) best = i;
  return {
    threshold: thresholdBelow(thresholds, best),
    cost: costAt(best),
    costOfActingOnNobody: costAt(0),
    costOfActingOnEverybody: costAt(last),
  };
}

/** A threshold that the first `place` distinct scores (from the top; place 0 is Infinity) reach and no other. */
function thresholdBelow(scores: Float64Array, place: number): number {
  if (place === 0) {
    const highest = scores[1]!;
    return highest + Math.max(Number.EPSILON * Math.abs(highest), Number.MIN_VALUE);
  }
  const lowestIn = scores[place]!;
  if (place === scores.length - 1) return lowestIn;
  const middle = lowestIn + (scores[place + 1]! - lowestIn) / 2;
  return middle > scores[place + 1]! ? middle : lowestIn;
}

function checkCosts({ missedChurner, falseAlarm }: DecisionCosts): void {
  if (!(missedChurner >= 0 && falseAlarm >= 0 && missedChurner + falseAlarm < Infinity)) {
    throw new RangeError(`costs ${missedChurner} and ${falseAlarm} are not finite numbers of 0 or more`);
  }
}
