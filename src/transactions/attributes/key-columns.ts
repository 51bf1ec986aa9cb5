import { InputError } from "../../errors";
import { list } from "../../figures";
import { normalisedName, synonyms } from "../columns/synonyms";
import type { ColumnTexts } from "./column-texts";
import type { KnownPeople } from "./known-people";

/** The columns that tell whose a row is, by position; at least one is found. */
export interface KeyColumns {
  readonly id: number | null;
  readonly email: number | null;
  /** Every column of addresses: they are people's, and no attributes. */
  readonly addresses: readonly number[];
}

const idNames = new Set([...synonyms.customer_id!, "id", "code", "number", "no"]);
const emailNames = new Set(synonyms.email!);
const emailLike = /^\S+@\S+\.\S+$/;
/** A column whose name says nothing must match so many of its rows: a number of points may be somebody's id. */
const leastOfUnnamed = 0.2;

/**
 * Finds the columns that name the customer, by what their cells match in the data set: one of ids, one of addresses, or
 * both. Throws an InputError with samples of both sides if no row would match.
 */
export function keyColumns(columns: readonly ColumnTexts[], people: KnownPeople): KeyColumns {
  const addresses = columns.flatMap((column, i) => (holdsAddresses(column) ? [i] : []));
  const id = best(columns, (column, i) =>
    addresses.includes(i) ? 0 : score(column, (text) => people.byId(text), idNames),
  );
  const email = best(columns, (column, i) =>
    addresses.includes(i) ? score(column, (text) => people.byAddress(text), emailNames) : 0,
  );
  const key = { id, email, addresses };
  if (id === null && email === null) throw noMatch(columns, people, key);
  return key;
}

function holdsAddresses(column: ColumnTexts): boolean {
  const counts = column.counts();
  const addresses = column.texts.reduce((sum, text, i) => sum + (emailLike.test(text) ? counts[i]! : 0), 0);
  return addresses > 0 && 2 * addresses >= column.filled;
}

/** How well a column names customers: the share of its rows that match, and how many of them differ. */
function score(
  column: ColumnTexts,
  find: (text: string) => number | undefined,
  names: ReadonlySet<string>,
): number {
  const counts = column.counts();
  const hits = column.texts.reduce((sum, text, i) => sum + (find(text) === undefined ? 0 : counts[i]!), 0);
  const share = hits / Math.max(1, column.filled);
  const isNamed = names.has(normalisedName(column.name));
  const distinct = column.texts.length / Math.max(1, column.filled);
  if (!isNamed && (share < leastOfUnnamed || distinct < 0.5)) return 0;
  return share * distinct * (isNamed ? 1 : 0.3);
}

function best(
  columns: readonly ColumnTexts[],
  scoreOf: (column: ColumnTexts, i: number) => number,
): number | null {
  const scores = columns.map(scoreOf);
  const top = Math.max(...scores);
  return top > 0 ? scores.indexOf(top) : null;
}

function noMatch(
  columns: readonly ColumnTexts[],
  people: KnownPeople,
  { addresses }: KeyColumns,
): InputError {
  const named = columns.findIndex(({ name }) => idNames.has(normalisedName(name)));
  const shown = named >= 0 ? named : (addresses[0] ?? 0);
  const column = columns[shown]!;
  const theirs = list.format(column.texts.slice(0, 3).map((text) => JSON.stringify(text)));
  const ours = list.format(people.samples().map((text) => JSON.stringify(text)));
  return new InputError(
    `No row belongs to a customer of this data set. The column ${JSON.stringify(column.name)} has ${theirs || "only blank cells"}, while the customers of the order lines are called ${ours}. Send a file with their ids or e-mail addresses as the order lines write them.`,
  );
}
