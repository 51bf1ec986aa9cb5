import { isCurrency } from "../currency-code";
import type { ColumnFacts } from "./column-facts";
import { nameTokens } from "./column-names";
import { type Role, valueRoles } from "./roles";

/** A column that has the amounts of all rows in one currency, beside one that has them as they were charged. */
export interface ConvertedAmounts {
  readonly role: (typeof valueRoles)[number];
  readonly column: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly evidence: string;
}

const saysConverted =
  /^(?:converted|conversion|base|home|settled|settlement|reporting|umgerechnet|converti|convertido|convertito|omgerekend)$/;
const fewestRows = 3;
const leastShare = 0.95;
/** Rates move within a file. */
const widestRate = 0.25;

/**
 * Finds the column of converted amounts: equal to the charged ones in one currency, a steady multiple of them in each other one.
 * `isSaid`: whether the caller chose the value's column, which is kept then. Null where no column is that.
 */
export function convertedAmounts(
  facts: readonly ColumnFacts[],
  index: Readonly<Record<Role, number>>,
  isSaid: (role: Role) => boolean,
): ConvertedAmounts | null {
  const role = valueRoles.find((value) => index[value] >= 0);
  // Discounts and refunds are in what was charged, and could not be taken off.
  if (role === undefined || index.discount >= 0 || index.refund >= 0) return null;
  const currencies = currencyColumn(facts, index);
  if (currencies === undefined) return null;
  const chosen = index[role];
  const used = Object.values(index);
  for (const [column, other] of facts.entries()) {
    if (used.includes(column) || other.numbers < 0.9) continue;
    const pairs = [[chosen, column] as const, ...(isSaid(role) ? [] : [[column, chosen] as const])];
    for (const [converted, charged] of pairs) {
      const currency = currencyOf(facts[converted]!, facts[charged]!, currencies);
      if (currency === null) continue;
      const evidence = `the amounts of ${JSON.stringify(facts[charged]!.name)} in ${currency}, whatever was paid in`;
      return { role, column: converted, currency, evidence };
    }
  }
  return null;
}

function currencyColumn(
  facts: readonly ColumnFacts[],
  index: Readonly<Record<Role, number>>,
): ColumnFacts | undefined {
  const column = index.currency >= 0 ? facts[index.currency] : facts.find((one) => one.currencyCodes >= 0.9);
  return column !== undefined && column.distinct > 1 && column.currencyCodes >= 0.9 ? column : undefined;
}

/** The currency that amounts were converted into; null where they were not. */
function currencyOf(converted: ColumnFacts, charged: ColumnFacts, currencies: ColumnFacts): string | null {
  const tokens = nameTokens(converted.name);
  const named = tokens.map((token) => token.toUpperCase()).find(isCurrency) ?? null;
  if (named === null && !tokens.some((token) => saysConverted.test(token))) return null;
  const rates = currencies.texts.map((_, id) => ratesOf(converted, charged, currencies, id));
  if (rates.filter((list) => list.length >= fewestRows).length < 2) return null;
  if (!rates.every(isSteady)) return null;
  const codes = currencies.texts.map((text) => text.toUpperCase());
  const equal = codes.filter(
    (_, id) => rates[id]!.length > 0 && rates[id]!.every((rate) => Math.abs(rate - 1) < 0.005),
  );
  if (equal.length > 1) return null;
  return named === null || equal.includes(named) || (equal.length === 0 && !codes.includes(named))
    ? (named ?? equal[0] ?? null)
    : null;
}

function ratesOf(
  converted: ColumnFacts,
  charged: ColumnFacts,
  currencies: ColumnFacts,
  id: number,
): number[] {
  const rates: number[] = [];
  currencies.ids.forEach((own, row) => {
    // Cents rounded away move the rate of a small amount.
    if (own === id && Math.abs(charged.values[row]!) >= 1 && converted.values[row]! !== 0)
      rates.push(converted.values[row]! / charged.values[row]!);
  });
  return rates.filter((rate) => rate > 0).sort((a, b) => a - b);
}

function isSteady(rates: readonly number[]): boolean {
  const middle = rates[rates.length >> 1] ?? 1;
  const near = rates.filter((rate) => Math.abs(rate / middle - 1) <= widestRate).length;
  return near >= leastShare * rates.length;
}
