import { InputError } from "../../errors";
import type { RoleEvidence } from "../cleaning-report";
import type { ColumnSample } from "../held-back-rows";
import type { ColumnMapping } from "../mapping";
import { isOtherProduct } from "../profiles/other-products";
import type { Meaning, Profile } from "../profiles/profile";
import { recogniseProfile } from "../profiles/recognise";
import { currencyInName, isInHundredths } from "./amount-names";
import { candidatesFor } from "./candidates";
import { type ColumnFacts, factsOf } from "./column-facts";
import { nameTokens } from "./column-names";
import { convertedAmounts } from "./converted-amounts";
import { type Proposals, proposeRoles } from "./detect";
import { quantityDoubts, surnameDoubts } from "./doubts";
import { type GoodsOfTotals, goodsOfTotals } from "./goods-of-totals";
import { lineNumberOf } from "./line-numbers";
import { planMoney } from "./money";
import { nearestName } from "./nearest-name";
import type { ColumnPlan } from "./plan";
import { comingBack } from "./relations";
import { type Role, roles, valueRoles } from "./roles";
import { rowNumberColumn } from "./row-numbers";
import { normalisedName } from "./synonyms";
import { taxInName } from "./tax-in-name";
import { type UniqueNames, uniqueNames } from "./unique-names";

/**
 * What a caller says about the columns: a name, null if the file has no such column, nothing to have it found; and what
 * `words` of a status or a kind of row mean, overriding what is known.
 */
export type MappingChoice = { readonly [Role_ in Role]?: string | null | undefined } & {
  readonly words?: Readonly<Record<string, Meaning>> | undefined;
};

/** Names of columns that an error lists. */
const shownColumns = 40;
/** A required column less certain than this has to be named. */
const sureEnough = 0.5;

type Index = Record<Role, number>;
/** Gives a role its column. */
type Take = (role: Role, column: number, confidence: number, why: string) => void;

/**
 * Settles which column plays which role: first the caller's choice, then the profile of a known system, then evidence.
 * `sample` is asked for the columns that need a look. Throws InputError if a chosen column does not exist or is
 * ambiguous, or if no column is certain enough for the customer, the date or the value.
 */
export function resolveColumns(
  header: readonly string[],
  sample: ColumnSample,
  choice: MappingChoice = {},
): ColumnPlan {
  const unique = uniqueNames(header);
  const index = Object.fromEntries(roles.map((role) => [role, -1])) as Index;
  const evidence: Partial<Record<Role, RoleEvidence>> = {};
  const take: Take = (role, column, confidence, why) => {
    index[role] = column;
    evidence[role] = { column: unique.names[column]!, confidence, evidence: why };
  };
  for (const role of roles) {
    const name = choice[role];
    if (typeof name === "string" && name !== "")
      take(role, columnNamed(name, role, unique), 1, "as you said");
  }
  const facts = factsOf(unique.names, sample);
  const recognised = recogniseProfile(unique.names);
  const profile = recognised?.profile ?? null;
  const fixed = fixedRoles(index, choice, profile);
  if (profile !== null) takeFromProfile(profile, facts, unique.names, fixed, take);
  const proposals = proposeRoles(facts, fixed);
  for (const role of roles) {
    const proposal = proposals[role];
    if (proposal === undefined || index[role] >= 0) continue;
    take(role, proposal.column, proposal.confidence, proposal.evidence);
  }
  requireRoles(index, evidence, facts, proposals);
  const { goods, currency } = settleValue(facts, index, profile, choice, take);
  if (index.currency < 0) delete evidence.currency;
  const mapping = Object.fromEntries(
    Object.entries(evidence).map(([role, { column }]) => [role, column]),
  ) as unknown as ColumnMapping;
  const money = planMoney(facts, index, profile, goods);
  const mapped = new Set(Object.values(index));
  const rowNumber = rowNumberColumn(unique.names, facts, (column) => mapped.has(column));
  const notes = [...unique.notes, ...valueNotes(index), ...money.notes];
  const isQuantityOpen = profile === null && choice.quantity === undefined;
  const doubts = [
    ...surnameDoubts(facts, index),
    ...(isQuantityOpen ? quantityDoubts(facts, index) : []),
    ...money.doubts,
  ];
  const lineNumber = lineNumberOf(unique.names, facts, index);
  return {
    mapping,
    columns: unique.names,
    index,
    lineNumber,
    roles: evidence,
    profile,
    words: normalisedWords(choice.words),
    money,
    tax: profile === null ? taxOf(unique.names, index) : (profile.tax ?? null),
    currency: currency ?? (index.currency < 0 ? currencyOfValue(unique.names, index) : null),
    asksProductNames: asksNames(profile, facts, index),
    unit: isInHundredths(unique.names[valueColumnOf(index)] ?? "") ? 0.01 : 1,
    rowNumber,
    notes,
    doubts,
  };
}

/** What the name of the value column says about tax. */
function taxOf(names: readonly string[], index: Index): ColumnPlan["tax"] {
  const name = names[valueColumnOf(index)];
  return name === undefined ? null : (taxInName(nameTokens(name)).tax ?? null);
}

/** The column that values a row; −1 if there is none. */
function valueColumnOf(index: Index): number {
  const role = valueRoles.find((value) => index[value] >= 0);
  return role === undefined ? -1 : index[role];
}

function currencyOfValue(names: readonly string[], index: Index): string | null {
  return currencyInName(names[valueColumnOf(index)] ?? "");
}

/** A known system says which products are no goods; in other files, some have a name like "Shipping". */
function asksNames(profile: Profile | null, facts: readonly ColumnFacts[], index: Index): boolean {
  if (profile !== null) return profile.notGoods !== undefined;
  return index.product_name >= 0 && facts[index.product_name]!.texts.some(isOtherProduct);
}

/** The columns that sums and ratios prove better than the proposed ones. Writes them into `index` by `take`. */
function settleValue(
  facts: readonly ColumnFacts[],
  index: Index,
  profile: Profile | null,
  choice: MappingChoice,
  take: Take,
): { goods: GoodsOfTotals | null; currency: string | null } {
  if (profile !== null) return { goods: null, currency: profile.currency ?? null };
  const goods = choice.order_total === undefined ? goodsOfTotals(facts, index) : null;
  if (goods !== null) take("order_total", goods.subtotal, 0.9, goods.evidence);
  const converted = convertedAmounts(facts, index, (role) => choice[role] != null);
  if (converted === null) return { goods, currency: null };
  take(converted.role, converted.column, 0.9, converted.evidence);
  // The currency of the payment says nothing about these amounts.
  index.currency = -1;
  return { goods, currency: converted.currency };
}

/** The detected columns alone, for a person to check; nothing is required. */
export function proposeMapping(
  header: readonly string[],
  sample: ColumnSample,
): { columns: readonly string[]; proposals: Proposals } {
  const { names } = uniqueNames(header);
  const facts = factsOf(names, sample);
  const profile = recogniseProfile(names)?.profile ?? null;
  const index = Object.fromEntries(roles.map((role) => [role, -1])) as Index;
  const found: Proposals = {};
  const take: Take = (role, column, confidence, evidence) => {
    index[role] = column;
    found[role] = { column, confidence, evidence };
  };
  const fixed = fixedRoles(index, {}, profile);
  if (profile !== null) takeFromProfile(profile, facts, names, fixed, take);
  const proposed = proposeRoles(facts, fixed);
  for (const role of roles) if (index[role] < 0) index[role] = proposed[role]?.column ?? -1;
  settleValue(facts, index, profile, {}, take);
  const proposals = Object.fromEntries(
    Object.entries({ ...proposed, ...found }).filter(([role]) => index[role as Role] >= 0),
  );
  return { columns: names, proposals };
}

/** Roles whose column is known, or known to be missing (−1). */
function fixedRoles(index: Index, choice: MappingChoice, profile: Profile | null): Partial<Index> {
  const fixed: Partial<Index> = {};
  for (const role of roles) if (index[role] >= 0 || choice[role] !== undefined) fixed[role] = index[role];
  // The caller's choice of how to value a line rules out other columns.
  if (valueRoles.some((role) => index[role] >= 0)) for (const role of valueRoles) fixed[role] ??= index[role];
  for (const role of profile?.absent ?? []) fixed[role] ??= -1;
  return fixed;
}

/** Takes the columns that the profile names; writes them into `fixed`. */
function takeFromProfile(
  profile: Profile,
  facts: readonly ColumnFacts[],
  written: readonly string[],
  fixed: Partial<Index>,
  take: Take,
): void {
  const used = new Set(Object.values(fixed).filter((column) => column >= 0));
  const names = written.map(normalisedName);
  // One way to value a line: first its own total, which has its discount off, then its unit price, then the order's
  // total.
  const valued = valueRoles.find((role) => (fixed[role] ?? -1) >= 0);
  const has = (role: Role) => (profile.columns[role] ?? []).some((name) => names.includes(name));
  const value = valued ?? (["line_total", "unit_price", "order_total"] as const).find(has);
  for (const role of roles) {
    if (fixed[role] !== undefined) continue;
    if (isValue(role) && value !== undefined && role !== value) {
      fixed[role] = -1;
      continue;
    }
    const wanted = profile.columns[role] ?? [];
    const found = wanted
      .map((name) => names.findIndex((own, i) => own === name && !used.has(i)))
      .filter((i) => i >= 0);
    // Shops leave columns such as the SKU empty; then the next best takes the role.
    const column = found.length < 2 ? found[0] : (found.find((i) => facts[i]!.filled > 0) ?? found[0]);
    if (column === undefined) {
      // The profile knows all that the system writes: what it leaves out is not guessed, unless it is required.
      if (!requiredRoles.includes(role) && !isValue(role)) fixed[role] = -1;
      continue;
    }
    used.add(column);
    fixed[role] = column;
    take(role, column, 0.99, "its name in exports of this system");
  }
  for (const role of ["email", "customer_name"] as const) {
    if ((fixed.customer_id ?? -1) >= 0 || (fixed[role] ?? -1) < 0) continue;
    fixed.customer_id = fixed[role]!;
    take("customer_id", fixed[role]!, 0.95, "how this system tells people apart");
    fixed[role] = -1;
  }
}

function isValue(role: Role): boolean {
  return (valueRoles as readonly Role[]).includes(role);
}

const requiredRoles: readonly Role[] = ["customer_id", "order_datetime"];

/** The choice, with each column spelled as in the file. Throws InputError for one that the file does not have. */
export function withExactNames(choice: MappingChoice, header: readonly string[]): MappingChoice {
  const unique = uniqueNames(header);
  const said = roles.flatMap((role) => {
    const name = choice[role];
    return name ? [[role, unique.names[columnNamed(name, role, unique)]] as const] : [];
  });
  return { ...choice, ...Object.fromEntries(said) };
}

function columnNamed(name: string, role: Role, { names, repeated }: UniqueNames): number {
  if (repeated.has(name))
    throw new InputError(
      `The mapping of ${role} names column ${JSON.stringify(name)}, but the file has several columns of that name. Rename them, or write "${name} (2)" for the second.`,
    );
  const exact = names.indexOf(name);
  if (exact >= 0) return exact;
  const wanted = normalisedName(name);
  const alike = names.flatMap((column, i) => (normalisedName(column) === wanted ? [i] : []));
  if (alike.length === 1) return alike[0]!;
  if (alike.length > 1)
    throw new InputError(
      `The mapping of ${role} names column ${JSON.stringify(name)}, which could be any of ${listed(alike.map((i) => names[i]!))}. Write the name exactly.`,
    );
  const near = nearestName(name, names);
  throw new InputError(
    `The mapping of ${role} names column ${JSON.stringify(name)}, which the file does not have.` +
      `${near === null ? "" : ` Did you mean ${JSON.stringify(near)}?`} Its columns are ${listed(names)}.`,
  );
}

/** Throws InputError if a required role has no column, or only a doubtful one. */
function requireRoles(
  index: Index,
  evidence: Partial<Record<Role, RoleEvidence>>,
  facts: readonly ColumnFacts[],
  proposals: Proposals,
): void {
  const isSure = (role: Role) => index[role] >= 0 && evidence[role]!.confidence >= sureEnough;
  const missing: { label: string; roles: readonly Role[] }[] = [];
  if (!isSure("customer_id")) missing.push({ label: "customer_id", roles: ["customer_id"] });
  if (!isSure("order_datetime")) missing.push({ label: "order_datetime", roles: ["order_datetime"] });
  if (!valueRoles.some(isSure))
    missing.push({ label: "quantity and unit_price (or order_total)", roles: valueRoles });
  if (missing.length === 0) return;
  const hints = missing.flatMap(({ roles: wanted }) => hint(wanted, facts, proposals));
  if (!isSure("customer_id")) hints.push(...likePeople(facts, index));
  throw new InputError(
    `No column was found for ${missing.map(({ label }) => label).join(", ")}. ${hints.join(" ")}${hints.length > 0 ? " " : ""}` +
      `The file's columns are ${listed(facts.map(({ name }) => name))}. Use a mapping to say which column holds what.`,
  );
}

/** Near misses: columns of the right name whose values cannot be read, or that are not certain enough. */
function hint(wanted: readonly Role[], facts: readonly ColumnFacts[], proposals: Proposals): string[] {
  const hints: string[] = [];
  for (const role of wanted) {
    const doubtful = proposals[role];
    if (doubtful !== undefined)
      hints.push(
        `${JSON.stringify(facts[doubtful.column]!.name)} may be the ${role} (${doubtful.evidence}), but that is not certain.`,
      );
    else hints.push(...unreadable(role, facts));
  }
  return hints.slice(0, 3);
}

/** Columns without a role whose values come back on other days, as customers do; the caller can choose one. */
function likePeople(facts: readonly ColumnFacts[], index: Index): string[] {
  const date = facts[index.order_datetime];
  if (date === undefined) return [];
  const taken = new Set(Object.values(index));
  const found = facts
    .map((column, i) => ({ column, i }))
    .filter(({ column, i }) => !taken.has(i) && mayBePeople(column, date))
    .slice(0, 3)
    .map(
      ({ column: { name, distinct, samples } }) =>
        `${JSON.stringify(name)} (${distinct.toLocaleString("en")} different values such as ${samples.map((text) => JSON.stringify(text)).join(", ")})`,
    );
  return found.length === 0
    ? []
    : [`Customers come back on other days, as do the values of ${found.join(", ")}.`];
}

function mayBePeople(column: ColumnFacts, date: ColumnFacts): boolean {
  return (
    column.distinct >= 10 &&
    column.distinct < column.filled &&
    column.writtenDates < 0.5 &&
    (column.numbers < 0.5 || column.wholeNumbers > 0.95) &&
    comingBack(column, date) >= 0.2 * column.distinct
  );
}

function unreadable(role: Role, facts: readonly ColumnFacts[]): string[] {
  const blind = facts.map((column) => ({
    ...column,
    numbers: 1,
    dates: 1,
    writtenDates: role === "order_datetime" ? 1 : 0,
  }));
  const named = candidatesFor(role, blind, () => true).filter(
    ({ column, score }) => score >= 0.55 && facts[column]!.filled > 0 && !facts[column]!.emails,
  );
  return named.slice(0, 1).map(({ column }) => {
    const { name, samples } = facts[column]!;
    const kind =
      role === "order_datetime" ? "dates" : role === "customer_id" ? "ids of customers" : "numbers";
    return `${JSON.stringify(name)} has a fitting name, but its values, such as ${samples.map((text) => JSON.stringify(text)).join(", ")}, cannot be read as ${kind}.`;
  });
}

function valueNotes(index: Index): string[] {
  const notes: string[] = [];
  if (index.unit_price >= 0 && index.quantity < 0)
    notes.push("No column holds a quantity: each line counts as one unit.");
  if (index.order_id < 0)
    notes.push("No column holds an order id: a customer's rows with the same time count as one order.");
  if (index.product_id < 0) notes.push("No column holds a product: products are not counted.");
  return notes;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, shownColumns).map((name) => JSON.stringify(name));
  return shown.join(", ") + (names.length > shownColumns ? ` and ${names.length - shownColumns} more` : "");
}

function normalisedWords(words: MappingChoice["words"]): ReadonlyMap<string, Meaning> {
  return new Map(Object.entries(words ?? {}).map(([word, meaning]) => [normalisedName(word), meaning]));
}
