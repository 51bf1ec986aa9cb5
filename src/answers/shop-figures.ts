import { FOUR_IN_FIVE } from "../models/judging/level-test";
import type { LevelForecastCard, ModelCard } from "../models/model-card";
import { DAY_MS } from "../time";
import type { CustomerTable } from "./customer-table";
import type { Files } from "./model-files";
import { onceAModel } from "./once-a-model";
import type { OpenModel } from "./open-model";
import { ordersOfModel } from "./orders";

/** A number of customers and an amount connected with them. */
export interface CountedValue {
  readonly customers: number;
  readonly value: number;
}

/** The overview's figures of a shop. Money in the file's currency. */
export interface ShopFigures {
  readonly customers: number;
  /** Spend in the last so many days, and in the 90 days before the last 90. */
  readonly revenue30: number;
  readonly revenue90: number;
  readonly revenue90Before: number;
  /** Customers with an order in the last 90 days, and in the 90 days before that. */
  readonly active: number;
  readonly activeBefore: number;
  /** More likely to leave than to stay: `value` is the spend lost with them, `spent` their spend so far. */
  readonly leaving: CountedValue & { readonly spent: number };
  /** Σ probability of leaving: the expected number of leavers. NaN if not learned. */
  readonly expectedLeavers: number;
  /** Σ expected spend. NaN if not learned. */
  readonly expectedSpend: number;
  /** At risk by cost and worth more than three in four: `value` is their expected spend. */
  readonly priority: CountedValue;
  /** Silent for longer than their own rhythm explains: `value` is the spend at stake. */
  readonly overdue: CountedValue;
  /** A contact is expected to pay off: `value` is the profit. */
  readonly contacts: CountedValue;
}

/** From this probability on, a customer is more likely to leave than to stay. */
export const LIKELY_TO_LEAVE = 0.5;

/** The figures of an open model, computed once. */
export const figuresOf = onceAModel(({ customers, card }) => shopFigures(customers, card.actions));

/** One pass over the customers. */
export function shopFigures(customers: CustomerTable, actions: ModelCard["actions"]): ShopFigures {
  const n = customers.rows;
  const { at_risk: atRisk, worth_a_call } = actions;
  const worthACall = worth_a_call ?? Infinity;
  const monetary = customers.numbers("monetary");
  const orders90 = customers.numbers("orders_90d");
  const orders180 = customers.numbers("orders_180d");
  const churn = customers.numbers("churn_probability");
  const expectedSpend = customers.numbers("ltv_estimate");
  const noOrder = customers.numbers("no_order_probability");
  const valueIfKept = customers.numbers("value_if_kept");
  const daysOverdue = customers.numbers("days_overdue");
  const overdueValue = customers.numbers("overdue_value");
  const contactProfit = customers.numbers("contact_profit");
  const leaving = { customers: 0, value: 0, spent: 0 };
  const priority = { customers: 0, value: 0 };
  const overdue = { customers: 0, value: 0 };
  const contacts = { customers: 0, value: 0 };
  let active = 0;
  let activeBefore = 0;
  let expectedLeavers = 0;
  let expected = 0;
  for (let i = 0; i < n; i++) {
    if (orders90[i]! > 0) active++;
    if (orders180[i]! > orders90[i]!) activeBefore++;
    expectedLeavers += churn[i]!;
    expected += expectedSpend[i]!;
    if (churn[i]! >= LIKELY_TO_LEAVE) {
      leaving.customers++;
      leaving.value += known(noOrder[i]! * valueIfKept[i]!);
      leaving.spent += monetary[i]!;
    }
    if (churn[i]! >= atRisk && expectedSpend[i]! > worthACall) {
      priority.customers++;
      priority.value += expectedSpend[i]!;
    }
    if (daysOverdue[i]! > 0) {
      overdue.customers++;
      overdue.value += Math.max(0, known(overdueValue[i]!));
    }
    if (contactProfit[i]! > 0) {
      contacts.customers++;
      contacts.value += contactProfit[i]!;
    }
  }
  const revenue90 = total(customers.numbers("spend_90d"));
  return {
    customers: n,
    revenue30: total(customers.numbers("spend_30d")),
    revenue90,
    revenue90Before: total(customers.numbers("spend_180d")) - revenue90,
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

/** Spend in the 30 days before the last 30; null for a model from before models kept their orders. */
export async function revenueBefore30(
  files: Files,
  artifactPrefix: string,
  model: OpenModel,
): Promise<number | null> {
  const orders = await ordersOfModel(files, artifactPrefix, model);
  if (!orders) return null;
  const newest = Date.parse(model.card.as_of);
  return orders.paidBetween(newest - 60 * DAY_MS, newest - 30 * DAY_MS);
}

/**
 * The range that holds a forecast total in four of five cases, as far as its level is known; null for models of
 * earlier releases, which did not say.
 */
export function totalRange(
  foretold: number,
  level: LevelForecastCard | null,
): { readonly low: number; readonly high: number } | null {
  if (!level || !Number.isFinite(foretold)) return null;
  const times = Math.exp(FOUR_IN_FIVE * level.standard_error);
  return { low: foretold / times, high: foretold * times };
}

/** The next larger number, for a bound "from … on" that excludes `value` itself. `value` > 0 and finite. */
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
