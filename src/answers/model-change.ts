/** What a model's list of segments tells of the model as a whole. */
export interface SegmentTotals {
  readonly customers: number;
  /** Null where not learned. */
  readonly expectedLeavers: number | null;
  readonly expectedSpend: number | null;
}

interface ListedSegment {
  readonly customers: number;
  readonly churn_rate: number | null;
  readonly avg_future_spend: number | null;
}

/** Sums over a model's segments; their means times their customers. */
export function segmentTotals(segments: readonly ListedSegment[]): SegmentTotals {
  const sum = (of: (segment: ListedSegment) => number | null) =>
    segments.reduce<number | null>((total, segment) => {
      const mean = of(segment);
      return total === null || mean === null ? null : total + segment.customers * mean;
    }, 0);
  return {
    customers: segments.reduce((total, { customers }) => total + customers, 0),
    expectedLeavers: sum(({ churn_rate }) => churn_rate),
    expectedSpend: sum(({ avg_future_spend }) => avg_future_spend),
  };
}

/** The models that were made before `id`, newest first, as the store lists them. Empty for a model that is not among them. */
export function modelsBefore<Row extends { readonly id: string }>(
  models: readonly Row[],
  id: string,
): readonly Row[] {
  const place = models.findIndex((model) => model.id === id);
  return place < 0 ? [] : models.slice(place + 1);
}
