/** Rows that fit on either side of a line of dots. */
const MOST_ROWS = 5;

/**
 * Lays dots that would cover each other beside each other: for each of `positions` (px along a line) the row −5 … 5
 * that its dot lies in, 0 being the line itself. Dots of a row are at least `distance` px apart, as long as there are
 * rows; those beyond lie where they cover the least.
 */
export function swarmRows(positions: readonly number[], distance: number): Int8Array {
  const order = Array.from(positions.keys()).sort((a, b) => positions[a]! - positions[b]! || a - b);
  const rows = new Int8Array(positions.length);
  const lastIn = new Float64Array(2 * MOST_ROWS + 1).fill(Number.NEGATIVE_INFINITY);
  for (const dot of order) {
    const place = positions[dot]!;
    let row = roomiest(lastIn);
    for (let step = 0; step <= 2 * MOST_ROWS; step++) {
      const tried = step % 2 === 1 ? (step + 1) / 2 : -step / 2;
      if (place - lastIn[tried + MOST_ROWS]! < distance) continue;
      row = tried;
      break;
    }
    rows[dot] = row;
    lastIn[row + MOST_ROWS] = place;
  }
  return rows;
}

/** The row whose last dot is the furthest away. */
function roomiest(lastIn: Float64Array): number {
  let found = 0;
  for (let i = 1; i < lastIn.length; i++) if (lastIn[i]! < lastIn[found]!) found = i;
  return found - MOST_ROWS;
}
