import { InputError } from "../../errors";
import { counted } from "../../figures";
import { withDayAndMonthExchanged } from "../cells/calendar";
import type { DateColumn } from "../cells/date-column";
import { DateKind, type DateOrder, resolveDate, resolveNamed } from "../cells/date-kind";
import { DateNotation } from "../cells/date-parser";
import { decideMonths } from "../cells/month-table";
import type { Warning } from "../cleaning-report";
import { samplesShown } from "./cell-samples";
import { dateFormat, orderNames } from "./date-format";
import { findExchangedDays } from "./exchanged-days";
import type { Runs } from "./row-block";
import { RowSequence } from "./row-sequence";
import { areSlips } from "./slips";

/** How a date column is read. */
export interface DateReading {
  readonly order: DateOrder;
  /** The sentence about it in the report. */
  readonly description: string;
  readonly warnings: readonly Warning[];
  /** The moment of a cell by its value and DateKind, in ms since 1970; NaN if it has none. */
  moment(value: number, kind: number): number;
}

/** The dates of some rows. */
export type DateBlock = Pick<Runs, "length" | "start" | "row" | "moment" | "momentKind">;

/** The column, its rows and how messages show them. */
interface DateRows {
  readonly column: DateColumn;
  readonly blocks: Iterable<DateBlock>;
  readonly columnName: string;
  /** The raw text of the date in a row, if remembered. */
  readonly textOf: (row: number) => string | undefined;
}

const provenBy: Record<DateOrder, DateKind> = {
  mdy: DateKind.monthFirst,
  dmy: DateKind.dayFirst,
  ymd: DateKind.yearFirst,
};

/**
 * Decides from all its values how to read a date column. What settles the order of the parts, in this order: the
 * caller's choice; parts that only one order can have; rows that run through time in one order and jump about in the
 * other; dots, which mean day first. Throws InputError if nothing settles it, if more than a few slips prove another
 * order, if a spreadsheet probably exchanged real dates among texts, and if a month name is ambiguous and nothing tells
 * the language. `textOf`: the raw text of the date in a row, if known.
 */
export function decideDateOrder(
  column: DateColumn,
  blocks: Iterable<DateBlock>,
  columnName: string,
  chosen: DateOrder | undefined,
  textOf: DateRows["textOf"] = () => undefined,
): DateReading {
  const rows: DateRows = { column, blocks, columnName, textOf };
  const months = monthsOfNames(rows);
  const numeric = column.notations[DateNotation.numeric]!;
  const { order, why } = numeric === 0 ? { order: chosen ?? "ymd", why: "" } : decideOrder(rows, chosen);
  const warnings = numeric === 0 ? [] : slips(rows, order, chosen !== undefined);
  const exchanged = numeric === 0 ? null : findExchangedDays(column, rows.blocks, order);
  if (exchanged !== null && exchanged.settled !== "as they are") {
    const found = `The column ${JSON.stringify(rows.columnName)} has ${counted(exchanged.texts, "date")} as text, all with a day after the 12th, such as ${quoted(rows, provenBy[order])}, and ${counted(exchanged.converted, "real date")}, none of them after the 12th. A spreadsheet set to another country has probably swapped day and month in the real dates`;
    if (exchanged.settled === null)
      throw new InputError(
        `${found}. Export the file again without opening it in a spreadsheet, or write all dates as year-month-day.`,
      );
    warnings.push({
      code: "exchanged_days",
      message: `${found}: they were swapped back, because only then do the rows run in order of time. Check the dates, or export the file again without opening it in a spreadsheet.`,
      rows: exchanged.converted,
      samples: samplesOf(rows, DateKind.moment),
    });
  }
  const exchangeBack = exchanged?.settled === "exchanged";
  return {
    order,
    description: dateFormat(column, order, why),
    warnings,
    moment: (value, kind) => {
      if (kind === DateKind.moment) return exchangeBack ? withDayAndMonthExchanged(value) : value;
      if (kind === DateKind.eitherMonth) return resolveNamed(value, months);
      return kind < DateKind.moment ? Number.NaN : resolveDate(value, order);
    },
  };
}

function decideOrder(rows: DateRows, chosen: DateOrder | undefined): { order: DateOrder; why: string } {
  const { column, columnName } = rows;
  if (chosen !== undefined) return { order: chosen, why: "as asked for" };
  const evidence = (["mdy", "dmy", "ymd"] as const)
    .map((order) => ({ order, proofs: column.counts[provenBy[order]]! }))
    .sort((x, y) => y.proofs - x.proofs);
  const [{ order, proofs }] = evidence as [(typeof evidence)[number]];
  if (proofs > 0) {
    const shortYear = shortYearOrder(rows);
    if (shortYear !== null) return shortYear;
    return { order, why: `${counted(proofs, "date")} can only be read so` };
  }
  if (isSymmetric(rows.blocks)) return { order: "dmy", why: "day and month are the same number" };
  const { month, day } = sequences(rows.blocks);
  if (month.beats(day)) return { order: "mdy", why: month.reason(day) };
  if (day.beats(month)) return { order: "dmy", why: day.reason(month) };
  if (column.separator === ".") return { order: "dmy", why: "dates with dots are written day first" };
  throw new InputError(
    `The dates in the column ${JSON.stringify(columnName)} are ambiguous: in all ${column.notations[DateNotation.numeric]!.toLocaleString("en")} of them both the first and the second part are 12 or less, such as ${quoted(rows, DateKind.eitherOrder)}, ` +
      "so month and day cannot be told apart. Say which it is with date_order (mdy, dmy or ymd).",
  );
}

/**
 * `23-05-17` is the 17th of 2023 or of May 2017. If all years have two digits and both ends could be days, the end with
 * more values is the day. Null if the question does not arise or the year is last. Throws InputError if both ends have
 * equally many.
 */
function shortYearOrder({ column, columnName }: DateRows): { order: DateOrder; why: string } | null {
  const { counts, firstParts, lastParts } = column;
  if (column.shortYears < column.notations[DateNotation.numeric]! || counts[DateKind.monthFirst]! > 0)
    return null;
  if (counts[DateKind.yearFirst]! > 0 || lastParts[0] === 1 || lastParts.subarray(32).includes(1))
    return null;
  const distinct = (parts: Uint8Array) => parts.reduce((sum, seen) => sum + seen, 0);
  const first = distinct(firstParts);
  const last = distinct(lastParts);
  if (first > last) return null;
  if (last >= 2 * first)
    return {
      order: "ymd",
      why: `the first part has ${first} values and the last ${last}, so the years are first`,
    };
  throw new InputError(
    `The dates in the column ${JSON.stringify(columnName)} are ambiguous: in ${JSON.stringify(column.firsts[DateKind.dayFirst])} the year may be first or last. Say which it is with date_order (dmy or ymd).`,
  );
}

/** A warning if a few dates prove another order than the rest. Throws InputError if they are more than a few. */
function slips(rows: DateRows, order: DateOrder, isChosen: boolean): Warning[] {
  const { column, columnName } = rows;
  const proofs = (["mdy", "dmy", "ymd"] as const).map(
    (name) => [name, column.counts[provenBy[name]]!] as const,
  );
  // "23-05-17" can start with the year or the day.
  const agrees = (name: DateOrder) =>
    name === order ||
    (order === "ymd" && name === "dmy" && column.shortYears === column.notations[DateNotation.numeric]);
  const others = proofs.filter(([name, count]) => !agrees(name) && count > 0);
  const against = others.reduce((sum, [, count]) => sum + count, 0);
  if (against === 0) return [];
  const text = (name: DateOrder, count: number) =>
    `${counted(count, "date")} can only be ${orderNames[name][0]} first (${quoted(rows, provenBy[name])})`;
  const found = `The dates in the column ${JSON.stringify(columnName)} contradict each other: ${proofs
    .filter(([, count]) => count > 0)
    .map(([name, count]) => text(name, count))
    .join(" and ")}`;
  const numeric = column.notations[DateNotation.numeric]!;
  if (!areSlips(against, numeric))
    throw new InputError(
      isChosen && column.counts[provenBy[order]] === 0
        ? `${found}, so ${order}, as asked for, is not their order.`
        : `${found}. Neither order reads them all, and if both parts are 12 or less, nothing tells which is meant. Write the column in one notation, ideally year-month-day, or split the two kinds of rows into two files.`,
    );
  return [
    {
      code: "contradictory_dates",
      message: `${found}. The few in the other order were left out. Correct them if the orders count.`,
      rows: against,
      samples: others.flatMap(([name]) => samplesOf(rows, provenBy[name])),
    },
  ];
}

/** The months whose names mean other months elsewhere. Throws InputError if nothing tells the language. */
function monthsOfNames(rows: DateRows): Uint8Array {
  const { names, words } = rows.column;
  const months = decideMonths(names, words);
  const open = names.filter((_, i) => months[i] === 0);
  if (open.length > 0)
    throw new InputError(
      `The column ${JSON.stringify(rows.columnName)} has months such as ${JSON.stringify(open[0])} (${quoted(rows, DateKind.eitherMonth)}), which mean different months in different languages, and nothing tells the language. Write the months as numbers.`,
    );
  return months;
}

/** Whether swapping day and month changes no date, as with 01/01/1970. */
function isSymmetric(blocks: Iterable<DateBlock>): boolean {
  for (const { length, momentKind, moment } of blocks)
    for (let i = 0; i < length; i++)
      if (
        momentKind[i] === DateKind.eitherOrder &&
        resolveDate(moment[i]!, "mdy") !== resolveDate(moment[i]!, "dmy")
      )
        return false;
  return true;
}

/** How the rows run through time when read month first and day first. */
function sequences(blocks: Iterable<DateBlock>): { month: RowSequence; day: RowSequence } {
  const month = new RowSequence();
  const day = new RowSequence();
  for (const block of blocks) {
    for (let i = 0; i < block.length; i++) {
      if (block.momentKind[i] !== DateKind.eitherOrder) continue;
      month.add(resolveDate(block.moment[i]!, "mdy"));
      day.add(resolveDate(block.moment[i]!, "dmy"));
    }
  }
  return { month, day };
}

function samplesOf(rows: DateRows, kind: DateKind): Warning["samples"] {
  const samples: { row: number; column: string; value?: string }[] = [];
  for (const block of rows.blocks) {
    for (let i = 0; i < block.length; i++) {
      if (block.momentKind[i] !== kind) continue;
      for (let line = block.start[i]!; line < block.start[i + 1]!; line++) {
        const row = block.row[i]! + line - block.start[i]!;
        const value = rows.textOf(row);
        samples.push({ row, column: rows.columnName, ...(value === undefined ? {} : { value }) });
        if (samples.length === samplesShown) return samples;
      }
    }
  }
  return samples;
}

/** The first cell of a kind with its row: `row 7: "13/02/2023"`. */
function quoted(rows: DateRows, kind: DateKind): string {
  const [sample] = samplesOf(rows, kind);
  const text = JSON.stringify(rows.column.firsts[kind] ?? "");
  return sample === undefined ? text : `row ${sample.row}: ${text}`;
}
