import { logRisingFactorials } from "../special/rising-factorial";
import type { CompressedHistories } from "./compress";
import { historyKernel, historyMemory } from "./history-kernel";
import type { Likelihood } from "./likelihood";

/** Rows as a kernel takes them. */
type Rows = Omit<CompressedHistories, "timeScale">;

/** Numbers of an entry in the tables of x and of times. */
const OF_X = 7;
const OF_TIME = 2;

/**
 * The log likelihood of rows at θ = ln (r, alpha, a, b), times in units of the data's time scale; compiled ahead. If
 * `canLeave` is false, at θ = ln (r, alpha), of customers who never leave.
 *
 * Fader, Hardie & Lee (2005), eq. 6, in logarithms: ln (r)ₓ + r ln α + ln (b)ₓ − ln (a + b)ₓ + ln(e^A + e^D), where
 * A = −(r + x) ln(α + T) is "still there" and D = ln a − ln(b + x − 1) − (r + x) ln(α + tx), for x > 0, "left at tx".
 */
export function countLikelihood(data: Rows, canLeave: boolean): Likelihood {
  const { distinctX, distinctTx, distinctT, rows, customers } = data;
  const parameters = canLeave ? 4 : 2;
  const memory = historyMemory();
  const [x, tx, T] = [data.x, data.tx, data.T].map((places) => memory.putIntegers(places)) as [
    number,
    number,
    number,
  ];
  const count = memory.put(data.count);
  const tableX = memory.numbers(OF_X * distinctX.length);
  const tableTx = memory.numbers(OF_TIME * distinctTx.length);
  const tableT = memory.numbers(OF_TIME * distinctT.length);
  const out = memory.numbers(5 * rows);
  const byX = memory.numbersAt(tableX, OF_X * distinctX.length);
  const byTx = memory.numbersAt(tableTx, OF_TIME * distinctTx.length);
  const byT = memory.numbersAt(tableT, OF_TIME * distinctT.length);
  const fillX = canLeave ? tableOfLeavers(distinctX) : tableOfStayers(distinctX);
  const column = (k: number) => out + 8 * rows * k;

  const evaluate = (theta: Float64Array): void => {
    const r = Math.exp(theta[0]!);
    const alpha = Math.exp(theta[1]!);
    fillX(theta, byX);
    fillTimes(distinctTx, alpha, byTx);
    fillTimes(distinctT, alpha, byT);
    const perA = canLeave ? Math.exp(-theta[2]!) : 0;
    historyKernel.evaluateRows(rows, x, tx, T, count, tableX, tableTx, tableT, r, r / alpha, perA, out);
  };
  return {
    customers,
    parameters,
    evaluate,
    value: () => historyKernel.sum(out, rows),
    slope: (k) => historyKernel.sum(column(k + 1), rows),
    product: (k, l) => historyKernel.product(column(k + 1), column(l + 1), count, rows),
  };
}

/** ln(1 + t/α), which already contains the formula's r ln α, and 1/(α + t). */
function fillTimes(times: Float64Array, alpha: number, table: Float64Array): void {
  for (let j = 0; j < times.length; j++) {
    table[OF_TIME * j] = Math.log1p(times[j]! / alpha);
    table[OF_TIME * j + 1] = 1 / (alpha + times[j]!);
  }
}

function tableOfStayers(counts: Float64Array): (theta: Float64Array, table: Float64Array) => void {
  const rising = new Float64Array(counts.length);
  const slope = new Float64Array(counts.length);
  return (theta, table) => {
    logRisingFactorials(Math.exp(theta[0]!), counts, rising, slope);
    for (let j = 0; j < counts.length; j++) {
      const at = OF_X * j;
      table[at] = counts[j]!;
      table[at + 1] = rising[j]! - counts[j]! * theta[1]!;
      table[at + 2] = -Infinity;
      table[at + 3] = slope[j]!;
    }
  };
}

function tableOfLeavers(counts: Float64Array): (theta: Float64Array, table: Float64Array) => void {
  const fillStayers = tableOfStayers(counts);
  const [risingB, slopeB, risingAB, slopeAB] = Array.from(
    { length: 4 },
    () => new Float64Array(counts.length),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  return (theta, table) => {
    const a = Math.exp(theta[2]!);
    const b = Math.exp(theta[3]!);
    fillStayers(theta, table);
    logRisingFactorials(b, counts, risingB, slopeB);
    logRisingFactorials(a + b, counts, risingAB, slopeAB);
    for (let j = 0; j < counts.length; j++) {
      const at = OF_X * j;
      const before = b + counts[j]! - 1;
      table[at + 1]! += risingB[j]! - risingAB[j]!;
      table[at + 2] = counts[j]! > 0 ? theta[2]! - Math.log(before) : -Infinity;
      table[at + 4] = -slopeAB[j]!;
      table[at + 5] = slopeB[j]! - slopeAB[j]!;
      table[at + 6] = counts[j]! > 0 ? 1 / before : 0;
    }
  };
}
