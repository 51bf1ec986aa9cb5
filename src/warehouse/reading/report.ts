import { InputError } from "../../errors";
import type {
  CleaningReport,
  CurrencyAccount,
  DroppedRows,
  DropReason,
  StatusAccount,
} from "../../transactions/cleaning-report";
import { defaultReadLimits } from "../../transactions/limits";
import { statusWarnings } from "../../transactions/lines/accounts";
import { currencyWarnings } from "../../transactions/lines/currencies";
import { dropReasons, kept, reasonMeanings, returned, verdictOf } from "../../transactions/lines/verdict";
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
  noNumber,
  noText,
  not,
  number,
  over,
  text,
} from "../plan/expressions";
import type { Rows } from "../plan/relations";
import { isVerdict } from "./lines";
import { guestOrders } from "./people";
import type { Understanding } from "./understand";

const zero = number(0);
const guestOrder = verdictOf("guest_order");
const isOf = (name: string, ...verdicts: readonly number[]) =>
  any(...verdicts.map((verdict) => equal(column(name), number(verdict))));

/** The order of a line, also of one without an order id: a customer's lines of one moment. */
export const orderIdentity: Expression = call(
  "coalesce",
  column("order_key"),
  call(
    "concat",
    text("\u001f"),
    call("coalesce", column("who"), text("")),
    text("\u001f"),
    call("coalesce", call("wholeToText", column("at")), text("")),
  ),
);

/** The ledger with `is_known`: 1 for a customer with a purchase that counts. */
export function withKnown(ledger: Rows): Rows {
  const isKept = all(equal(column("is_sale"), number(1)), isGiven(column("who")));
  const known = over(call("max", flag(isKept)), column("who"));
  return ledger.with({ is_known: choose([[isGiven(column("who")), known]], zero) });
}

/** The account of what a query selects, in the wire format of a file's. */
export async function reportOf(known: Understanding, name: string, sha256: string): Promise<CleaningReport> {
  const { ask, cells, lines, currencies } = known;
  const { plan } = cells;
  const { counts, read, returnedRows } = await countsOf(known);
  requireReadable(counts, read, name);
  requireKept(counts, read, name);
  const sums = await sumsOf(known);
  const { people } = await ask.one(
    known.judged.group({}, { people: call("countDistinct", column("who")) }),
    "people",
  );
  const statuses = await statusesOf(known);
  const inCurrencies = await currenciesOf(known);
  const first = new Date(sums.first).toISOString();
  const last = new Date(sums.last).toISOString();
  return {
    file: name,
    format: "query",
    encoding: "",
    delimiter: null,
    sha256,
    size_bytes: 0,
    columns: plan.columns,
    mapping: plan.mapping,
    date_format: "moments of the warehouse, in UTC",
    decimal_separator: ".",
    rows_read: read,
    rows_kept: counts.get(kept)!,
    rows_returned: returnedRows,
    dropped: droppedOf(counts),
    customers: sums.customers,
    orders: sums.orders + sums.guest_orders,
    products: sums.products,
    revenue: sums.revenue,
    discounts: lines.hasDiscounts ? sums.discounts : 0,
    refunds: sums.refunds,
    net_revenue: sums.revenue - sums.refunds,
    tax: plan.tax,
    currency: currencies.currency,
    currencies: inCurrencies,
    guest_orders: await guestOrders(ask, known.judged, cells.hasOrders),
    customers_left_out: Math.max(0, people - sums.customers),
    statuses,
    profile: plan.profile && { id: plan.profile.id, name: plan.profile.name },
    roles: plan.roles,
    warnings: [
      ...known.warnings,
      ...currencyWarnings(inCurrencies, currencies, known.wanted),
      ...statusWarnings(statuses),
    ],
    files: [
      {
        file: name,
        format: "query",
        sha256,
        size_bytes: 0,
        profile: plan.profile?.name ?? null,
        rows_read: read,
        rows_kept: counts.get(kept)! + (counts.get(guestOrder) ?? 0),
        rows_replaced: 0,
        orders: sums.orders + sums.guest_orders,
        first_order: first,
        last_order: last,
      },
    ],
    first_order: first,
    last_order: last,
    notes: [
      ...known.notes,
      ...(sums.strangers > 0
        ? [`${sums.strangers} returns belong to customers without a kept purchase and were left out.`]
        : []),
    ],
  };
}

function droppedOf(counts: ReadonlyMap<number, number>): CleaningReport["dropped"] {
  const dropped: Partial<Record<DropReason, DroppedRows>> = {};
  for (const reason of dropReasons) {
    const rows = counts.get(verdictOf(reason)) ?? 0;
    if (rows > 0) dropped[reason] = { rows, meaning: reasonMeanings[reason], samples: [] };
  }
  return dropped;
}

interface Counts {
  /** Rows by verdict. */
  readonly counts: ReadonlyMap<number, number>;
  readonly read: number;
  /** Returns, each once. */
  readonly returnedRows: number;
}

async function countsOf({ ask, judged, lines }: Understanding): Promise<Counts> {
  const counts = new Map<number, number>();
  let read = 0;
  const byVerdict = judged.group({ verdict: column("verdict") }, { rows: call("count") });
  for (const { verdict, rows } of await ask.rows(byVerdict, "verdict", "rows")) {
    const reason = Number(verdict) & ~returned;
    counts.set(reason, (counts.get(reason) ?? 0) + Number(rows));
    read += Number(rows);
  }
  // What is equal to another row, refunded or free is known only after the lines are gathered.
  const was = isVerdict(kept, guestOrder);
  const found = await ask.one(
    lines.rows.group(
      {},
      {
        copies: call("sum", column("paid_copies")),
        paid: countOf(was),
        kept: countOf(isOf("final", kept)),
        guests: countOf(isOf("final", guestOrder)),
        refunded: countOf(all(was, isOf("final", verdictOf("refunded_order")))),
        free: countOf(all(was, isOf("final", verdictOf("non_positive_price")))),
        back: countOf(equal(column("is_back"), number(1))),
      },
    ),
    "copies",
    "paid",
    "kept",
    "guests",
    "refunded",
    "free",
    "back",
  );
  const add = (reason: DropReason, rows: number) =>
    counts.set(verdictOf(reason), (counts.get(verdictOf(reason)) ?? 0) + rows);
  counts.set(kept, found.kept);
  counts.set(guestOrder, found.guests);
  add("duplicate_row", found.copies - found.paid);
  add("refunded_order", found.refunded);
  add("non_positive_price", found.free);
  return { counts, read, returnedRows: found.back };
}

function requireKept(counts: ReadonlyMap<number, number>, read: number, name: string): void {
  if (counts.get(kept)! > 0) return;
  const reasons = dropReasons.flatMap((reason) => {
    const rows = counts.get(verdictOf(reason)) ?? 0;
    return rows === 0 ? [] : [`${rows} ${reason.replaceAll("_", " ")}`];
  });
  throw new InputError(
    `${name}: none of the ${read} rows is a purchase that can be used (${reasons.join(", ")}). Check that the columns are mapped to the right fields.`,
  );
}

function requireReadable(counts: ReadonlyMap<number, number>, read: number, name: string): void {
  const reasons = ["unreadable_date", "unreadable_number"] as const;
  const rows = (reason: DropReason) => counts.get(verdictOf(reason)) ?? 0;
  const unreadable = reasons.reduce((sum, reason) => sum + rows(reason), 0);
  if (unreadable <= defaultReadLimits.maxUnreadableShare * read) return;
  throw new InputError(
    `${name}: ${unreadable} of ${read} rows cannot be read (${reasons.map((reason) => `${rows(reason)} ${reason.replaceAll("_", " ")}`).join(", ")}); at most ${defaultReadLimits.maxUnreadableShare * 100} % may be. Cast the columns in the query.`,
  );
}

function sumsOf({ ask, ledger }: Understanding) {
  const isSale = equal(column("is_sale"), number(1));
  const isKept = all(isSale, isGiven(column("who")));
  const isGuest = all(isSale, isMissing(column("who")));
  const isBack = not(isSale);
  const counts = any(isMissing(column("who")), equal(column("is_known"), number(1)));
  const of = (condition: Expression, value: Expression, none: Expression) =>
    choose([[condition, value]], none);
  return ask.one(
    withKnown(ledger).group(
      {},
      {
        customers: call("countDistinct", of(isKept, column("who"), noText)),
        orders: call("countDistinct", of(isKept, orderIdentity, noText)),
        guest_orders: call("countDistinct", of(isGuest, orderIdentity, noText)),
        products: call("countDistinct", of(isKept, column("product_id"), noText)),
        revenue: call("sum", of(isSale, column("value"), zero)),
        discounts: call("sum", column("off")),
        refunds: call("-", zero, call("sum", of(all(isBack, counts), column("value"), zero))),
        strangers: countOf(all(isBack, not(counts))),
        first: call("min", of(isKept, column("at"), noNumber)),
        last: call("max", of(isKept, column("at"), noNumber)),
      },
    ),
    "customers",
    "orders",
    "guest_orders",
    "products",
    "revenue",
    "discounts",
    "refunds",
    "strangers",
    "first",
    "last",
  );
}

/** Orders, each once for each word; without an order id, each row. */
const placed = call("+", call("countDistinct", column("order_key")), countOf(isMissing(column("order_key"))));

async function statusesOf({ ask, judged, lines, meanings }: Understanding): Promise<StatusAccount[]> {
  const accounts: StatusAccount[] = [];
  for (const { role, column: named, texts, meanings: means, known } of meanings) {
    const word = column(`word_${role}`);
    const rows = await ask.rows(
      judged.group({ word }, { rows: call("count"), orders: placed }).sorted("word"),
      "word",
      "rows",
      "orders",
    );
    const isWorth = all(equal(column("is_back"), zero), not(isOf("final", verdictOf("other_currency"))));
    const revenue = await ask.rows(
      lines.rows
        .where(isWorth)
        .group({ word }, { revenue: call("sum", call("*", column("sold"), column("price"))) }),
      "word",
      "revenue",
    );
    for (const each of rows) {
      const value = String(each.word ?? "");
      const id = texts.indexOf(value);
      if (value === "" || id < 0) continue;
      accounts.push({
        column: named,
        value,
        meaning: means[id]!,
        known: known[id]!,
        rows: Number(each.rows),
        orders: Number(each.orders),
        revenue: Number(revenue.find((one) => one.word === each.word)?.revenue ?? 0),
      });
    }
  }
  return accounts;
}

async function currenciesOf({ ask, lines, currencies, cells }: Understanding): Promise<CurrencyAccount[]> {
  if (currencies.uses.size === 0 || !cells.words.includes("currency")) return [];
  const isCounted = all(
    equal(column("is_back"), zero),
    isOf("final", kept, guestOrder, verdictOf("other_currency")),
  );
  const rows = await ask.rows(
    lines.rows
      .where(isCounted)
      .group(
        { word: column("word_currency") },
        {
          rows: call("count"),
          orders: placed,
          revenue: call("sum", call("*", column("sold"), column("price"))),
        },
      )
      .sorted("word"),
    "word",
    "rows",
    "orders",
    "revenue",
  );
  const byCode = new Map<string, CurrencyAccount>();
  for (const each of rows) {
    const { code, use } = currencies.uses.get(String(each.word ?? ""))!;
    const sofar = byCode.get(code);
    byCode.set(code, {
      currency: code === "" ? (currencies.currency ?? "") : code,
      rows: (sofar?.rows ?? 0) + Number(each.rows),
      orders: (sofar?.orders ?? 0) + Number(each.orders),
      revenue: (sofar?.revenue ?? 0) + Number(each.revenue),
      use: sofar?.use ?? use,
    });
  }
  return [...byCode.values()].sort((a, b) => b.rows - a.rows);
}
