import { InputError } from "../../errors";
import type { Warning } from "../../transactions/cleaning-report";
import { IdList } from "../../transactions/lines/id-list";
import { joinPadded } from "../../transactions/lines/padded-ids";
import { isNobody } from "../../transactions/profiles/nobody";
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
  isOneOf,
  matches,
  noText,
  not,
  number,
  over,
  renamed,
  text,
} from "../plan/expressions";
import type { Rows } from "../plan/relations";
import type { Asker } from "./ask";
import type { Cells } from "./cells";
import { type Ids, settleIds } from "./ids";

/** Whom the rows belong to. */
export interface People {
  /**
   * Rows with `account`, the id in the customer column; `buyer`, that or an e-mail address; and `nobody`, why a row has
   * no account: −1 for a blank cell, −2 for a word for a guest, −3 for a word for a missing value.
   */
  readonly rows: Rows;
  readonly warnings: readonly Warning[];
}

const mostPadded = 1_000_000;

/** Tells who bought, by the rules of `settlePeople` of the local reader. */
export async function settlePeople(ask: Asker, cells: Cells): Promise<People> {
  const { plan, words } = cells;
  const hasEmails = words.includes("email");
  const ids = await settleIds(ask, cells.rows, "customer", "person", {
    guests: plan.profile?.guests,
    standing: (odd) => standing(ask, cells, odd, hasEmails),
    column: plan.mapping.customer_id,
    whose: "customers",
  });
  const warnings: Warning[] = [];
  const account = await withoutPadding(
    ask,
    cells.rows.with({ account: ids.id }),
    plan.mapping.customer_id,
    warnings,
  );
  const rows = cells.rows.with({ account: account(ids.id), nobody: nobodyOf(ids) });
  if (!hasEmails) return { rows: rows.with({ buyer: column("account") }), warnings };
  const addresses = await settleIds(ask, cells.rows, "email", "person", {
    column: plan.mapping.email!,
    whose: "addresses",
  });
  const address = choose([[matches(addresses.id, "@"), addresses.id]], noText);
  const withAddress = rows.with({ address });
  const isOwn = all(isGiven(column("address")), call("<>", column("account"), column("address")));
  const owner = over(call("min", choose([[isOwn, column("account")]], noText)), column("address"));
  const owned = withAddress.with({ owner: choose([[isGiven(column("address")), owner]], noText) });
  const shared = await ask.rows(
    owned
      .where(isOwn)
      .group(
        { address: column("address") },
        { low: call("min", column("account")), high: call("max", column("account")) },
      )
      .where(call("<>", column("low"), column("high")))
      .sorted("address"),
    "address",
    "low",
    "high",
  );
  if (shared.length > 0)
    warnings.push({
      code: "same_email",
      message: `${shared.length.toLocaleString("en")} e-mail ${shared.length === 1 ? "address belongs" : "addresses belong"} to several customer ids, such as ${shared[0]!.low} and ${shared[0]!.high} (${shared[0]!.address}). They are kept apart. Map customer_id to the e-mail column to make them one.`,
      rows: shared.length,
      samples: [],
    });
  return {
    rows: owned.with({ buyer: call("coalesce", column("account"), column("owner"), column("address")) }),
    warnings,
  };
}

function nobodyOf({ guests, missing }: Ids): Expression {
  const value = column("customer");
  return choose(
    [
      [equal(value, text("")), number(-1)],
      [isOneOf(value, guests), number(-2)],
      [isOneOf(value, missing), number(-3)],
    ],
    number(0),
  );
}

/** Words for no one that are ids here: a zero among ids that count from it, a guest's word on a single order. */
async function standing(
  ask: Asker,
  { rows, plan, hasOrders }: Cells,
  odd: ReadonlyMap<string, number>,
  hasEmails: boolean,
): Promise<Set<string>> {
  const standing = new Set<string>();
  if (hasEmails) return standing;
  const nobodies = [...odd.keys()].filter((id) => isNobody(id, plan.profile?.guests) !== null);
  const customer = column("customer");
  if (nobodies.includes("0")) {
    const counted = rows
      .where(not(isOneOf(customer, ["", ...nobodies])))
      .group({ customer }, { rows: call("count") })
      .group({}, { most: call("max", column("rows")), one: countOf(equal(customer, text("1"))) });
    const { most, one } = await ask.one(counted, "most", "one");
    if (one > 0 && odd.get("0")! <= 2 * most) standing.add("0");
  }
  const guests = nobodies.filter((id) => !standing.has(id) && isNobody(id, plan.profile?.guests) === "guest");
  if (guests.length === 0 || plan.profile !== null) return standing;
  const placed = hasOrders ? call("countDistinct", column("number")) : call("count");
  const orders = rows.where(isOneOf(customer, guests)).group({ customer }, { orders: placed });
  for (const { customer: id, orders: count } of await ask.rows(orders, "customer", "orders"))
    if (count === 1) standing.add(String(id));
  return standing;
}

/** Joins ids that differ in leading zeros where the local reader would. */
async function withoutPadding(
  ask: Asker,
  rows: Rows,
  named: string,
  warnings: Warning[],
): Promise<(id: Expression) => Expression> {
  const account = column("account");
  const padded = rows.where(matches(account, "^0[0-9]")).group({ account }, {}).first(1, "account");
  if ((await ask.rows(padded, "account")).length === 0) return (id) => id;
  const digits = rows
    .where(matches(account, "^[0-9]+$"))
    .group({ account }, {})
    .first(mostPadded + 1, "account");
  const texts = (await ask.rows(digits, "account")).map(({ account: id }) => String(id));
  if (texts.length > mostPadded)
    throw new InputError(
      `Some of more than ${mostPadded.toLocaleString("en")} ids in ${JSON.stringify(named)} have leading zeros. Write them alike in the query, with lpad or ltrim.`,
    );
  const list = IdList.ofTexts(texts);
  warnings.push(...joinPadded(list, named));
  const names = new Map(
    texts.flatMap((id, i) => (list.canonical[i] === i ? [] : [[id, texts[list.canonical[i]!]!] as const])),
  );
  if (names.size > 500)
    throw new InputError(
      `${names.size.toLocaleString("en")} ids in ${JSON.stringify(named)} occur with and without leading zeros. Write them alike in the query, with lpad or ltrim.`,
    );
  return (id) => (names.size === 0 ? id : renamed(id, names));
}

/** How many orders no row gives to an account. */
export async function guestOrders(ask: Asker, rows: Rows, hasOrders: boolean): Promise<number> {
  if (!hasOrders) return 0;
  const orders = rows
    .where(isGiven(column("order_number")))
    .group({ order_number: column("order_number") }, { accounts: call("count", column("account")) })
    .where(equal(column("accounts"), number(0)))
    .group({}, { orders: call("count") });
  return (await ask.one(orders, "orders")).orders;
}

/** Rows that name no one. */
export function isNobodys(): Expression {
  return isMissing(column("buyer"));
}
