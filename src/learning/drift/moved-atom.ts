/** A value shared by at least this share of the known rows. */
const ATOM_SHARE = 0.1;

/** The values that a tenth of the known `values` (n, NaN = missing) or more share, ascending. */
export function atomsOf(values: Float64Array): Float64Array {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const atoms: number[] = [];
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    to = from + 1;
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    if (to - from >= ATOM_SHARE * sorted.length) atoms.push(sorted[from]!);
  }
  return Float64Array.from(atoms);
}

/**
 * `values` with an atom that has only moved put back in place. Estimates have such atoms: all one-time buyers share one
 * expectation, and the next fit shifts it a little. Counted in bins, that would look like another population; the
 * Wasserstein distance measures the true shift. An atom of `values` that is not in `referenceAtoms` is matched to the
 * nearest of those absent from `values`, if one lies within `reach` (the column's unit). Returns `values` itself if
 * none has moved.
 */
export function movedAtomsBack(
  values: Float64Array,
  referenceAtoms: Float64Array,
  reach: number,
): Float64Array {
  const here = new Set(values);
  const vacant = referenceAtoms.filter((atom) => !here.has(atom));
  if (vacant.length === 0) return values;
  let moved = values;
  for (const atom of atomsOf(values)) {
    if (referenceAtoms.includes(atom)) continue;
    let nearest = NaN;
    for (const place of vacant) {
      const isNearer = Number.isNaN(nearest) || Math.abs(place - atom) < Math.abs(nearest - atom);
      if (Math.abs(place - atom) <= reach && isNearer) nearest = place;
    }
    if (Number.isNaN(nearest)) continue;
    moved = moved.map((value) => (value === atom ? nearest : value));
  }
  return moved;
}
