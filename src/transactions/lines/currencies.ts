import type { CurrencyAccount, Warning } from "../cleaning-report";
import type { Rates } from "../rates";
import type { OrderRows } from "./order-rows";
import { kept, verdictOf } from "./verdict";

/** In which currency the amounts are. */
export interface Currencies {
  /** The one in which all that is kept is counted; null where the file says nothing. */
  readonly currency: string | null;
  /** By word of the currency column: its code, and what becomes of it. */
  readonly uses: readonly { readonly code: string; readonly use: CurrencyAccount["use"] }[];
}

const otherCurrency = verdictOf("other_currency");

/**
 * Brings all amounts into one currency, in place: by the file's own rate, else by the rates given; rows for which there is none
 * are set aside, never added. `wanted`: the currency to count in; without it, that of most rows. To be called on resolved amounts.
 */
export function settleCurrencies(rows: OrderRows, wanted: string | null, rates: Rates | null): Currencies {
  const source = currencyColumn(rows);
  const { profile } = rows.plan;
  if (source === null) return { currency: wanted ?? profile?.currency ?? null, uses: [] };
  const { codes, of } = source;
  const counts = new Float64Array(codes.length);
  for (const [number, block] of rows.blocks.entries())
    for (let i = 0; i < block.length; i++) if (block.verdict[i] === kept) counts[of(number, i)]!++;
  const tally = new Map<string, number>();
  codes.forEach((code, id) => {
    if (code !== "") tally.set(code, (tally.get(code) ?? 0) + counts[id]!);
  });
  if (tally.size === 0) return { currency: wanted ?? null, uses: [] };
  const most = [...tally].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
  if (profile?.amountsInShopCurrency) return { currency: wanted ?? most, uses: [] };
  const hasRates = (code: string) => rates?.has(code) === true;
  const ownRate = rows.amounts.exchange_rate !== undefined;
  const target =
    wanted !== null && (tally.has(wanted) || ownRate || [...tally.keys()].some(hasRates)) ? wanted : most;
  const uses = codes.map((code) => {
    if (code === "" || code === target) return { code: code === "" ? target : code, use: "kept" as const };
    return { code, use: ownRate || hasRates(code) ? ("converted" as const) : ("set_aside" as const) };
  });
  if (uses.every(({ use }) => use === "kept")) return { currency: target, uses };
  for (const [number, block] of rows.blocks.entries())
    for (let i = 0; i < block.length; i++) {
      const { code, use } = uses[of(number, i)]!;
      if (use === "kept") continue;
      const own = block.amounts.exchange_rate?.value[i] ?? Number.NaN;
      const rate = own > 0 ? own : (rates?.at(code, block.moment[i]!) ?? Number.NaN);
      if (rate > 0) {
        block.price[i]! *= rate;
        for (const role of ["discount", "refund", "shipping", "tax"] as const)
          if (block.amounts[role] !== undefined && !(role === "discount" && isShare(rows)))
            block.amounts[role].value[i]! *= rate;
      } else if (block.verdict[i] === kept) block.verdict[i] = otherCurrency;
    }
  return { currency: target, uses };
}

/** Says loudly what was set aside or converted. */
export function currencyWarnings(accounts: readonly CurrencyAccount[], currency: string | null): Warning[] {
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
      message: `Amounts in ${converted.map(({ currency: code }) => code).join(", ")} were converted to ${currency}.`,
      rows: rows(converted),
      samples: [],
    });
  return warnings;
}

function isShare({ plan }: OrderRows): boolean {
  return plan.money.discount !== null && plan.money.discount.unit !== "amount";
}

/** The codes of the currency column or, without one, the signs that stand inside the prices; null where there is neither. */
function currencyColumn(
  rows: OrderRows,
): { codes: string[]; of: (block: number, i: number) => number } | null {
  const dictionary = rows.words.currency;
  if (dictionary !== undefined) {
    const codes = Array.from({ length: dictionary.size }, (_, id) => codeOf(dictionary.text(id)));
    return { codes, of: (block, i) => rows.blocks[block]!.words.currency![i]! };
  }
  const { units } = rows.prices;
  if (units.length < 2) return null;
  // As if there were a column of currencies, so that the lines can be asked what they came to in each.
  if (units.length > 2)
    for (const block of rows.blocks)
      block.words.currency = Int32Array.from(
        block.priceUnit ?? { length: block.length },
        (unit) => unit ?? 0,
      );
  return {
    codes: units.map((unit) => unit.toUpperCase()),
    of: (block, i) => rows.blocks[block]!.priceUnit?.[i] ?? 0,
  };
}

const signs: Readonly<Record<string, string>> = {
  "€": "EUR",
  "£": "GBP",
  EURO: "EUR",
  EUROS: "EUR",
  "₹": "INR",
  "₺": "TRY",
  US$: "USD",
};

function codeOf(text: string): string {
  const code = text.trim().toUpperCase();
  return signs[code] ?? code;
}
