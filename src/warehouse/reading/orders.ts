import { InputError } from "../../errors";
import { DAY_MS } from "../../time";
import type { Warning } from "../../transactions/cleaning-report";
import { areWordsForSame, isOfLines, orderWords } from "../../transactions/lines/fill-down";
import { repeatedNumbers, startOver } from "../../transactions/lines/order-numbers";
import { longestOrderMs, usualOrderMs } from "../../transactions/lines/order-span";
import {
  all,
  any,
  call,
  choose,
  column,
  countOf,
  type Expression,
  equal,
  isGiven,
  isMissing,
  noNumber,
  noText,
  not,
  number,
  over,
  text,
} from "../plan/expressions";
import type { Rows } from "../plan/relations";
import type { Asker } from "./ask";
import type { Cells } from "./cells";

/** Which rows belong together. */
export interface Orders {
  /**
   * Rows with `order_key`, which two rows share if they are of one order, missing for a row without an order id; and
   * with the `buyer`, the moment `at` and the words that another row of the order has where their own cells are blank.
   */
  readonly rows: Rows;
  /** Whether an order is a number, a day and a customer. */
  readonly byDay: boolean;
  readonly shared: number;
  readonly warnings: readonly Warning[];
}

const unit = "\u001f";

/** Tells which rows are of one order, by the rules of `settleOrders` and `shareWithinOrders` of the local reader. */
export async function settleOrders(ask: Asker, rows: Rows, cells: Cells): Promise<Orders> {
  if (!cells.hasOrders)
    return {
      rows: rows.with({ order_key: noText, at: column("dated"), who: column("buyer") }),
      byDay: false,
      shared: 0,
      warnings: [],
    };
  const [buyer, dated, orderNumber] = [column("buyer"), column("dated"), column("order_number")];
  const { isAgain, orders, told, used, partial, same, several, count } = await surveyOf(ask, rows);
  const byDay = startOver(used, told);
  const warnings: Warning[] = [];
  if (byDay) {
    const examples = orders.where(isAgain).select({ order_number: column("order_number") });
    const [example] = await ask.rows(examples.first(1, "order_number"), "order_number");
    const named = cells.plan.mapping.order_id!;
    warnings.push(repeatedNumbers(named, used, String(example?.order_number), count));
  }
  const dayOf = call("floor", call("/", dated, number(DAY_MS)));
  const key = byDay
    ? call(
        "concat",
        orderNumber,
        text(unit),
        call("coalesce", call("wholeToText", dayOf), text("")),
        text(unit),
        call("coalesce", buyer, call("wholeToText", column("nobody"))),
      )
    : orderNumber;
  const keyed = rows.with({ order_key: key });
  if (partial === 0) return { rows: keyed.with({ at: dated, who: buyer }), byDay, shared: 0, warnings };
  if (!byDay && areWordsForSame(same, several))
    throw new InputError(
      `Most orders name their customer in one row and have a word for a missing value in the others. Fill the customer in, in the query, with max(…) over (partition by …).`,
    );
  const filled = withinOrders(keyed);
  const { filled: shared } = await ask.one(
    filled.group({}, { filled: countOf(equal(column("is_shared"), number(1))) }),
    "filled",
  );
  return { rows: filled, byDay, shared, warnings };
}

/** What the rows of each order number have: of all, and how many numbers are used again or lack something. */
async function surveyOf(ask: Asker, rows: Rows) {
  const [buyer, dated, orderNumber] = [column("buyer"), column("dated"), column("order_number")];
  const isKnown = isGiven(buyer);
  const orders = rows.where(isGiven(orderNumber)).group(
    { order_number: orderNumber },
    {
      lines: countOf(isKnown),
      low: call("min", buyer),
      high: call("max", buyer),
      first: call("min", choose([[isKnown, dated]], noNumber)),
      last: call("max", choose([[isKnown, dated]], noNumber)),
      blank: countOf(all(isMissing(buyer), call("<>", column("nobody"), number(-2)))),
      undated: countOf(isMissing(dated)),
      words: countOf(all(isMissing(buyer), equal(column("nobody"), number(-3)))),
      rows: call("count"),
    },
  );
  const has = (name: string, least: number) => call(">=", column(name), number(least));
  const isAgain = all(
    has("lines", 2),
    any(
      call("<>", column("low"), column("high")),
      call(">", call("-", column("last"), column("first")), number(longestOrderMs)),
    ),
  );
  const counts = orders.group(
    {},
    {
      told: countOf(has("lines", 2)),
      used: countOf(isAgain),
      partial: countOf(any(has("undated", 1), all(has("blank", 1), has("lines", 1)))),
      several: countOf(all(has("rows", 2), call("<", column("words"), column("rows")))),
      same: countOf(all(has("words", 1), equal(column("words"), call("-", column("rows"), number(1))))),
      rows: call("sum", column("rows")),
    },
  );
  const { rows: count, ...found } = await ask.one(
    counts,
    ...(["told", "used", "partial", "several", "same", "rows"] as const),
  );
  return { isAgain, orders, count, ...found };
}

/** Gives rows the customer and the date of another row of their order. */
function withinOrders(rows: Rows): Rows {
  const [buyer, dated, key] = [column("buyer"), column("dated"), column("order_key")];
  const inOrder = (aggregate: Expression) => over(aggregate, key);
  const beside = rows.with({
    low_buyer: inOrder(call("min", buyer)),
    high_buyer: inOrder(call("max", buyer)),
    seen: inOrder(call("min", choose([[isGiven(buyer), dated]], noNumber))),
    placed: inOrder(call("min", dated)),
  });
  const isFar = all(
    isGiven(dated),
    isGiven(column("seen")),
    call(">", call("abs", call("-", dated, column("seen"))), number(usualOrderMs)),
  );
  const isNobodys = all(
    isGiven(key),
    isMissing(buyer),
    equal(column("nobody"), number(-1)),
    equal(column("low_buyer"), column("high_buyer")),
    equal(choose([[isFar, number(1)]], number(0)), number(0)),
  );
  const isUndated = all(
    isGiven(key),
    equal(column("empty_moment"), number(1)),
    isMissing(dated),
    isGiven(column("placed")),
  );
  return beside.with({
    who: choose([[isNobodys, column("low_buyer")]], buyer),
    at: choose([[isUndated, column("placed")]], dated),
    is_shared: choose([[any(isNobodys, isUndated), number(1)]], number(0)),
  });
}

/** Rows with the words of their orders: `word_status` and the like. */
export async function shareWords(ask: Asker, rows: Rows, cells: Cells): Promise<Rows> {
  const roles = cells.words.filter((role) => role !== "product_name");
  if (roles.length === 0) return rows;
  const own = () => rows.with(Object.fromEntries(roles.map((role) => [`word_${role}`, column(role)])));
  const sharing = roles.filter(
    (role) => cells.hasOrders && orderWords.includes(role) && !isOfLines(role, cells.plan),
  );
  if (sharing.length === 0) return own();
  const blanks = await ask.one(
    rows.group({}, Object.fromEntries(sharing.map((role) => [role, countOf(equal(column(role), text("")))]))),
    ...sharing,
  );
  const given = (role: string) => choose([[not(equal(column(role), text(""))), column(role)]], noText);
  const shared = sharing.filter((role) => blanks[role] > 0);
  if (shared.length === 0) return own();
  return rows
    .with(
      Object.fromEntries(
        shared.map((role) => [`shared_${role}`, over(call("min", given(role)), column("order_key"))]),
      ),
    )
    .with(
      Object.fromEntries(
        roles.map((role) => [
          `word_${role}`,
          shared.includes(role)
            ? choose(
                [
                  [
                    all(equal(column(role), text("")), isGiven(column("order_key"))),
                    call("coalesce", column(`shared_${role}`), text("")),
                  ],
                ],
                column(role),
              )
            : column(role),
        ]),
      ),
    );
}
