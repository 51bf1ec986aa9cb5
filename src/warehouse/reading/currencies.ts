import { codeOf, decideCurrencies, type ToldCurrencies } from "../../transactions/lines/currencies";
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
  flag,
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
  readonly uses: ReadonlyMap<
    string,
    { readonly code: string; readonly use: "kept" | "converted" | "set_aside" }
  >;
  readonly unnamed: number;
}

const isMoney = (role: string) => ["discount", "refund", "shipping", "tax"].includes(role);

/** Brings all amounts into one currency, by the decisions of the local reader. */
export async function settleCurrencies(
  ask: Asker,
  rows: Rows,
  cells: Cells,
  wanted: string | null,
  rates: Rates | null,
): Promise<Currencies> {
  const { plan, words } = cells;
  const hasColumn = words.includes("currency");
  if (!hasColumn && plan.currency === null)
    return { rows: asTheyAre(rows, cells), currency: wanted, uses: new Map(), unnamed: 0 };
  const { texts, unnamed, ...told } = await toldBy(ask, rows, cells, wanted);
  const decided = decideCurrencies(told, plan.profile, wanted, rates);
  const uses = new Map(decided.uses.map((use, i) => [texts[i]!, use]));
  const foreign = [...uses].filter(([, { use }]) => use !== "kept");
  return {
    currency: decided.currency,
    uses,
    unnamed: hasColumn && uses.size > 0 ? unnamed : 0,
    rows:
      foreign.length === 0
        ? asTheyAre(rows, cells)
        : converted(withWorth(rows, cells, foreign, decided.hasOwn, rates), cells),
  };
}

function asTheyAre(rows: Rows, { amounts }: Cells): Rows {
  return rows.with({
    amount: column("cost"),
    ...Object.fromEntries(amounts.map((role) => [`sum_${role}`, column(`unit_${role}`)])),
    judged_mark: column("mark"),
  });
}

function ownRate({ amounts }: Cells): Expression {
  return amounts.includes("exchange_rate") ? column("exchange_rate") : noNumber;
}

/** What the rows say about their currencies, by word. */
async function toldBy(
  ask: Asker,
  rows: Rows,
  cells: Cells,
  wanted: string | null,
): Promise<ToldCurrencies & { readonly texts: readonly string[]; readonly unnamed: number }> {
  const word = cells.words.includes("currency") ? { word: column("word_currency") } : {};
  const isOpen = equal(column("mark"), number(kept));
  const rate = ownRate(cells);
  const told = await ask.rows(
    rows.group(word, {
      rows: countOf(isOpen),
      units: countOf(all(isOpen, equal(rate, number(1)))),
      others: countOf(all(isOpen, call(">", rate, number(0)), call("<>", rate, number(1)))),
    }),
    ...[...Object.keys(word), "rows", "units", "others"],
  );
  const texts = told.map((each) => String(each.word ?? cells.plan.currency ?? ""));
  const codes = texts.map((each) => codeOf(each, wanted));
  const tally = new Map<string, number>();
  const units = new Set<string>();
  const others = new Set<string>();
  let unnamed = 0;
  told.forEach((each, i) => {
    const code = codes[i]!;
    if (code === "") unnamed += Number(each.rows);
    else tally.set(code, (tally.get(code) ?? 0) + Number(each.rows));
    if (Number(each.units) > 0) units.add(code);
    if (Number(each.others) > 0) others.add(code);
  });
  return { texts, codes, tally, units, others, unnamed };
}

/** Rows with `worth`, what one unit of their currency is worth; missing if nobody knows. */
function withWorth(
  rows: Rows,
  cells: Cells,
  foreign: readonly (readonly [string, { readonly code: string }])[],
  hasOwn: boolean,
  rates: Rates | null,
): Rows {
  const isOf = (list: readonly string[]): Expression =>
    cells.words.includes("currency") ? isOneOf(column("word_currency"), list) : all();
  const rate = ownRate(cells);
  const given = hasOwn ? [[call(">", rate, number(0)), rate] as const] : [];
  const known = foreign.flatMap(([each, { code }]) =>
    (rates?.steps(code) ?? []).map(
      ({ from, rate: worth }) =>
        [
          from === Number.NEGATIVE_INFINITY
            ? isOf([each])
            : all(isOf([each]), call(">=", column("at"), number(from))),
          number(worth),
        ] as const,
    ),
  );
  const isForeign = isOf(foreign.map(([each]) => each));
  return rows.with({ is_foreign: flag(isForeign) }).with({
    worth: choose([[equal(column("is_foreign"), number(0)), number(1)], ...given, ...known], noNumber),
  });
}

/** Amounts times their worth; rows of unknown worth are set aside. */
function converted(rows: Rows, { plan, amounts }: Cells): Rows {
  const isShare = plan.money.discount !== null && plan.money.discount.unit !== "amount";
  const [mark, isKnown] = [column("mark"), isGiven(column("worth"))];
  const inOwn = (value: Expression) => choose([[isKnown, call("*", value, column("worth"))]], value);
  const aside = verdictOf("other_currency");
  return rows.with({
    amount: inOwn(column("cost")),
    ...Object.fromEntries(
      amounts.map((role) => {
        const value = column(`unit_${role}`);
        return [`sum_${role}`, isMoney(role) && !(role === "discount" && isShare) ? inOwn(value) : value];
      }),
    ),
    judged_mark: choose(
      [
        [isKnown, mark],
        [equal(mark, number(kept)), number(aside)],
        [call(">=", mark, number(returned)), number(aside | returned)],
      ],
      mark,
    ),
  });
}
