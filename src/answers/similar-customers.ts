import { onceAModel } from "./once-a-model";
import type { OpenModel } from "./open-model";

/** The features that make customers alike. */
const LIKENESS = [
  "recency_days",
  "frequency",
  "monetary",
  "avg_basket_value",
  "unique_products",
  "tenure_days",
] as const;

const likeness = onceAModel(({ customers }) => standardLogs(LIKENESS.map((name) => customers.numbers(name))));

/** The `count` rows most similar to `row`, nearest first. */
export function similarCustomers(model: OpenModel, row: number, count: number): number[] {
  return nearestRows(likeness(model), row, count);
}

/** All customers' features, n × d, row-major, each with mean 0 and standard deviation 1 after log(1 + x). */
export interface StandardLogs {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/**
 * log(1 + x) of each column (values of 0 or more), standardised. An unknown value, or a column of equal values, gets
 * the mean: 0.
 */
export function standardLogs(columns: readonly ArrayLike<number>[]): StandardLogs {
  const d = columns.length;
  const rows = columns[0]?.length ?? 0;
  const data = new Float32Array(rows * d);
  columns.forEach((column, j) => {
    let count = 0;
    let mean = 0;
    let squares = 0;
    for (let i = 0; i < rows; i++) {
      const value = Math.log1p(Math.max(0, column[i]!));
      if (Number.isNaN(value)) continue;
      // Welford, Technometrics 4(3), 1962.
      const off = value - mean;
      mean += off / ++count;
      squares += off * (value - mean);
    }
    const scale = Math.sqrt(squares / count);
    for (let i = 0; i < rows; i++) {
      const value = (Math.log1p(Math.max(0, column[i]!)) - mean) / scale;
      data[i * d + j] = Number.isFinite(value) ? value : 0;
    }
  });
  return { rows, columns: d, data };
}

/**
 * The `count` rows nearest to `row`, nearest first, without `row` itself. Euclidean distance, ties in ascending row
 * order.
 */
export function nearestRows({ rows, columns, data }: StandardLogs, row: number, count: number): number[] {
  const nearest: number[] = [];
  const distances: number[] = [];
  for (let i = 0; i < rows; i++) {
    if (i === row) continue;
    const limit = nearest.length < count ? Infinity : distances[count - 1]!;
    let distance = 0;
    for (let j = 0; j < columns && distance < limit; j++) {
      const off = data[i * columns + j]! - data[row * columns + j]!;
      distance += off * off;
    }
    if (!(distance < limit)) continue;
    let place = Math.min(nearest.length, count - 1);
    while (place > 0 && distances[place - 1]! > distance) {
      nearest[place] = nearest[place - 1]!;
      distances[place] = distances[place - 1]!;
      place--;
    }
    nearest[place] = i;
    distances[place] = distance;
  }
  return nearest;
}
