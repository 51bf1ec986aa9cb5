import { DAY_MS } from "../../time";
import type { AttributeCells } from "../../transactions/attributes/attribute-kind";
import type { JudgedRows } from "../churn/train-churn";

/** Rows of customers as of a day each. */
export type AttributeRows = Pick<JudgedRows, "customer" | "cutoff">;

/** An attribute as columns of numbers, as some rows showed how to. Unknown values are the average: they say nothing. */
export interface Coding {
  readonly width: number;
  /** Writes the columns of a row from `at` on. */
  write(out: Float64Array, at: number, customer: number, cutoff: number): void;
}

/** Rarer texts are all one. */
const LEAST_ROWS_OF_TEXT = 20;
const MOST_TEXTS = 12;
/** Values further from the mean are taken for this many standard deviations. */
const FARTHEST = 3;

/** Whether the value was known on a day. What happens later was not. */
export function isKnownAt({ kind, cells }: AttributeCells, customer: number, cutoff: number): boolean {
  const cell = cells[customer] ?? null;
  return cell !== null && (kind !== "date" || (cell as number) <= cutoff);
}

/** How to code an attribute, learned from these rows; null if they show no difference that could be learned from. */
export function codingOf(attribute: AttributeCells, rows: AttributeRows): Coding | null {
  return attribute.kind === "text"
    ? ofTexts(attribute, rows)
    : ofNumbers((customer, cutoff) => {
        if (!isKnownAt(attribute, customer, cutoff)) return NaN;
        const value = Number(attribute.cells[customer]);
        return attribute.kind === "date" ? (cutoff - value) / DAY_MS : value;
      }, rows);
}

/** The same of whether the value is known at all. */
export function knownCoding(attribute: AttributeCells, rows: AttributeRows): Coding | null {
  return ofNumbers((customer, cutoff) => Number(isKnownAt(attribute, customer, cutoff)), rows);
}

function ofNumbers(
  tell: (customer: number, cutoff: number) => number,
  { customer, cutoff }: AttributeRows,
): Coding | null {
  const known = Float64Array.from(customer, (one, i) => tell(one, cutoff[i]!)).filter(
    (v) => !Number.isNaN(v),
  );
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const scale = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
  if (!(scale > 0)) return null;
  return {
    width: 1,
    write(out, at, one, day) {
      const z = (tell(one, day) - mean) / scale;
      out[at] = Number.isNaN(z) ? 0 : Math.max(-FARTHEST, Math.min(FARTHEST, z));
    },
  };
}

/** A column for each of the most common texts: 1 less its share, or minus its share. */
function ofTexts({ cells }: AttributeCells, { customer }: AttributeRows): Coding | null {
  const counts = new Map<string, number>();
  let known = 0;
  for (const one of customer) {
    const cell = (cells[one] ?? null) as string | null;
    if (cell === null) continue;
    known++;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  const common = [...counts]
    .filter(([, count]) => count >= LEAST_ROWS_OF_TEXT && count < known)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MOST_TEXTS);
  if (common.length === 0) return null;
  const places = new Map(common.map(([text], place) => [text, place]));
  const shares = common.map(([, count]) => count / known);
  return {
    width: common.length,
    write(out, at, one) {
      const cell = (cells[one] ?? null) as string | null;
      if (cell === null) return;
      const place = places.get(cell);
      shares.forEach((share, j) => {
        out[at + j] = (j === place ? 1 : 0) - share;
      });
    },
  };
}
