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
  flag,
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

const isGoods = not(equal(column("judged_mark"), number(verdictOf("not_goods"))));
const isBlank = equal(column("empty_price"), number(1));
/** Whether a row tells what total its order has. */
const isTelling = all(isGiven(column("order_key")), isGoods, equal(column("empty_price"), number(0)));

/** Reads totals by the rules of `settleOrderTotals` and `spreadTotals` of the local reader. */
export async function settleTotals(ask: Asker, rows: Rows, cells: Cells): Promise<Totals> {
  const { plan } = cells;
  const hasQuantity = plan.index.quantity >= 0;
  const own = { once: number(0), filled: number(0) };
  const asTheyAre = { mayBeOfOrders: false, notes: [], warnings: [] };
  if (plan.money.value === "unit_price")
    return { ...asTheyAre, rows: rows.with({ units: column("quantity"), each: column("amount"), ...own }) };
  const spreadAlone = () => spread(rows.with({ total: column("amount"), ...own }), hasQuantity);
  if (!cells.hasOrders) return { ...asTheyAre, rows: spreadAlone() };
  const { several, same, least, most, blank } = await surveyOf(ask, rows, cells);
  const { areOrders, notes, warnings } = whoseTotals(totalsOf(plan), several, same, () => least !== most);
  if (!areOrders && blank === 0) return { mayBeOfOrders: false, rows: spreadAlone(), notes, warnings };
  const found = ofOrders(rows, cells, areOrders);
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

function comparedBy({ rest }: Cells): string[] {
  return [...rest, "product", "who", "at", "quantity", "amount"];
}

/**
 * Orders with several lines that differ in something, and how many of them have one total on all lines; the least and
 * the most of these totals; and the rows without one.
 */
async function surveyOf(ask: Asker, rows: Rows, cells: Cells) {
  const lines = Object.fromEntries(comparedBy(cells).map((name) => [`by_${name}`, column(name)]));
  const total = column("by_amount");
  const orders = rows
    .where(isTelling)
    .group({ order_key: column("order_key"), ...lines }, {})
    .group(
      { order_key: column("order_key") },
      {
        lines: call("count", total),
        unread: countOf(isMissing(total)),
        low: call("min", total),
        high: call("max", total),
      },
    );
  const isSeveral = call(">=", column("lines"), number(2));
  const isSame = all(isSeveral, equal(column("low"), column("high")), equal(column("unread"), number(0)));
  const low = choose([[isSeveral, column("low")]], noNumber);
  const found = await ask.one(
    orders.group(
      {},
      {
        several: countOf(isSeveral),
        same: countOf(isSame),
        least: call("min", low),
        most: call("max", low),
      },
    ),
    ...(["several", "same", "least", "most"] as const),
  );
  const isWithout = all(isGiven(column("order_key")), isBlank);
  return { ...found, ...(await ask.one(rows.group({}, { blank: countOf(isWithout) }), "blank")) };
}

/** Rows with `once`, `filled` and their `total`, that of their order where it has one. `areOrders`: all orders have. */
function ofOrders(rows: Rows, cells: Cells, areOrders: boolean): Rows {
  const [amount, key] = [column("amount"), column("order_key")];
  const inOrder = (name: "min" | "max", value: Expression, none: Expression) =>
    over(call(name, choose([[isTelling, value]], none)), key);
  const line = call("digest", together(textsOf(comparedBy(cells))));
  const beside = rows.with({
    low_total: inOrder("min", amount, noNumber),
    high_total: inOrder("max", amount, noNumber),
    unread: over(countOf(all(isTelling, isMissing(amount))), key),
    blanks: over(countOf(all(isBlank, isGoods)), key),
    low_line: inOrder("min", line, noText),
    high_line: inOrder("max", line, noText),
  });
  const isUniform = all(
    isGiven(key),
    equal(column("low_total"), column("high_total")),
    equal(column("unread"), number(0)),
  );
  const isSingle = all(
    equal(column("low_line"), column("high_line")),
    call(">", column("blanks"), number(0)),
  );
  const isFilled = all(equal(column("once"), number(1)), isBlank, isGoods);
  return beside
    .with({ once: flag(areOrders ? isUniform : all(isUniform, isSingle)) })
    .with({ filled: flag(isFilled) })
    .with({ total: choose([[equal(column("filled"), number(1)), column("low_total")]], amount) });
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
