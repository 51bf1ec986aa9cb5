/** The colour of a segment, the same on every page: ids are kept from one training to the next. */
export function segmentColor(id: number): string {
  return `c${1 + (id % 8)}`;
}
