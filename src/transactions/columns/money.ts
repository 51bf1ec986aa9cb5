import type { Doubt } from "../cleaning-report";
import type { Profile } from "../profiles/profile";
import type { ColumnFacts } from "./column-facts";
import { nameTokens } from "./column-names";
import type { GoodsOfTotals } from "./goods-of-totals";
import { type Role, valueRoles } from "./roles";
import { normalisedName } from "./synonyms";

/** How a discount column is meant. */
interface DiscountPlan {
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
  readonly doubts: readonly Doubt[];
}

/**
 * Decides how the money columns are meant from a sample. `index`: column of each role, −1 where there is none. `goods`: what is known
 * of the order's total.
 */
export function planMoney(
  facts: readonly ColumnFacts[],
  index: Readonly<Record<Role, number>>,
  profile: Profile | null,
  goods: GoodsOfTotals | null,
): MoneyPlan {
  const notes: string[] = [];
  const doubts: Doubt[] = [];
  const value = wayToValue(index, profile);
  const discount = index.discount < 0 ? null : discountOf(facts, index, profile, value, goods, doubts);
  const holds = value === "order_total" ? (profile?.totalHolds ?? []) : [];
  const extras = holds.filter((role) => index[role] >= 0);
  if (index.discount >= 0 && discount === null && profile?.discount === undefined)
    notes.push(
      `The discounts in ${JSON.stringify(facts[index.discount]!.name)} are taken to be off the amounts already.`,
    );
  if (profile === null && goods === null && isTotalBesideShipping(facts, index)) {
    const [total, shipping] = [index.order_total, index.shipping].map((i) => JSON.stringify(facts[i]!.name));
    doubts.push({
      code: "total_may_hold_shipping",
      message: `${total} may hold the shipping in ${shipping}, which then counts as revenue. Export the goods' subtotal too, or map order_total to a column without shipping.`,
    });
  }
  return { value, discount, refundPer: profile?.refund?.per ?? null, extras, notes, doubts };
}

/** Whether a row is an order with what was paid in total, and with its shipping. */
function isTotalBesideShipping(
  facts: readonly ColumnFacts[],
  index: Readonly<Record<Role, number>>,
): boolean {
  const total = facts[index.order_total];
  const shipping = facts[index.shipping];
  if (total === undefined || shipping === undefined || index.product_id >= 0) return false;
  return (
    /total|gesamt|summe|paid|paye|pagado|pagato|totaal|razem/.test(normalisedName(total.name)) &&
    largest(shipping) > 0
  );
}

function wayToValue(index: Readonly<Record<Role, number>>, profile: Profile | null): MoneyPlan["value"] {
  if (index.unit_price >= 0) return "unit_price";
  if (index.line_total >= 0) return "line_total";
  return profile === null ? "amount" : "order_total";
}

function discountOf(
  facts: readonly ColumnFacts[],
  index: Readonly<Record<Role, number>>,
  profile: Profile | null,
  value: MoneyPlan["value"],
  goods: GoodsOfTotals | null,
  doubts: Doubt[],
): DiscountPlan | null {
  const column = facts[index.discount]!;
  if (profile?.discount) {
    const { alreadyTaken, per = null, unit } = profile.discount;
    // Totals have it off already; a unit price never has. A total that the profile does not name, such as a grand total, is what was paid.
    if ((alreadyTaken && value !== "unit_price") || !isNamed(facts, index, profile)) return null;
    return { unit: unit === "percent" ? percentUnit(column) : unit, per };
  }
  if (goods?.beforeDiscount) return { unit: "amount", per: "order" };
  if (value !== "unit_price") return null;
  const unit = discountUnit(column, facts[index.quantity], facts[index.unit_price]!, facts[index.order_id]);
  if (unit.doubt)
    doubts.push({
      code: "discount_unit",
      message: `Whether ${JSON.stringify(column.name)} is an amount or a percentage is not certain; it was read as ${unit.unit === "amount" ? "an amount" : "a percentage"}. Name the column "… amount" or "… %" to settle it.`,
    });
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
  order: ColumnFacts | undefined,
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
  const gross = Float64Array.from(price.values, (each, row) =>
    Math.abs(each * (quantity === undefined ? 1 : quantity.values[row]!)),
  );
  const ofOrder = sumsOf(gross, order);
  let beyond = 0;
  let beyondOrder = 0;
  let steps = true;
  let cents = 0;
  let filled = 0;
  for (let row = 0; row < column.values.length; row++) {
    const discount = Math.abs(column.values[row]!);
    if (!(discount > 0)) continue;
    filled++;
    if (discount > gross[row]! + 0.005) beyond++;
    if (discount > ofOrder[row]! + 0.005) beyondOrder++;
    if (discount % 5 !== 0 || discount > 100) steps = false;
    if (discount % 0.5 !== 0) cents++;
  }
  if (filled === 0) return { unit: "amount", doubt: false };
  if (largest(column) <= 1) return { unit: "share", doubt: false };
  if (beyond > 0.02 * filled && largest(column) <= 100) {
    // An amount off a whole order may be more than one of its lines is worth.
    const isAmount = beyondOrder <= 0.02 * filled && cents > 0.2 * filled;
    return { unit: isAmount ? "amount" : "percent", doubt: false };
  }
  return { unit: steps ? "percent" : "amount", doubt: steps };
}

/** By row: the sum of its order's values; its own where there are no orders. */
function sumsOf(values: Float64Array, order: ColumnFacts | undefined): Float64Array {
  if (order === undefined) return values;
  const sums = new Float64Array(order.distinct);
  order.ids.forEach((id, row) => {
    if (id >= 0 && values[row]! > 0) sums[id]! += values[row]!;
  });
  return values.map((value, row) => (order.ids[row]! < 0 ? value : sums[order.ids[row]!]!));
}

function largest(column: ColumnFacts): number {
  let most = 0;
  for (const value of column.values) if (Math.abs(value) > most) most = Math.abs(value);
  return most;
}
