/**
 * Whether `against` cells written in another notation than the rest of their column are slips of the pen: at most five,
 * and at most 0.5% of `all` cells.
 */
export function areSlips(against: number, all: number): boolean {
  return against <= 5 && against <= 0.005 * all;
}
