import { days, daysToWeeks } from "../../learning/btyd/index";
import type { BtydFits } from "./btyd-features";

/** The horizons of expected spend, days; any between the first and the last can be requested. */
export const SPEND_HORIZONS_DAYS = [30, 60, 90, 180, 365, 730] as const;
export const LEAST_HORIZON_DAYS = SPEND_HORIZONS_DAYS[0];
export const MOST_HORIZON_DAYS = SPEND_HORIZONS_DAYS[SPEND_HORIZONS_DAYS.length - 1]!;

/**
 * How much more a customer is expected to buy in `toDays` than in `fromDays`, one a customer of the fits: the ratio of
 * the purchases that the buy-till-you-die model expects, which knows that some will have left by then. Without such a
 * model, in proportion to the days. Both are 1 or more days.
 */
export function horizonFactors(
  { purchases, histories }: BtydFits,
  fromDays: number,
  toDays: number,
): Float64Array {
  const plain = toDays / fromDays;
  const factors = new Float64Array(histories.x.length).fill(plain);
  if (!purchases || fromDays === toDays) return factors;
  const from = purchases.expectedPurchases(histories, daysToWeeks(days(fromDays)));
  const to = purchases.expectedPurchases(histories, daysToWeeks(days(toDays)));
  return factors.map((_, i) => (from[i]! > 0 ? to[i]! / from[i]! : plain));
}

/**
 * Expected spend over each horizon as columns `ltv_30d` …, from `spend` over `fromDays`, one a customer of the fits.
 */
export function spendByHorizon(
  fits: BtydFits,
  fromDays: number,
  spend: Float64Array,
): Record<string, Float64Array> {
  return Object.fromEntries(
    SPEND_HORIZONS_DAYS.map((horizonDays) => {
      const factors = horizonFactors(fits, fromDays, horizonDays);
      return [horizonColumn(horizonDays), spend.map((value, i) => value * factors[i]!)];
    }),
  );
}

/** The name of the column of a horizon. */
export function horizonColumn(horizonDays: number): string {
  return `ltv_${horizonDays}d`;
}

/**
 * Expected spend over `horizonDays` (30 to 730) from what is expected over each of `SPEND_HORIZONS_DAYS`: straight
 * lines between them. Throws a RangeError outside.
 */
export function spendOver(horizonDays: number, byHorizon: (horizonDays: number) => number): number {
  if (!(horizonDays >= LEAST_HORIZON_DAYS && horizonDays <= MOST_HORIZON_DAYS)) {
    throw new RangeError(
      `the horizon is ${horizonDays} days, not ${LEAST_HORIZON_DAYS} to ${MOST_HORIZON_DAYS}`,
    );
  }
  const right = SPEND_HORIZONS_DAYS.findIndex((known) => known >= horizonDays);
  const [to, from] = [SPEND_HORIZONS_DAYS[right]!, SPEND_HORIZONS_DAYS[Math.max(0, right - 1)]!];
  if (to === horizonDays) return byHorizon(to);
  const share = (horizonDays - from) / (to - from);
  return byHorizon(from) + share * (byHorizon(to) - byHorizon(from));
}
