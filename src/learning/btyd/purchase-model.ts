import type { PurchaseHistories } from "./histories";
import type { Duration, TimeUnit } from "./time";

/** What every model of repeat purchases can say. Immutable; results have one element a customer. */
export interface PurchaseModel<U extends TimeUnit> {
  readonly unit: U;
  /** P(alive at T | x, tx, T) of each customer, in [0, 1]. Throws a RangeError on impossible histories or another unit. */
  pAlive(histories: PurchaseHistories<U>): Float64Array;
  /**
   * E[purchases in (T, T + horizon] | x, tx, T] of each customer, ≥ 0. Throws a RangeError on impossible histories or another unit.
   */
  expectedPurchases(histories: PurchaseHistories<U>, horizon: Duration<U>): Float64Array;
}

/** Throws a RangeError unless each named parameter is a finite number above 0. */
export function checkParameters(model: string, parameters: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (!(value > 0 && value < Infinity)) {
      throw new RangeError(`${model}: ${name} is ${value}, not a finite number above 0`);
    }
  }
}

/** Throws a RangeError unless `unit` is one. */
export function checkUnit(model: string, unit: string): void {
  if (unit !== "days" && unit !== "weeks")
    throw new RangeError(`${model}: the unit is ${unit}, not days or weeks`);
}
