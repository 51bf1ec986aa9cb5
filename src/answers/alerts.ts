import type { CustomerTable } from "./customer-table";
import type { Orders } from "./orders";
import { type Against, comparedSpan, periodOf, type Span } from "./period-figures";
import type { Rule } from "./rules/rule";
import { ruleText } from "./rules/rule-text";
import { AS_GOOD_AS_LOST } from "./shop-figures";

/** From when on somebody is told. 0 switches a measure off. */
export interface AlertThresholds {
  /** The share by which revenue is down. */
  readonly revenueDrop: number;
  /** The rise of the share of customers expected to leave. */
  readonly churnRise: number;
  /** The number of customers, by spend so far, whose silence counts. */
  readonly keyAccounts: number;
}

/** A fifth less revenue, five points more leavers, the twenty largest customers. */
export const USUAL_THRESHOLDS: AlertThresholds = { revenueDrop: 0.2, churnRise: 0.05, keyAccounts: 20 };

/** Revenue of a period beside an earlier one. */
export interface RevenueChange {
  readonly now: number;
  readonly past: number;
  readonly against: Against;
  readonly span: Span;
  /** now / past − 1. */
  readonly change: number;
  /** The change that chance alone stays above in nine of ten cases: below it, the drop is more than chance. */
  readonly chance: number;
}

/** One in ten falls below so many standard deviations. */
const ONE_IN_TEN = 1.2815515655446004;

/**
 * Revenue of the last so many days beside the same days a year earlier, which have the same season; beside the days
 * before where the data does not go back so far. Null where it does not reach even those. Chance is that of a sum of
 * orders that come independently (compound Poisson): its variance is the sum of the orders' squares.
 */
export function revenueChange(
  orders: Orders,
  days: number,
  { asOf, firstOrder }: { readonly asOf: number; readonly firstOrder: number },
): RevenueChange | null {
  const span: Span = { days, back: 0 };
  for (const against of ["year", "before"] as const) {
    const earlier = comparedSpan(span, against, asOf, firstOrder);
    if (!earlier) continue;
    const [now, past] = [span, earlier].map((one) => sumsOf(orders, periodOf(one, asOf))) as [Sums, Sums];
    if (!(past.sum > 0)) return null;
    const spread = Math.sqrt(now.squares / Math.max(now.sum, 1) ** 2 + past.squares / past.sum ** 2);
    return {
      now: now.sum,
      past: past.sum,
      against,
      span,
      change: now.sum / past.sum - 1,
      chance: Math.exp(-ONE_IN_TEN * spread) - 1,
    };
  }
  return null;
}

interface Sums {
  readonly sum: number;
  readonly squares: number;
}

function sumsOf({ entries, customers, start }: Orders, { from, to }: { from: number; to: number }): Sums {
  const { time, value, isReturn } = entries;
  let [sum, squares] = [0, 0];
  for (let i = start[0]!; i < start[customers]!; i++) {
    if (!(time[i]! > from && time[i]! <= to) || isReturn[i] === 1) continue;
    sum += value[i]!;
    squares += value[i]! ** 2;
  }
  return { sum, squares };
}

/**
 * The largest customers by spend so far who have been silent for longer than their rhythm allows, by row. Those as good
 * as lost are no news.
 */
export function silentAccounts(customers: CustomerTable, most: number): number[] {
  const [spend, overdue, churn] = ["monetary", "days_overdue", "churn_probability"].map((name) =>
    customers.numbers(name),
  ) as [Float64Array, Float64Array, Float64Array];
  return Array.from({ length: customers.rows }, (_, row) => row)
    .sort((a, b) => spend[b]! - spend[a]! || a - b)
    .slice(0, most)
    .filter((row) => overdue[row]! > 0 && !(churn[row]! >= AS_GOOD_AS_LOST));
}

/** A rule that opens the list of customers. */
export interface AccountsRule {
  readonly rule: string;
  /** Whom it leaves, from this spend on; not the accounts alone where others spent as much. */
  readonly leastSpend: number;
  readonly customers: number;
  readonly isExact: boolean;
}

/** To how many digits the least spend is told: no more than it takes to leave nobody but the accounts. */
const DIGITS = [1, 2, 3];

/**
 * The rule for accounts, by row, that `silentAccounts` found. `selected`: the rows that a rule leaves. A spend to the
 * cent would tell of one customer; a round one tells of none.
 */
export function accountsRule(
  customers: CustomerTable,
  rows: readonly number[],
  selected: (rule: string) => ArrayLike<number>,
): AccountsRule {
  const spend = customers.numbers("monetary");
  const least = Math.min(...rows.map((row) => spend[row]!));
  const wanted = new Set(rows);
  let found: AccountsRule | null = null;
  for (const digits of DIGITS) {
    const leastSpend = roundedDown(least, digits);
    const rule = ruleText(silentFrom(leastSpend));
    const chosen = Array.from(selected(rule));
    const isExact = chosen.length === wanted.size && chosen.every((row) => wanted.has(row));
    found = { rule, leastSpend, customers: chosen.length, isExact };
    if (isExact) break;
  }
  return found!;
}

/** As `silentAccounts` chooses them, but by spend. */
function silentFrom(leastSpend: number): Rule {
  const compare = { kind: "compare", field: "churn_probability" } as const;
  return {
    kind: "all",
    rules: [
      { kind: "compare", field: "overdue", operator: "is", value: true },
      { kind: "compare", field: "spend", operator: ">=", value: leastSpend },
      {
        kind: "any",
        rules: [
          { ...compare, operator: "<", value: AS_GOOD_AS_LOST },
          { ...compare, operator: "unknown" },
        ],
      },
    ],
  };
}

/** 4,321 to two digits is 4,300. */
function roundedDown(value: number, digits: number): number {
  if (!(value > 0)) return value;
  const rounded = Number(value.toPrecision(digits));
  if (rounded <= value) return rounded;
  return Number((rounded - 10 ** (Math.floor(Math.log10(value)) - digits + 1)).toPrecision(digits));
}
