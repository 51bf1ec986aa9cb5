import type { MoneyPlan } from "../columns/money";
import { normalisedName } from "../columns/synonyms";
import type { LineTable } from "./line-table";
import type { AmountRole } from "./row-block";
import { kept, verdictOf } from "./verdict";

/** Refunds from a column of the order, not from rows of their own. One element a refund. */
export interface Refunds {
  readonly line: number[];
  /** Units sent back, ≥ 1 if known, else 1. */
  readonly units: number[];
  readonly amount: number[];
}

/** Orders with several lines and a value needed to tell how a column is meant. */
const tellingOrders = 3;
const leastShare = 0.95;
/** Half a cent: what rounding may do to an amount. */
export const tolerance = 0.005;
const freeOrder = verdictOf("non_positive_price");
const refundedOrder = verdictOf("refunded_order");
const guestOrder = verdictOf("guest_order");
const duplicateRow = verdictOf("duplicate_row");

/** Whether an amount is needed to value the order lines. */
export function isAsked(role: AmountRole, money: MoneyPlan): boolean {
  if (role === "discount") return money.discount !== null;
  if (role === "shipping" || role === "tax") return money.extras.includes(role);
  return true;
}

/**
 * Takes discounts and anything but goods off the unit prices, in place. Returns the discount of each line, an amount ≥
 * 0, or null if nothing was taken off. Lines that then cost nothing no longer count as purchases. `orders`: number of
 * orders. Divide the order totals over the lines first.
 */
export function takeOff(lines: LineTable, plan: MoneyPlan, orders: number): Float64Array | null {
  for (const role of plan.extras) takeExtra(lines, lines.amounts[role], orders);
  const column = lines.amounts.discount;
  if (plan.discount === null || column === undefined) return null;
  const discounts = new Float64Array(lines.length);
  const { unit } = plan.discount;
  if (unit !== "amount") takeShares(lines, column, unit === "percent" ? 100 : 1, discounts);
  else if ((plan.discount.per ?? perOf(lines, column, orders)) === "order")
    takePerOrder(lines, orderAmounts(lines, column, orders), orders, discounts);
  else takePerLine(lines, column, discounts);
  for (let i = 0; i < lines.length; i++)
    if (!(lines.unitPrice[i]! > 0) && isStanding(lines.verdict[i]!)) lines.verdict[i] = freeOrder;
  return discounts;
}

/**
 * What the refund columns gave back. A fully refunded order no longer counts: its lines get that verdict. `statuses`:
 * words of the status column. If they say that part was refunded, the order stands, since the refund may be of its
 * shipping.
 */
export function refundsOf(
  lines: LineTable,
  plan: MoneyPlan,
  orders: number,
  statuses: readonly string[],
): Refunds {
  const refunds: Refunds = { line: [], units: [], amount: [] };
  const { refund, returned_quantity: units } = lines.amounts;
  if (refund === undefined && units === undefined) return refunds;
  const { length, order, quantity, unitPrice, verdict } = lines;
  const isPerOrder = refund !== undefined && (plan.refundPer ?? perOf(lines, refund, orders)) === "order";
  const total = isPerOrder ? orderAmounts(lines, refund, orders) : null;
  const ofLine = (i: number): number => {
    const amount = refund === undefined || isPerOrder ? Number.NaN : Math.abs(refund[i]!);
    if (amount > 0) return amount;
    const back = units === undefined ? 0 : Math.abs(units[i]!);
    return total === null && back > 0 ? Math.min(back, quantity[i]!) * unitPrice[i]! : 0;
  };
  const goods = new Float64Array(orders);
  const given = new Float64Array(orders);
  for (let i = 0; i < length; i++) {
    if (order[i]! < 0 || !isStanding(verdict[i]!)) continue;
    goods[order[i]!]! += quantity[i]! * unitPrice[i]!;
    given[order[i]!]! = total === null ? given[order[i]!]! + ofLine(i) : total[order[i]!]!;
  }
  const done = new Uint8Array(orders);
  const partly = statuses.map(isPartRefund);
  const { status } = lines.words;
  for (let i = 0; i < length; i++) {
    if (!isStanding(verdict[i]!)) continue;
    const id = order[i]!;
    const whole = id < 0 ? quantity[i]! * unitPrice[i]! : goods[id]!;
    const back = id < 0 ? ofLine(i) : given[id]!;
    if (back > tolerance && back >= whole - tolerance && !(status !== undefined && partly[status[i]!])) {
      verdict[i] = refundedOrder;
      continue;
    }
    const amount = id >= 0 && total !== null ? (done[id] === 1 ? 0 : total[id]!) : ofLine(i);
    if (id >= 0) done[id] = 1;
    if (!(amount > tolerance)) continue;
    refunds.line.push(i);
    refunds.units.push(total === null && units !== undefined && units[i]! >= 1 ? units[i]! : 1);
    refunds.amount.push(amount);
  }
  return refunds;
}

/** "partially_refunded" in the languages of the status words. */
export function isPartRefund(status: string): boolean {
  const name = normalisedName(status);
  return (
    /part|teil|parcial|parzial|gedeeltelijk|deels|czesc|delvis/.test(name) &&
    /refund|erstatt|rembours|reembols|rimbors|terugbetaald|zwro|refus|aterbetal/.test(name)
  );
}

function isStanding(verdict: number): boolean {
  return verdict === kept || verdict === guestOrder;
}

/** Shipping or tax in an order's total: given once an order, taken off its lines by value. */
function takeExtra(lines: LineTable, column: Float64Array | undefined, orders: number): void {
  if (column === undefined) return;
  takePerOrder(lines, orderAmounts(lines, column, orders), orders, null);
}

function takeShares(lines: LineTable, column: Float64Array, whole: number, out: Float64Array): void {
  for (let i = 0; i < lines.length; i++) {
    const share = Math.abs(column[i]!) / whole;
    if (!(share > 0) || share > 1) continue;
    out[i] = lines.quantity[i]! * lines.unitPrice[i]! * share;
    lines.unitPrice[i]! *= 1 - share;
  }
}

function takePerLine(lines: LineTable, column: Float64Array, out: Float64Array): void {
  for (let i = 0; i < lines.length; i++) {
    const worth = lines.quantity[i]! * lines.unitPrice[i]!;
    const discount = Math.min(Math.abs(column[i]!), worth);
    if (!(discount > 0)) continue;
    out[i] = discount;
    lines.unitPrice[i] = (worth - discount) / lines.quantity[i]!;
  }
}

/** Takes an amount per order off its lines, each in proportion to its value. */
function takePerOrder(
  lines: LineTable,
  amount: Float64Array,
  orders: number,
  out: Float64Array | null,
): void {
  const { length, order, quantity, unitPrice, verdict } = lines;
  const worth = new Float64Array(orders);
  for (let i = 0; i < length; i++)
    if (order[i]! >= 0 && verdict[i] !== duplicateRow) worth[order[i]!]! += quantity[i]! * unitPrice[i]!;
  for (let i = 0; i < length; i++) {
    const id = order[i]!;
    if (id < 0 || !(amount[id]! > 0) || !(worth[id]! > 0)) continue;
    const share = Math.min(1, amount[id]! / worth[id]!);
    if (out !== null) out[i] = quantity[i]! * unitPrice[i]! * share;
    unitPrice[i]! *= 1 - share;
  }
}

/** The amount of each order, from a column that gives it on the first line or on all lines. */
function orderAmounts({ length, order }: LineTable, column: Float64Array, orders: number): Float64Array {
  const amounts = new Float64Array(orders);
  for (let i = 0; i < length; i++)
    if (order[i]! >= 0 && Math.abs(column[i]!) > amounts[order[i]!]!)
      amounts[order[i]!] = Math.abs(column[i]!);
  return amounts;
}

/** Whether a column belongs to orders: nearly all with several lines have it once, or the same on every line. */
function perOf(
  { length, order, verdict }: LineTable,
  column: Float64Array,
  orders: number,
): "line" | "order" {
  const lines = new Int32Array(orders);
  const filled = new Int32Array(orders);
  const first = new Float64Array(orders).fill(Number.NaN);
  const differs = new Uint8Array(orders);
  const some = new Uint8Array(orders);
  for (let i = 0; i < length; i++) {
    const id = order[i]!;
    if (id < 0 || verdict[i] === duplicateRow) continue;
    lines[id]!++;
    const value = column[i]!;
    if (Number.isNaN(value)) continue;
    filled[id]!++;
    if (value !== 0) some[id] = 1;
    if (Number.isNaN(first[id])) first[id] = value;
    else if (first[id] !== value) differs[id] = 1;
  }
  let told = 0;
  let perOrder = 0;
  let onFirst = 0;
  for (let id = 0; id < orders; id++) {
    if (lines[id]! < 2) continue;
    // A cell left empty on further lines is evidence even if nothing was taken off.
    if (filled[id] === 1) onFirst++;
    if (some[id] === 0) continue;
    told++;
    if (differs[id] === 0) perOrder++;
  }
  return whoseAmount(told, perOrder, onFirst);
}

/**
 * Whose amounts a column has: of `told` orders with several lines and an amount, `perOrder` have one amount, and
 * `onFirst` of all orders with several lines have it on one of them.
 */
export function whoseAmount(told: number, perOrder: number, onFirst: number): "line" | "order" {
  if (told === 0) return "line";
  if (onFirst >= tellingOrders && perOrder >= leastShare * told) return "order";
  return told >= tellingOrders && perOrder >= leastShare * told ? "order" : "line";
}
