import { type ProfitCurve, profitPoints } from "../models/action-value-curve";

/** Columns of the customer table that an audience is summed up from; NaN where not known. */
export interface AudienceColumns {
  readonly monetary: ArrayLike<number>;
  readonly expectedSpend: ArrayLike<number>;
  /** P(no order within the spend horizon). */
  readonly noOrder: ArrayLike<number>;
  /** Spend over the horizon of a customer who does order. */
  readonly valueIfKept: ArrayLike<number>;
}

export interface AudienceSums {
  readonly customers: number;
  /** What they have spent so far. */
  readonly revenue: number;
  readonly expectedSpend: number;
  /** Σ P(no order) × value if kept: what those who leave would have spent had they stayed. */
  readonly atStake: number;
}

/** Sums over the rows of an audience; what is not known counts nothing. */
export function audienceSums(columns: AudienceColumns, rows: Int32Array): AudienceSums {
  const { monetary, expectedSpend, noOrder, valueIfKept } = columns;
  let [revenue, expected, atStake] = [0, 0, 0];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    revenue += knownOr0(monetary[row]!);
    expected += knownOr0(expectedSpend[row]!);
    atStake += knownOr0(noOrder[row]! * valueIfKept[row]!);
  }
  return { customers: rows.length, revenue, expectedSpend: expected, atStake };
}

/** A profit curve that does not say who is who. */
export type ProfitLadder = Omit<ProfitCurve, "order">;

/** As `profitCurve`, but of the profits alone: they are sorted as numbers, which a page has the time for. */
export function profitLadder(profit: Float64Array): ProfitLadder {
  const rising = profit.filter((value) => !Number.isNaN(value)).sort();
  const n = rising.length;
  const cumulative = new Float64Array(n + 1);
  let customers = 0;
  for (let i = 0; i < n; i++) {
    const next = rising[n - 1 - i]!;
    if (next > 0) customers = i + 1;
    cumulative[i + 1] = cumulative[i]! + next;
  }
  return {
    cumulative,
    best: { customers, profit: cumulative[customers]! },
    atRandom: n === 0 ? 0 : cumulative[n]! / n,
  };
}

/** The ladder for a chart, with the points that are marked on it. */
export function ladderPoints(ladder: ProfitLadder, marked: number) {
  const points = profitPoints(ladder, 40);
  if (!points.some(({ customers }) => customers === marked) && marked < ladder.cumulative.length) {
    points.push({
      customers: marked,
      profit: ladder.cumulative[marked]!,
      atRandom: marked * ladder.atRandom,
    });
    points.sort((a, b) => a.customers - b.customers);
  }
  return points;
}

function knownOr0(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}
