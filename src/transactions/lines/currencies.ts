import { InputError } from "../../errors";
import { list } from "../../figures";
import { unitOf } from "../cells/number-unit";
import type { CurrencyAccount, Warning } from "../cleaning-report";
import { homeSign } from "../currency-code";
import type { Profile } from "../profiles/profile";
import type { Rates } from "../rates";
import type { OrderRows } from "./order-rows";
import { type RowBlock, splitRuns } from "./row-block";
import { kept, returned, verdictOf } from "./verdict";

/** The currency of the amounts. */
export interface Currencies {
  /** Rows that name no currency, though others do. */
  readonly unnamed: number;
  /** The currency of everything kept; null if the file does not say. */
  readonly currency: string | null;
  /** By word of the currency column: its code, and what happens to it. */
  readonly uses: readonly { readonly code: string; readonly use: CurrencyAccount["use"] }[];
}

/** What the file says about each row's currency: an index into `codes`; the empty code means none. */
interface CurrencyColumn {
  readonly codes: readonly string[];
  readonly of: (block: RowBlock, i: number) => number;
}

const otherCurrency = verdictOf("other_currency");

/**
 * Brings all amounts into one currency, in place: by the file's own rate, else by the given rates. Rows without a rate
 * are set aside, never added. `wanted`: the currency to count in, by default that of most rows. Resolve the amounts
 * first.
 */
export function settleCurrencies(rows: OrderRows, wanted: string | null, rates: Rates | null): Currencies {
  const source = currencyColumn(rows, wanted);
  if (source === null) return { currency: wanted, uses: [], unnamed: 0 };
  const { codes, of } = source;
  const told = { codes, tally: tallyOf(rows, source), ...ratesOf(rows, source) };
  const { currency: target, uses, hasOwn } = decideCurrencies(told, rows.plan.profile, wanted, rates);
  if (target === null || uses.length === 0) return { currency: target, uses, unnamed: 0 };
  const unnamed = rows.words.currency === undefined ? 0 : unnamedIn(rows, source);
  if (uses.every(({ use }) => use === "kept")) return { currency: target, uses, unnamed };
  for (const block of rows.blocks) {
    // As if a column had said it, so that the report totals each currency.
    if (block.runs.words.currency === undefined)
      splitRuns(block).words.currency = Int32Array.from({ length: block.length }, (_, i) => of(block, i));
    for (let i = 0; i < block.length; i++) {
      const { code, use } = uses[of(block, i)]!;
      if (use === "kept") continue;
      const given = hasOwn ? block.amounts.exchange_rate!.at(i) : Number.NaN;
      const moment = block.runs.moment[block.run[i]!]!;
      const rate = given > 0 ? given : (rates?.at(code, moment) ?? Number.NaN);
      if (rate > 0) {
        block.price.set(i, block.price.at(i) * rate);
        for (const role of ["discount", "refund", "shipping", "tax"] as const) {
          const amounts = role === "discount" && isShare(rows) ? undefined : block.amounts[role];
          amounts?.set(i, amounts.at(i) * rate);
        }
      } else if (block.verdict[i] === kept) block.verdict[i] = otherCurrency;
      else if (block.verdict[i]! >= returned) block.verdict[i] = otherCurrency | returned;
    }
  }
  return { currency: target, uses, unnamed };
}

/** Purchases whose currency cell is blank. */
function unnamedIn({ blocks }: OrderRows, { codes, of }: CurrencyColumn): number {
  let rows = 0;
  for (const block of blocks)
    for (let i = 0; i < block.length; i++)
      if (block.verdict[i] === kept && codes[of(block, i)] === "") rows++;
  return rows;
}

/** Rows that may be purchases, by code; those without a code are left out. */
function tallyOf({ blocks }: OrderRows, { codes, of }: CurrencyColumn): Map<string, number> {
  const counts = new Float64Array(codes.length);
  for (const block of blocks)
    for (let i = 0; i < block.length; i++) if (block.verdict[i] === kept) counts[of(block, i)]!++;
  const tally = new Map<string, number>();
  codes.forEach((code, id) => {
    if (code !== "") tally.set(code, (tally.get(code) ?? 0) + counts[id]!);
  });
  return tally;
}

/** What the rows say about their currencies. */
export interface ToldCurrencies {
  /** By word: its code, empty if it names none. */
  readonly codes: readonly string[];
  /** Rows that may be purchases, by code; those without a code are left out. */
  readonly tally: ReadonlyMap<string, number>;
  /** Codes of rows whose own rate is 1, and of those with another. */
  readonly units: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
}

/** Decides in which currency to count, and what becomes of amounts in others. `hasOwn`: by the rows' own rates. */
export function decideCurrencies(
  { codes, tally, units, others }: ToldCurrencies,
  profile: Profile | null,
  wanted: string | null,
  rates: Rates | null,
): Pick<Currencies, "currency" | "uses"> & { readonly hasOwn: boolean } {
  if (tally.size === 0) return { currency: wanted, uses: [], hasOwn: false };
  if (profile?.amountsInShopCurrency)
    return { currency: wanted ?? mostUsed(tally, null), uses: [], hasOwn: false };
  const hasRates = (code: string) => rates?.has(code) === true;
  const own = ownRateTarget(units, others, wanted);
  const canBeWanted =
    wanted !== null && (tally.has(wanted) || own === wanted || [...tally.keys()].some(hasRates));
  const target = canBeWanted ? wanted : (own ?? mostUsed(tally, rates));
  const hasOwn = own === target;
  const uses = codes.map((code) => {
    if (code === "" || code === target) return { code: code === "" ? target : code, use: "kept" as const };
    return { code, use: hasOwn || hasRates(code) ? ("converted" as const) : ("set_aside" as const) };
  });
  return { currency: target, uses, hasOwn };
}

function ratesOf(rows: OrderRows, { codes, of }: CurrencyColumn): Pick<ToldCurrencies, "units" | "others"> {
  const units = new Set<string>();
  const others = new Set<string>();
  if (rows.amounts.exchange_rate === undefined) return { units, others };
  for (const block of rows.blocks) {
    const rate = block.amounts.exchange_rate!;
    for (let i = 0; i < block.length; i++) {
      if (block.verdict[i] !== kept || !(rate.at(i) > 0)) continue;
      (rate.at(i) === 1 ? units : others).add(codes[of(block, i)]!);
    }
  }
  return { units, others };
}

/**
 * The currency into which the file's own rates convert: the one whose rows all have a rate of 1, else, as the file may
 * lack the shop's own, the `wanted` one. Null if there is no rate, or if several currencies have a rate of 1: then the
 * rates were not filled in.
 */
function ownRateTarget(
  units: ReadonlySet<string>,
  others: ReadonlySet<string>,
  wanted: string | null,
): string | null {
  const own = [...units].filter((code) => code !== "" && !others.has(code));
  if (own.length === 1) return own[0]!;
  return own.length === 0 && !others.has(wanted ?? "") && others.size > 0 ? wanted : null;
}

/**
 * The currency of most rows. Rates say what other currencies are worth in the counted one, so a currency that has a
 * rate is not it. Throws InputError if all have one.
 */
function mostUsed(tally: ReadonlyMap<string, number>, rates: Rates | null): string {
  const possible = [...tally].filter(([code]) => rates === null || !rates.has(code) || rates.isUnit(code));
  if (possible.length > 0) return possible.reduce((a, b) => (b[1] > a[1] ? b : a))[0];
  throw new InputError(
    `Each currency of the file (${[...tally.keys()].join(", ")}) has an exchange rate, so nothing says which to count in. Choose one of them as the currency.`,
  );
}

/** Warns of what was set aside or converted, and if the currency is not the `wanted` one. */
export function currencyWarnings(
  accounts: readonly CurrencyAccount[],
  { currency, unnamed }: Pick<Currencies, "currency" | "unnamed">,
  wanted: string | null,
): Warning[] {
  const aside = accounts.filter(({ use }) => use === "set_aside");
  const converted = accounts.filter(({ use }) => use === "converted");
  const amounts = (list: readonly CurrencyAccount[]) =>
    list
      .map(
        ({ currency: code, revenue, orders }) =>
          `${code} ${revenue.toFixed(2)} in ${orders} ${orders === 1 ? "order" : "orders"}`,
      )
      .join(", ");
  const rows = (list: readonly CurrencyAccount[]) => list.reduce((sum, account) => sum + account.rows, 0);
  const warnings: Warning[] = [];
  if (wanted !== null && currency !== wanted)
    warnings.push({
      code: "other_currency_counted",
      message: `The amounts are in ${currency}, but you count in ${wanted}, and no exchange rate is known. They were counted in ${currency}. Give exchange rates, or choose ${currency}.`,
      rows: rows(accounts.filter(({ use }) => use === "kept")),
      samples: [],
    });
  if (unnamed > 0)
    warnings.push({
      code: "currency_missing",
      message: `${unnamed.toLocaleString("en")} ${unnamed === 1 ? "row names" : "rows name"} no currency, though others do, and were counted as ${currency}. If they are in another one, fill it in.`,
      rows: unnamed,
      samples: [],
    });
  if (aside.length > 0)
    warnings.push({
      code: "several_currencies",
      message: `The file holds several currencies, which cannot be added. ${currency} is counted; set aside: ${amounts(aside)}. Give exchange rates to count them too.`,
      rows: rows(aside),
      samples: [],
    });
  if (converted.length > 0)
    warnings.push({
      code: "converted_currencies",
      message: `Amounts in ${list.format(converted.map(({ currency: code }) => code))} were converted to ${currency}.`,
      rows: rows(converted),
      samples: [],
    });
  return warnings;
}

function isShare({ plan }: OrderRows): boolean {
  return plan.money.discount !== null && plan.money.discount.unit !== "amount";
}

/** The codes of the currency column or, without one, those in the prices; null if neither has any. */
function currencyColumn(rows: OrderRows, wanted: string | null): CurrencyColumn | null {
  const dictionary = rows.words.currency;
  if (dictionary !== undefined) {
    const codes = Array.from({ length: dictionary.size }, (_, id) => codeOf(dictionary.text(id), wanted));
    const of = ({ run, runs }: RowBlock, i: number) => runs.words.currency![run[i]!]!;
    return { codes, of };
  }
  const { units } = rows.prices;
  const { currency } = rows.plan;
  if (units.length < 2) return currency === null ? null : { codes: [currency], of: () => 0 };
  return {
    codes: units.map((unit) => codeOf(unit, wanted)),
    of: ({ priceUnit }, i) => priceUnit?.[i] ?? 0,
  };
}

/** The code for a word or sign. A sign of many currencies, such as `$`, means the `wanted` one if that uses it. */
export function codeOf(text: string, wanted: string | null): string {
  const unit = (unitOf(text.trim(), "amount") ?? text.trim()).toUpperCase();
  return wanted !== null && unit === homeSign(wanted).toUpperCase() ? wanted : unit;
}
