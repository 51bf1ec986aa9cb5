import type { Warning } from "../cleaning-report";
import { isNobody } from "../profiles/nobody";
import type { Profile } from "../profiles/profile";
import { GuestNumbers } from "./guest-numbers";
import { IdList, idList, joinEqual, personAlike, refuseShortened } from "./id-list";
import { type IdTexts, type LabelTexts, labelsById } from "./labels";
import type { OrderRows } from "./order-rows";
import { joinPadded } from "./padded-ids";
import { linesOf } from "./row-block";

/** The customers that the rows belong to. */
export interface People {
  readonly ids: IdList;
  /** E-mail address → its account. */
  readonly owners: ReadonlyMap<string, string>;
  /** Numbers of orders placed without an account. */
  readonly guestNumbers: GuestNumbers;
  /** By id of `ids`. */
  readonly names: IdTexts;
  readonly emails: IdTexts;
  readonly warnings: readonly Warning[];
}

/**
 * Writes into `customer` of every row the person it belongs to: the id in the customer column or, for guests, their
 * e-mail address; if an account has that address, the guest is that account. −1 for a blank cell, −2 for a word for a
 * guest, −3 for a word for a missing value. A guest word on a single order still counts as one person. Throws
 * InputError if a spreadsheet has shortened the ids.
 */
export function settlePeople(rows: OrderRows): People {
  const { profile } = rows.plan;
  const nobody = nobodies(rows, profile);
  const accounts = idList(rows.customers, (text) => nobody.has(text), personAlike, "number");
  refuseShortened(accounts, rows.plan.mapping.customer_id, "customers");
  const warnings: Warning[] = [
    ...joinPadded(accounts, rows.plan.mapping.customer_id),
    ...wordAmongNumbers(accounts, rows),
  ];
  const emails = rows.words.email;
  /** By order: 1 if a row names no one, 2 if one names an account, or both. */
  const buyers = new Uint8Array(rows.orders.size);
  const customers = accounts.canonical.map((id, number) =>
    id < 0 ? nobodyOf(rows.customers.text(number)) : id,
  );
  if (emails === undefined) {
    for (const { length, customer, order } of rows.runs)
      for (let i = 0; i < length; i++) {
        const person = customers[customer[i]!]!;
        customer[i] = person;
        if (order[i]! >= 0) buyers[order[i]!]! |= person < 0 ? 1 : 2;
      }
    return {
      ids: accounts,
      owners: new Map(),
      guestNumbers: new GuestNumbers(rows.orders, buyers),
      names: labelsById(accounts.canonical, rows.customerNames),
      emails: null,
      warnings,
    };
  }
  const addresses = idList(emails, (text) => !text.includes("@") || isNobody(text) !== null, personAlike);
  const offset = accounts.size;
  const texts = [...accounts.texts, ...addresses.texts];
  const canonical = new Int32Array(texts.length);
  canonical.set(accounts.canonical);
  addresses.canonical.forEach((id, i) => {
    canonical[offset + i] = id < 0 ? -1 : offset + id;
  });
  joinEqual(texts, canonical);
  const { owner, shared } = ownersOf(rows, accounts, addresses, canonical);
  for (const { length, customer, order, words } of rows.runs) {
    const email = words.email!;
    for (let i = 0; i < length; i++) {
      const account = canonical[customer[i]!]!;
      if (order[i]! >= 0) buyers[order[i]!]! |= account < 0 ? 1 : 2;
      const address = addresses.canonical[email[i]!]!;
      customer[i] =
        account >= 0 || address < 0
          ? account
          : owner[address]! >= 0
            ? owner[address]!
            : canonical[offset + address]!;
    }
  }
  if (shared.length > 0)
    warnings.push({
      code: "same_email",
      message: `${shared.length.toLocaleString("en")} e-mail ${shared.length === 1 ? "address belongs" : "addresses belong"} to several customer ids, such as ${shared[0]}. They are kept apart. Map customer_id to the e-mail column to make them one.`,
      rows: shared.length,
      samples: [],
    });
  const owners = new Map<string, string>();
  owner.forEach((account, address) => {
    if (account >= 0) owners.set(addresses.texts[address]!, texts[account]!);
  });
  const people = Int32Array.from(canonical, (id, i) =>
    i < offset || id < 0 ? id : owner[i - offset]! >= 0 ? owner[i - offset]! : id,
  );
  return {
    ids: IdList.ofTexts(texts, canonical),
    owners,
    guestNumbers: new GuestNumbers(rows.orders, buyers),
    names: ofEither(people, offset, rows.customerNames, rows.emailNames),
    emails: labelsById(
      canonical,
      rows.customerEmails && { text: (id) => addressOf(rows.customerEmails!.text(id)) },
    ),
    warnings,
  };
}

/** An address as customers are compared by it; null for anything else. */
function addressOf(text: string | null): string | null {
  return text?.includes("@") ? personAlike(text) : null;
}

/** The names beside accounts and, for those who have none, beside addresses. `people`: id → the person's first id. */
function ofEither(
  people: Int32Array,
  offset: number,
  beside: LabelTexts | null,
  besideEmails: LabelTexts | null,
): IdTexts {
  if (beside === null || besideEmails === null) return labelsById(people, beside);
  return labelsById(people, {
    text: (id) => (id < offset ? beside.text(id) : besideEmails.text(id - offset)),
  });
}

/** Among ids with digits, a word with far more rows than any of them is probably no one's name. */
function wordAmongNumbers(ids: IdList, rows: OrderRows): Warning[] {
  const { canonical } = ids;
  const words: number[] = [];
  ids.forEachOdd((text, id) => {
    if (text !== null && canonical[id] === id && !/\d/.test(text)) words.push(id);
  });
  if (words.length === 0 || words.length > 3) return [];
  if (canonical.reduce((known, first, id) => known + (first === id ? 1 : 0), 0) < 10) return [];
  const counts = new Uint32Array(ids.size);
  for (const runs of rows.runs)
    for (let i = 0; i < runs.length; i++) {
      const id = canonical[runs.customer[i]!]!;
      if (id >= 0) counts[id]! += linesOf(runs, i);
    }
  const most = counts.reduce((top, count, id) => (words.includes(id) ? top : Math.max(top, count)), 0);
  return words
    .filter((id) => counts[id]! > 2 * most && counts[id]! >= 0.02 * rows.rows)
    .map((id) => ({
      code: "word_as_customer",
      message: `${JSON.stringify(ids.text(id))} stands for the customer in ${counts[id]!.toLocaleString("en")} rows of ${JSON.stringify(rows.plan.mapping.customer_id)}, while the others have numbers and at most ${most.toLocaleString("en")} rows. It was counted as one customer; if it stands for no one, leave those cells empty.`,
      rows: counts[id]!,
      samples: [{ row: 0, column: rows.plan.mapping.customer_id, value: ids.text(id)! }],
    }));
}

function nobodyOf(text: string): number {
  if (text === "") return -1;
  return isNobody(text) === "missing" ? -3 : -2;
}

/** The texts of the customer column that stand for no one. */
function nobodies(rows: OrderRows, profile: Profile | null): ReadonlySet<string> {
  const found = new Set<string>();
  const guests: string[] = [];
  for (const id of rows.customers.oddIds("number")) {
    const text = rows.customers.text(id);
    const kind = isNobody(text, profile?.guests);
    if (kind === null) continue;
    found.add(text);
    if (kind === "guest") guests.push(text);
  }
  if (found.has("0") && isOrdinaryZero(rows)) found.delete("0");
  // A single order by "GUEST" belongs to one person, whose name is unknown.
  if (guests.length > 0 && rows.words.email === undefined && profile === null)
    for (const [text, orders] of ordersOf(rows, guests)) if (orders === 1) found.delete(text);
  return found;
}

/** Whether 0 is an id like the others: ids count from 0, and it has no more rows than others. */
function isOrdinaryZero(rows: OrderRows): boolean {
  if (rows.words.email !== undefined) return false;
  const counts = new Uint32Array(rows.customers.size);
  for (const runs of rows.runs)
    for (let i = 0; i < runs.length; i++) counts[runs.customer[i]!]! += linesOf(runs, i);
  let zero = 0;
  let most = 0;
  let isCounted = false;
  for (let id = 0; id < counts.length; id++) {
    const text = rows.customers.text(id);
    if (text === "0") zero = counts[id]!;
    else if (isNobody(text) === null) {
      most = Math.max(most, counts[id]!);
      isCounted ||= text === "1";
    }
  }
  return isCounted && zero <= 2 * most;
}

/** Orders (without an order id, rows) for each of these texts of the customer column. */
function ordersOf(rows: OrderRows, texts: readonly string[]): Map<string, number> {
  const wanted = new Map<number, Set<number>>();
  for (let id = 0; id < rows.customers.size; id++)
    if (texts.includes(rows.customers.text(id))) wanted.set(id, new Set());
  for (const runs of rows.runs)
    for (let i = 0; i < runs.length; i++) {
      const orders = wanted.get(runs.customer[i]!);
      if (orders === undefined || orders.size > 1) continue;
      if (runs.order[i]! >= 0) orders.add(runs.order[i]!);
      else for (let line = 0; line < linesOf(runs, i); line++) orders.add(runs.row[i]! + line);
    }
  return new Map([...wanted].map(([id, orders]) => [rows.customers.text(id), orders.size]));
}

/** The account of each address, −1 if none, and addresses of several accounts. */
function ownersOf(
  rows: OrderRows,
  accounts: IdList,
  addresses: IdList,
  canonical: Int32Array,
): { owner: Int32Array; shared: string[] } {
  const owner = new Int32Array(addresses.size).fill(-1);
  const shared = new Map<number, string>();
  for (const { length, customer, words } of rows.runs)
    for (let i = 0; i < length; i++) {
      const account = canonical[customer[i]!]!;
      const address = addresses.canonical[words.email![i]!]!;
      if (account < 0 || address < 0 || account === address + accounts.size) continue;
      if (owner[address]! < 0) owner[address] = account;
      else if (owner[address] !== account && !shared.has(address))
        shared.set(
          address,
          `${accounts.texts[owner[address]!]} and ${accounts.texts[account]} (${addresses.texts[address]})`,
        );
    }
  return { owner, shared: [...shared.values()] };
}
