import { table, toCSV } from "arquero";
import { parquetWriteBuffer } from "hyparquet-writer";
import writeExcelFile from "write-excel-file/node";
import { harmless } from "../../../pipeline/harmless-text";
import { TooLargeError } from "../../errors";
import type { Audience } from "./select";

/** A sheet of Excel's has no more, the header among them. */
const MOST_SHEET_ROWS = 1_048_576;

/** The kinds of file that an audience is written as. */
export const AUDIENCE_FORMATS = {
  csv: { contentType: "text/csv; charset=utf-8", write: csv },
  xlsx: {
    contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write: xlsx,
  },
  parquet: { contentType: "application/vnd.apache.parquet", write: parquet },
} as const;

function csv({ columns }: Audience): string {
  return toCSV(table(columns.map(({ name, isText, cells }) => [name, isText ? texts(cells) : [...cells]])));
}

async function xlsx({ rows, columns }: Audience): Promise<Uint8Array<ArrayBuffer>> {
  if (rows >= MOST_SHEET_ROWS)
    throw new TooLargeError(
      `The audience has ${rows} customers; a sheet holds ${MOST_SHEET_ROWS - 1}. Narrow it, or take .csv or .parquet.`,
    );
  const written = columns.map(({ isText, cells }) => (isText ? texts(cells) : cells));
  const header = columns.map(({ name }) => ({ value: name, fontWeight: "bold" as const }));
  const body = Array.from({ length: rows }, (_, row) => written.map((cells) => cells[row] ?? null));
  const file = writeExcelFile([header, ...body], { sheet: "audience", stickyRowsCount: 1 });
  return new Uint8Array(await file.toBuffer());
}

/** No spreadsheet runs what is in a Parquet file, and programs that join by id need it as it is: texts are left alone. */
function parquet({ columns }: Audience): Uint8Array<ArrayBuffer> {
  const columnData = columns.map(({ name, isText, cells }) => ({
    name,
    data: [...cells],
    type: isText ? ("STRING" as const) : ("DOUBLE" as const),
    nullable: true,
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

function texts(cells: Audience["columns"][number]["cells"]): (string | null)[] {
  return cells.map((cell) => (cell === null ? null : harmless(String(cell))));
}
