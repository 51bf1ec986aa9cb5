import type { CustomerTable } from "./customer-table";
import { onceAModel } from "./once-a-model";
import { LIKELY_TO_LEAVE } from "./shop-figures";

/** Totals over a segment's customers. Money in the file's currency. */
export interface SegmentFigures {
  readonly segment: number;
  readonly customers: number;
  readonly revenue: number;
  /** NaN if not learned. */
  readonly expectedSpend: number;
  /** More likely to leave than to stay. */
  readonly leaving: number;
}

/** The figures of an open model's segments by id, computed once. */
export const segmentFiguresOf = onceAModel(({ customers }) => segmentFigures(customers));

/** The figures of each non-empty segment, by id. */
export function segmentFigures(customers: CustomerTable): ReadonlyMap<number, SegmentFigures> {
  const segment = customers.numbers("segment");
  const monetary = customers.numbers("monetary");
  const churn = customers.numbers("churn_probability");
  const expectedSpend = customers.numbers("ltv_estimate");
  const found = new Map<number, { -readonly [K in keyof SegmentFigures]: SegmentFigures[K] }>();
  for (let i = 0; i < segment.length; i++) {
    const id = segment[i]!;
    let sums = found.get(id);
    if (!sums) {
      sums = {
        segment: id,
        customers: 0,
        revenue: 0,
        expectedSpend: 0,
        leaving: 0,
      };
      found.set(id, sums);
    }
    sums.customers++;
    sums.revenue += monetary[i]!;
    sums.expectedSpend += expectedSpend[i]!;
    if (churn[i]! >= LIKELY_TO_LEAVE) sums.leaving++;
  }
  return found;
}
