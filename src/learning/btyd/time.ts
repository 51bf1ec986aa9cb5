/** The units that the times of a buy-till-you-die model may have. */
export type TimeUnit = "days" | "weeks";

declare const timeUnit: unique symbol;

/**
 * A length of time in a known unit. It is a plain number when the program runs, but not one to the compiler: days handed to a
 * model of weeks do not compile. (A well-known library documents a lifetime value that is too large by a factor of four because
 * weeks were read as days.)
 */
export type Duration<U extends TimeUnit> = number & { readonly [timeUnit]: U };
type Days = Duration<"days">;
type Weeks = Duration<"weeks">;

/** `n` ≥ 0 days. Throws a RangeError where n is negative or not finite. */
export function days(n: number): Days {
  return checked(n, "days") as Days;
}

/** `n` ≥ 0 weeks. Throws a RangeError where n is negative or not finite. */
export function weeks(n: number): Weeks {
  return checked(n, "weeks") as Weeks;
}

/** The same length of time, in weeks. */
export function daysToWeeks(duration: Days): Weeks {
  return weeks(duration / 7);
}

function checked(n: number, unit: TimeUnit): number {
  if (!(n >= 0 && n < Infinity)) throw new RangeError(`${n} ${unit} is no length of time`);
  return n;
}
