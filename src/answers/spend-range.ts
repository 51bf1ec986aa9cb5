import { bandOf } from "../learning/conformal-bands";
import type { TotalFactors } from "../models/contact/gain";
import type { ModelCard } from "../models/model-card";
import { totalFactors } from "../models/total-range";

/** A figure within its range. */
export interface Ranged {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/** How far the expected spend of all may be off, by the model's tests; null if there are too few. */
export function spendFactors({ lifetime_value }: ModelCard): TotalFactors | null {
  return totalFactors(testRatios(lifetime_value));
}

/** The expected spend of all customers with its range, and in how many tests it held; null if there are too few. */
export function expectedTotal(
  card: ModelCard,
  expected: number,
): (Ranged & { readonly tests: number }) | null {
  const factors = spendFactors(card);
  if (!factors || !Number.isFinite(expected)) return null;
  const tests = testRatios(card.lifetime_value).length;
  return { expected, low: expected * factors.low, high: expected * factors.high, tests };
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

function testRatios({ heads }: ModelCard["lifetime_value"]): (number | null)[] {
  const tested = heads.all.evaluation;
  return tested ? [tested.shipped.total_ratio, ...tested.earlier_total_ratios] : [];
}
