import { counted, number } from "../figures";
import { LATENESS_UNKNOWN, NOBODY_OVERDUE } from "../models/next-order/next-order-overdue";
import type { CustomerTable } from "./customer-table";

/** A customer who is late by their own rhythm. */
export interface OverdueCustomer {
  readonly customerId: string;
  readonly daysOverdue: number;
  /** P(a silence this long | the customer has kept their rhythm). */
  readonly silenceProbability: number;
  /** (1 − silenceProbability) × the spend lost if the customer does not come back. The list is ranked by this. */
  readonly overdueValue: number;
  /** In words. */
  readonly reason: string;
}

/** The `count` overdue customers with the most to lose. */
export function overdueCustomers(customers: CustomerTable, count: number): OverdueCustomer[] {
  const column = (name: string) => customers.numbers(name);
  const value = column("overdue_value");
  const overdue = column("days_overdue");
  const probability = column("silence_probability");
  const gap = column("usual_gap_days");
  const recency = column("recency_days");
  const orders = column("frequency");
  return Array.from({ length: customers.rows }, (_, row) => row)
    .filter((row) => overdue[row]! > 0 && value[row]! > 0)
    .sort((a, b) => value[b]! - value[a]! || a - b)
    .slice(0, count)
    .map((row) => ({
      customerId: customers.id(row),
      daysOverdue: overdue[row]!,
      silenceProbability: probability[row]!,
      overdueValue: value[row]!,
      reason: reasonFor(orders[row]!, gap[row]!, recency[row]!, probability[row]!, value[row]!),
    }));
}

/** A sentence on why a list of overdue customers is empty. */
export function whyNobody(customers: CustomerTable): string {
  const known = customers.numbers("silence_probability").some((probability) => !Number.isNaN(probability));
  return known ? NOBODY_OVERDUE : LATENESS_UNKNOWN;
}

function reasonFor(orders: number, gap: number, silence: number, probability: number, value: number): string {
  const rhythm =
    orders > 1
      ? `${number.format(orders)} orders, usually within ${counted(Math.round(Math.max(1, gap)), "day")} of each other`
      : "One order only";
  const oneIn = Math.min(1000, 1 / probability);
  const rarity = oneIn >= 1000 ? "fewer than 1 in 1,000 gaps" : `about 1 in ${number.format(oneIn)} gaps`;
  const whose = orders > 1 ? "this rhythm" : "the shop's customers";
  return `${rhythm}; silent for ${counted(Math.round(silence), "day")}: ${rarity} of ${whose} would be as long. Staying away would cost about ${number.format(value)} of spend.`;
}
