import type { OrderLines } from "../transactions";

/** Σ quantity × unit price by compensated summation (Neumaier 1974): rounding does not grow with the rows. */
export function revenueOf(lines: OrderLines): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < lines.length; i++) {
    const value = lines.quantity[i]! * lines.unitPrice[i]!;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
