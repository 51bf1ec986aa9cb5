import { parquetWriteBuffer } from "hyparquet-writer";
import writeExcelFile from "write-excel-file/node";
import { UserError } from "../../errors";
import { type CsvColumn, csvChunks, type Delimiter } from "../../pipeline/csv-chunks";
import { harmless } from "../../pipeline/harmless-text";
import type { Table, TableColumn } from "./table";

/** Excel's limit of rows in a sheet, header included. */
const MOST_SHEET_ROWS = 1_048_576;
/** Column widths in a sheet, in characters. */
const [LEAST_WIDTH, MOST_WIDTH] = [8, 60];

/** More customers than the kind of file holds, or a larger file than the tool takes. */
export class TooManyError extends UserError {
  override readonly name = "TooManyError";
  override readonly status = 413;
}

const PARQUET_TYPES = { text: "STRING", whole: "INT64", number: "DOUBLE" } as const;

/** A text that a spreadsheet would run gets an apostrophe in front, unless a program matches by the column. */
export function csvFile({ rows, columns }: Table, delimiter: Delimiter = ","): Uint8Array<ArrayBuffer>[] {
  const cellOf = ({ name, kind, cells, isExact }: TableColumn): CsvColumn => [
    // The shop's own columns are called as in its files.
    harmless(name),
    (row) => {
      const cell = cells[row] ?? null;
      return kind === "text" && !isExact && cell !== null ? harmless(String(cell)) : cell;
    },
  ];
  return [...csvChunks(columns.map(cellOf), rows, delimiter)];
}

/**
 * Text cells are typed as text, so no spreadsheet takes them for a formula and the text stays as it is. Only control
 * characters are removed, because XML cannot hold them.
 */
export async function xlsxFile({ rows, columns }: Table): Promise<Uint8Array<ArrayBuffer>> {
  if (rows >= MOST_SHEET_ROWS)
    throw new TooManyError(
      `The audience has ${rows} customers; a sheet holds ${MOST_SHEET_ROWS - 1}. Narrow it down, or use .csv or .parquet.`,
    );
  const written = columns.map(({ kind, cells }) =>
    kind === "text" ? cells.map((cell) => (cell === null ? null : String(cell))) : cells,
  );
  const header = columns.map(({ name }) => ({ value: name, fontWeight: "bold" as const }));
  const body = Array.from({ length: rows }, (_, row) => written.map((cells) => cells[row] ?? null));
  const file = writeExcelFile([header, ...body], {
    sheet: "audience",
    stickyRowsCount: 1,
    columns: columns.map((column) => ({ width: widthOf(column) })),
  });
  return new Uint8Array(await file.toBuffer());
}

/** The width of the widest cell in characters, within bounds. */
function widthOf({ name, cells }: TableColumn): number {
  let width = name.length;
  for (const cell of cells) {
    const length = typeof cell === "number" && !Number.isInteger(cell) ? 12 : String(cell ?? "").length;
    if (length > width) width = length;
  }
  return Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, width + 2));
}

/**
 * No spreadsheet runs the content of a Parquet file, and programs that join by id need the exact text. So text is left
 * as it is.
 */
export function parquetFile({ columns }: Table): Uint8Array<ArrayBuffer> {
  const columnData = columns.map(({ name, kind, cells }) => {
    const data = kind === "whole" ? cells.map((cell) => (cell === null ? null : BigInt(cell))) : [...cells];
    return { name, data, type: PARQUET_TYPES[kind], nullable: true };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
