import { type Calendar, minuteOf, nextOpen, PERIOD_DAYS } from "./calendar";
import { type Customer, drawCustomer } from "./customer";
import { drawOrderShape, type OrderShape } from "./order";
import type { GeneratingProcess } from "./process";

/** What determines a generated file. */
export interface GeneratedWorld {
  readonly rows: number;
  readonly seed: number;
  readonly process: GeneratingProcess;
  readonly calendar: Calendar;
}

/** What has to be counted before the first row can be written. Its size does not depend on the number of rows. */
export interface Plan {
  readonly customers: number;
  /** Invoices of customers, orders and returns, on each day of the period. */
  readonly invoicesOfDay: Float64Array;
  /** Rows without a customer on each day: what is missing to the number asked for, spread as trade is. */
  readonly anonymousOfDay: Float64Array;
}

/** Rows that have a customer; the others have none. As in Online Retail. */
const KNOWN_SHARE = 0.75;

/**
 * One invoice of a customer: order number `ordinal`, at its time, or what was returned of it, later. `rows` counts
 * duplicates.
 */
export type InvoiceVisitor = (
  customer: Customer,
  ordinal: number,
  shape: OrderShape,
  isReturn: boolean,
  minute: number,
  rows: number,
) => void;

/** Calls `visit` for every invoice of a customer within the period; each order comes before its return. */
export function visitInvoices(
  { seed, process, calendar }: GeneratedWorld,
  customer: Customer,
  visit: InvoiceVisitor,
): void {
  customer.orderTimes.forEach((time, ordinal) => {
    const shape = drawOrderShape(seed, customer, ordinal, process);
    visit(customer, ordinal, shape, false, minuteOf(time), shape.lines + shape.duplicates);
    if (shape.returned === 0) return;
    const back = nextOpen(calendar, time + shape.returnDelay);
    if (back < PERIOD_DAYS) visit(customer, ordinal, shape, true, minuteOf(back), shape.returned);
  });
}

/**
 * Takes customers 0, 1, … until they fill three quarters of the rows, and counts their invoices by day. The last one is
 * left out if their rows would be more than the file has.
 */
export function makePlan(world: GeneratedWorld): Plan {
  const { rows, seed, process, calendar } = world;
  const invoicesOfDay = new Float64Array(PERIOD_DAYS);
  let known = 0;
  let customers = 0;
  while (known < KNOWN_SHARE * rows) {
    const customer = drawCustomer(seed, customers, process, calendar);
    let own = 0;
    visitInvoices(world, customer, (_customer, _ordinal, _shape, _isReturn, _minute, count) => {
      own += count;
    });
    if (known + own > rows) break;
    visitInvoices(world, customer, (_customer, _ordinal, _shape, _isReturn, minute) => {
      invoicesOfDay[Math.floor(minute / 1440)]!++;
    });
    known += own;
    customers++;
  }
  const anonymous = rows - known;
  const share = (day: number) =>
    Math.round((anonymous * calendar.elapsed[day]!) / calendar.elapsed[PERIOD_DAYS]!);
  const anonymousOfDay = Float64Array.from({ length: PERIOD_DAYS }, (_, day) => share(day + 1) - share(day));
  return { customers, invoicesOfDay, anonymousOfDay };
}
