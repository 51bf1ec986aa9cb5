import type { ColumnFacts } from "./column-facts";
import { normalisedName } from "./synonyms";

const known =
  /^(?:|unnamed0|column\d*|index|idx|row|rowid|rownumber|rownum|rowno|rownr|nr|no|lfdnr|zeile|ligne|fila|riga|n)$/;
/** Share of the rows that count on from the row above; an overlapping export starts over somewhere. */
const leastShare = 0.95;
const fewestRows = 20;

/** The unmapped column that only numbers the rows of an export, such as the pandas index; −1 if there is none. */
export function rowNumberColumn(
  names: readonly string[],
  facts: readonly ColumnFacts[],
  isMapped: (column: number) => boolean,
): number {
  // By name first, to avoid looking at a column for nothing.
  return names.findIndex(
    (name, i) => !isMapped(i) && known.test(normalisedName(name)) && countsOn(facts[i]!),
  );
}

function countsOn({ values, filled }: ColumnFacts): boolean {
  if (filled < fewestRows || filled < values.length) return false;
  let on = 0;
  for (let row = 1; row < values.length; row++) if (values[row] === values[row - 1]! + 1) on++;
  return on >= leastShare * (values.length - 1);
}
