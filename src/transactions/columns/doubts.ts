import type { Doubt } from "../cleaning-report";
import type { ColumnFacts } from "./column-facts";
import type { Role } from "./roles";

/** If only family names tell customers apart. */
export function surnameDoubts(facts: readonly ColumnFacts[], index: Readonly<Record<Role, number>>): Doubt[] {
  const name = facts[index.customer_id]?.name ?? "";
  if (!/\b(?:last|family)[ _-]?name\b|surname|nachname|apellido|cognome|sobrenome/i.test(name)) return [];
  return [
    {
      code: "surname_only",
      message: `Customers are told apart by ${JSON.stringify(name)} alone, so people of one family name count as one. Add a column with an id, an e-mail address or the whole name.`,
    },
  ];
}

/** If lines are valued by price alone: a column of unknown name that may be the quantity. */
export function quantityDoubts(
  facts: readonly ColumnFacts[],
  index: Readonly<Record<Role, number>>,
): Doubt[] {
  if (index.unit_price < 0 || index.quantity >= 0) return [];
  const taken = new Set(Object.values(index));
  const found = facts.filter((column, i) => !taken.has(i) && mayBeQuantity(column));
  if (found.length === 0) return [];
  const columns = found.slice(0, 3).map(({ name }) => JSON.stringify(name));
  return [
    {
      code: "quantity_unknown",
      message: `No column is known to hold a quantity, so each line counts as one unit, yet ${columns.join(" and ")} ${columns.length === 1 ? "holds" : "hold"} small whole numbers. If that is the quantity, say so in a mapping; if there is none, map quantity to null.`,
    },
  ];
}

/** Small whole numbers, at least half of them no more than two dozen. */
function mayBeQuantity({ filled, blank, distinct, wholeNumbers, values }: ColumnFacts): boolean {
  if (distinct < 2 || filled < 0.9 * (filled + blank) || wholeNumbers < 0.95) return false;
  const sizes = Array.from(values, Math.abs)
    .filter((value) => value > 0)
    .sort((a, b) => a - b);
  return sizes.length > 0.9 * filled && sizes[Math.floor(sizes.length / 2)]! <= 24;
}
