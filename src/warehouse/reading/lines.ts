import type { Warning } from "../../transactions/cleaning-report";
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
  number,
  over,
} from "../plan/expressions";
import type { Columns, Rows } from "../plan/relations";
import type { Asker } from "./ask";
import type { Cells } from "./cells";
import { hasDiscount, takeOff } from "./discounts";
import { withRefunds } from "./refunds";

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
  const discounted = await takeOff(ask, lines, cells);
  const refunded = await withRefunds(ask, discounted, cells);
  return { rows: refunded, warnings: repeats?.warnings ?? [], hasDiscounts: hasDiscount(cells) };
}

const carried = ["who", "order_key", "at", "product_id", "country_id", "order_number"] as const;

/** What lines have besides what they are compared by. */
function besides(cells: Cells): string[] {
  return [
    ...cells.words
      .filter((role) => role !== "product_name" && role !== "email")
      .map((role) => `word_${role}`),
    ...cells.amounts.map((role) => `sum_${role}`),
  ];
}

/** Each row as a line of its own. */
function single(rows: Rows, cells: Cells): Rows {
  const names = [
    ...carried,
    ...cells.rest,
    "sold",
    "paid",
    "filled",
    "once",
    "is_back",
    "verdict",
    ...besides(cells),
  ];
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
  const isOnce = all(
    equal(column("once"), number(1)),
    isGiven(column("order_key")),
    call(">", column("order_units"), zero),
  );
  const apart = choose(
    [
      [
        isOnce,
        call(
          "/",
          column("order_total"),
          choose([[call(">", column("order_units"), zero), column("order_units")]], number(1)),
        ),
      ],
    ],
    column("paid"),
  );
  // The names of the lines stay the same.
  return beside.with({ divided: apart }).select({
    ...Object.fromEntries(lines.names.map((name) => [name, column(name === "paid" ? "divided" : name)])),
  });
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
export function ledgerOf({ rows }: Lines, { amounts }: Cells): Rows {
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
  if (!amounts.includes("refund") && !amounts.includes("returned_quantity")) return own;
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
