import type { CurrencyAccount, StatusAccount, Warning } from "../cleaning-report";
import type { OrderLines } from "../transactions";
import type { FileFacts } from "./file-facts";
import type { GuestNumbers } from "./guest-numbers";
import type { IdList } from "./id-list";
import type { Judgement } from "./judge";
import type { FileLabels } from "./labels";
import { concatLines, moveNumbers, selectLines } from "./line-table";
import type { OrderRows } from "./order-rows";

/** Lines that are worth something, and what else the cleaning knows about them. */
export interface Sales extends OrderLines {
  /** What was taken off each line, an amount ≥ 0; null if nothing was. */
  readonly discount: Float64Array | null;
  /** 1 for a line of an unidentified guest (customer −1); null if there is none. */
  readonly guest: Uint8Array | null;
}

/** The ids of the four columns that have a dictionary. */
export interface IdLists {
  readonly customer: IdList;
  readonly order: IdList;
  readonly product: IdList;
  readonly country: IdList;
}

/** A cleaned file and all of its lines. */
export interface FileLines extends FileAccounts {
  readonly sales: Sales;
  /** Quantity < 0: returned goods, and refunds as one unit of their amount. */
  readonly returns: OrderLines;
}

/** A cleaned file with its lines table by table, since there may be more than fit into memory. */
export interface CleanFile extends FileAccounts {
  /** Whether its lines are not in memory. */
  readonly isSpilled: boolean;
  /** If the lines are in memory, it is one table, and may be asked for once. */
  sales(): Iterable<Sales>;
  readonly returns: Iterable<OrderLines>;
  /** Gives the lines back. */
  free(): void;
}

/** What is known of a cleaned file besides its lines, whose ids index its own lists. */
export interface FileAccounts {
  readonly file: FileFacts;
  readonly rows: OrderRows;
  readonly ids: IdLists;
  readonly labels: FileLabels;
  /** By order: its number as in the file; several orders may share one. */
  readonly orderNumbers: IdList;
  /** Numbers of orders placed without an account. */
  readonly guestNumbers: GuestNumbers;
  /** E-mail address → the account it belongs to. */
  readonly owners: ReadonlyMap<string, string>;
  /** Rows by verdict. */
  readonly counts: Uint32Array;
  /** Rows kept as returns, without repetitions. */
  readonly returnedRows: number;
  /** The first rows with each verdict. */
  readonly firsts: Judgement["firsts"];
  /** The first rows of the file whose verdict came after gathering, as samples. */
  readonly lateRows: { readonly duplicate: readonly number[]; readonly refunded: readonly number[] };
  readonly people: number;
  readonly currency: string | null;
  readonly currencies: readonly CurrencyAccount[];
  readonly statuses: readonly StatusAccount[];
  readonly warnings: readonly Warning[];
  readonly notes: readonly string[];
  readonly dateFormat: string;
  readonly decimalSeparator: "." | ",";
}

/** The lines at `positions`, in that order. */
export function selectSales(sales: Sales, positions: Int32Array): Sales {
  return {
    ...selectLines(sales, positions),
    discount: sales.discount && moveNumbers(sales.discount, positions, new Float64Array(positions.length)),
    guest: sales.guest && Uint8Array.from(positions, (position) => sales.guest![position]!),
  };
}

/** The file with all of its lines. */
export function wholeFile(file: CleanFile): FileLines {
  // To the end, where the rest of the table is given back.
  const [sales] = [...file.sales()];
  return { ...file, sales: sales!, returns: concatLines([...file.returns]) };
}
