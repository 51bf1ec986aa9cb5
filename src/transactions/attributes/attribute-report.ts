import type { Warning } from "../cleaning-report";
import type { AttributeKind } from "./attribute-kind";

/** What a customers' file says, and about whom. Wire format. */
export interface AttributeReport {
  readonly file: string;
  readonly rows_read: number;
  readonly rows_matched: number;
  /** Rows about nobody in the data set. */
  readonly rows_unmatched: number;
  /** Rows that a later row about the same customer replaces. */
  readonly rows_replaced: number;
  readonly rows_unreadable: number;
  /** Customers of the data set. */
  readonly customers: number;
  readonly customers_with_row: number;
  /** The position of the column that names the customer; null if none does. */
  readonly key_column: number | null;
  /** The columns that name the customer. */
  readonly id_column: string | null;
  readonly email_column: string | null;
  readonly columns: readonly {
    readonly name: string;
    readonly kind: AttributeKind;
    /** Customers of whom it is known. */
    readonly known: number;
    readonly samples: readonly string[];
  }[];
  /** Most important first. */
  readonly warnings: readonly Warning[];
}
