import { InputError } from "../../errors";
import { counted } from "../../figures";
import { DAY_MS } from "../../time";
import { DateColumn } from "../cells/date-column";
import { DateKind, type DateOrder } from "../cells/date-kind";
import { DateNotation } from "../cells/date-parser";
import { NumberColumn } from "../cells/number-column";
import { decimalSeparator, NumberKind, resolveNumber } from "../cells/number-kind";
import { type DateBlock, decideDateOrder } from "../lines/date-order";
import type { AttributeCell, AttributeKind } from "./attribute-kind";
import { type ColumnTexts, longestText } from "./column-texts";
import { yesOrNo } from "./yes-no";

/** A column is dates or numbers if no more of its cells than this are something else. */
const mostStrays = 0.02;
/** A number with a leading zero is a code: a postcode, a telephone number. */
const codeLike = /^[+0]\d/;

/** What the cells of a column are. */
export interface ColumnReading {
  readonly kind: AttributeKind;
  /** By place in `ColumnTexts.texts`. */
  readonly values: readonly AttributeCell[];
  /** What may be wrong: what was found and what it was taken for. */
  readonly doubts: readonly string[];
}

const encoder = new TextEncoder();

/**
 * What a column holds, decided from all its cells: yes or no, days, numbers, else text. `rows`: the row number of each
 * cell; `dateOrder`: what the sender says about dates. Text is what nothing else fits.
 */
export function readKind(
  column: ColumnTexts,
  rows: readonly number[],
  dateOrder: DateOrder | undefined,
): ColumnReading {
  if (column.filled === 0) return { kind: "text", values: [], doubts: ["All its cells are blank."] };
  const told = asYesNo(column) ?? asDates(column, rows, dateOrder) ?? asNumbers(column);
  if (told !== null && "kind" in told) return told;
  const doubts = told === null ? [] : [told.refused];
  if (column.cut > 0)
    doubts.push(`${counted(column.cut, "text")} longer than ${longestText} characters were cut.`);
  return { kind: "text", values: column.texts, doubts };
}

function asYesNo({ texts, filled, codes }: ColumnTexts): ColumnReading | null {
  // Many numbers begin with 0 and 1.
  if (texts.length > 8) return null;
  const values = texts.map(yesOrNo);
  if (values.includes(null)) return null;
  const blank = codes.length - filled;
  const onlyYes = !values.includes(false) && blank > 0;
  const doubts = onlyYes
    ? [
        `It says yes or nothing at all. Blank cells (${blank.toLocaleString("en")}) count as unknown, not as no.`,
      ]
    : [];
  return { kind: "yes_no", values, doubts };
}

/** Null if the cells are no dates; the reason if they are, but of an order that nothing tells. */
function asDates(
  column: ColumnTexts,
  rows: readonly number[],
  dateOrder: DateOrder | undefined,
): ColumnReading | { readonly refused: string } | null {
  const dates = new DateColumn();
  const { texts, filled } = column;
  const cells = texts.map((text) => parsed(dates, text));
  // A column of a few numbers could be days of Excel's.
  const isWritten = ({ notation, kind }: (typeof cells)[number]) =>
    kind !== DateKind.unreadable && notation <= DateNotation.named;
  const counts = column.counts();
  const written = cells.reduce((sum, cell, i) => sum + (isWritten(cell) ? counts[i]! : 0), 0);
  if (filled - written > mostStrays * filled) return null;
  try {
    // A second time, because all rows decide, not each text once.
    const all = new DateColumn();
    const block = blockOf(column, rows, all);
    const textOf = (row: number) => texts[column.codes[rows.indexOf(row)]!];
    const reading = decideDateOrder(all, [block], column.name, dateOrder, textOf);
    const values = cells.map((cell) => (isWritten(cell) ? day(reading.moment(cell.value, cell.kind)) : null));
    const doubts = reading.warnings.map(({ message }) => message);
    if (all.shortYears > 0)
      doubts.push("Its years have two digits: 00 to 49 were read as 2000 to 2049, 50 to 99 as 1950 to 1999.");
    return { kind: "date", values, doubts: [...doubts, ...straysOf(texts, values, counts, "date")] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { refused: `${error.message} Until then it counts as text.` };
  }
}

function asNumbers(column: ColumnTexts): ColumnReading | null {
  const { texts, filled } = column;
  if (texts.some((text) => codeLike.test(text))) return null;
  // As a discount: a rate may be in per cent.
  const numbers = new NumberColumn("discount");
  const counts = column.counts();
  const cells = texts.map((text) => {
    const bytes = encoder.encode(text);
    numbers.parse(bytes, 0, bytes.length);
    return { value: numbers.value, kind: numbers.kind };
  });
  const decimal = decimalSeparator(numbers.counts);
  const values = cells.map(({ value, kind }) => {
    const number = resolveNumber(value, kind, decimal ?? ".");
    return Number.isNaN(number) ? null : number;
  });
  const strays = values.reduce<number>((sum, value, i) => sum + (value === null ? counts[i]! : 0), 0);
  if (strays > mostStrays * filled) return null;
  const doubts = straysOf(texts, values, counts, "number");
  const open = numbers.firsts[NumberKind.dotOrThousands] ?? numbers.firsts[NumberKind.commaOrThousands];
  if (decimal === null && open !== undefined)
    doubts.push(
      `${JSON.stringify(open)} may have a decimal sign or thousands; a dot was taken for a decimal sign.`,
    );
  const units = numbers.units.slice(1).filter((_, i) => numbers.unitCounts[i + 1]! > 0);
  if (units.length > 1)
    doubts.push(`It has several units (${units.slice(0, 4).join(", ")}), which were not converted.`);
  return { kind: "number", values, doubts };
}

function parsed(dates: DateColumn, text: string) {
  const bytes = encoder.encode(text);
  dates.parse(bytes, 0, bytes.length);
  return { value: dates.value, kind: dates.kind, notation: dates.notation };
}

/** The dates by row, as the whole column is judged. */
function blockOf({ texts, codes }: ColumnTexts, rows: readonly number[], dates: DateColumn): DateBlock {
  const filled = codes.flatMap((code, i) => (code < 0 ? [] : [i]));
  const block = {
    length: filled.length,
    start: Int32Array.from({ length: filled.length + 1 }, (_, at) => at),
    row: Int32Array.from(filled, (i) => rows[i]!),
    moment: new Float64Array(filled.length),
    momentKind: new Uint8Array(filled.length),
  };
  filled.forEach((i, at) => {
    const { value, kind } = parsed(dates, texts[codes[i]!]!);
    block.moment[at] = value;
    block.momentKind[at] = kind;
  });
  return block;
}

function day(moment: number): number | null {
  return Number.isNaN(moment) ? null : Math.floor(moment / DAY_MS) * DAY_MS;
}

function straysOf(
  texts: readonly string[],
  values: readonly AttributeCell[],
  counts: Uint32Array,
  noun: string,
): string[] {
  const strays = texts.flatMap((_, i) => (values[i] === null ? [i] : []));
  if (strays.length === 0) return [];
  const cells = strays.reduce((sum, i) => sum + counts[i]!, 0);
  return [
    `${counted(cells, "cell")} ${cells === 1 ? "is" : "are"} no ${noun} and ${cells === 1 ? "counts" : "count"} as unknown, such as ${JSON.stringify(texts[strays[0]!])}.`,
  ];
}
