import { whatIsCancelled } from "../../transactions/lines/cancellations";
import { kept, returned, verdictOf } from "../../transactions/lines/verdict";
import {
  all,
  any,
  call,
  choose,
  column,
  countOf,
  type Expression,
  equal,
  flag,
  isGiven,
  isMissing,
  matches,
  not,
  number,
  over,
} from "../plan/expressions";
import type { Rows } from "../plan/relations";
import type { Asker } from "./ask";
import type { Cells } from "./cells";

const zero = number(0);
const withC = "^[Cc][0-9]";

/** Rows with `cancelled`, 1 where the number of the order says so, by the rules of `cancelledByNumber`. */
export async function markCancelled(ask: Asker, rows: Rows, cells: Cells): Promise<Rows> {
  const none = () => rows.with({ cancelled: number(0) });
  if (!cells.hasOrders) return none();
  const orderNumber = column("order_number");
  const isMarked = matches(orderNumber, withC);
  const isBelow = any(call("<", column("units"), zero), call("<", column("each"), zero));
  const orders = rows
    .where(isGiven(orderNumber))
    .group(
      { order_key: column("order_key"), order_number: orderNumber },
      { lines: call("count"), negative: countOf(isBelow) },
    )
    .group(
      {},
      {
        known: call("count"),
        candidates: countOf(isMarked),
        lines: call("sum", choose([[isMarked, column("lines")]], zero)),
        negative: call("sum", choose([[isMarked, column("negative")]], zero)),
      },
    );
  const found = await ask.one(orders, "known", "candidates", "lines", "negative");
  const said = whatIsCancelled(found);
  if (said === "none") return none();
  if (said === "all") return rows.with({ cancelled: flag(isMarked) });
  const original = choose([[isMarked, call("part", orderNumber, number(2), number(1000))]], orderNumber);
  return rows
    .with({ original })
    .with({ has_original: over(call("max", flag(not(isMarked))), column("original")) })
    .with({ cancelled: flag(all(isMarked, equal(column("has_original"), number(1)))) });
}

/**
 * Rows with their `verdict`, a byte as the local reader writes it, and with what counts: `sold` units at `paid` each.
 * The branches are those of `judgeRows`.
 */
export function judged(rows: Rows, cells: Cells): Rows {
  const guests = cells.plan.profile?.blankCustomerIsGuest === true;
  const [units, each, mark] = [column("units"), column("each"), column("judged_mark")];
  const isReturn = call(">=", mark, number(returned));
  const isOpen = equal(mark, number(kept));
  const isNobodys = isMissing(column("who"));
  const reason = (name: Parameters<typeof verdictOf>[0]) => number(verdictOf(name));
  const givesBack = any(
    all(call("<", units, zero), call("<>", each, zero)),
    all(call(">", units, zero), call("<", each, zero)),
  );
  const either = (name: Parameters<typeof verdictOf>[0]): Expression =>
    choose([[all(givesBack, not(isNobodys)), number(verdictOf(name) | returned)]], reason(name));
  const verdict = choose(
    [
      [all(isReturn, isNobodys), reason("missing_customer")],
      [all(isReturn, isMissing(column("at"))), reason("unreadable_date")],
      [all(isReturn, isMissing(each)), reason("unreadable_number")],
      [equal(mark, number(verdictOf("other_currency") | returned)), reason("other_currency")],
      [all(isReturn, equal(each, zero)), reason("return_row")],
      [isReturn, number(verdictOf("return_row") | returned)],
      [not(isOpen), mark],
      ...(guests ? [] : [[isNobodys, reason("missing_customer")] as const]),
      [isMissing(column("at")), reason("unreadable_date")],
      [any(isMissing(units), isMissing(each)), reason("unreadable_number")],
      [all(equal(column("cancelled"), number(1)), not(isNobodys)), either("cancelled_order")],
      [not(call(">", units, zero)), either("non_positive_quantity")],
      [not(call(">", each, zero)), either("non_positive_price")],
      [isNobodys, reason("guest_order")],
    ],
    number(kept),
  );
  // A row that gives money back counts against the customer, whatever its sign.
  const isBack = any(
    call(">=", column("verdict"), number(returned)),
    equal(mark, number(verdictOf("other_currency") | returned)),
  );
  const without = any(isMissing(units), isMissing(each));
  const one = choose([[any(isMissing(units), equal(units, zero)), number(1)]], call("abs", units));
  return rows.with({ verdict: call("toNumber", verdict) }).with({
    sold: choose(
      [
        [isBack, call("-", zero, one)],
        [without, zero],
      ],
      units,
    ),
    paid: choose(
      [
        [isBack, call("abs", each)],
        [without, zero],
      ],
      each,
    ),
  });
}
