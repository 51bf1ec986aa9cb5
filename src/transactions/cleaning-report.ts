import type { Role } from "./columns/roles";
import type { ColumnMapping } from "./mapping";
import type { Meaning } from "./profiles/profile";

/** Why a row is not a kept purchase. A row has one reason: the first that applies, in this order. */
export type DropReason =
  | "malformed_row"
  | "replaced_row"
  | "not_goods"
  | "not_a_purchase"
  | "cancelled_order"
  | "unpaid_order"
  | "refunded_order"
  | "missing_customer"
  | "guest_order"
  | "unreadable_date"
  | "date_out_of_place"
  | "unreadable_number"
  | "other_currency"
  | "return_row"
  | "non_positive_quantity"
  | "non_positive_price"
  | "duplicate_row";

/**
 * A row to look at: its number in the file (header: row 1; 0: no particular row) and, if one cell is to blame, the raw
 * cell. Wire format.
 */
export interface RowSample {
  readonly row: number;
  readonly column?: string;
  readonly value?: string;
  /** The sheet, if a workbook has several. */
  readonly sheet?: string;
  /** The file, if the data set has several. */
  readonly file?: string;
}

/** Something that only the maker of the file can settle. */
export type Doubt = Pick<Warning, "code" | "message">;

/** Something that may be wrong and needs a look. Wire format. */
export interface Warning {
  /** Stable, such as `several_currencies`. */
  readonly code: string;
  /** What was found, where, and what to do: one or two sentences. */
  readonly message: string;
  /** Rows concerned. */
  readonly rows: number;
  readonly samples: readonly RowSample[];
}

/** The column that plays a role, and the evidence for it. Wire format. */
export interface RoleEvidence {
  readonly column: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** In words, such as "its name; 40 values, 37 of them come back". */
  readonly evidence: string;
}

/** What the orders with one status, or the rows of one kind, came to. Wire format. */
export interface StatusAccount {
  readonly column: string;
  /** As the file writes it. */
  readonly value: string;
  readonly meaning: Meaning;
  /** Whether the word was known; an unknown one counts as a sale, with a warning. */
  readonly known: boolean;
  readonly rows: number;
  readonly orders: number;
  /** After discounts, in the report's currency. */
  readonly revenue: number;
}

/** What a file is worth in one currency. Wire format. */
export interface CurrencyAccount {
  readonly currency: string;
  readonly rows: number;
  readonly orders: number;
  /** In that currency, after discounts. */
  readonly revenue: number;
  /** Counted as it is, converted at a known rate, or set aside. */
  readonly use: "kept" | "converted" | "set_aside";
}

/** `query`: rows of a warehouse, which have no encoding, delimiter or size; the hash is that of the query. */
export type DataFormat = "csv" | "xlsx" | "parquet" | "jsonl" | "query";

/** What one file of a data set added. Wire format. */
export interface FileAccount {
  readonly file: string;
  readonly format: DataFormat;
  readonly sha256: string;
  readonly size_bytes: number;
  readonly profile: string | null;
  readonly rows_read: number;
  readonly rows_kept: number;
  /** Rows that a later file repeats, or orders that it has in a later state. */
  readonly rows_replaced: number;
  readonly orders: number;
  /** ISO 8601; null if no row was kept. */
  readonly first_order: string | null;
  readonly last_order: string | null;
}

export interface DroppedRows {
  readonly rows: number;
  /** What the reason means and what happened to the rows, in a sentence. */
  readonly meaning: string;
  /** The first few. */
  readonly samples: readonly RowSample[];
}

/**
 * Accounts for every data row of a file: `rows_read` = `rows_kept` + the sum of `dropped`. Wire format (snake_case).
 */
export interface CleaningReport {
  readonly file: string;
  readonly format: DataFormat;
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
  /** Dropped rows that are remembered as returns. */
  readonly rows_returned: number;
  readonly dropped: Partial<Record<DropReason, DroppedRows>>;
  readonly customers: number;
  readonly orders: number;
  readonly products: number;
  /**
   * What customers paid for goods: after discounts, without shipping, before refunds. Cancelled, unpaid and fully
   * refunded orders do not count.
   */
  readonly revenue: number;
  /** Discounts taken off in `revenue`. */
  readonly discounts: number;
  /** Money given back on orders that stand, and by returns and credit notes. */
  readonly refunds: number;
  /** `revenue` less `refunds`. */
  readonly net_revenue: number;
  /** Whether the amounts include tax; null if the file does not say. */
  readonly tax: "included" | "excluded" | null;
  /** ISO 4217 code, or the sign in the file; null if it has none. */
  readonly currency: string | null;
  readonly currencies: readonly CurrencyAccount[];
  /** Orders in the file from people without an account, whatever happened to them. */
  readonly guest_orders: number;
  /** People in the file who have no order that counts. */
  readonly customers_left_out: number;
  readonly statuses: readonly StatusAccount[];
  /** The recognised system; null if there is none. */
  readonly profile: { readonly id: string; readonly name: string } | null;
  readonly roles: Readonly<Partial<Record<Role, RoleEvidence>>>;
  /** Most important first. */
  readonly warnings: readonly Warning[];
  /** Each file of the data set, in the order they were added. */
  readonly files: readonly FileAccount[];
  readonly first_order: string;
  readonly last_order: string;
  /** Things worth knowing that cost no rows: mixed encodings, renamed duplicate headers, dates in the future, … */
  readonly notes: readonly string[];
}
