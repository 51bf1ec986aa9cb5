import type { Warning } from "../../transactions/cleaning-report";
import { isPartRefund, tolerance, whoseAmount } from "../../transactions/lines/amounts";
import { areRepeated } from "../../transactions/lines/overlap";
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
  isOneOf,
  not,
  number,
  over,
  text,
} from "../plan/expressions";
import type { Columns, Rows } from "../plan/relations";
import type { Asker } from "./ask";
import type { Cells } from "./cells";
import { together } from "./totals";

const zero = number(0);
const guestOrder = verdictOf("guest_order");
/** Verdicts of rows whose value is reported: purchases, and what would have been one. */
const worthTelling = [
  kept,
  guestOrder,
  ...(["refunded_order", "cancelled_order", "unpaid_order", "other_currency"] as const).map(verdictOf),
];

export function isVerdict(...verdicts: readonly number[]): Expression {
  return any(...verdicts.map((verdict) => equal(column("verdict"), number(verdict))));
}

/** What is worth something, each line once. */
export interface Lines {
  /**
   * Lines with `verdict`, `is_back` (1 for a return), `copies` and `paid_copies` (rows that are equal, and those of them
   * that are purchases), `sold` units at `paid` each, what was taken `off`, and the refund on it: `refund_units` of
   * `refund_amount` in all.
   */
  readonly rows: Rows;
  readonly warnings: readonly Warning[];
  readonly hasDiscounts: boolean;
}

/** Counts equal rows once, divides totals, takes off discounts and finds refunds, as `valueLines` of the local reader. */
export async function valueLines(
  ask: Asker,
  rows: Rows,
  cells: Cells,
  mayBeOfOrders: boolean,
  mayRepeat: boolean,
): Promise<Lines> {
  const isBack = call(">=", column("verdict"), number(returned));
  const worth = rows.where(any(isVerdict(...worthTelling), isBack)).with({ is_back: flag(isBack) });
  const repeats = mayRepeat ? null : await overlap(ask, worth, cells);
  let lines = repeats === null ? single(worth, cells) : once(worth, cells);
  if (mayBeOfOrders) lines = divided(lines);
  const isTold = all(isGiven(column("order_key")), equal(column("is_back"), zero));
  const inOrder = (name: "sum" | "max", value: Expression) =>
    over(call(name, choose([[isTold, value]], zero)), column("order_key"));
  const { plan } = cells;
  let price = "paid";
  const changed = (next: Expression, off: Expression, name: string) => {
    lines = lines.with({ [name]: next, [`off_${name}`]: off });
    price = name;
  };
  const value = () => call("*", column("sold"), column(price));
  const shareOf = (amount: Expression) => {
    lines = lines.with({
      [`worth_${price}`]: inOrder("sum", value()),
      [`amount_${price}`]: inOrder("max", call("coalesce", call("abs", amount), zero)),
    });
    const [whole, part] = [column(`worth_${price}`), column(`amount_${price}`)];
    const isSome = all(isTold, call(">", part, zero), call(">", whole, zero));
    const least = choose([[call("<", part, whole), part]], whole);
    return choose([[isSome, call("/", least, choose([[call(">", whole, zero), whole]], number(1)))]], zero);
  };
  for (const role of plan.money.extras)
    if (cells.amounts.includes(role)) {
      const share = shareOf(column(`sum_${role}`));
      lines = lines.with({ [`share_${role}`]: share });
      changed(call("*", column(price), call("-", number(1), column(`share_${role}`))), zero, `without_${role}`);
    }
  const hasDiscounts = plan.money.discount !== null && cells.amounts.includes("discount");
  if (hasDiscounts) {
    const { unit, per } = plan.money.discount!;
    const amount = call("coalesce", call("abs", column("sum_discount")), zero);
    if (unit !== "amount") {
      const share = call("/", amount, number(unit === "percent" ? 100 : 1));
      lines = lines.with({
        share_discount: choose([[all(call(">", share, zero), call("<=", share, number(1)), equal(column("is_back"), zero)), share]], zero),
      });
      changed(
        call("*", column(price), call("-", number(1), column("share_discount"))),
        call("*", value(), column("share_discount")),
        "net",
      );
    } else if ((per ?? (await perOf(ask, lines, "discount"))) === "order") {
      const share = shareOf(column("sum_discount"));
      lines = lines.with({ share_discount: share });
      changed(
        call("*", column(price), call("-", number(1), column("share_discount"))),
        call("*", value(), column("share_discount")),
        "net",
      );
    } else {
      const off = choose([[call("<", amount, value()), amount]], value());
      const isSome = all(call(">", off, zero), equal(column("is_back"), zero));
      const units = choose([[call("<>", column("sold"), zero), column("sold")]], number(1));
      changed(
        choose([[isSome, call("/", call("-", value(), off), units)]], column(price)),
        choose([[isSome, off]], zero),
        "net",
      );
    }
  }
  const isFree = all(isVerdict(kept, guestOrder), not(call(">", column(price), zero)));
  lines = lines.with({
    price: column(price),
    off: hasDiscounts ? column("off_net") : zero,
    stand: hasDiscounts ? choose([[isFree, number(verdictOf("non_positive_price"))]], column("verdict")) : column("verdict"),
  });
  return { ...(await withRefunds(ask, lines, cells)), warnings: repeats?.warnings ?? [], hasDiscounts };
}

const carried = ["who", "order_key", "at", "product_id", "country_id", "order_number"] as const;

/** What lines have besides what they are compared by. */
function besides(cells: Cells): string[] {
  return [
    ...cells.words.filter((role) => role !== "product_name" && role !== "email").map((role) => `word_${role}`),
    ...cells.amounts.map((role) => `sum_${role}`),
  ];
}

/** Each row as a line of its own. */
function single(rows: Rows, cells: Cells): Rows {
  const names = [...carried, ...cells.rest, "sold", "paid", "filled", "once", "is_back", "verdict", ...besides(cells)];
  return rows.select({
    ...Object.fromEntries(names.map((name) => [name, column(name)])),
    copies: number(1),
    paid_copies: flag(isVerdict(kept, guestOrder)),
  });
}

/** Equal rows as one line, a purchase if one of them is. */
function once(rows: Rows, cells: Cells): Rows {
  const names = [...carried, ...cells.rest, "sold", "paid", "filled", "is_back"];
  const largest = (name: string) => [name, call("max", column(name))] as const;
  return rows.group(Object.fromEntries(names.map((name) => [name, column(name)])), {
    verdict: call("min", column("verdict")),
    once: call("max", column("once")),
    copies: call("count"),
    paid_copies: countOf(isVerdict(kept, guestOrder)),
    ...Object.fromEntries(besides(cells).map(largest)),
  });
}

/** Whether equal rows repeat each other; null if each counts for itself. */
async function overlap(ask: Asker, rows: Rows, cells: Cells): Promise<{ warnings: Warning[] } | null> {
  const { plan } = cells;
  if (plan.rowNumber < 0) return { warnings: [] };
  const lines = once(rows, cells);
  const different = column("different");
  const isTold = all(call(">", column("repeated"), zero), call(">=", different, number(2)));
  const { told, whole, repeated } = await ask.one(
    lines
      .where(all(isGiven(column("order_key")), equal(column("is_back"), zero)))
      .group(
        { order_key: column("order_key") },
        { different: call("count"), repeated: call("sum", call("-", column("copies"), number(1))) },
      )
      .group(
        {},
        {
          told: countOf(isTold),
          whole: countOf(all(isTold, call(">=", column("repeated"), different))),
          repeated: call("sum", column("repeated")),
        },
      ),
    "told",
    "whole",
    "repeated",
  );
  if (!areRepeated(whole, told)) return null;
  return {
    warnings: [
      {
        code: "repeated_orders",
        message: `${repeated.toLocaleString("en")} rows are equal to an earlier one in all but the running number in ${JSON.stringify(plan.columns[plan.rowNumber])}: whole orders are in the data twice, as in exports that overlap. They were counted once.`,
        rows: repeated,
        samples: [],
      },
    ],
  };
}

/** Divides the total of an order, which all of its lines have, over these: every unit costs the same. */
function divided(lines: Rows): Rows {
  const by = [column("order_key"), column("is_back")];
  const beside = lines.with({
    order_units: over(call("sum", call("abs", column("sold"))), ...by),
    order_total: over(call("max", call("abs", call("*", column("sold"), column("paid")))), ...by),
  });
  const isOnce = all(equal(column("once"), number(1)), isGiven(column("order_key")), call(">", column("order_units"), zero));
  const apart = choose(
    [[isOnce, call("/", column("order_total"), choose([[call(">", column("order_units"), zero), column("order_units")]], number(1)))]],
    column("paid"),
  );
  // The names of the lines stay the same.
  return beside.with({ divided: apart }).select({
    ...Object.fromEntries(lines.names.map((name) => [name, column(name === "paid" ? "divided" : name)])),
  });
}

/** Whether a column has amounts of orders or of lines, by the orders with several lines. */
async function perOf(ask: Asker, lines: Rows, role: string): Promise<"line" | "order"> {
  const amount = column(`sum_${role}`);
  const several = call(">=", column("lines"), number(2));
  const isTold = all(several, equal(column("some"), number(1)));
  const { told, per_order, on_first } = await ask.one(
    lines
      .where(all(isGiven(column("order_key")), equal(column("is_back"), zero)))
      .group(
        { order_key: column("order_key") },
        {
          lines: call("count"),
          filled: call("count", amount),
          some: call("max", flag(call("<>", amount, zero))),
          low: call("min", amount),
          high: call("max", amount),
        },
      )
      .group(
        {},
        {
          told: countOf(isTold),
          per_order: countOf(all(isTold, equal(column("low"), column("high")))),
          on_first: countOf(all(several, equal(column("filled"), number(1)))),
        },
      ),
    "told",
    "per_order",
    "on_first",
  );
  return whoseAmount(told, per_order, on_first);
}

/** What refund columns gave back; an order that they gave back as a whole no longer counts. */
async function withRefunds(ask: Asker, lines: Rows, cells: Cells): Promise<{ rows: Rows }> {
  const has = (role: "refund" | "returned_quantity") => cells.amounts.includes(role);
  if (!has("refund") && !has("returned_quantity"))
    return { rows: lines.with({ final: column("stand"), refund_units: zero, refund_amount: zero }) };
  const stands = any(...[kept, guestOrder].map((verdict) => equal(column("stand"), number(verdict))));
  const key = column("order_key");
  const isPerOrder =
    has("refund") && (cells.plan.money.refundPer ?? (await perOf(ask, lines, "refund"))) === "order";
  const amount = has("refund") ? call("coalesce", call("abs", column("sum_refund")), zero) : zero;
  const units = has("returned_quantity") ? call("coalesce", call("abs", column("sum_returned_quantity")), zero) : zero;
  const value = call("*", column("sold"), column("price"));
  const back = call("*", choose([[call("<", units, column("sold")), units]], column("sold")), column("price"));
  const ofLine = isPerOrder
    ? zero
    : choose(
        [
          [call(">", amount, zero), amount],
          [call(">", units, zero), back],
        ],
        zero,
      );
  const ofStanding = (each: Expression) => choose([[all(stands, isGiven(key)), each]], zero);
  const line = call(
    "digest",
    together([column("product_id"), ...["at", "sold", "paid"].map((name) => call("toText", column(name))), ...cells.rest.map(column)]),
  );
  const beside = lines.with({ of_line: ofLine, line }).with({
    goods: over(call("sum", ofStanding(value)), key),
    given: isPerOrder
      ? over(call("max", choose([[equal(column("is_back"), zero), amount]], zero)), key)
      : over(call("sum", ofStanding(column("of_line"))), key),
    first_line: over(call("min", choose([[stands, column("line")]], text("~"))), key),
  });
  const isAlone = not(isGiven(key));
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
  const isRefund = all(stands, not(equal(column("final"), number(verdictOf("refunded_order")))), call(">", refund, number(tolerance)));
  return {
    rows: beside.with({ final: choose([[isWhole, number(verdictOf("refunded_order"))]], column("stand")) }).with({
      refund_amount: choose([[isRefund, refund]], zero),
      refund_units:
        !isPerOrder && has("returned_quantity")
          ? choose([[call(">=", units, number(1)), column("sum_returned_quantity")]], number(1))
          : number(1),
    }),
  };
}

/** Lines of one kind, as they are added up for good. */
const entry = (columns: Columns): Columns => ({
  who: column("who"),
  order_key: column("order_key"),
  order_number: column("order_number"),
  at: column("at"),
  product_id: column("product_id"),
  country_id: column("country_id"),
  ...columns,
});

/** Purchases, returns and refunds, each with its units and its `value`, negative if money was given back. */
export function ledgerOf({ rows }: Pick<Lines, "rows">, hasRefunds: boolean): Rows {
  const isSale = any(...[kept, guestOrder].map((verdict) => equal(column("final"), number(verdict))));
  const minus = (value: Expression) => call("-", zero, value);
  const own = rows.where(any(isSale, equal(column("is_back"), number(1)))).select(
    entry({
      is_sale: call("-", number(1), column("is_back")),
      quantity: column("sold"),
      value: call("*", column("sold"), column("price")),
      off: column("off"),
    }),
  );
  if (!hasRefunds) return own;
  return own.and(
    rows.where(call(">", column("refund_amount"), zero)).select(
      entry({
        is_sale: zero,
        quantity: minus(column("refund_units")),
        value: minus(column("refund_amount")),
        off: zero,
      }),
    ),
  );
}
