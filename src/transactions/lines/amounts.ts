import type { MoneyPlan } from "../columns/money";
import { normalisedName } from "../columns/synonyms";
import type { LineTable, LineTables } from "./line-table";
import type { AmountRole } from "./row-block";
import { kept, verdictOf } from "./verdict";

/** Refunds of a table from a column of the order, not from rows of their own. One element a refund. */
export interface Refunds {
  readonly line: number[];
  /** Units sent back, ≥ 1 if known, else 1. */
  readonly units: number[];
  readonly amount: number[];
}

/** Whether lines have amounts of a role. */
type HasAmounts = (role: AmountRole) => boolean;

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
 * Takes discounts and anything but goods off the unit prices, in place, and writes the discount of each line. Lines that
 * then cost nothing no longer count as purchases. `has`: whether the lines have such amounts; `orders`: number of
 * orders. Divide the order totals over the lines first.
 */
export function takeOff(tables: LineTables, has: HasAmounts, plan: MoneyPlan, orders: number): void {
  // Shipping or tax in an order's total: given once an order, taken off its lines by value.
  for (const role of plan.extras)
    if (has(role)) takePerOrder(tables, orderAmounts(tables, role, orders), orders);
  if (plan.discount === null || !has("discount")) return;
  for (const table of tables) table.discount = new Float64Array(table.length);
  const { unit } = plan.discount;
  if (unit !== "amount") for (const table of tables) takeShares(table, unit === "percent" ? 100 : 1);
  else if ((plan.discount.per ?? perOf(tables, "discount", orders)) === "order")
    takePerOrder(tables, orderAmounts(tables, "discount", orders), orders);
  else for (const table of tables) takePerLine(table);
  for (const { length, unitPrice, verdict } of tables)
    for (let i = 0; i < length; i++)
      if (!(unitPrice[i]! > 0) && isStanding(verdict[i]!)) verdict[i] = freeOrder;
}

/**
 * What the refund columns gave back, table by table. A fully refunded order no longer counts: its lines get that
 * verdict. `statuses`: words of the status column. If they say that part was refunded, the order stands, since the
 * refund may be of its shipping.
 */
export function* refundsOf(
  tables: LineTables,
  has: HasAmounts,
  plan: MoneyPlan,
  orders: number,
  statuses: readonly string[],
): Generator<readonly [LineTable, Refunds]> {
  if (!has("refund") && !has("returned_quantity")) return;
  const isPerOrder = has("refund") && (plan.refundPer ?? perOf(tables, "refund", orders)) === "order";
  const total = isPerOrder ? orderAmounts(tables, "refund", orders) : null;
  const goods = new Float64Array(orders);
  const given = new Float64Array(orders);
  for (const table of tables) {
    const { length, order, quantity, unitPrice, verdict } = table;
    for (let i = 0; i < length; i++) {
      if (order[i]! < 0 || !isStanding(verdict[i]!)) continue;
      goods[order[i]!]! += quantity[i]! * unitPrice[i]!;
      given[order[i]!]! =
        total === null ? given[order[i]!]! + refundOfLine(table, i, isPerOrder) : total[order[i]!]!;
    }
  }
  const done = new Uint8Array(orders);
  const partly = statuses.map(isPartRefund);
  for (const table of tables) {
    const { length, order, quantity, unitPrice, verdict, words, amounts } = table;
    const units = amounts.returned_quantity;
    const refunds: Refunds = { line: [], units: [], amount: [] };
    for (let i = 0; i < length; i++) {
      if (!isStanding(verdict[i]!)) continue;
      const id = order[i]!;
      const whole = id < 0 ? quantity[i]! * unitPrice[i]! : goods[id]!;
      const back = id < 0 ? refundOfLine(table, i, isPerOrder) : given[id]!;
      const isPart = words.status !== undefined && partly[words.status[i]!];
      if (back > tolerance && back >= whole - tolerance && !isPart) {
        verdict[i] = refundedOrder;
        continue;
      }
      const amount =
        id >= 0 && total !== null ? (done[id] === 1 ? 0 : total[id]!) : refundOfLine(table, i, isPerOrder);
      if (id >= 0) done[id] = 1;
      if (!(amount > tolerance)) continue;
      refunds.line.push(i);
      refunds.units.push(total === null && units !== undefined && units[i]! >= 1 ? units[i]! : 1);
      refunds.amount.push(amount);
    }
    yield [table, refunds];
  }
}

/** What a line says was given back for it: an amount, or units at its price; 0 where its order says it. */
function refundOfLine({ amounts, quantity, unitPrice }: LineTable, i: number, isPerOrder: boolean): number {
  const { refund, returned_quantity: units } = amounts;
  const amount = refund === undefined || isPerOrder ? Number.NaN : Math.abs(refund[i]!);
  if (amount > 0) return amount;
  const back = units === undefined ? 0 : Math.abs(units[i]!);
  return !isPerOrder && back > 0 ? Math.min(back, quantity[i]!) * unitPrice[i]! : 0;
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

function takeShares(table: LineTable, whole: number): void {
  const { length, quantity, unitPrice, amounts, discount: out } = table;
  const column = amounts.discount!;
  for (let i = 0; i < length; i++) {
    const share = Math.abs(column[i]!) / whole;
    if (!(share > 0) || share > 1) continue;
    out![i] = quantity[i]! * unitPrice[i]! * share;
    unitPrice[i]! *= 1 - share;
  }
}

function takePerLine({ length, quantity, unitPrice, amounts, discount: out }: LineTable): void {
  const column = amounts.discount!;
  for (let i = 0; i < length; i++) {
    const worth = quantity[i]! * unitPrice[i]!;
    const discount = Math.min(Math.abs(column[i]!), worth);
    if (!(discount > 0)) continue;
    out![i] = discount;
    unitPrice[i] = (worth - discount) / quantity[i]!;
  }
}

/** Takes an amount per order off its lines, each in proportion to its value. */
function takePerOrder(tables: LineTables, amount: Float64Array, orders: number): void {
  const worth = new Float64Array(orders);
  for (const { length, order, quantity, unitPrice, verdict } of tables)
    for (let i = 0; i < length; i++)
      if (order[i]! >= 0 && verdict[i] !== duplicateRow) worth[order[i]!]! += quantity[i]! * unitPrice[i]!;
  for (const { length, order, quantity, unitPrice, discount } of tables)
    for (let i = 0; i < length; i++) {
      const id = order[i]!;
      if (id < 0 || !(amount[id]! > 0) || !(worth[id]! > 0)) continue;
      const share = Math.min(1, amount[id]! / worth[id]!);
      if (discount !== null) discount[i] = quantity[i]! * unitPrice[i]! * share;
      unitPrice[i]! *= 1 - share;
    }
}

/** The amount of each order, from a column that gives it on the first line or on all lines. */
function orderAmounts(tables: LineTables, role: AmountRole, orders: number): Float64Array {
  const most = new Float64Array(orders);
  for (const { length, order, amounts } of tables) {
    const column = amounts[role]!;
    for (let i = 0; i < length; i++)
      if (order[i]! >= 0 && Math.abs(column[i]!) > most[order[i]!]!) most[order[i]!] = Math.abs(column[i]!);
  }
  return most;
}

/** Whether a column belongs to orders: nearly all with several lines have it once, or the same on every line. */
function perOf(tables: LineTables, role: AmountRole, orders: number): "line" | "order" {
  const lines = new Int32Array(orders);
  const filled = new Int32Array(orders);
  const first = new Float64Array(orders).fill(Number.NaN);
  const differs = new Uint8Array(orders);
  const some = new Uint8Array(orders);
  for (const { length, order, verdict, amounts } of tables) {
    const column = amounts[role]!;
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
