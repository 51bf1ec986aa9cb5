import type { TotalFactors } from "./contact/gain";

/**
 * How far the expected spend of all customers may be off, by earlier tests: `ratios` are forecast ÷ actual totals. The
 * forecast itself is always inside. Null with fewer than two tests, because one does not make a range.
 */
export function totalFactors(ratios: readonly (number | null)[]): TotalFactors | null {
  const told = ratios.filter((ratio) => ratio !== null && Number.isFinite(ratio) && ratio > 0) as number[];
  if (told.length < 2) return null;
  return { low: Math.min(1, 1 / Math.max(...told)), high: Math.max(1, 1 / Math.min(...told)) };
}
