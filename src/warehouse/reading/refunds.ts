import { isPartRefund, tolerance } from "../../transactions/lines/amounts";
import { kept, verdictOf } from "../../transactions/lines/verdict";
import {
  all,
  any,
  call,
  choose,
  column,
  type Expression,
  equal,
  isGiven,
  isOneOf,
  not,
  number,
  over,
  text,
} from "../plan/expressions";
import type { Rows } from "../plan/relations";
import type { Asker } from "./ask";
import type { Cells } from "./cells";
import { perOf } from "./discounts";
import { together } from "./totals";

const zero = number(0);

/** What refund columns gave back; an order that they gave back as a whole no longer counts. */
export async function withRefunds(ask: Asker, lines: Rows, cells: Cells): Promise<Rows> {
  const has = (role: "refund" | "returned_quantity") => cells.amounts.includes(role);
  if (!has("refund") && !has("returned_quantity"))
    return lines.with({ final: column("stand"), refund_units: zero, refund_amount: zero });
  const isPerOrder =
    has("refund") && (cells.plan.money.refundPer ?? (await perOf(ask, lines, "refund"))) === "order";
  const units = has("returned_quantity")
    ? call("coalesce", call("abs", column("sum_returned_quantity")), zero)
    : zero;
  const value = call("*", column("sold"), column("price"));
  const beside = besideOrders(lines, cells, isPerOrder, units);
  const isAlone = not(isGiven(column("order_key")));
  const whole = choose([[isAlone, value]], column("goods"));
  const given = choose([[isAlone, column("of_line")]], column("given"));
  const partly = cells.words.includes("status")
    ? (await ask.rows(lines.group({ word: column("word_status") }, {}), "word"))
        .map(({ word }) => String(word ?? ""))
        .filter(isPartRefund)
    : [];
  const isWhole = all(
    stands,
    call(">", given, number(tolerance)),
    call(">=", given, call("-", whole, number(tolerance))),
    ...(partly.length === 0 ? [] : [not(isOneOf(column("word_status"), partly))]),
  );
  const ofOrder = choose([[equal(column("line"), column("first_line")), column("given")]], zero);
  const refund = isPerOrder ? choose([[isAlone, column("of_line")]], ofOrder) : column("of_line");
  const isRefund = all(
    stands,
    not(equal(column("final"), number(verdictOf("refunded_order")))),
    call(">", refund, number(tolerance)),
  );
  return beside
    .with({ final: choose([[isWhole, number(verdictOf("refunded_order"))]], column("stand")) })
    .with({
      refund_amount: choose([[isRefund, refund]], zero),
      refund_units:
        !isPerOrder && has("returned_quantity")
          ? choose([[call(">=", units, number(1)), column("sum_returned_quantity")]], number(1))
          : number(1),
    });
}

const stands = any(...[kept, verdictOf("guest_order")].map((each) => equal(column("stand"), number(each))));

/**
 * Lines with what they gave back, `of_line`; with the `goods` of their orders and what these gave back, `given`; and with
 * the `line` and the `first_line` of the order, on which its refund is written.
 */
function besideOrders(lines: Rows, cells: Cells, isPerOrder: boolean, units: Expression): Rows {
  const key = column("order_key");
  const amount = cells.amounts.includes("refund")
    ? call("coalesce", call("abs", column("sum_refund")), zero)
    : zero;
  const sentBack = choose([[call("<", units, column("sold")), units]], column("sold"));
  const ofLine = choose(
    [
      [call(">", amount, zero), amount],
      [call(">", units, zero), call("*", sentBack, column("price"))],
    ],
    zero,
  );
  const ofStanding = (each: Expression) => choose([[all(stands, isGiven(key)), each]], zero);
  const line = together([
    column("product_id"),
    ...["at", "sold", "paid"].map((name) => call("toText", column(name))),
    ...cells.rest.map(column),
  ]);
  const value = call("*", column("sold"), column("price"));
  return lines.with({ of_line: isPerOrder ? zero : ofLine, line: call("digest", line) }).with({
    goods: over(call("sum", ofStanding(value)), key),
    given: isPerOrder
      ? over(call("max", choose([[equal(column("is_back"), zero), amount]], zero)), key)
      : over(call("sum", ofStanding(column("of_line"))), key),
    first_line: over(call("min", choose([[stands, column("line")]], text("~"))), key),
  });
}
