import type { Profile } from "../profiles/profile";
import type { ColumnFacts } from "./column-facts";
import { nameTokens } from "./column-names";
import { type Role, valueRoles } from "./roles";
import { normalisedName } from "./synonyms";

/** How a discount column is meant. */
export interface DiscountPlan {
  /** `share`: 0 to 1; `percent`: 0 to 100. */
  readonly unit: "amount" | "share" | "percent";
  /** Null: told from the whole file. */
  readonly per: "line" | "order" | null;
}

/** What the amounts of a file mean. */
export interface MoneyPlan {
  /** How the value of a line is given. An `amount` is a line's or an order's: the whole file tells. */
  readonly value: "unit_price" | "line_total" | "amount" | "order_total";
  /** The discount that is still to be taken off; null where there is none or it is off already. */
  readonly discount: DiscountPlan | null;
  readonly refundPer: "line" | "order" | null;
  /** What the order's total holds besides goods, and is taken off. */
  readonly extras: readonly ("shipping" | "tax")[];
  readonly notes: readonly string[];
}

/** Decides how the money columns are meant from a sample. `index`: column of each role, −1 where there is none. */
export function planMoney(
  facts: readonly ColumnFacts[],
  index: Readonly<Record<Role, number>>,
  profile: Profile | null,
): MoneyPlan {
  const notes: string[] = [];
  const value = valueMeant(index, profile);
  const discount = index.discount < 0 ? null : discountOf(facts, index, profile, value, notes);
  const extras = (profile?.totalHolds ?? []).filter((role) => index[role] >= 0);
  if (index.discount >= 0 && discount === null && profile?.discount === undefined)
    notes.push(
      `The discounts in ${JSON.stringify(facts[index.discount]!.name)} are taken to be off the amounts already.`,
    );
  return { value, discount, refundPer: profile?.refund?.per ?? null, extras, notes };
}

function valueMeant(index: Readonly<Record<Role, number>>, profile: Profile | null): MoneyPlan["value"] {
  if (index.unit_price >= 0) return "unit_price";
  if (index.line_total >= 0) return "line_total";
  return profile === null ? "amount" : "order_total";
}

function discountOf(
  facts: readonly ColumnFacts[],
  index: Readonly<Record<Role, number>>,
  profile: Profile | null,
  value: MoneyPlan["value"],
  notes: string[],
): DiscountPlan | null {
  const column = facts[index.discount]!;
  if (profile?.discount) {
    const { alreadyTaken, per = null, unit } = profile.discount;
    // A total that the profile does not name, such as a grand total, is what was paid in the end.
    if (alreadyTaken || !isNamed(facts, index, profile)) return null;
    return { unit: unit === "percent" ? percentUnit(column) : unit, per };
  }
  if (value !== "unit_price") return null;
  const unit = discountUnit(column, facts[index.quantity], facts[index.unit_price]!);
  if (unit.doubt)
    notes.push(
      `Whether ${JSON.stringify(column.name)} is an amount or a percentage is not certain; it was read as ${unit.unit === "amount" ? "an amount" : "a percentage"}.`,
    );
  return { unit: unit.unit, per: unit.unit === "amount" ? null : "line" };
}

/** Whether the profile knows the column that says what a line or an order is worth. */
function isNamed(
  facts: readonly ColumnFacts[],
  index: Readonly<Record<Role, number>>,
  profile: Profile,
): boolean {
  return valueRoles.some(
    (role) =>
      index[role] >= 0 && profile.columns[role]?.includes(normalisedName(facts[index[role]]!.name)) === true,
  );
}

/** Percentages are written 10 or 0.1. */
function percentUnit(column: ColumnFacts): "share" | "percent" {
  return largest(column) <= 1 ? "share" : "percent";
}

function discountUnit(
  column: ColumnFacts,
  quantity: ColumnFacts | undefined,
  price: ColumnFacts,
): { unit: DiscountPlan["unit"]; doubt: boolean } {
  if (column.percents > 0.5) return { unit: "percent", doubt: false };
  const tokens = nameTokens(column.name);
  if (
    column.name.includes("%") ||
    tokens.some((token) => /^(?:percent|percentage|pct|rate|prozent|pourcentage)$/.test(token))
  )
    return { unit: percentUnit(column), doubt: false };
  if (tokens.some((token) => /^(?:amount|amt|value|betrag|montant|importe)$/.test(token)))
    return { unit: "amount", doubt: false };
  let beyond = 0;
  let steps = true;
  let filled = 0;
  for (let row = 0; row < column.values.length; row++) {
    const discount = Math.abs(column.values[row]!);
    if (!(discount > 0)) continue;
    filled++;
    const gross = Math.abs(price.values[row]! * (quantity === undefined ? 1 : quantity.values[row]!));
    if (discount > gross + 0.005) beyond++;
    if (discount % 5 !== 0 || discount > 100) steps = false;
  }
  if (filled === 0) return { unit: "amount", doubt: false };
  if (largest(column) <= 1) return { unit: "share", doubt: false };
  if (beyond > 0.02 * filled && largest(column) <= 100) return { unit: "percent", doubt: false };
  return { unit: steps ? "percent" : "amount", doubt: steps };
}

function largest(column: ColumnFacts): number {
  let most = 0;
  for (const value of column.values) if (Math.abs(value) > most) most = Math.abs(value);
  return most;
}
