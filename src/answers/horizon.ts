import { InputError } from "../errors";
import type { ModelCard } from "../models/model-card";
import { horizonColumn, spendOver } from "../models/spend/spend-horizon";
import type { CustomerTable } from "./customer-table";
import type { CustomerScores } from "./prediction";

/** The days that a probability of leaving can be asked for, as far as curves of the next order reach. */
export const LEAST_LEAVING_DAYS = 7;
export const MOST_LEAVING_DAYS = 365;

/**
 * The probability of no order within `days` (7 to 365) that goes with this model's answer: along the customer's curve of
 * the next order, or that of all customers together for someone the model does not know. Throws an InputError where the
 * model has no curves.
 */
export function leavingWithin(
  { customers, card }: { readonly customers: CustomerTable; readonly card: ModelCard },
  { customer_id: id, churn_probability: told }: CustomerScores,
  days: number,
): number | null {
  if (told === null) return null;
  const known = card.next_order.curve_days;
  if (known.length === 0)
    throw new InputError(
      "This model has no curves of the next order, so it answers over its own churn horizon only. Leave churn_horizon_days out.",
    );
  const row = id === null ? undefined : customers.rowOf(String(id));
  const noOrder = (day: number) => {
    const column = customers.numbers(`no_order_${day}d`);
    return row === undefined ? sum(column) / column.length : column[row]!;
  };
  // Between the days of a curve, the chance of an order is the same every day.
  const hazardBy = (day: number) => {
    const right = Math.max(
      0,
      known.findIndex((to) => to >= day),
    );
    const [from, to] = [known[right - 1] ?? 0, known[right]!];
    const before = from === 0 ? 0 : -Math.log(noOrder(from));
    return before + ((-Math.log(noOrder(to)) - before) * (day - from)) / (to - from);
  };
  const usual = hazardBy(card.churn.horizon_days);
  return usual > 0 ? told ** (hazardBy(days) / usual) : told;
}

/**
 * The expected spend of this model's answer, stretched to `horizonDays` (30 to 730). Follows the customer's columns
 * `ltv_30d` …, or those of all customers together for someone the model does not know.
 */
export function spendWithin(
  customers: CustomerTable,
  { customer_id: id, ltv_estimate: told }: CustomerScores,
  horizonDays: number,
): number | null {
  if (told === null) return null;
  const row = id === null ? undefined : customers.rowOf(String(id));
  const factor = horizonFactor(
    row === undefined ? (name) => sum(customers.numbers(name)) : (name) => customers.numbers(name)[row]!,
    horizonDays,
  );
  return told * factor;
}

/** The factor that stretches each customer's expected spend to `horizonDays`. */
export function horizonFactors(customers: CustomerTable, horizonDays: number): (row: number) => number {
  return (row) => horizonFactor((name) => customers.numbers(name)[row]!, horizonDays);
}

function horizonFactor(column: (name: string) => number, horizonDays: number): number {
  const asked = spendOver(horizonDays, (days) => column(horizonColumn(days)));
  const told = column("ltv_estimate");
  return told > 0 ? asked / told : 1;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
