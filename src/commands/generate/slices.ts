import { PERIOD_DAYS } from "./calendar";
import { drawCustomer } from "./customer";
import { type GeneratedWorld, type Plan, visitInvoices } from "./plan";

/**
 * The invoices of customers within some days, in order of time. Its arrays are those of the slice before, overwritten.
 */
export interface Slice {
  readonly firstDay: number;
  /** The day after the last. */
  readonly endDay: number;
  /** How many invoices; the arrays may be longer. */
  readonly length: number;
  readonly minute: Int32Array;
  readonly customer: Int32Array;
  /** The number of the order among the customer's; −1 − that number for what is returned of it. */
  readonly ordinal: Int32Array;
}

/** Invoices held at one time; 32 bytes each. */
const MOST_INVOICES = 500_000;

/**
 * The period in slices of whole days, each small enough to be held. For each of them all customers are walked through
 * again, which costs less than a microsecond a row and keeps the memory the same for any number of rows. How the period
 * is sliced does not change the invoices or their order.
 */
export function* slicesOf(world: GeneratedWorld, plan: Plan, mostInvoices = MOST_INVOICES): Generator<Slice> {
  const parts = partsOf(plan.invoicesOfDay, mostInvoices);
  const fill = sliceFiller(world, plan.customers, Math.max(...parts.map((part) => part.length)));
  for (const { firstDay, endDay, length } of parts) yield fill(firstDay, endDay, length);
}

/** Cuts the period into runs of days with at most `mostInvoices`, or single days with more. */
function partsOf(
  invoicesOfDay: Float64Array,
  mostInvoices: number,
): { firstDay: number; endDay: number; length: number }[] {
  const parts = [];
  for (let firstDay = 0, endDay = 0; firstDay < PERIOD_DAYS; firstDay = endDay) {
    let length = 0;
    do length += invoicesOfDay[endDay++]!;
    while (endDay < PERIOD_DAYS && length + invoicesOfDay[endDay]! <= mostInvoices);
    parts.push({ firstDay, endDay, length });
  }
  return parts;
}

/** Makes one slice after the other in the same arrays, which hold `capacity` invoices. */
function sliceFiller(world: GeneratedWorld, customers: number, capacity: number) {
  const { seed, process, calendar } = world;
  const columns = () => ({
    minute: new Int32Array(capacity),
    customer: new Int32Array(capacity),
    ordinal: new Int32Array(capacity),
  });
  const found = columns();
  const sorted = columns();
  const keys = new Float64Array(capacity);

  return (firstDay: number, endDay: number, length: number): Slice => {
    let count = 0;
    for (let index = 0; index < customers; index++) {
      const customer = drawCustomer(seed, index, process, calendar);
      if (customer.orderTimes[0]! >= endDay) continue;
      visitInvoices(world, customer, (_customer, ordinal, _shape, isReturn, minute) => {
        if (minute < firstDay * 1440 || minute >= endDay * 1440) return;
        found.minute[count] = minute;
        found.customer[count] = index;
        found.ordinal[count] = isReturn ? -1 - ordinal : ordinal;
        // Sorts by minute, then by customer; exact below 2^53.
        keys[count] = minute * 2 ** 32 + count;
        count++;
      });
    }
    keys.subarray(0, length).sort();
    for (let i = 0; i < length; i++) {
      const place = keys[i]! % 2 ** 32;
      sorted.minute[i] = found.minute[place]!;
      sorted.customer[i] = found.customer[place]!;
      sorted.ordinal[i] = found.ordinal[place]!;
    }
    return { firstDay, endDay, length, ...sorted };
  };
}
