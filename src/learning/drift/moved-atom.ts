/** A value that this share of the known rows or more has in common. */
const ATOM_SHARE = 0.1;

/** The values that a tenth of the known `values` (n, NaN = missing) or more share, rising. */
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
 * `values` with an atom that has only moved put back to where it was. Estimates have such atoms: all who bought once share
 * one expectation, and the next fit tells it a little differently. Counted in bins that would look like another
 * population; its true distance is the Wasserstein distance's to tell. An atom of `values` that is none of
 * `referenceAtoms` is taken for the nearest of those that `values` has no row of, where one lies within `reach` (the
 * column's unit). Returns `values` itself where none has moved.
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
