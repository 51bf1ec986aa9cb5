import { InputError } from "../errors";
import { currencyCode } from "../transactions/currency-code";
import { parseRates } from "../transactions/rates";
import type { ReadOptions } from "../transactions/read";

/** The currency to count in, and what others are worth in it. */
export type MoneyReading = Pick<ReadOptions, "currency" | "rates">;

/**
 * Checks a requested currency and rates. Throws an InputError for an unknown currency, rates without one, and invalid
 * rates.
 */
export function moneyReading(asked: string | null, rates: string | null): MoneyReading {
  const currency = asked === null ? null : currencyCode(asked);
  if (asked !== null && currency === null)
    throw new InputError(`currency must be an ISO 4217 code such as EUR, not ${JSON.stringify(asked)}.`);
  if (rates !== null && currency === null)
    throw new InputError("The rates need a currency to convert into. Give currency too, such as EUR.");
  if (rates !== null) parseRates(rates, currency);
  return { ...(currency !== null && { currency }), ...(rates !== null && { rates }) };
}
