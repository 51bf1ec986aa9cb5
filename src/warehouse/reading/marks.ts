import { InputError } from "../../errors";
import type { Warning } from "../../transactions/cleaning-report";
import { isInHundredths } from "../../transactions/columns/amount-names";
import { normalisedName } from "../../transactions/columns/synonyms";
import {
  flagWords,
  isOpenOrKnown,
  meaningsOf,
  paidWords,
  verdictOfMeaning,
  type WordMeanings,
} from "../../transactions/lines/marks";
import { kept, returned, verdictOf } from "../../transactions/lines/verdict";
import { isOtherProduct } from "../../transactions/profiles/other-products";
import {
  all,
  any,
  call,
  choose,
  column,
  type Expression,
  equal,
  flag,
  isGiven,
  isMissing,
  isOneOf,
  not,
  number,
  over,
  text,
} from "../plan/expressions";
import type { Rows } from "../plan/relations";
import type { Asker } from "./ask";
import type { Cells } from "./cells";

/** Most different words of a status or a kind of row. */
const mostWords = 10_000;
const slack = 0.005;

/** Rows with a `mark`, the verdict that their words and their place in the order settle; 0 if nothing does. */
export interface Marks {
  readonly rows: Rows;
  readonly meanings: readonly WordMeanings[];
  readonly warnings: readonly Warning[];
}

/** Marks that add to each other: each new one decides about rows that have none yet. */
class Marking {
  #steps = 0;

  constructor(public rows: Rows) {}

  get mark(): Expression {
    return this.#steps === 0 ? number(kept) : column(`mark_${this.#steps}`);
  }

  /** `open`: only for rows without a mark. */
  add(branches: readonly (readonly [Expression, Expression])[], open = true): void {
    if (branches.length === 0) return;
    const mark = this.mark;
    const isOpen = equal(mark, number(kept));
    this.rows = this.rows.with({
      [`mark_${this.#steps + 1}`]: choose(
        branches.map(([when, then]) => [open ? all(isOpen, when) : when, then] as const),
        mark,
      ),
    });
    this.#steps++;
  }
}

/** The amounts in whole units where their columns are in hundredths: `cost`, and `unit_discount` and the like. */
export function inUnits(rows: Rows, { plan, amounts }: Cells): Rows {
  const scaled = (name: string, isScaled: boolean) =>
    isScaled ? call("*", column(name), number(plan.unit)) : column(name);
  const isMoney = (role: string) => ["discount", "refund", "shipping", "tax"].includes(role);
  return rows.with({
    cost: scaled("price", plan.unit !== 1),
    ...Object.fromEntries(
      amounts.map((role) => [
        `unit_${role}`,
        scaled(role, plan.unit !== 1 && isMoney(role) && isInHundredths(plan.mapping[role] ?? "")),
      ]),
    ),
  });
}

/** Marks what is no purchase, in the order of the local reader. `products`: all texts of the product column. */
export async function markRows(
  ask: Asker,
  given: Rows,
  cells: Cells,
  products: { readonly products: readonly string[]; readonly titles: readonly string[] },
): Promise<Marks> {
  const { plan } = cells;
  const warnings: Warning[] = [];
  const marking = new Marking(given);
  marking.add([[equal(column("odd_date"), number(1)), number(verdictOf("date_out_of_place"))]]);
  if (cells.words.includes("exported_at"))
    await markReplaced(ask, marking, warnings, plan.mapping.exported_at!);
  const meanings: WordMeanings[] = [];
  for (const role of ["row_type", "status", "payment_status"] as const)
    if (cells.words.includes(role))
      meanings.push(meaningsOf(plan, role, await wordsOf(ask, given, role, plan.mapping[role]!)));
  const status = meanings.find(({ role }) => role === "status");
  const payment = meanings.find(({ role }) => role === "payment_status");
  const areBoth = status !== undefined && payment !== undefined;
  if (areBoth) marking.add(paidBranches(status, payment));
  for (const words of meanings)
    if (!areBoth || words.role === "row_type")
      marking.add(branchesOf(words, words.meanings.map(verdictOfMeaning)));
  for (const role of ["cancelled_at", "test_order"] as const)
    if (cells.words.includes(role)) marking.add([await flagged(ask, given, role, plan.mapping[role]!)]);
  const none = plan.profile?.notGoods;
  if (none !== undefined) {
    const named = cells.words.includes("product_name");
    const texts = (named ? products.titles : products.products).filter((name) =>
      none.includes(normalisedName(name)),
    );
    const value = column(named ? "product_name" : "product");
    if (texts.length > 0) marking.add([[isOneOf(value, texts), number(verdictOf("not_goods"))]], false);
  }
  if (meanings.some(({ meanings: means }) => means.includes("refunded"))) markRefunds(marking);
  if (plan.index.product_id >= 0 && plan.index.order_id >= 0 && products.products.includes(""))
    markSummaries(marking, plan.money.value === "unit_price");
  if (plan.index.product_id >= 0 && plan.profile === null) {
    const other = products.products.filter(isOtherProduct);
    const titles = products.titles.filter(isOtherProduct);
    const branches: [Expression, Expression][] = [];
    if (other.length > 0) branches.push([isOneOf(column("product"), other), number(verdictOf("not_goods"))]);
    if (titles.length > 0)
      branches.push([isOneOf(column("product_name"), titles), number(verdictOf("not_goods"))]);
    marking.add(branches);
    const [first] = [...other, ...titles];
    const named = plan.mapping[other.length > 0 ? "product_id" : "product_name"];
    if (first !== undefined)
      warnings.push({
        code: "not_products",
        message: `Rows have ${JSON.stringify(first)} or the like in ${JSON.stringify(named)}. They were left out, because shipping, tips, gift cards and payments are not products.`,
        rows: 0,
        samples: [{ row: 0, column: named!, value: first }],
      });
  }
  return {
    rows: marking.rows.with({ mark: call("toNumber", marking.mark) }),
    meanings: meanings.map((each) =>
      areBoth && each === status ? { ...each, known: isOpenOrKnown(each) } : each,
    ),
    warnings,
  };
}

async function wordsOf(ask: Asker, rows: Rows, role: string, named: string): Promise<string[]> {
  const word = column(`word_${role}`);
  const words = await ask.rows(rows.group({ word }, {}).first(mostWords + 1, "word"), "word");
  if (words.length > mostWords)
    throw new InputError(
      `${JSON.stringify(named)} has more than ${mostWords.toLocaleString("en")} different words, too many for a ${role}. Map ${role} to another column, or to null.`,
    );
  return words.map(({ word: each }) => String(each ?? ""));
}

/** One branch for each verdict but `kept`. */
function branchesOf(
  { role, texts }: WordMeanings,
  verdicts: readonly number[],
): (readonly [Expression, Expression])[] {
  return [...Map.groupBy(texts.keys(), (id) => verdicts[id]!)]
    .filter(([verdict]) => verdict !== kept)
    .map(([verdict, ids]) => [
      isOneOf(
        column(`word_${role}`),
        ids.map((id) => texts[id]!),
      ),
      number(verdict),
    ]);
}

function paidBranches(status: WordMeanings, payment: WordMeanings): (readonly [Expression, Expression])[] {
  const { ofStatus, ofPayment, isOpen, cameIn } = paidWords(status, payment);
  const unpaid = verdictOf("unpaid_order");
  const those = (words: WordMeanings, holds: (id: number) => boolean) =>
    isOneOf(
      column(`word_${words.role}`),
      words.texts.filter((_, id) => holds(id)),
    );
  return [
    [
      all(
        those(status, (id) => ofStatus[id] === unpaid),
        those(payment, (id) => cameIn[id]!),
      ),
      number(kept),
    ],
    ...branchesOf(payment, ofPayment).map(
      ([when, then]) =>
        [
          all(
            those(status, (id) => ofStatus[id] === kept),
            any(
              those(status, (id) => isOpen[id]!),
              not(those(payment, (id) => ofPayment[id] === unpaid)),
            ),
            when,
          ),
          then,
        ] as const,
    ),
    ...branchesOf(status, ofStatus),
  ];
}

/** A blank settles nothing in a column of cancellations; what else does not is asked for. */
async function flagged(
  ask: Asker,
  rows: Rows,
  role: string,
  named: string,
): Promise<readonly [Expression, Expression]> {
  const { verdict, byDefault, isOn } = flagWords(named);
  const word = column(`word_${role}`);
  const short = rows
    .where(
      any(
        call("<=", call("length", word), number(9)),
        isOneOf(call("part", word, number(1), number(3)), ["000"]),
      ),
    )
    .group({ word }, {})
    .first(mostWords + 1, "word");
  const words = (await ask.rows(short, "word")).map(({ word: each }) => String(each ?? ""));
  if (words.length > mostWords)
    throw new InputError(
      `${JSON.stringify(named)} has more than ${mostWords.toLocaleString("en")} short words. Map ${role} to another column, or to null.`,
    );
  const when = byDefault
    ? not(isOneOf(word, words.filter((each) => !isOn(each)).concat("")))
    : isOneOf(word, words.filter(isOn));
  return [when, number(verdict)];
}

/** Older exports of an order that a newer one has again. Throws InputError if nothing tells which is newer. */
async function markReplaced(ask: Asker, marking: Marking, warnings: Warning[], named: string): Promise<void> {
  const words = await wordsOf(ask, marking.rows, "exported_at", named);
  if (words.length < 2) return;
  if (!words.every((word) => word === "" || /^\d{4}\D?\d{2}\D?\d{2}/.test(word)))
    throw new InputError(
      `${JSON.stringify(named)} tells the exports apart, but not which of them is the newest. Select only the newest rows of each order in the query.`,
    );
  const [word, key] = [column("word_exported_at"), column("order_key")];
  marking.rows = marking.rows.with({ newest: over(call("max", word), key) });
  const sizes = marking.rows
    .where(isGiven(key))
    .group({ order_key: key, word }, { rows: call("count"), newest: call("max", column("newest")) })
    .group(
      { order_key: column("order_key") },
      {
        most: call("max", column("rows")),
        last: call("sum", choose([[equal(column("word"), column("newest")), column("rows")]], number(0))),
      },
    )
    .where(call("<", column("last"), column("most")))
    .group({}, { orders: call("count") });
  const { orders } = await ask.one(sizes, "orders");
  if (orders > 0)
    warnings.push({
      code: "shorter_exports",
      message: `${orders.toLocaleString("en")} orders have fewer rows in their newest export than in an older one. Only the newest counts; if an export was cut within an order, rows are missing.`,
      rows: 0,
      samples: [],
    });
  marking.add([[all(isGiven(key), call("<", word, column("newest"))), number(verdictOf("replaced_row"))]]);
}

/** Refunded rows below zero beside rows of the same order that stand. */
function markRefunds(marking: Marking): void {
  const [quantity, cost, key] = [column("quantity"), column("cost"), column("order_key")];
  const zero = number(0);
  const stands = all(equal(marking.mark, number(kept)), call(">", quantity, zero), call(">", cost, zero));
  marking.rows = marking.rows.with({ stands: over(call("max", flag(stands)), key) });
  marking.add(
    [
      [
        all(
          isGiven(key),
          equal(marking.mark, number(verdictOf("refunded_order"))),
          any(call("<", quantity, zero), call("<", cost, zero)),
          equal(column("stands"), number(1)),
        ),
        number(verdictOf("return_row") | returned),
      ],
    ],
    false,
  );
}

/** Rows without a product, among rows with one, that add up the others. */
function markSummaries(marking: Marking, isUnitPrice: boolean): void {
  const [quantity, cost, key] = [column("quantity"), column("cost"), column("order_key")];
  const isNamed = call("<>", column("product"), text(""));
  const worth = isUnitPrice ? call("*", quantity, cost) : cost;
  marking.rows = marking.rows.with({
    has_items: over(call("max", flag(isNamed)), key),
    items: over(call("sum", choose([[isNamed, worth]], number(0))), key),
  });
  const isAbout = (found: Expression) =>
    call(
      "<=",
      call("abs", call("-", found, column("items"))),
      call("+", call("*", number(slack), call("abs", column("items"))), number(0.011)),
    );
  const sums = [cost, worth].map(isAbout);
  marking.add([
    [
      all(
        isGiven(key),
        equal(column("has_items"), number(1)),
        equal(column("product"), text("")),
        any(isMissing(cost), equal(cost, number(0)), ...sums),
      ),
      number(verdictOf("not_goods")),
    ],
  ]);
}
