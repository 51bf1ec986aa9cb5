import { brier, logLoss, mean } from "../../learning/metrics/index";
import { concordance, type SurvivalTimes } from "../../learning/survival/index";
import { expectedDays, type NextOrderCurves, noOrderWithin } from "./next-order-curve";

/** How curves did at one day of the test window, against what happened. */
export interface CurvePoint {
  readonly days: number;
  /** Mean probability of an order by that day, and the share of customers who had ordered. */
  readonly expected: number;
  readonly ordered: number;
  readonly brier: number;
  readonly logLoss: number;
}

/** How the curves did on days not learned from. */
export interface NextOrderEvaluation {
  readonly rows: number;
  readonly shipped: readonly CurvePoint[];
  /** One curve for everyone, and the purchase model's own curves, if any. */
  readonly baselines: Readonly<Record<string, readonly CurvePoint[]>>;
  /** Harrell's C of the expected order of the next orders; of recency alone. */
  readonly concordance: number;
  readonly concordanceOfRecency: number;
  /**
   * Customers whose expected date fell into the test window, and the share of them who had ordered by it: one half if
   * the dates are right. NaN without such customers.
   */
  readonly dated: number;
  readonly orderedByDate: number;
}

/** Judges the curves of the customers of one snapshot by what they did until observation ended. */
export function judgeCurves(
  times: SurvivalTimes,
  shipped: NextOrderCurves,
  baselines: Readonly<Record<string, NextOrderCurves>>,
  recencyDays: Float64Array,
): NextOrderEvaluation {
  const watched = times.watched[0]!;
  const dates = expectedDays(shipped);
  let dated = 0;
  let ordered = 0;
  for (let i = 0; i < dates.length; i++) {
    if (!(dates[i]! <= watched)) continue;
    dated++;
    if (times.event[i]! <= dates[i]!) ordered++;
  }
  return {
    rows: times.event.length,
    shipped: curvePoints(times, shipped),
    baselines: Object.fromEntries(
      Object.entries(baselines).map(([name, curves]) => [name, curvePoints(times, curves)]),
    ),
    concordance: concordance(times, noOrderWithin(shipped, watched)),
    concordanceOfRecency: concordance(times, recencyDays),
    dated,
    orderedByDate: ordered / dated,
  };
}

/** How the curves did at each of their days that was fully observed. */
export function curvePoints(times: SurvivalTimes, curves: NextOrderCurves): CurvePoint[] {
  return curves.days
    .filter((day) => day <= times.watched[0]!)
    .map((days) => {
      const none = noOrderWithin(curves, days);
      const stayedAway = times.event.map((event) => (event <= days ? 0 : 1));
      return {
        days,
        expected: 1 - mean(none),
        ordered: 1 - mean(stayedAway),
        brier: brier(stayedAway, none),
        logLoss: logLoss(stayedAway, none),
      };
    });
}
