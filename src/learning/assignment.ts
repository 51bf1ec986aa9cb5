/**
 * Pairs each row with one column with the least total `cost` (rows × columns, row-major, rows ≤ columns ≤ 20): dynamic
 * programming over sets of columns. Returns the column of every row.
 */
export function assignAtLeastCost(cost: ArrayLike<number>, rows: number, columns: number): Int32Array {
  if (rows > columns || columns > 20)
    throw new RangeError(`cannot pair ${rows} rows with ${columns} columns`);
  const states = 1 << columns;
  const best = new Float64Array(states).fill(Infinity);
  const choice = new Int32Array(states).fill(-1);
  best[0] = 0;
  for (let state = 0; state < states; state++) {
    const row = popCount(state);
    if (row >= rows || best[state] === Infinity) continue;
    for (let column = 0; column < columns; column++) {
      const next = state | (1 << column);
      const total = best[state]! + cost[row * columns + column]!;
      if (next !== state && total < best[next]!) {
        best[next] = total;
        choice[next] = column;
      }
    }
  }
  let at = -1;
  for (let state = 0; state < states; state++) {
    if (popCount(state) === rows && (at < 0 || best[state]! < best[at]!)) at = state;
  }
  const pairs = new Int32Array(rows);
  for (let row = rows - 1; row >= 0; row--) {
    pairs[row] = choice[at]!;
    at &= ~(1 << choice[at]!);
  }
  return pairs;
}

function popCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest &= rest - 1) count++;
  return count;
}
