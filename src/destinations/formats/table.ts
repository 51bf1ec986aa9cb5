import type { Audience } from "../../answers/select";

/** What a file or a sheet holds: a list of cells per column. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly TableColumn[];
}

export interface TableColumn {
  readonly name: string;
  readonly kind: "text" | "whole" | "number";
  readonly cells: readonly Cell[];
  /** A program matches by it, so its text is never protected against spreadsheets. */
  readonly isExact?: boolean;
}

export type Cell = string | number | null;

/** What a tool imports: its columns, as its own guide describes them. */
export interface ToolFormat {
  /** The tool's name. */
  readonly title: string;
  /** What the file is for, as the end of a sentence. */
  readonly purpose: string;
  readonly delimiter: "," | ";";
  /** Left out of the file: customers whose expected spend is unknown. */
  readonly needsValue?: boolean;
  /** The largest file that the tool takes. */
  readonly mostBytes?: number;
  table(audience: Audience): Table;
}

/** The cells of a column of an audience; empty ones if it has no such column. */
export function cellsOf({ rows, columns }: Audience, name: string): readonly Cell[] {
  return columns.find((column) => column.name === name)?.cells ?? new Array<null>(rows).fill(null);
}

/** A column of text that is worked out from another one; what is not known stays empty. */
export function textColumn(
  name: string,
  cells: readonly Cell[],
  text: (cell: string) => string | null,
  isExact = false,
): TableColumn {
  const written = cells.map((cell) => (cell === null ? null : text(String(cell)) || null));
  return { name, kind: "text", cells: written, ...(isExact && { isExact }) };
}
