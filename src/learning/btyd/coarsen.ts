import { type CompressedHistories, placesByValue } from "./compress";

/** Times are merged within this many equal parts of their range. */
const TIME_PARTS = 12;
/** Counts up to this are kept apart; above, those within a quarter of each other are merged. */
const EXACT_COUNTS = 8;
/** Merging pays if it leaves at most this share of the rows. */
const WORTHWHILE = 1 / 4;

/**
 * The histories with similar rows merged into their mean, to search for a maximum near that of all; null if that leaves
 * too many rows to pay.
 */
export function coarsen(data: CompressedHistories): CompressedHistories | null {
  const { rows, count, distinctX, distinctTx, distinctT } = data;
  const partOfX = distinctX.map((x) =>
    x <= EXACT_COUNTS ? x : EXACT_COUNTS + Math.ceil(Math.log(x / EXACT_COUNTS) / Math.log(1.25)),
  );
  const partOfTx = partsOf(distinctTx);
  const partOfT = partsOf(distinctT);
  const keys = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    keys[i] =
      (partOfX[data.x[i]!]! * TIME_PARTS + partOfTx[data.tx[i]!]!) * TIME_PARTS + partOfT[data.T[i]!]!;
  }
  const { places, count: merged } = placesByValue(keys);
  if (merged > WORTHWHILE * rows) return null;
  const weight = new Float64Array(merged);
  const x = new Float64Array(merged);
  const tx = new Float64Array(merged);
  const T = new Float64Array(merged);
  for (let i = 0; i < rows; i++) {
    const at = places[i]!;
    weight[at]! += count[i]!;
    x[at]! += count[i]! * distinctX[data.x[i]!]!;
    tx[at]! += count[i]! * distinctTx[data.tx[i]!]!;
    T[at]! += count[i]! * distinctT[data.T[i]!]!;
  }
  for (let at = 0; at < merged; at++) {
    x[at] = Math.round(x[at]! / weight[at]!);
    tx[at]! /= weight[at]!;
    T[at]! /= weight[at]!;
  }
  const means = Float64Array.from(new Set(x)).sort();
  const own = Int32Array.from({ length: merged }, (_, at) => at);
  return {
    rows: merged,
    count: weight,
    customers: data.customers,
    x: Int32Array.from(x, (value) => means.indexOf(value)),
    tx: own,
    T: own,
    distinctX: means,
    distinctTx: tx,
    distinctT: T,
    timeScale: data.timeScale,
  };
}

/** Which part of their range ascending times fall in. */
function partsOf(times: Float64Array): Float64Array {
  const first = times[0]!;
  const width = (times.at(-1)! - first) / TIME_PARTS;
  return times.map((time) => (width > 0 ? Math.min(TIME_PARTS - 1, Math.floor((time - first) / width)) : 0));
}
