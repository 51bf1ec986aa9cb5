import { InputError } from "../../errors";
import type { Warning } from "../cleaning-report";
import { titlesNote } from "./header-search";
import type { Sheet } from "./xlsx-parts";
import { columnsKey, type SheetTable } from "./xlsx-table";

/** A sheet and what its first rows show. */
export interface SeenSheet {
  readonly sheet: Sheet;
  /** Null if no table begins in it, or if it is hidden and was not looked at. */
  readonly table: SheetTable | null;
  /** Bytes of its part; sheets are compared by it. */
  readonly sizeBytes: number;
}

/** The sheets read as one table, and the others by why they are skipped. */
export interface SheetChoice {
  readonly read: readonly (SeenSheet & { readonly table: SheetTable })[];
  readonly hidden: readonly string[];
  readonly withoutTable: readonly string[];
  readonly ofOtherColumns: readonly string[];
}

/**
 * Chooses which visible sheets to read: all that have the same columns. If columns differ, sheets with three columns or
 * more go first, then those with dates, then the largest. Throws InputError if no sheet has a table.
 */
export function chooseSheets(sheets: readonly SeenSheet[]): SheetChoice {
  const groups = new Map<string, (SeenSheet & { table: SheetTable })[]>();
  for (const { table, ...seen } of sheets) {
    if (table === null) continue;
    const key = columnsKey(table.names);
    groups.set(key, [...(groups.get(key) ?? []), { ...seen, table }]);
  }
  const hidden = sheets.filter(({ sheet }) => sheet.isHidden).map(({ sheet }) => sheet.name);
  const [read] = [...groups.values()].sort((a, b) => rank(b) - rank(a) || sizeOf(b) - sizeOf(a));
  if (read === undefined)
    throw new InputError(
      `No sheet of the workbook has a header row (a row of names, at least two, above the rows of the table).${
        hidden.length === 0
          ? ""
          : ` Hidden sheets are not read: ${quoted(hidden)}. Show the one that holds the orders.`
      }`,
    );
  const others = sheets.filter(
    (seen) => !seen.sheet.isHidden && !read.some(({ sheet }) => sheet === seen.sheet),
  );
  const isTable = ({ table }: SeenSheet) => table !== null && isWide(table);
  const nameOf = ({ sheet }: SeenSheet) => sheet.name;
  return {
    read,
    hidden,
    withoutTable: others.filter((seen) => !isTable(seen)).map(nameOf),
    ofOtherColumns: others.filter(isTable).map(nameOf),
  };
}

function rank(group: readonly { table: SheetTable }[]): number {
  return (isWide(group[0]!.table) ? 2 : 0) + (group.some(({ table }) => table.hasDates) ? 1 : 0);
}

/** A customer, a date and an amount make an order; pairs of names and values make a cover sheet. */
function isWide({ names }: SheetTable): boolean {
  return names.filter((name) => name !== "").length >= 3;
}

function sizeOf(group: readonly SeenSheet[]): number {
  return group.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** What the report says about the choice; nothing if the workbook has one sheet that begins with its header. */
export function choiceNotes(choice: SheetChoice): string[] {
  const { read, hidden, withoutTable, ofOtherColumns } = choice;
  const passedOver = [
    ...(withoutTable.length > 0 ? [`${quoted(withoutTable)} (no table)`] : []),
    ...(hidden.length > 0 ? [`${quoted(hidden)} (hidden)`] : []),
    ...(ofOtherColumns.length > 0 ? [`${quoted(ofOtherColumns)} (other columns)`] : []),
  ];
  const names = quoted(read.map(({ sheet }) => sheet.name));
  const notes: string[] = [];
  if (read.length > 1 || passedOver.length > 0)
    notes.push(
      `Read the sheet${read.length > 1 ? "s" : ""} ${names}${read.length > 1 ? " as one table" : ""}${
        passedOver.length > 0 ? `; skipped ${passedOver.join(", ")}` : ""
      }.`,
    );
  for (const { sheet, table } of read) {
    const note = titlesNote(table.titles);
    if (note !== null) notes.push(read.length > 1 ? `Sheet ${JSON.stringify(sheet.name)}: ${note}` : note);
  }
  return notes;
}

/** A sheet of other columns may hold orders too. */
export function choiceWarnings({ read, ofOtherColumns }: SheetChoice): Warning[] {
  if (ofOtherColumns.length === 0) return [];
  const isOne = ofOtherColumns.length === 1;
  return [
    {
      code: "sheets_not_read",
      message:
        `The sheet${isOne ? "" : "s"} ${quoted(ofOtherColumns)} ${isOne ? "has" : "have"} other columns than ` +
        `${quoted(read.map(({ sheet }) => sheet.name))} and ${isOne ? "was" : "were"} not read. ` +
        `If ${isOne ? "it holds" : "they hold"} orders too, give all sheets the same column names.`,
      rows: 0,
      samples: [],
    },
  ];
}

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => JSON.stringify(name));
  if (names.length > 10) return `${shown.join(", ")} and ${names.length - 10} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : shown.join();
}
