import { BgNbd, Nbd, ParetoNbd } from "../../learning/btyd/index";
import type { BtydFits } from "../spend/btyd-features";
import { type GapCounts, LATE_AFTER, ownGaps } from "./own-gaps";

/** A customer is overdue if at most this share of their own gaps would be as long as the silence. */
const OVERDUE_BELOW = 0.2;

/** How long each customer's silence is by their own rhythm, one element a customer; NaN if unknown. */
export interface Lateness {
  /** The median gap between purchase days in the customer's own rhythm, days. */
  readonly usualGapDays: Float64Array;
  /** P(a silence this long or longer, if the customer had kept the rhythm), 0 to 1. */
  readonly silenceProbability: Float64Array;
  /** Days since the silence became longer than four in five of the customer's own gaps; 0 if it is not. */
  readonly daysOverdue: Float64Array;
  /** Purchase days a day while the customer keeps the rhythm. */
  readonly ordersPerDay: Float64Array;
}

/**
 * Lateness by the purchase model, if there is one, and by the customer's own gaps for those who order too regularly for
 * it (`ownGaps`): they are late after more than twice the usual gap, if that is as rare. `gaps`: of all customers, if
 * these are some of them.
 */
export function latenessOf(
  { purchases, histories, rhythm }: Pick<BtydFits, "purchases" | "histories" | "rhythm">,
  gaps?: GapCounts,
): Lateness {
  const lateness = byPurchaseModel({ purchases, histories });
  const { judged, shareAsLong } = gaps ? gaps.judge(rhythm) : ownGaps(rhythm, purchases !== null);
  for (let i = 0; i < judged.length; i++) {
    if (!judged[i]) continue;
    const [gap, silence] = [rhythm.usualGapDays[i]!, rhythm.silentDays[i]!];
    lateness.usualGapDays[i] = gap;
    lateness.silenceProbability[i] = shareAsLong(silence / gap);
    const isRare = lateness.silenceProbability[i]! <= OVERDUE_BELOW;
    lateness.daysOverdue[i] = isRare ? Math.max(0, silence - LATE_AFTER * gap) : 0;
    lateness.ordersPerDay[i] = 1 / gap;
  }
  return lateness;
}

/**
 * Given x repeat purchases in the time tx from the first to the last, a customer's rate is Gamma(r + x, α + tx), so
 * that a gap is longer than w with probability ((α + tx)/(α + tx + w))^(r + x) (the posterior predictive of an
 * exponential gap, a Lomax distribution; r and α as fitted). Few purchases leave the rate wide open: a new customer
 * with a single order is not late in a shop where most order once. The silence itself, after tx, does not affect the
 * rate.
 */
function byPurchaseModel({ purchases, histories }: Pick<BtydFits, "purchases" | "histories">): Lateness {
  const rows = histories.x.length;
  const unknown = () => new Float64Array(rows).fill(NaN);
  if (!(purchases instanceof Nbd || purchases instanceof BgNbd || purchases instanceof ParetoNbd)) {
    return {
      usualGapDays: unknown(),
      silenceProbability: unknown(),
      daysOverdue: unknown(),
      ordersPerDay: unknown(),
    };
  }
  const { r, alpha } = purchases;
  const usualGapDays = unknown();
  const silenceProbability = unknown();
  const daysOverdue = unknown();
  const ordersPerDay = unknown();
  const { x, tx, T } = histories;
  for (let i = 0; i < rows; i++) {
    const shape = r + x[i]!;
    const scaleDays = 7 * (alpha + tx[i]!);
    const silenceDays = 7 * (T[i]! - tx[i]!);
    usualGapDays[i] = longestGap(shape, scaleDays, 0.5);
    silenceProbability[i] = Math.exp(-shape * Math.log1p(silenceDays / scaleDays));
    daysOverdue[i] = Math.max(0, silenceDays - longestGap(shape, scaleDays, OVERDUE_BELOW));
    ordersPerDay[i] = shape / scaleDays;
  }
  return { usualGapDays, silenceProbability, daysOverdue, ordersPerDay };
}

/** The gap exceeded with the given probability. */
function longestGap(shape: number, scale: number, exceeded: number): number {
  return scale * Math.expm1(-Math.log(exceeded) / shape);
}

export const NOBODY_OVERDUE = "No customer is overdue by their own rhythm.";
export const LATENESS_UNKNOWN =
  "There is no telling who is overdue: too few have ordered again, or their orders follow no rhythm.";
