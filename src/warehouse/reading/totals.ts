import type { Warning } from "../../transactions/cleaning-report";
import { totalsOf } from "../../transactions/lines/clean-file";
import { filledNotes, whoseTotals } from "../../transactions/lines/order-totals";
import { verdictOf } from "../../transactions/lines/verdict";
import {
  all,
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

/** What a unit costs in each row. */
export interface Totals {
  /**
   * Rows with `units` and `each`, the price of one; `once`, 1 if that is the total of the whole order; `filled`, 1 if
   * it came from another row of the order.
   */
  readonly rows: Rows;
  readonly mayBeOfOrders: boolean;
  readonly notes: readonly string[];
  readonly warnings: readonly Warning[];
}

const unit = "\u001f";

/** One text of all these values, to compare rows by. */
export function together(values: readonly Expression[]): Expression {
  const written = values.map((value) => call("coalesce", value, text("")));
  return written.reduce((a, b) => call("concat", a, text(unit), b));
}

/** Reads totals by the rules of `settleOrderTotals` and `spreadTotals` of the local reader. */
export async function settleTotals(ask: Asker, rows: Rows, cells: Cells): Promise<Totals> {
  const { plan } = cells;
  const own = { units: column("quantity"), each: column("amount"), once: number(0), filled: number(0) };
  if (plan.money.value === "unit_price")
    return { rows: rows.with(own), mayBeOfOrders: false, notes: [], warnings: [] };
  const hasQuantity = plan.index.quantity >= 0;
  if (!cells.hasOrders)
    return { rows: spread(rows.with({ total: column("amount"), once: number(0), filled: number(0) }), hasQuantity), mayBeOfOrders: false, notes: [], warnings: [] };
  const [amount, key] = [column("amount"), column("order_key")];
  const isLine = all(
    isGiven(key),
    not(equal(column("judged_mark"), number(verdictOf("not_goods")))),
    equal(column("empty_price"), number(0)),
  );
  const compared = [...cells.rest, "product", "who", "at", "quantity", "amount"];
  const survey = rows
    .where(isLine)
    .group(
      { order_key: key, ...Object.fromEntries(compared.map((name) => [`by_${name}`, column(name)])) },
      {},
    )
    .group(
      { order_key: column("order_key") },
      {
        lines: call("count", column("by_amount")),
        unread: countOf(isMissing(column("by_amount"))),
        low: call("min", column("by_amount")),
        high: call("max", column("by_amount")),
      },
    );
  const isSeveral = call(">=", column("lines"), number(2));
  const isSame = all(
    isSeveral,
    equal(column("low"), column("high")),
    equal(column("unread"), number(0)),
  );
  const { several, same, least, most } = await ask.one(
    survey.group(
      {},
      {
        several: countOf(isSeveral),
        same: countOf(isSame),
        least: call("min", choose([[isSeveral, column("low")]], noNumber)),
        most: call("max", choose([[isSeveral, column("low")]], noNumber)),
      },
    ),
    "several",
    "same",
    "least",
    "most",
  );
  const { areOrders, notes, warnings } = whoseTotals(totalsOf(plan), several, same, () => least !== most);
  const { blank } = await ask.one(
    rows.group({}, { blank: countOf(all(isGiven(key), equal(column("empty_price"), number(1)))) }),
    "blank",
  );
  if (!areOrders && blank === 0)
    return {
      rows: spread(rows.with({ total: amount, once: number(0), filled: number(0) }), hasQuantity),
      mayBeOfOrders: false,
      notes,
      warnings,
    };
  const inOrder = (name: "min" | "max", value: Expression, none: Expression) =>
    over(call(name, choose([[isLine, value]], none)), key);
  const line = call("digest", together(textsOf(compared)));
  const beside = rows.with({
    low_total: inOrder("min", amount, noNumber),
    high_total: inOrder("max", amount, noNumber),
    unread: over(countOf(all(isLine, isMissing(amount))), key),
    blanks: over(
      countOf(
        all(
          equal(column("empty_price"), number(1)),
          not(equal(column("judged_mark"), number(verdictOf("not_goods")))),
        ),
      ),
      key,
    ),
    low_line: inOrder("min", line, noText),
    high_line: inOrder("max", line, noText),
  });
  const isUniform = all(
    isGiven(key),
    equal(column("low_total"), column("high_total")),
    equal(column("unread"), number(0)),
  );
  const isOnce = areOrders
    ? isUniform
    : all(
        isUniform,
        equal(column("low_line"), column("high_line")),
        call(">", column("blanks"), number(0)),
      );
  const isFilled = all(
    equal(column("once"), number(1)),
    equal(column("empty_price"), number(1)),
    not(equal(column("judged_mark"), number(verdictOf("not_goods")))),
  );
  const found = beside
    .with({ once: choose([[isOnce, number(1)]], number(0)) })
    .with({ filled: choose([[isFilled, number(1)]], number(0)) })
    .with({ total: choose([[equal(column("filled"), number(1)), column("low_total")]], amount) });
  const { filled } = await ask.one(
    found.group({}, { filled: countOf(equal(column("filled"), number(1))) }),
    "filled",
  );
  return {
    rows: spread(found, hasQuantity),
    mayBeOfOrders: true,
    notes: [...notes, ...filledNotes(filled)],
    warnings,
  };
}

/** Texts of the columns that rows are compared by. */
function textsOf(names: readonly string[]): Expression[] {
  const numbers = ["at", "quantity", "amount"];
  return names.map((name) => (numbers.includes(name) ? call("toText", column(name)) : column(name)));
}

/** Turns totals into prices of one unit ≥ 0; a negative total is a return. */
function spread(rows: Rows, hasQuantity: boolean): Rows {
  const [total, units] = [column("total"), column("quantity")];
  const zero = number(0);
  const isBelow = call("<", total, zero);
  const minus = (value: Expression) => call("-", zero, value);
  if (!hasQuantity)
    return rows.with({
      units: choose([[isBelow, number(-1)]], number(1)),
      each: call("abs", total),
    });
  const isSome = all(isGiven(units), call("<>", units, zero));
  return rows.with({
    units: choose(
      [
        [all(isSome, isBelow), minus(call("abs", units))],
        [all(equal(units, zero), isBelow), number(-1)],
      ],
      units,
    ),
    each: choose(
      [
        [isSome, call("abs", call("/", total, choose([[isSome, units]], number(1))))],
        [all(equal(units, zero), isBelow), minus(total)],
        [isMissing(units), noNumber],
      ],
      total,
    ),
  });
}

