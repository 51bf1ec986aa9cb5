import type { KernelMemory } from "../kernels/kernel-memory";
import { checkHistories, checkLengths, type PurchaseHistories } from "./histories";
import { historyKernel, historyMemory, tableBits } from "./history-kernel";
import type { TimeUnit } from "./time";

/**
 * Histories with equal (x, tx, T) rows merged and each distinct x, tx and T kept once, so that a likelihood computes
 * its ln Γ and its logarithms for distinct values instead of customers. Times are divided by `timeScale`, their mean T:
 * a fit is then the same in days and in weeks, with parameters near 1.
 */
export interface CompressedHistories {
  readonly rows: number;
  /** Customers that each row stands for (rows). */
  readonly count: Float64Array;
  /** Σ count. */
  readonly customers: number;
  /** A row's place in `distinctX`, `distinctTx`, `distinctT` (rows each). */
  readonly x: Int32Array;
  readonly tx: Int32Array;
  readonly T: Int32Array;
  /** Ascending. */
  readonly distinctX: Float64Array;
  readonly distinctTx: Float64Array;
  readonly distinctT: Float64Array;
  /** Mean T in the unit of the histories. */
  readonly timeScale: number;
}

/**
 * Compresses histories for a fit. Throws a RangeError where a row is impossible, there is none, or nobody was observed
 * for any time at all.
 */
export function compressHistories(histories: PurchaseHistories<TimeUnit>): CompressedHistories {
  checkLengths(histories);
  const n = histories.x.length;
  if (n === 0) throw new RangeError("cannot fit on no customers");
  const memory = historyMemory();
  const x = memory.put(histories.x);
  const tx = memory.put(histories.tx);
  const T = memory.put(histories.T);
  if (historyKernel.firstImpossible(x, tx, T, n) >= 0) checkHistories(histories);
  const time = historyKernel.sum(T, n);
  if (!(time > 0)) throw new RangeError("cannot fit: T is 0 for every customer");

  const bits = tableBits(n);
  const first = memory.integers(n);
  const count = memory.numbers(n);
  const rows = historyKernel.mergeRows(x, tx, T, n, memory.zeros(2 ** bits), bits, first, count);
  const column = (values: number) => {
    const own = memory.numbers(rows);
    historyKernel.gather(values, first, rows, own);
    return ranked(memory, own, rows);
  };
  const [ofX, ofTx, ofT] = [column(x), column(tx), column(T)];
  const timeScale = time / n;
  return {
    rows,
    count: memory.numbersAt(count, rows).slice(),
    customers: n,
    x: ofX.places,
    tx: ofTx.places,
    T: ofT.places,
    distinctX: ofX.distinct,
    distinctTx: ofTx.distinct.map((time) => time / timeScale),
    distinctT: ofT.distinct.map((time) => time / timeScale),
    timeScale,
  };
}

/** The distinct ones of `n` numbers in the kernel's memory in ascending order, and the place of each among them. */
function ranked(
  memory: KernelMemory,
  values: number,
  n: number,
): { distinct: Float64Array; places: Int32Array } {
  const { seen, places } = numbered(memory, values, n);
  const distinct = seen.toSorted();
  const rankOf = Int32Array.from(seen, (value) => placeIn(distinct, value));
  const table = memory.putIntegers(rankOf);
  historyKernel.renumber(places, n, table);
  return { distinct, places: memory.integersAt(places, n).slice() };
}

/** The distinct ones of `n` numbers in the order of their first appearance, and where the number of each lies. */
function numbered(memory: KernelMemory, values: number, n: number): { seen: Float64Array; places: number } {
  const bits = tableBits(n);
  const table = memory.zeros(2 ** bits);
  const seen = memory.numbers(n);
  const places = memory.integers(n);
  const count = historyKernel.numberValues(values, n, table, bits, seen, places);
  return { seen: memory.numbersAt(seen, count).slice(), places };
}

/** Where a value stands in an ascending array that holds it. */
function placeIn(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Numbers the distinct values in the order of their first appearance: the number of each value (n), and how many there
 * are. No value may be NaN.
 */
export function placesByValue(values: Float64Array): { places: Int32Array; count: number } {
  const memory = historyMemory();
  const { seen, places } = numbered(memory, memory.put(values), values.length);
  return { places: memory.integersAt(places, values.length).slice(), count: seen.length };
}
