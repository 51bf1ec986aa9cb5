import { DAY_MS } from "../time";
import { onceAModel } from "./once-a-model";
import type { OpenModel } from "./open-model";
import type { Orders } from "./orders";
import type { Period } from "./period-figures";

/** What customers are put together by. */
export const COHORT_KINDS = ["month", "product", "country", "segment"] as const;
export type CohortKind = (typeof COHORT_KINDS)[number];

/** Spans of 30 days since the first order that are looked at. */
export const COHORT_SPANS = 12;
const SPAN_DAYS = 30;
export const VALUE_DAYS = [90, 180, 365] as const;

/** What became of customers who began alike. Everything counts from each customer's own first order. */
export interface Cohort {
  /** A month as `2011-03`, a product's id, a country, or a segment's id. */
  readonly key: string;
  readonly customers: number;
  /** By spans of 30 days; null as soon as no customer's span is over. */
  readonly spans: readonly (CohortSpan | null)[];
  /** By `VALUE_DAYS`, over the customers who began so long ago; null if nobody did. */
  readonly after: readonly (CohortValue | null)[];
}

interface CohortSpan {
  /** Customers whose span is over: only they count. */
  readonly customers: number;
  /** Share with an order in the span; in the first, with a second order. */
  readonly retention: number;
  /** Spend per customer until the end of the span, the first order included, less returns. */
  readonly revenue: number;
}

interface CohortValue {
  readonly days: number;
  readonly customers: number;
  /** Share with a second order by then. */
  readonly repeatRate: number;
  /** Spend per customer by then, the first order included, less returns. */
  readonly revenue: number;
}

/** The key of each row of the customer table; null leaves the customer out. Null as a whole: the model does not know. */
type KeyOf = ((row: number) => string | null) | null;

/** What the customers of a model can be put together by. */
export function cohortKeys({ customers }: OpenModel, orders: Orders, kind: CohortKind): KeyOf {
  if (kind === "month") return (row) => monthOfFirst(orders, row);
  if (kind === "segment") {
    const segment = customers.numbers("segment");
    return (row) => String(segment[row]);
  }
  const column = kind === "product" ? "first_product" : "country";
  if (!customers.columnNames.includes(column)) return null;
  const texts = customers.texts(column);
  return (row) => texts[row] ?? null;
}

/**
 * The cohorts of all customers, by key for months, else most customers first. `asOf` is the newest order, milliseconds
 * since 1970. Only spans that are over count, so a young customer never looks like one who left.
 */
export function cohortsBy(orders: Orders, keyOf: NonNullable<KeyOf>, asOf: number): Cohort[] {
  const found = new Map<string, Tally>();
  for (let row = 0; row < orders.customers; row++) {
    const key = keyOf(row);
    if (key === null) continue;
    let tally = found.get(key);
    if (!tally) {
      tally = new Tally();
      found.set(key, tally);
    }
    tally.add(orders, row, asOf);
  }
  return [...found].map(([key, tally]) => tally.cohort(key)).filter(({ customers }) => customers > 0);
}

/** The sums of one cohort. */
class Tally {
  #customers = 0;
  readonly #over = new Float64Array(COHORT_SPANS);
  readonly #active = new Float64Array(COHORT_SPANS);
  readonly #revenue = new Float64Array(COHORT_SPANS);
  readonly #old = new Float64Array(VALUE_DAYS.length);
  readonly #repeated = new Float64Array(VALUE_DAYS.length);
  readonly #value = new Float64Array(VALUE_DAYS.length);

  add({ start, entries: { time, value, isReturn, opensOrder } }: Orders, row: number, asOf: number): void {
    let i = start[row]!;
    const end = start[row + 1]!;
    while (i < end && isReturn[i] === 1) i++;
    if (i === end) return;
    this.#customers++;
    const first = time[i]!;
    const age = (asOf - first) / DAY_MS;
    const spans = Math.min(COHORT_SPANS, Math.floor(age / SPAN_DAYS));
    for (let s = 0; s < spans; s++) this.#over[s]!++;
    VALUE_DAYS.forEach((days, v) => {
      if (age >= days) this.#old[v]!++;
    });
    let seen = -1;
    let again = Infinity;
    for (let k = i; k < end; k++) {
      const days = (time[k]! - first) / DAY_MS;
      const amount = isReturn[k] === 1 ? -value[k]! : value[k]!;
      const span = Math.floor(days / SPAN_DAYS);
      for (let s = span; s < spans; s++) this.#revenue[s]! += amount;
      for (let v = 0; v < VALUE_DAYS.length; v++)
        if (age >= VALUE_DAYS[v]! && days < VALUE_DAYS[v]!) this.#value[v]! += amount;
      if (k === i || isReturn[k] === 1 || opensOrder[k] === 0) continue;
      again = Math.min(again, days);
      if (span >= spans || span === seen) continue;
      seen = span;
      this.#active[span]!++;
    }
    for (let v = 0; v < VALUE_DAYS.length; v++)
      if (age >= VALUE_DAYS[v]! && again < VALUE_DAYS[v]!) this.#repeated[v]!++;
  }

  cohort(key: string): Cohort {
    return {
      key,
      customers: this.#customers,
      spans: Array.from(this.#over, (customers, s) =>
        customers === 0
          ? null
          : {
              customers,
              retention: this.#active[s]! / customers,
              revenue: this.#revenue[s]! / customers,
            },
      ),
      after: VALUE_DAYS.map((days, v) =>
        this.#old[v] === 0
          ? null
          : {
              days,
              customers: this.#old[v]!,
              repeatRate: this.#repeated[v]! / this.#old[v]!,
              revenue: this.#value[v]! / this.#old[v]!,
            },
      ),
    };
  }
}

/** The first span by whose end the margin of a customer's spend has paid for their acquisition; null if none has. */
export function paybackDays({ spans }: Cohort, margin: number, acquisitionCost: number): number | null {
  const span = spans.findIndex((one) => one !== null && margin * one.revenue >= acquisitionCost);
  return span < 0 ? null : (span + 1) * SPAN_DAYS;
}

/** What winning a customer costs, as the tenant has set it; null: not set. */
export function acquisitionCost(settings: Readonly<Record<string, unknown>>): number | null {
  const { acquisitionCost: set } = settings;
  return typeof set === "number" ? set : null;
}

const known = onceAModel(() => new Map<CohortKind, readonly Cohort[] | null>());

/**
 * The cohorts of a model's customers, of those whose first order was in `began` and of the rows in `only`, where they
 * are not null; null if the model does not know what to put them together by. Those of everybody are worked out once.
 */
export function cohortsOfModel(
  model: OpenModel,
  orders: Orders,
  kind: CohortKind,
  began: Period | null = null,
  only: Int32Array | null = null,
): readonly Cohort[] | null {
  const remembered = known(model);
  const isOfAll = began === null && only === null;
  const found = isOfAll ? remembered.get(kind) : undefined;
  if (found !== undefined) return found;
  const keyOf = cohortKeys(model, orders, kind);
  const within = chosen(orders, began, only);
  const cohorts =
    keyOf &&
    sorted(
      cohortsBy(orders, (row) => (within(row) ? keyOf(row) : null), Date.parse(model.card.as_of)),
      kind,
    );
  if (isOfAll) remembered.set(kind, cohorts);
  return cohorts;
}

/** Everybody whose first order was in `began`, of the customers in `only` if it is not null, as one cohort; null for nobody. */
export function cohortOfPeriod(
  { card }: OpenModel,
  orders: Orders,
  began: Period,
  only: Int32Array | null = null,
): Cohort | null {
  const within = chosen(orders, began, only);
  return cohortsBy(orders, (row) => (within(row) ? "all" : null), Date.parse(card.as_of))[0] ?? null;
}

function chosen(orders: Orders, began: Period | null, only: Int32Array | null): (row: number) => boolean {
  const first = began && orders.firstBetween(began.from + 1, began.to + 1);
  const among = only && new Set(only);
  return (row) => (!first || first[row] === 1) && (!among || among.has(row));
}

function sorted(cohorts: Cohort[], kind: CohortKind): Cohort[] {
  if (kind === "month") return cohorts.sort((a, b) => (a.key < b.key ? -1 : 1));
  return cohorts.sort((a, b) => b.customers - a.customers || (a.key < b.key ? -1 : 1));
}

function monthOfFirst({ start, entries: { time, isReturn } }: Orders, row: number): string | null {
  for (let i = start[row]!; i < start[row + 1]!; i++)
    if (isReturn[i] === 0) return new Date(time[i]!).toISOString().slice(0, 7);
  return null;
}
