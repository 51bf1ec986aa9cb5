import { parquetWriteBuffer } from "hyparquet-writer";
import writeExcelFile from "write-excel-file/node";
import type { Audience } from "../../../answers/select";
import { type CsvColumn, csvChunks } from "../../../pipeline/csv-chunks";
import { harmless } from "../../../pipeline/harmless-text";
import { TooLargeError } from "../../errors";

/** Excel's limit of rows in a sheet, header included. */
const MOST_SHEET_ROWS = 1_048_576;
/** Column widths in a sheet, in characters. */
const [LEAST_WIDTH, MOST_WIDTH] = [8, 60];

/** The file types of an audience. */
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

function csv({ rows, columns }: Audience): Uint8Array<ArrayBuffer>[] {
  const cellOf = ({ name, kind, cells }: Column): CsvColumn => [
    name,
    (row) => {
      const cell = cells[row] ?? null;
      return kind === "text" && cell !== null ? harmless(String(cell)) : cell;
    },
  ];
  return [...csvChunks(columns.map(cellOf), rows)];
}

/**
 * Text cells are typed as text, so no spreadsheet takes them for a formula and the text stays as it is. Only control
 * characters are removed, because XML cannot hold them.
 */
async function xlsx({ rows, columns }: Audience): Promise<Uint8Array<ArrayBuffer>> {
  if (rows >= MOST_SHEET_ROWS)
    throw new TooLargeError(
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
function widthOf({ name, cells }: Column): number {
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
function parquet({ columns }: Audience): Uint8Array<ArrayBuffer> {
  const columnData = columns.map(({ name, kind, cells }) => {
    const data = kind === "whole" ? cells.map((cell) => (cell === null ? null : BigInt(cell))) : [...cells];
    return { name, data, type: PARQUET_TYPES[kind], nullable: true };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
