import type { ColumnTable } from "arquero";
import { counted, number } from "../figures";
import { BgNbd, Nbd, ParetoNbd } from "../learning/btyd";
import type { BtydFits } from "./btyd-features";
import { LATE_AFTER, ownGaps } from "./own-gaps";

/** A customer is overdue when at most this share of the gaps of their own rhythm would be as long as the silence. */
export const OVERDUE_BELOW = 0.2;

/** How long each customer's silence is by their own rhythm, one element a customer; NaN where that cannot be told. */
export interface Lateness {
  /** The gap between purchase days that half of the gaps of the own rhythm stay under, days. */
  readonly usualGapDays: Float64Array;
  /** P(a silence as long as this or longer, had the customer kept the own rhythm), 0 to 1. */
  readonly silenceProbability: Float64Array;
  /** Days since the silence became longer than four in five gaps of the own rhythm; 0 where it is not. */
  readonly daysOverdue: Float64Array;
  /** Purchase days a day while the customer keeps the own rhythm. */
  readonly ordersPerDay: Float64Array;
}

/**
 * Lateness by the purchase model, where there is one, and by the customer's own gaps for those who order too regularly for it (`ownGaps`): late is who stays away
 * for more than twice the usual gap, where that is as rare.
 */
export function latenessOf({ purchases, histories, rhythm }: BtydFits): Lateness {
  const lateness = byPurchaseModel({ purchases, histories });
  const { judged, shareAsLong } = ownGaps(rhythm, purchases !== null);
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
 * Given x repeat purchases in the time tx from the first to the last, a customer's rate is Gamma(r + x, α + tx), so that a gap is
 * longer than w with probability ((α + tx)/(α + tx + w))^(r + x) (the posterior predictive of an exponential gap, a Lomax
 * distribution; r and α as fitted). Few purchases leave the rate wide open: the single order of a new customer makes nobody late in a
 * shop where most order once. The silence itself, after tx, is not used to learn the rate.
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

/** The gap that is exceeded with the given probability. */
function longestGap(shape: number, scale: number, exceeded: number): number {
  return scale * Math.expm1(-Math.log(exceeded) / shape);
}

/** A customer who is late by the own rhythm. */
export interface OverdueCustomer {
  readonly customerId: string;
  readonly daysOverdue: number;
  /** P(such a silence, had the customer kept the own rhythm). */
  readonly silenceProbability: number;
  /** (1 − silenceProbability) × the spend that is lost if the customer does not come back: what the list is ranked by. */
  readonly overdueValue: number;
  /** In words. */
  readonly reason: string;
}

/**
 * The `count` overdue customers with most at stake, from a table of scored customers (`customers.arrow`: columns `CustomerID,
 * frequency, recency_days, usual_gap_days, silence_probability, days_overdue, overdue_value`).
 */
export function overdueCustomers(customers: ColumnTable, count: number): OverdueCustomer[] {
  const column = (name: string) => customers.array(name) as ArrayLike<number>;
  const value = column("overdue_value");
  const overdue = column("days_overdue");
  const probability = column("silence_probability");
  const gap = column("usual_gap_days");
  const recency = column("recency_days");
  const orders = column("frequency");
  const ids = customers.array("CustomerID") as ArrayLike<string>;
  return Array.from({ length: customers.numRows() }, (_, row) => row)
    .filter((row) => overdue[row]! > 0 && value[row]! > 0)
    .sort((a, b) => value[b]! - value[a]! || a - b)
    .slice(0, count)
    .map((row) => ({
      customerId: ids[row]!,
      daysOverdue: overdue[row]!,
      silenceProbability: probability[row]!,
      overdueValue: value[row]!,
      reason: reasonFor(orders[row]!, gap[row]!, recency[row]!, probability[row]!, value[row]!),
    }));
}

/** Why a list of overdue customers is empty, in a sentence; `customers` as for the list. */
export function whyNobody(customers: ColumnTable): string {
  const known = Array.from(customers.array("silence_probability") as ArrayLike<number | null>).some(
    (probability) => probability !== null && !Number.isNaN(probability),
  );
  return known ? NOBODY_OVERDUE : LATENESS_UNKNOWN;
}

export const NOBODY_OVERDUE = "Nobody who is worth a word is overdue by their own rhythm.";
export const LATENESS_UNKNOWN =
  "Whether customers are overdue cannot be told: too few have ordered again, or their orders follow no rhythm.";

function reasonFor(orders: number, gap: number, silence: number, probability: number, value: number): string {
  const rhythm =
    orders > 1
      ? `${number.format(orders)} orders, usually within ${counted(Math.round(Math.max(1, gap)), "day")} of each other`
      : "One order only";
  const oneIn = Math.min(1000, 1 / probability);
  const rarity = oneIn >= 1000 ? "fewer than 1 in 1,000 gaps" : `about 1 in ${number.format(oneIn)} gaps`;
  const whose = orders > 1 ? "this rhythm" : "the shop's customers";
  return `${rhythm}; silent for ${counted(Math.round(silence), "day")}: ${rarity} of ${whose} would be as long. About ${number.format(value)} of spend is at stake.`;
}
