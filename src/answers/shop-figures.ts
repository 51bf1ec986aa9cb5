/** Columns of the customer table, one element a customer; NaN where the model could not learn a score. */
export interface FigureColumns {
  readonly monetary: ArrayLike<number>;
  readonly orders90: ArrayLike<number>;
  readonly orders180: ArrayLike<number>;
  readonly spend30: ArrayLike<number>;
  readonly spend90: ArrayLike<number>;
  readonly spend180: ArrayLike<number>;
  readonly churn: ArrayLike<number>;
  readonly expectedSpend: ArrayLike<number>;
  /** P(no order over the spend horizon), and the spend over it of a customer who does order. */
  readonly noOrder: ArrayLike<number>;
  readonly valueIfKept: ArrayLike<number>;
  readonly daysOverdue: ArrayLike<number>;
  readonly overdueValue: ArrayLike<number>;
  readonly contactProfit: ArrayLike<number>;
}

/** Some customers and an amount that hangs on them. */
export interface CountedValue {
  readonly customers: number;
  readonly value: number;
}

/** What the overview tells of a shop. Money in the file's currency. */
export interface ShopFigures {
  readonly customers: number;
  /** Spend in the last so many days, and in the 90 days before the last 90. */
  readonly revenue30: number;
  readonly revenue90: number;
  readonly revenue90Before: number;
  /** Customers with an order in the last 90 days, and in the 90 days before. */
  readonly active: number;
  readonly activeBefore: number;
  /** Likelier to leave than to stay: `value` is what is lost with them, `spent` what they have spent so far. */
  readonly leaving: CountedValue & { readonly spent: number };
  /** Σ probability of leaving: how many leave in all. NaN where not learned. */
  readonly expectedLeavers: number;
  /** Σ expected spend. NaN where not learned. */
  readonly expectedSpend: number;
  /** At risk by cost and worth more than three in four: `value` is their expected spend. */
  readonly priority: CountedValue;
  /** Silent for longer than their own rhythm explains: `value` is the spend at stake. */
  readonly overdue: CountedValue;
  /** Whom a contact is expected to pay for: `value` is the profit. */
  readonly contacts: CountedValue;
}

/** From this probability on a customer is likelier to leave than to stay. */
export const LIKELY_TO_LEAVE = 0.5;

/** One pass over the customers. `rule`: the model's, see `ActionRule`. */
export function shopFigures(
  columns: FigureColumns,
  rule: { readonly atRisk: number; readonly worthACall: number },
): ShopFigures {
  const n = columns.monetary.length;
  const { churn, expectedSpend, contactProfit, overdueValue } = columns;
  const leaving = { customers: 0, value: 0, spent: 0 };
  const priority = { customers: 0, value: 0 };
  const overdue = { customers: 0, value: 0 };
  const contacts = { customers: 0, value: 0 };
  let active = 0;
  let activeBefore = 0;
  let expectedLeavers = 0;
  let expected = 0;
  for (let i = 0; i < n; i++) {
    if (columns.orders90[i]! > 0) active++;
    if (columns.orders180[i]! > columns.orders90[i]!) activeBefore++;
    expectedLeavers += churn[i]!;
    expected += expectedSpend[i]!;
    if (churn[i]! >= LIKELY_TO_LEAVE) {
      leaving.customers++;
      leaving.value += known(columns.noOrder[i]! * columns.valueIfKept[i]!);
      leaving.spent += columns.monetary[i]!;
    }
    if (churn[i]! >= rule.atRisk && expectedSpend[i]! > rule.worthACall) {
      priority.customers++;
      priority.value += expectedSpend[i]!;
    }
    if (columns.daysOverdue[i]! > 0) {
      overdue.customers++;
      overdue.value += Math.max(0, known(overdueValue[i]!));
    }
    if (contactProfit[i]! > 0) {
      contacts.customers++;
      contacts.value += contactProfit[i]!;
    }
  }
  const revenue90 = total(columns.spend90);
  return {
    customers: n,
    revenue30: total(columns.spend30),
    revenue90,
    revenue90Before: total(columns.spend180) - revenue90,
    active,
    activeBefore,
    leaving,
    expectedLeavers,
    expectedSpend: expected,
    priority,
    overdue,
    contacts,
  };
}

/**
 * Between which amounts a total lies if it is off as earlier tests were: `ratios` are foretold ÷ real totals. Null with fewer than
 * two tests: one says nothing of a range.
 */
export function rangeByTests(
  foretold: number,
  ratios: readonly number[],
): { readonly low: number; readonly high: number } | null {
  const told = ratios.filter((ratio) => Number.isFinite(ratio) && ratio > 0);
  if (told.length < 2) return null;
  return { low: foretold / Math.max(...told), high: foretold / Math.min(...told) };
}

/** The least number that is greater: a bound "from … on" that leaves `value` itself out. `value` > 0 and finite. */
export function justAbove(value: number): number {
  const bits = new BigUint64Array(new Float64Array([value]).buffer);
  bits[0]! += 1n;
  return new Float64Array(bits.buffer)[0]!;
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}

function known(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}
