import { codeOf, decideCurrencies } from "../../transactions/lines/currencies";
import { kept, returned, verdictOf } from "../../transactions/lines/verdict";
import type { Rates } from "../../transactions/rates";
import {
  all,
  call,
  choose,
  column,
  countOf,
  type Expression,
  equal,
  isGiven,
  isOneOf,
  noNumber,
  number,
} from "../plan/expressions";
import type { Rows } from "../plan/relations";
import type { Asker } from "./ask";
import type { Cells } from "./cells";

/** In which currency the rows count. */
export interface Currencies {
  /** Rows with `amount`, the price in that currency, the converted `sum_…` of other amounts, and the mark `judged_mark`. */
  readonly rows: Rows;
  readonly currency: string | null;
  /** By word of the currency column. */
  readonly uses: ReadonlyMap<string, { readonly code: string; readonly use: "kept" | "converted" | "set_aside" }>;
  readonly unnamed: number;
}

/** Brings all amounts into one currency, by the decisions of the local reader. */
export async function settleCurrencies(
  ask: Asker,
  rows: Rows,
  { plan, words, amounts }: Cells,
  wanted: string | null,
  rates: Rates | null,
): Promise<Currencies> {
  const own = (role: string) => column(`unit_${role}`);
  const asTheyAre = (): Rows =>
    rows.with({
      amount: column("cost"),
      ...Object.fromEntries(amounts.map((role) => [`sum_${role}`, own(role)])),
      judged_mark: column("mark"),
    });
  const hasColumn = words.includes("currency");
  if (!hasColumn && plan.currency === null)
    return { rows: asTheyAre(), currency: wanted, uses: new Map(), unnamed: 0 };
  const word = hasColumn ? column("word_currency") : null;
  const isOpen = equal(column("mark"), number(kept));
  const rate = amounts.includes("exchange_rate") ? column("exchange_rate") : noNumber;
  const told = await ask.rows(
    rows.group(word === null ? {} : { word }, {
      rows: countOf(isOpen),
      units: countOf(all(isOpen, equal(rate, number(1)))),
      others: countOf(all(isOpen, call(">", rate, number(0)), call("<>", rate, number(1)))),
    }),
    ...(word === null ? [] : ["word"]),
    "rows",
    "units",
    "others",
  );
  const texts = told.map((each) => String(each.word ?? plan.currency ?? ""));
  const codes = texts.map((each) => codeOf(each, wanted));
  const tally = new Map<string, number>();
  const units = new Set<string>();
  const others = new Set<string>();
  told.forEach((each, i) => {
    const code = codes[i]!;
    if (code !== "") tally.set(code, (tally.get(code) ?? 0) + Number(each.rows));
    if (Number(each.units) > 0) units.add(code);
    if (Number(each.others) > 0) others.add(code);
  });
  const decided = decideCurrencies({ codes, tally, units, others }, plan.profile, wanted, rates);
  const uses = new Map(decided.uses.map((use, i) => [texts[i]!, use]));
  const unnamed = told.reduce((sum, each, i) => sum + (codes[i] === "" ? Number(each.rows) : 0), 0);
  const settled = { currency: decided.currency, uses, unnamed: hasColumn && uses.size > 0 ? unnamed : 0 };
  const foreign = [...uses].filter(([, { use }]) => use !== "kept");
  if (foreign.length === 0) return { rows: asTheyAre(), ...settled };
  const isOf = (list: readonly string[]): Expression => (word === null ? all() : isOneOf(word, list));
  const given: (readonly [Expression, Expression])[] = decided.hasOwn ? [[call(">", rate, number(0)), rate]] : [];
  const known = foreign.flatMap(([each, { code }]) =>
    (rates?.steps(code) ?? []).map(
      ({ from, rate: worth }) =>
        [
          from === Number.NEGATIVE_INFINITY ? isOf([each]) : all(isOf([each]), call(">=", column("at"), number(from))),
          number(worth),
        ] as const,
    ),
  );
  const isForeign = isOf(foreign.map(([each]) => each));
  const worth = rows
    .with({ is_foreign: choose([[isForeign, number(1)]], number(0)) })
    .with({ worth: choose([[equal(column("is_foreign"), number(0)), number(1)], ...given, ...known], noNumber) });
  const isShare = plan.money.discount !== null && plan.money.discount.unit !== "amount";
  const converted = (value: Expression) =>
    choose([[isGiven(column("worth")), call("*", value, column("worth"))]], value);
  const set = number(verdictOf("other_currency"));
  const aside = choose(
    [
      [isGiven(column("worth")), column("mark")],
      [isOpen, set],
      [call(">=", column("mark"), number(returned)), number(verdictOf("other_currency") | returned)],
    ],
    column("mark"),
  );
  return {
    ...settled,
    rows: worth.with({
      amount: converted(column("cost")),
      ...Object.fromEntries(
        amounts.map((role) => [
          `sum_${role}`,
          ["discount", "refund", "shipping", "tax"].includes(role) && !(role === "discount" && isShare)
            ? converted(own(role))
            : own(role),
        ]),
      ),
      judged_mark: aside,
    }),
  };
}

