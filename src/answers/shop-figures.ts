import { shareRange } from "../models/level/level-test";
import type { LevelForecastCard } from "../models/model-card";
import type { CustomerTable } from "./customer-table";
import { onceAModel } from "./once-a-model";

/** The overview's figures of a shop. Money in the file's currency. */
export interface ShopFigures {
  readonly customers: number;
  /** Spend in the last 90 days, and in the 90 days before them. */
  readonly revenue90: number;
  readonly revenue90Before: number;
  /** More likely to order again than not; more likely not to; almost sure not to. Customers of known risk. */
  readonly healthy: number;
  readonly atRisk: number;
  readonly lost: number;
  /** Σ probability of leaving: the expected number of leavers. NaN if not learned. */
  readonly expectedLeavers: number;
  /** Its range in four of five cases; null for models of earlier releases. */
  readonly leaversRange: readonly number[] | null;
  /** Σ expected spend. NaN if not learned. */
  readonly expectedSpend: number;
}

/** From this probability on, a customer is more likely to leave than to stay. */
export const LIKELY_TO_LEAVE = 0.5;
/** From this one on, the customer is as good as lost. */
export const AS_GOOD_AS_LOST = 0.9;

/** The figures of an open model, computed once. */
export const figuresOf = onceAModel(({ customers, card }) =>
  shopFigures(customers, card.churn.heads.all.level_forecast),
);

/** One pass over the customers. */
export function shopFigures(customers: CustomerTable, level: LevelForecastCard | null): ShopFigures {
  const n = customers.rows;
  const churn = customers.numbers("churn_probability");
  const expectedSpend = customers.numbers("ltv_estimate");
  let [expectedLeavers, expected] = [0, 0];
  let [healthy, atRisk, lost] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    expectedLeavers += churn[i]!;
    expected += expectedSpend[i]!;
    if (churn[i]! >= AS_GOOD_AS_LOST) lost++;
    else if (churn[i]! >= LIKELY_TO_LEAVE) atRisk++;
    else if (churn[i]! < LIKELY_TO_LEAVE) healthy++;
  }
  const revenue90 = total(customers.numbers("spend_90d"));
  return {
    customers: n,
    revenue90,
    revenue90Before: total(customers.numbers("spend_180d")) - revenue90,
    healthy,
    atRisk,
    lost,
    expectedLeavers,
    leaversRange:
      level && !Number.isNaN(expectedLeavers)
        ? shareRange(churn, level.standard_error).map((share) => share * n)
        : null,
    expectedSpend: expected,
  };
}

/** The next smaller number, for a bound "up to" that excludes `value` itself. `value` > 0 and finite. */
export function justBelow(value: number): number {
  const bits = new BigUint64Array(new Float64Array([value]).buffer);
  bits[0]! -= 1n;
  return new Float64Array(bits.buffer)[0]!;
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
