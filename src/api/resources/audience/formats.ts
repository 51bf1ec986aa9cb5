import { table, toCSV } from "arquero";
import { parquetWriteBuffer } from "hyparquet-writer";
import writeExcelFile from "write-excel-file/node";
import type { Audience } from "../../../answers/select";
import { harmless } from "../../../pipeline/harmless-text";
import { TooLargeError } from "../../errors";

/** A sheet of Excel's has no more, the header among them. */
const MOST_SHEET_ROWS = 1_048_576;
/** Widths of a sheet's columns, in characters. */
const [LEAST_WIDTH, MOST_WIDTH] = [8, 60];

/** The kinds of file that an audience is written as. */
export const AUDIENCE_FORMATS = {
  csv: { contentType: "text/csv; charset=utf-8", write: csv },
  xlsx: {
    contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write: xlsx,
  },
  parquet: { contentType: "application/vnd.apache.parquet", write: parquet },
} as const;

const PARQUET_TYPES = { text: "STRING", whole: "INT64", number: "DOUBLE" } as const;

type Column = Audience["columns"][number];

function csv({ columns }: Audience): string {
  const cellsOf = ({ kind, cells }: Column) =>
    kind === "text" ? cells.map((cell) => (cell === null ? null : harmless(String(cell)))) : [...cells];
  return toCSV(table(columns.map((column) => [column.name, cellsOf(column)])));
}

/**
 * The cells of texts are typed as texts: no spreadsheet takes one for a formula, and it stays as it is, but for control
 * characters, which XML cannot hold.
 */
async function xlsx({ rows, columns }: Audience): Promise<Uint8Array<ArrayBuffer>> {
  if (rows >= MOST_SHEET_ROWS)
    throw new TooLargeError(
      `The audience has ${rows} customers; a sheet holds ${MOST_SHEET_ROWS - 1}. Narrow it, or take .csv or .parquet.`,
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

/** Characters that the widest cell needs, within bounds. */
function widthOf({ name, cells }: Column): number {
  let width = name.length;
  for (const cell of cells) {
    const length = typeof cell === "number" && !Number.isInteger(cell) ? 12 : String(cell ?? "").length;
    if (length > width) width = length;
  }
  return Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, width + 2));
}

/**
 * No spreadsheet runs what is in a Parquet file, and programs that join by id need it as it is: texts are left alone.
 */
function parquet({ columns }: Audience): Uint8Array<ArrayBuffer> {
  const columnData = columns.map(({ name, kind, cells }) => {
    const data = kind === "whole" ? cells.map((cell) => (cell === null ? null : BigInt(cell))) : [...cells];
    return { name, data, type: PARQUET_TYPES[kind], nullable: true };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
