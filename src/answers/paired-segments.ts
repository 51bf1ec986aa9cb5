/** What is compared of a segment. */
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
 * The segments of two models by their id, which a training keeps from one model to the next: those of the first in its
 * order, then what is new.
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
