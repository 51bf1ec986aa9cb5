import { whoseAmount } from "../../transactions/lines/amounts";
import { kept, verdictOf } from "../../transactions/lines/verdict";
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
  not,
  number,
  over,
} from "../plan/expressions";
import type { Rows } from "../plan/relations";
import type { Asker } from "./ask";
import type { Cells } from "./cells";

const zero = number(0);
const isForth = equal(column("is_back"), zero);
/** Whether a line shares what is taken off its order. */
const isShared = all(isGiven(column("order_key")), isForth);

/** Whether discounts are still to be taken off. */
export function hasDiscount({ plan, amounts }: Cells): boolean {
  return plan.money.discount !== null && amounts.includes("discount");
}

/**
 * Takes discounts and anything but goods off the prices, as `takeOff` of the local reader. Lines with their `price`, what
 * was taken `off`, and the verdict that they then `stand` with: a line that costs nothing is no purchase.
 */
export async function takeOff(ask: Asker, given: Rows, cells: Cells): Promise<Rows> {
  let lines = given;
  let price = "paid";
  for (const role of cells.plan.money.extras) {
    if (!cells.amounts.includes(role)) continue;
    lines = withShare(lines, price, role);
    lines = lines.with({ [`without_${role}`]: less(price, role) });
    price = `without_${role}`;
  }
  if (!hasDiscount(cells)) return lines.with({ price: column(price), off: zero, stand: column("verdict") });
  const { unit, per } = cells.plan.money.discount!;
  const isAmount = unit === "amount";
  if (isAmount && (per ?? (await perOf(ask, lines, "discount"))) === "line") lines = offLines(lines, price);
  else {
    lines = isAmount
      ? withShare(lines, price, "discount")
      : withPercents(lines, unit === "percent" ? 100 : 1);
    lines = lines.with({
      price: less(price, "discount"),
      off: call("*", valueAt(price), column("share_discount")),
    });
  }
  const isStanding = any(
    ...[kept, verdictOf("guest_order")].map((each) => equal(column("verdict"), number(each))),
  );
  const isFree = all(isStanding, not(call(">", column("price"), zero)));
  return lines.with({
    stand: choose([[isFree, number(verdictOf("non_positive_price"))]], column("verdict")),
  });
}

const valueAt = (price: string) => call("*", column("sold"), column(price));
const amountOf = (role: string) => call("coalesce", call("abs", column(`sum_${role}`)), zero);
const less = (price: string, role: string) =>
  call("*", column(price), call("-", number(1), column(`share_${role}`)));

/** Lines with `share_…`, the part of its value that each gives up of an amount of its order. */
function withShare(lines: Rows, price: string, role: string): Rows {
  const inOrder = (name: "sum" | "max", value: Expression) =>
    over(call(name, choose([[isShared, value]], zero)), column("order_key"));
  const [whole, part] = [column(`worth_${role}`), column(`most_${role}`)];
  const isSome = all(isShared, call(">", part, zero), call(">", whole, zero));
  const least = choose([[call("<", part, whole), part]], whole);
  const divisor = choose([[call(">", whole, zero), whole]], number(1));
  return lines
    .with({
      [`worth_${role}`]: inOrder("sum", valueAt(price)),
      [`most_${role}`]: inOrder("max", amountOf(role)),
    })
    .with({ [`share_${role}`]: choose([[isSome, call("/", least, divisor)]], zero) });
}

/** Lines with `share_discount` of discounts that are shares of `whole`. */
function withPercents(lines: Rows, whole: number): Rows {
  const share = call("/", amountOf("discount"), number(whole));
  const isSome = all(call(">", share, zero), call("<=", share, number(1)), isForth);
  return lines.with({ share_discount: choose([[isSome, share]], zero) });
}

/** Takes amounts off the lines that they stand beside. */
function offLines(lines: Rows, price: string): Rows {
  const value = valueAt(price);
  const off = choose([[call("<", amountOf("discount"), value), amountOf("discount")]], value);
  const isSome = all(call(">", off, zero), isForth);
  const units = choose([[call("<>", column("sold"), zero), column("sold")]], number(1));
  return lines.with({
    price: choose([[isSome, call("/", call("-", value, off), units)]], column(price)),
    off: choose([[isSome, off]], zero),
  });
}

/** Whether a column has amounts of orders or of lines, by the orders with several lines. */
export async function perOf(ask: Asker, lines: Rows, role: string): Promise<"line" | "order"> {
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
