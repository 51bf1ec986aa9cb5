import { studentTQuantile } from "../learning/special/student-t";
import type { Orders } from "./orders";

/** What a campaign's group did during the counting period. */
export interface GroupOutcome {
  readonly customers: number;
  /** Customers with an order. */
  readonly buyers: number;
  /** Mean and sample variance of spend per customer, including those without an order. NaN if there are too few. */
  readonly meanSpend: number;
  readonly varianceSpend: number;
}

/** A difference with its 95 % confidence interval. */
export interface Difference {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The share of buyers whose spend is cut to that of the largest buyer below. */
const CUT_SHARE = 0.01;

/**
 * The amount that each customer's spend is cut to: one in a hundred buyers of all groups spends more. A single giant
 * order would otherwise decide the result (winsorising: Dixon, Annals of Mathematical Statistics 31, 1960). Infinity
 * with fewer than a hundred buyers.
 */
export function spendCap(
  orders: Pick<Orders, "start" | "entries">,
  groups: readonly Int32Array[],
  from: number,
  to: number,
): number {
  const spend = groups
    .flatMap((rows) => Array.from(spendOf(orders, rows, from, to).spend))
    .filter((amount) => amount > 0)
    .sort((a, b) => a - b);
  const cut = Math.floor(CUT_SHARE * spend.length);
  return cut === 0 ? Infinity : spend[spend.length - 1 - cut]!;
}

/**
 * What the customers of these rows did from `from` up to but not including `to` (milliseconds since 1970). A row of −1
 * is someone missing from the file: no order. Returns are not subtracted; spend counts up to `cap`.
 */
export function groupOutcome(
  orders: Pick<Orders, "start" | "entries">,
  rows: Int32Array,
  from: number,
  to: number,
  cap = Infinity,
): GroupOutcome {
  const { spend, buyers } = spendOf(orders, rows, from, to);
  let total = 0;
  for (let m = 0; m < spend.length; m++) {
    spend[m] = Math.min(cap, spend[m]!);
    total += spend[m]!;
  }
  const meanSpend = total / rows.length;
  let squares = 0;
  for (let m = 0; m < spend.length; m++) squares += (spend[m]! - meanSpend) ** 2;
  return { customers: rows.length, buyers, meanSpend, varianceSpend: squares / (rows.length - 1) };
}

function spendOf(
  orders: Pick<Orders, "start" | "entries">,
  rows: Int32Array,
  from: number,
  to: number,
): { readonly spend: Float64Array; readonly buyers: number } {
  const { time, value, isReturn } = orders.entries;
  const spend = new Float64Array(rows.length);
  let buyers = 0;
  for (let m = 0; m < rows.length; m++) {
    const row = rows[m]!;
    if (row < 0) continue;
    let bought = false;
    for (let i = orders.start[row]!; i < orders.start[row + 1]! && time[i]! < to; i++) {
      if (time[i]! < from || isReturn[i] === 1) continue;
      bought = true;
      spend[m]! += value[i]!;
    }
    if (bought) buyers++;
  }
  return { spend, buyers };
}

const CONFIDENCE = 0.975;
/** The normal quantile for it. */
const Z = 1.959963984540054;

/**
 * Difference of two shares of buyers with Newcombe's interval from two score intervals ("Interval estimation for the
 * difference between independent proportions", Statistics in Medicine 17, 1998, method 10), which holds for small
 * groups and when nobody bought. Null if a group is empty.
 */
export function shareDifference(contact: GroupOutcome, control: GroupOutcome): Difference | null {
  if (contact.customers === 0 || control.customers === 0) return null;
  const [a, b] = [score(contact), score(control)];
  const value = a.share - b.share;
  return {
    value,
    low: value - Math.hypot(a.share - a.low, b.high - b.share),
    high: value + Math.hypot(a.high - a.share, b.share - b.low),
  };
}

/**
 * Difference of mean spend with Welch's interval (Biometrika 34, 1947). Null if a group has fewer than two customers.
 */
export function spendDifference(contact: GroupOutcome, control: GroupOutcome): Difference | null {
  if (contact.customers < 2 || control.customers < 2) return null;
  const value = contact.meanSpend - control.meanSpend;
  const a = contact.varianceSpend / contact.customers;
  const b = control.varianceSpend / control.customers;
  if (a + b === 0) return { value, low: value, high: value };
  const df = (a + b) ** 2 / (a ** 2 / (contact.customers - 1) + b ** 2 / (control.customers - 1));
  const half = studentTQuantile(CONFIDENCE, df) * Math.sqrt(a + b);
  return { value, low: value - half, high: value + half };
}

/** Wilson's score interval for the share of buyers. */
function score({ buyers, customers: n }: GroupOutcome) {
  const share = buyers / n;
  const middle = 2 * buyers + Z ** 2;
  const half = Z * Math.sqrt(Z ** 2 + 4 * buyers * (1 - share));
  const all = 2 * (n + Z ** 2);
  return { share, low: (middle - half) / all, high: (middle + half) / all };
}
