/** What we compare between segments. */
export interface ComparedSegment {
  readonly segment: number;
  readonly name: string;
  readonly customers: number;
  readonly customer_share: number;
  readonly revenue_share: number;
}

export interface SegmentPair<Segment extends ComparedSegment> {
  readonly first: Segment | null;
  readonly second: Segment | null;
}

/**
 * Pairs the segments of two models by id, which a training carries over from the last model: first the first model's,
 * in its order, then the new ones.
 */
export function pairSegments<Segment extends ComparedSegment>(
  first: readonly Segment[],
  second: readonly Segment[],
): SegmentPair<Segment>[] {
  const later = new Map(second.map((segment) => [segment.segment, segment]));
  const known = new Set(first.map(({ segment }) => segment));
  return [
    ...first.map((segment) => ({ first: segment, second: later.get(segment.segment) ?? null })),
    ...second
      .filter(({ segment }) => !known.has(segment))
      .map((segment) => ({ first: null, second: segment })),
  ];
}
