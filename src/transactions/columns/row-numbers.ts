import type { ColumnFacts } from "./column-facts";
import { normalisedName } from "./synonyms";

const names =
  /^(?:|unnamed0|column\d*|index|idx|row|rowid|rownumber|rownum|rowno|rownr|nr|no|lfdnr|zeile|ligne|fila|riga|n)$/;
/** Share of the rows that count one on from the row above; an overlapping export begins again somewhere. */
const leastShare = 0.95;
const fewestRows = 20;

/** The unmapped column that only numbers the rows of an export, such as the index that pandas writes; −1 where there is none. */
export function rowNumberColumn(
  facts: readonly ColumnFacts[],
  isMapped: (column: number) => boolean,
): number {
  return facts.findIndex(
    (column, i) => !isMapped(i) && names.test(normalisedName(column.name)) && countsOn(column),
  );
}

function countsOn({ values, filled }: ColumnFacts): boolean {
  if (filled < fewestRows || filled < values.length) return false;
  let on = 0;
  for (let row = 1; row < values.length; row++) if (values[row] === values[row - 1]! + 1) on++;
  return on >= leastShare * (values.length - 1);
}
