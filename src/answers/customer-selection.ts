import type { Advice } from "../models/contact/advice";
import { frequencyMonetaryScore } from "../models/segments/rfm-groups";
import { DAY_MS, dayStart, monthBounds } from "../time";
import type { CustomerTable } from "./customer-table";
import { type History, type Needs, NO_NEEDS } from "./history";
import { onceAModel } from "./once-a-model";
import { matchRule, needsOfRule } from "./rules/match-rule";
import { parseRule } from "./rules/parse-rule";
import { rowsWith, YES } from "./rules/truth";

/**
 * Chooses customers, for a page, an export, a campaign and the API alike. Bounds are inclusive; a bound leaves out
 * customers whose value is unknown.
 */
export interface CustomerFilter {
  /** A part of the id, the name or the address, in any case. */
  readonly q?: string | undefined;
  /** The id of the segment. */
  readonly segment?: number | undefined;
  readonly rfm_group?: string | undefined;
  readonly min_churn?: number | undefined;
  readonly max_churn?: number | undefined;
  readonly min_ltv?: number | undefined;
  readonly max_ltv?: number | undefined;
  /** True: customers who have been silent for longer than their rhythm allows; false: the others. */
  readonly overdue?: boolean | undefined;
  /** True: customers whom a contact pays for; false: the others. */
  readonly pays?: boolean | undefined;
  /** The key of a move: its customers. */
  readonly move?: string | undefined;
  /** The last order is at most this many days old. */
  readonly max_recency?: number | undefined;
  /** A row and a column of the RFM map: 1 to 5, where 5 is best. */
  readonly r_score?: number | undefined;
  readonly fm_score?: number | undefined;
  /** The id of the product that the first order was mostly for. */
  readonly first_product?: string | undefined;
  readonly country?: string | undefined;
  /** Month of the first order, `2011-03`. */
  readonly cohort?: string | undefined;
  /** A month with an order. */
  readonly active_month?: string | undefined;
  /** Days of the first order, `2011-03-01`. */
  readonly first_from?: string | undefined;
  readonly first_to?: string | undefined;
  /** Days with an order. */
  readonly ordered_from?: string | undefined;
  readonly ordered_to?: string | undefined;
  /** A rule in text, as `parseRule` reads it. */
  readonly rule?: string | undefined;
  /** The id of a saved segment. Whoever knows the tenant puts its rule in place (`withSavedRule`): here it is unknown. */
  readonly saved?: string | undefined;
}

/** Whether a filter asks for customers by what a contact brings; their list is ranked by it. */
export function asksForGain({ pays, move }: Pick<CustomerFilter, "pays" | "move">): boolean {
  return pays !== undefined || move !== undefined;
}

/** The files that a filter asks beside the customer table. Throws a RuleError for a rule that cannot be understood. */
export function needsOf(filter: CustomerFilter): Needs {
  const needs = filter.rule === undefined ? NO_NEEDS : needsOfRule(parseRule(filter.rule));
  return { ...needs, orders: needs.orders || asksForTime(filter) };
}

/** Whether only the orders can answer one of the fields. */
export function asksForTime(filter: CustomerFilter): boolean {
  return [
    filter.cohort,
    filter.active_month,
    filter.first_from,
    filter.first_to,
    filter.ordered_from,
    filter.ordered_to,
  ].some((one) => one !== undefined);
}

type Test = (row: number) => boolean;

/**
 * The rows of the customer table that the filter matches, ascending, not to be changed. A filter by time matches nobody if the orders are
 * unknown, one by product or country nobody if the model does not know them. `history`: as `needsOf` the filter; null if
 * that is nothing. Throws a RuleError for a rule that cannot be understood, an UnansweredRuleError for one that the model
 * cannot answer.
 */
export function selectCustomers(
  customers: CustomerTable,
  filter: CustomerFilter,
  history: History | null,
  advice: Advice,
): Int32Array {
  if (filter.saved !== undefined)
    throw new RangeError("a saved segment stands for its rule only at the edges");
  const candidate = candidates(customers, filter, history, advice);
  const tests = [...tableTests(customers, filter, advice), ...timeTests(filter, history)];
  if (tests.length === 0) return candidate;
  const rows = candidate.slice();
  let count = rows.length;
  for (const test of tests) {
    let kept = 0;
    for (let i = 0; i < count; i++) if (test(rows[i]!)) rows[kept++] = rows[i]!;
    count = kept;
  }
  return rows.subarray(0, count);
}

/** Everybody, or whom a move or the rule leaves. */
function candidates(
  customers: CustomerTable,
  { move, rule }: CustomerFilter,
  history: History | null,
  advice: Advice,
): Int32Array {
  const moved = move === undefined ? null : advice.rowsOf(move).slice().sort();
  if (rule !== undefined) {
    if (!history) throw new RangeError("a rule is answered with the model's history");
    const truth = matchRule(parseRule(rule), { customers, advice, history });
    return moved ? moved.filter((row) => truth[row] === YES) : rowsWith(truth);
  }
  if (moved) return moved;
  return customers.everyone;
}

/** What the customer table and the advice can answer, the quickest first. */
function* tableTests(customers: CustomerTable, filter: CustomerFilter, advice: Advice): Iterable<Test> {
  const equals = function* (name: string, value: string | number | undefined): Iterable<Test> {
    if (value === undefined) return;
    if (!customers.columnNames.includes(name)) return yield () => false;
    const values = customers.values(name);
    yield (row) => values[row] === value;
  };
  const between = function* (name: string, least?: number, most?: number): Iterable<Test> {
    if (least === undefined && most === undefined) return;
    const values = customers.numbers(name);
    // NaN is outside any bounds.
    if (least !== undefined) yield (row) => values[row]! >= least;
    if (most !== undefined) yield (row) => values[row]! <= most;
  };
  const { pays, overdue, fm_score: score, q } = filter;
  if (pays !== undefined) yield (row) => advice.pays(row) === pays;
  yield* equals("segment", filter.segment);
  yield* equals("rfm_group", filter.rfm_group);
  if (overdue !== undefined) {
    const late = customers.numbers("days_overdue");
    yield (row) => late[row]! > 0 === overdue;
  }
  yield* between("churn_probability", filter.min_churn, filter.max_churn);
  yield* between("ltv_estimate", filter.min_ltv, filter.max_ltv);
  yield* between("recency_days", undefined, filter.max_recency);
  yield* equals("r_score", filter.r_score);
  if (score !== undefined) {
    const [frequency, spend] = [customers.numbers("f_score"), customers.numbers("m_score")];
    yield (row) => frequencyMonetaryScore(frequency[row]!, spend[row]!) === score;
  }
  yield* equals("first_product", filter.first_product);
  yield* equals("country", filter.country);
  if (q !== undefined) yield customers.people.holds(q);
}

/** What only the orders can answer. */
function* timeTests(filter: CustomerFilter, history: History | null): Iterable<Test> {
  const within = (bounds: Bounds | null, by: "firstBetween" | "activeBetween"): Test => {
    const found = bounds && history?.orders?.[by](...bounds);
    return (row) => found?.[row] === 1;
  };
  const { cohort, active_month: active } = filter;
  if (cohort !== undefined) yield within(monthBounds(cohort), "firstBetween");
  if (active !== undefined) yield within(monthBounds(active), "activeBetween");
  const first = dayBounds(filter.first_from, filter.first_to);
  if (first) yield within(first, "firstBetween");
  const ordered = dayBounds(filter.ordered_from, filter.ordered_to);
  if (ordered) yield within(ordered, "activeBetween");
}

/** From the first of these up to but not including the second, milliseconds since 1970. */
type Bounds = readonly [number, number];

/** The moments of days, both included; null where neither is given. A day that is none holds nobody. */
function dayBounds(from: string | undefined, to: string | undefined): Bounds | null {
  if (from === undefined && to === undefined) return null;
  return [
    from === undefined ? Number.NEGATIVE_INFINITY : (dayStart(from) ?? Number.NaN),
    to === undefined ? Number.POSITIVE_INFINITY : (dayStart(to) ?? Number.NaN) + DAY_MS,
  ];
}

/** The countries that a model knows, in alphabetical order; none if its file does not tell. */
export const countriesOf = onceAModel(({ customers }): readonly string[] => {
  if (!customers.columnNames.includes("country")) return [];
  const known = new Set<string | null>(customers.texts("country"));
  known.delete(null);
  return [...(known as Set<string>)].filter((name) => name !== "").sort((a, b) => a.localeCompare(b, "en"));
});

/** Sums over the chosen rows, without unknown values. */
export interface SelectionSums {
  readonly customers: number;
  readonly orders: number;
  readonly spend: number;
  readonly expectedSpend: number;
  /** Σ probability of leaving: the expected number of leavers. */
  readonly expectedLeavers: number;
}

export function sumSelection(customers: CustomerTable, rows: Int32Array): SelectionSums {
  const known = sumsOfAll.get(rows);
  if (known) return known;
  const sums = summed(customers, rows);
  if (rows === customers.everyone) sumsOfAll.set(rows, sums);
  return sums;
}

const sumsOfAll = new WeakMap<Int32Array, SelectionSums>();

function summed(customers: CustomerTable, rows: Int32Array): SelectionSums {
  const sum = (name: string) => {
    const values = customers.numbers(name);
    let total = 0;
    for (let i = 0; i < rows.length; i++) {
      const value = values[rows[i]!]!;
      if (!Number.isNaN(value)) total += value;
    }
    return total;
  };
  return {
    customers: rows.length,
    orders: sum("frequency"),
    spend: sum("monetary"),
    expectedSpend: sum("ltv_estimate"),
    expectedLeavers: sum("churn_probability"),
  };
}
