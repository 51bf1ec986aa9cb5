import type { ColumnMapping } from "./mapping";

/** Why a row is not among the kept purchases. A row has one reason: the first that applies, in this order. */
export type DropReason =
  | "malformed_row"
  | "missing_customer"
  | "unreadable_date"
  | "unreadable_number"
  | "cancelled_order"
  | "non_positive_quantity"
  | "non_positive_price"
  | "duplicate_row";

export interface DroppedRows {
  readonly rows: number;
  /** What the reason means and what became of the rows, in a sentence. */
  readonly meaning: string;
  /** The first few: row number in the file (the header is row 1) and, where one cell is to blame, that cell. */
  readonly samples: readonly { row: number; column?: string; value?: string }[];
}

/** Accounts for every data row of a file: `rows_read` = `rows_kept` + the sum of `dropped`. Wire format (snake_case). */
export interface CleaningReport {
  readonly file: string;
  readonly format: "csv" | "xlsx" | "parquet" | "jsonl";
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly sha256: string;
  readonly size_bytes: number;
  readonly columns: readonly string[];
  readonly mapping: ColumnMapping;
  /** How the date column was read, e.g. "month/day/year hour:minute", and why. */
  readonly date_format: string;
  readonly decimal_separator: "." | ",";
  readonly rows_read: number;
  readonly rows_kept: number;
  /** Rows among the dropped that are remembered as returns. */
  readonly rows_returned: number;
  readonly dropped: Partial<Record<DropReason, DroppedRows>>;
  readonly customers: number;
  readonly orders: number;
  readonly products: number;
  readonly revenue: number;
  readonly first_order: string;
  readonly last_order: string;
  /** Things a reader should know that cost no rows: mixed encodings, renamed duplicate headers, dates in the future, … */
  readonly notes: readonly string[];
}
