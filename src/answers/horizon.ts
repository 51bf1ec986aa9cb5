import { horizonColumn, spendOver } from "../models/spend/spend-horizon";
import type { CustomerTable } from "./customer-table";
import type { CustomerScores } from "./prediction";

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
