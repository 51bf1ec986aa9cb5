import { bandOf } from "../learning/conformal-bands";
import type { TotalFactors } from "../models/contact/gain";
import { totalFactors } from "../models/level/level-test";
import type { ModelCard } from "../models/model-card";

/** A figure within its range. */
export interface Ranged {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/** How far the expected spend of all may be off in four of five cases; null for models of earlier releases. */
export function spendFactors({ lifetime_value }: ModelCard): TotalFactors | null {
  const { level_forecast } = lifetime_value.heads.all;
  return level_forecast && totalFactors(level_forecast.standard_error);
}

/** The expected spend of all customers with its range; null where none is known. */
export function expectedTotal(card: ModelCard, expected: number): Ranged | null {
  const factors = spendFactors(card);
  if (!factors || !Number.isFinite(expected)) return null;
  return { expected, low: expected * factors.low, high: expected * factors.high };
}

/**
 * The range of a customer's actual spend when `spend` is expected, and the share of customers it covers; null if the
 * tests do not say.
 */
export function spendRange(
  { lifetime_value }: ModelCard,
  spend: number,
): { readonly coverage: number; readonly low: number; readonly high: number } | null {
  const { interval } = lifetime_value.heads.base;
  if (!interval) return null;
  const { coverage, expected, low, high } = interval;
  const bands = {
    coverage,
    at: Float64Array.from(expected),
    low: Float64Array.from(low),
    high: Float64Array.from(high),
  };
  return { coverage, ...bandOf(bands, spend) };
}
